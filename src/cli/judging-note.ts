// Says on standard error that a dataset is not judged as far as it is stored.
import type { JudgedAnswer } from '../model/answers.js';
import { judgedAdvice } from '../model/texts/judged.js';
import { type CommandContext, note } from './context.js';

/** Nothing where judging keeps up. @param zone in which the time is told */
export function noteJudging(
  context: CommandContext,
  dataset: string,
  judged: JudgedAnswer,
  zone: string,
): void {
  if (judged.state === 'current') return;
  note(context, `dataset ${dataset}: ${judgedAdvice(judged, zone)}`);
}
