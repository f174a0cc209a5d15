// shoptrace docs: writes the reference pages from the code, or checks that they are fresh.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { examplesText } from '../command-line.js';
import { type CommandContext, note } from '../context.js';
import { referencePages } from '../reference-pages.js';

export function define(command: Command, context: CommandContext): void {
  command
    .argument('[folder]', 'where the pages are', 'docs/reference')
    .option('--check', 'change nothing; exit 1 when a page is not as the code says')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace docs', 'write the pages'],
        ['shoptrace docs --check', 'are they fresh?'],
      ]),
    )
    .action(async (folder: string, options: { readonly check?: true }) => {
      const target = resolve(context.around.cwd, folder);
      await mkdir(target, { recursive: true });
      for (const [name, text] of await referencePages(context)) {
        const path = join(target, name);
        const before = await readFile(path, 'utf8').catch(() => null);
        if (before === text) continue;
        note(context, `${name} ${options.check === true ? 'is not fresh: npm run docs' : 'is written'}`);
        if (options.check === true) context.exitCode = 1;
        else await writeFile(path, text);
      }
    });
}
