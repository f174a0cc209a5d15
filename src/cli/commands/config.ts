// shoptrace config: write a commented file, check one, print what holds in the end.
import { access, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { stringify } from 'yaml';
import { readConfig } from '../../config/read.js';
import { loadSettings, type SettingFlags } from '../../config/settings.js';
import { configTemplate } from '../../config/template.js';
import { ShoptraceError } from '../../model/errors.js';
import { nearest } from '../../model/nearest.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, note, printJson, printLines } from '../context.js';

const ACTIONS = ['init', 'check', 'print'];

export function define(command: Command, context: CommandContext): void {
  command
    .argument('[action]', 'init, check or print')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace config init', 'write a commented shoptrace.yaml here'],
        ['shoptrace config print', 'what holds: flags over environment over file over defaults'],
      ]),
    )
    .action((action: string | undefined) => {
      const [near] = action === undefined ? [] : nearest(action, ACTIONS, 1);
      throw new ShoptraceError(
        'usage',
        action === undefined ? '`config` needs a word more' : `There is no \`config ${action}\``,
        `${near === undefined ? '' : `Did you mean ${near}? `}There are: ${ACTIONS.join(', ')}.`,
      );
    });
  defineInit(command, context);
  defineCheck(command, context);
  definePrint(command, context);
}

function defineInit(parent: Command, context: CommandContext): void {
  parent
    .command('init [file]')
    .description('write a commented file (default: shoptrace.yaml here)')
    .option('--force', 'replace a file that is there')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace config init', 'shoptrace.yaml in this folder'],
        ['shoptrace config init /etc/shoptrace.yaml', 'somewhere else; start it with --config'],
      ]),
    )
    .action(async (file: string | undefined, options: { readonly force?: true }) => {
      const path = resolve(context.around.cwd, file ?? 'shoptrace.yaml');
      if (options.force !== true && (await exists(path)))
        throw new ShoptraceError(
          'usage',
          `${path} is there already`,
          'Give another name, or --force to replace it.',
        );
      await write(path);
      note(context, `${path} is written; every key is optional. Next: shoptrace config check`);
    });
}

async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

async function write(path: string): Promise<void> {
  try {
    await writeFile(path, configTemplate);
  } catch (cause) {
    throw new ShoptraceError(
      'path-unreadable',
      `${path} cannot be written: ${(cause as Error).message}`,
      'Check that the folder exists and may be written to.',
      { cause },
    );
  }
}

function defineCheck(parent: Command, context: CommandContext): void {
  parent
    .command('check [file]')
    .description('explain the mistakes of a file; exit 2 when there are some')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace config check', 'the file that a command here would read'],
        ['shoptrace config check /etc/shoptrace.yaml', 'another one'],
      ]),
    )
    .action(async (file: string | undefined, _own: object, called: Command) => {
      const flags = called.optsWithGlobals<SettingFlags>();
      if (file !== undefined) {
        const path = resolve(context.around.cwd, file);
        await readConfig(path);
        return note(context, `${path} is right`);
      }
      const settings = await loadSettings(flags, context.around);
      note(
        context,
        settings.file === null
          ? 'there is no configuration file; defaults hold'
          : `${settings.file} is right`,
      );
    });
}

function definePrint(parent: Command, context: CommandContext): void {
  parent
    .command('print')
    .description('print what holds, as YAML')
    .option('--json', 'print it as JSON')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace config print', 'flags over environment over file over defaults'],
        ['shoptrace config print --json', 'for a script'],
      ]),
    )
    .action(async (_own: object, called: Command) => {
      const options = called.optsWithGlobals<SettingFlags & { readonly json?: true }>();
      const settings = await loadSettings(options, context.around);
      const shown = { ...settings, store: withoutPassword(settings.store) };
      if (options.json === true) return await printJson(context, shown);
      await printLines(context, [stringify(shown).trimEnd()]);
    });
}

function withoutPassword(store: string): string {
  return store.replace(/^(https?:\/\/[^:@/]*):[^@/]*@/, '$1:…@');
}
