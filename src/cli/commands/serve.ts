// shoptrace serve: API and web console only.
import type { Command } from 'commander';
import { examplesText } from '../command-line.js';
import type { CommandContext } from '../context.js';
import { countOption, withProject } from '../project-access.js';
import { inRounds } from '../rounds.js';
import { runUntilInterrupted } from '../run-until-interrupted.js';

export function define(command: Command, context: CommandContext): void {
  command
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
        ['shoptrace serve', 'look at what is stored'],
        ['shoptrace serve --port 0 --json', 'on any free port, for a script'],
      ]),
    )
    .action(async (options: { readonly json?: true }) => {
      await inRounds(command, context, async (round) => {
        await withProject(command, round.context, async (project) => {
          const running = await project.serve({ now: context.now() });
          await runUntilInterrupted(running, round, options.json === true);
        });
      });
    });
}
