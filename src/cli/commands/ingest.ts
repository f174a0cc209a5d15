// shoptrace ingest: files into the live dataset, once or followed.
import type { Command } from 'commander';
import { ShoptraceError } from '../../model/errors.js';
import { examplesText } from '../command-line.js';
import type { CommandContext } from '../context.js';
import { addExtractOption, addReadingOptions, readingOf, type ReadingOptions } from '../project-access.js';
import { runRead, tellZone } from '../read-command.js';
import { inRounds, type Round } from '../rounds.js';
import { tellServiceManager } from '../service-manager.js';

interface Options extends ReadingOptions {
  readonly follow?: true;
  readonly extract?: true;
  readonly json?: true;
  readonly progress?: true;
}

export function define(command: Command, context: CommandContext): void {
  command.argument('<path...>', 'files, folders, globs, or - for standard input');
  addExtractOption(addReadingOptions(command))
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
      const follow = options.follow === true;
      if (follow && options.extract === true)
        throw new ShoptraceError(
          'usage',
          'A followed file is no extract',
          'Leave out --extract, or read the file once, without --follow.',
        );
      const read = async ({ context: own, isFollowed }: Round): Promise<void> =>
        await runRead(command, own, { ...output, isFollowed }, async (project, onProgress) =>
          project.ingest({
            paths,
            dataset: project.settings.dataset,
            ...reading,
            follow,
            extract: options.extract === true,
            now: own.now(),
            onReady: () => tellServiceManager(own, 'ready'),
            onProgress,
            signal: own.interrupted,
          }),
        );
      if (follow) await inRounds(command, context, read);
      else await read({ context, isFollowed: () => false });
    });
}
