// shoptrace replay: files into a dataset of their own; ledger, findings, what to try next.
import type { Command } from 'commander';
import { ShoptraceError } from '../../model/errors.js';
import { severities } from '../../model/finding.js';
import { examplesText } from '../command-line.js';
import type { CommandContext } from '../context.js';
import { machineZone, parseInstant } from '../instant-input.js';
import {
  addExtractOption,
  addReadingOptions,
  oneOf,
  readingOf,
  type ReadingOptions,
} from '../project-access.js';
import { runRead, tellZone } from '../read-command.js';

interface Options extends ReadingOptions {
  readonly asOf?: string;
  readonly speed: string;
  readonly extract?: true;
  readonly failOn?: string;
  readonly json?: true;
  readonly progress?: true;
}

export function define(command: Command, context: CommandContext): void {
  command.argument('<path...>', 'files, folders (read recursively), globs, or - for standard input');
  addExtractOption(addReadingOptions(command))
    .option('--as-of <instant>', 'judge as if the files spoke until then')
    .option('--speed <speed>', 'max, or x1 for as fast as it was written, x10 …', 'max')
    .option('--fail-on <severity>', `exit 1 on findings this severe: ${severities.join(', ')}`)
    .option('--json', 'print JSON, one object a line: findings, ledgers, summary')
    .option('--progress', 'with --json: progress objects too')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace replay merchant_trace.log --zone Europe/Paris', 'what an old file tells'],
        ['shoptrace replay /var/moodledata --fail-on high --json', 'a folder, for a script'],
      ]),
    )
    .action(async (paths: string[], options: Options) => {
      const reading = readingOf(options, context);
      const asOf =
        options.asOf === undefined
          ? null
          : parseInstant(options.asOf, reading.zone ?? machineZone(), '--as-of');
      tellZone(reading.zone, context);
      const failOn = options.failOn === undefined ? null : oneOf(options.failOn, severities, 'severity');
      const speed = speedOf(options.speed);
      const output = { json: options.json === true, progress: options.progress === true, failOn };
      await runRead(command, context, output, async (project, onProgress) =>
        project.replay({
          paths,
          dataset: project.settings.dataset,
          ...reading,
          asOf,
          speed,
          extract: options.extract === true,
          now: context.now(),
          onProgress,
          signal: context.interrupted,
        }),
      );
    });
}

function speedOf(text: string): number | 'max' {
  if (text === 'max') return text;
  const factor = Number(text.replace(/^x/i, ''));
  if (Number.isFinite(factor) && factor > 0) return factor;
  throw new ShoptraceError(
    'usage',
    `There is no speed ${JSON.stringify(text)}`,
    'Give max, or x1, x10, x0.5 …',
  );
}
