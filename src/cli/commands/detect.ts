// shoptrace detect: judge what is stored and not judged yet; or everything again.
import type { Command } from 'commander';
import { spokenDuration } from '../../model/local-time.js';
import { examplesText } from '../command-line.js';
import { type CommandContext, printJson, printLines } from '../context.js';
import { amount } from '../output/table.js';
import { progressReport } from '../progress.js';
import { withProject } from '../project-access.js';
import { inRounds, type Round } from '../rounds.js';
import { tellServiceManager } from '../service-manager.js';

interface Options {
  readonly again?: true;
  readonly follow?: true;
  readonly json?: true;
}

export function define(command: Command, context: CommandContext): void {
  command
    .option('--again', 'forget what was judged (what people said stays) and judge from the stored bytes')
    .option('--follow', 'go on with what other processes store, until Ctrl-C; stands by while another judges')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examplesText([
        ['shoptrace detect', 'judge what was read since the last time'],
        ['shoptrace detect --again --dataset r-wvkkeulc4l6kuk3u', 'with new rules or a new catalogue'],
      ]),
    )
    .action(async (options: Options) => {
      if (options.follow !== true)
        return await detectOnce(command, { context, isFollowed: () => false }, options);
      await inRounds(command, context, async (round) => await detectOnce(command, round, options));
    });
}

async function detectOnce(command: Command, { context, isFollowed }: Round, options: Options): Promise<void> {
  await withProject(command, context, async (project) => {
    const report = await progressReport(context, false);
    const result = await project
      .detect({
        dataset: project.settings.dataset,
        again: options.again === true,
        follow: options.follow === true,
        signal: context.interrupted,
        onReady: () => tellServiceManager(context, 'ready'),
        now: context.now(),
        onProgress: report.update,
      })
      .finally(report.end);
    if (isFollowed()) return;
    if (options.json === true) return await printJson(context, { type: 'detected', ...result });
    const took = spokenDuration(result.seconds * 1000);
    await printLines(context, [
      `${amount(project.rules.length, 'rule')} looked at ${amount(result.cases, 'case')} of dataset ${result.dataset} in ${took}.`,
      `Next: shoptrace findings --dataset ${result.dataset}`,
    ]);
  });
}
