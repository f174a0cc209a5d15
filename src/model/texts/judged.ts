// How far a dataset is judged, in a sentence for terminals and health checks.
import type { JudgedAnswer } from '../answers.js';
import { localStamp, spokenDuration } from '../local-time.js';

/** What to do where nobody judges. */
export const startJudging = 'Start a detector: `shoptrace detect --follow`.';

/** `judged up to 2017-08-21 14:03:22 Europe/Paris, 3 min behind` @param zone IANA name or `+hh:mm` */
export function judgedSentence({ state, through, behindMs }: JudgedAnswer, zone: string): string {
  if (through === null) return state === 'nobody' ? 'nobody judges, nothing is judged' : 'nothing to judge';
  const until = `${localStamp(Date.parse(through), zone).slice(0, 19)} ${zone}`;
  if (state === 'current') return `everything is judged, up to ${until}`;
  const behind = `judged up to ${until}, ${spokenDuration(behindMs)} behind`;
  return state === 'nobody' ? `nobody judges: ${behind}` : behind;
}

/** The same, with what to do where nobody judges. */
export function judgedAdvice(judged: JudgedAnswer, zone: string): string {
  const sentence = judgedSentence(judged, zone);
  return judged.state === 'nobody' ? `${sentence}. ${startJudging}` : sentence;
}
