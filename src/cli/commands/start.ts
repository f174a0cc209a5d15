// shoptrace start: follow, judge and serve in one process; without files the demo.
import type { Command } from 'commander';
import { examplesText } from '../command-line.js';
import { type CommandContext, note } from '../context.js';
import {
  addReadingOptions,
  countOption,
  readingOf,
  type ReadingOptions,
  withProject,
} from '../project-access.js';
import { inRounds } from '../rounds.js';
import { runUntilInterrupted } from '../run-until-interrupted.js';

interface Options extends ReadingOptions {
  readonly json?: true;
}

export function define(command: Command, context: CommandContext): void {
  command.argument(
    '[path...]',
    'files, folders or globs to follow; none and no sources configured: the demo',
  );
  addReadingOptions(command)
    .option('--host <address>', 'address to listen on (SHOPTRACE_HOST)')
    .option(
      '--port <port>',
      'port of API and console, 0 for any (SHOPTRACE_PORT)',
      countOption('--port', 0, 65_535),
    )
    .option('--json', 'print the address as JSON')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace start', 'the demo: the reference shop, its traces, the console'],
        ['shoptrace start /var/moodledata --zone Europe/Paris', 'your own shop'],
      ]),
    )
    .action(async (paths: string[], options: Options) => {
      const reading = readingOf(options, context);
      await inRounds(command, context, async (round) => {
        await withProject(command, round.context, async (project) => {
          const running = await project.start({
            paths,
            ...reading,
            now: context.now(),
            onNews: (line) => note(context, line),
          });
          await runUntilInterrupted(running, round, options.json === true);
        });
      });
    });
}
