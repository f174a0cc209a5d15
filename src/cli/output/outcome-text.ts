// The outcome of a transaction for people: its word, red where somebody has to act.
import type { ToldOutcome } from '../../model/texts/outcome.js';
import type { Palette } from './palette.js';

const BAD_OUTCOMES: readonly ToldOutcome[] = ['failed', 'abandoned', 'paid-not-delivered'];

export function outcomeWord(outcome: ToldOutcome): string {
  return outcome === 'paid-not-delivered' ? 'paid, not delivered' : outcome;
}

export function outcomeText(outcome: ToldOutcome, palette: Palette): string {
  const word = outcomeWord(outcome);
  if (BAD_OUTCOMES.includes(outcome)) return palette.bad(word);
  return outcome === 'delivered' || outcome === 'produced' ? palette.good(word) : word;
}
