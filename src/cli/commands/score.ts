// shoptrace score: how well the rules do on a log of which the truth is known.
import type { Command } from 'commander';
import { loadSettings, type SettingFlags } from '../../config/settings.js';
import type { Platform } from '../../model/sequences/number-fact.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, printJson, printLines } from '../context.js';
import { scoreLines } from '../output/score-text.js';
import { oneOf, readingOf } from '../project-access.js';
import { tellZone } from '../read-command.js';
import { scoreLog } from '../score-log.js';

interface Options {
  readonly zone?: string;
  readonly exports?: string;
  readonly platform?: string;
  readonly json?: true;
}

const platforms: readonly Platform[] = ['m1', 'openmage', 'm2'];

export function define(command: Command, context: CommandContext): void {
  command
    .argument('<log>', 'trace file, as `shoptrace shop --out` writes it')
    .argument('<labels>', 'what is true about it, as `shoptrace shop --labels` writes it')
    .option('--zone <zone>', 'zone the shop printed in (SHOPTRACE_ZONE); the reference shop: Europe/Paris')
    .option('--exports <folder>', 'import what `shoptrace shop --exports` wrote, and judge with it')
    .option('--platform <name>', 'shop program of the exports: m1, openmage or m2')
    .option('--json', 'print JSON, one object a rule')
    .addHelpText(
      'after',
      examplesText([
        [
          'shoptrace score shop.log shop.labels.ndjson --zone Europe/Paris',
          'what was missed, what was invented',
        ],
        ['shoptrace score numbers.log numbers.labels.ndjson --json', 'for a script'],
      ]),
    )
    .action(async (log: string, labels: string, options: Options) => {
      const { zone } = readingOf(options, context);
      tellZone(zone, context);
      const settings = await loadSettings(command.optsWithGlobals<SettingFlags>(), context.around);
      const { platform } = options;
      const request = {
        log,
        labels,
        exports: options.exports ?? null,
        platform: platform === undefined ? null : oneOf(platform, platforms, 'platform'),
        zone,
        now: context.now(),
        signal: context.interrupted,
      };
      const rows = await scoreLog(context.openProject, settings, request);
      if (options.json === true) for (const row of rows) await printJson(context, row);
      else await printLines(context, scoreLines(rows, context.palette));
    });
}
