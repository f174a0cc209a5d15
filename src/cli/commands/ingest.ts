// shoptrace ingest: files into the live dataset, once or followed.
import type { Command } from 'commander';
import { examplesText } from '../command-line.js';
import type { CommandContext } from '../context.js';
import { addReadingOptions, readingOf, type ReadingOptions } from '../project-access.js';
import { runRead, tellZone } from '../read-command.js';

interface Options extends ReadingOptions {
  readonly follow?: true;
  readonly json?: true;
  readonly progress?: true;
}

export function define(command: Command, context: CommandContext): void {
  command.argument('<path...>', 'files, folders, globs, or - for standard input');
  addReadingOptions(command)
    .option('--follow', 'go on as the files grow and rotate, until Ctrl-C')
    .option('--json', 'print JSON, one object a line: findings, ledgers, summary')
    .option('--progress', 'with --json: progress objects too')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace ingest /var/moodledata/merchant_trace.log', 'read what is new, then end'],
        ['shoptrace ingest "/var/moodledata/merchant_*trace.log" --follow', 'go on with both files'],
      ]),
    )
    .action(async (paths: string[], options: Options) => {
      const reading = readingOf(options, context);
      tellZone(reading.zone, context);
      const output = { json: options.json === true, progress: options.progress === true, failOn: null };
      await runRead(command, context, output, async (project, onProgress) =>
        project.ingest({
          paths,
          dataset: project.settings.dataset,
          ...reading,
          follow: options.follow === true,
          now: context.now(),
          onProgress,
          signal: context.interrupted,
        }),
      );
    });
}
