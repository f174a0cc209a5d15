// What is odd about one counter, in sentences for people.
import type { GapList } from './gaps.js';
import type { SeriesCorrection } from './number-fact.js';
import type { CounterFacts } from './number-facts.js';
import { printed } from './number-formats.js';
import { latticeOf, ordinal } from './series-holes.js';
import type { CountedSpan } from './span.js';
import type { Used } from './timeline.js';

interface Noted {
  readonly counter: CounterFacts;
  readonly list: GapList;
  readonly correction: SeriesCorrection | null;
  readonly span: CountedSpan | null;
  readonly used: readonly Used[];
  /** Numbers that were given out again after the counter had been set back. */
  readonly reissued: number;
}

export function notesOf(noted: Noted): string[] {
  const { list, reissued } = noted;
  const { counter } = noted.counter;
  const notes = [...counter.notes, ...correctionNotes(noted)];
  if (list.possibleStep !== null)
    notes.push(
      `The numbers so far are ${list.possibleStep} apart: possibly the step of a cluster; too few to be sure.`,
    );
  if (reissued > 0)
    notes.push('The counter was set back: numbers that had been given out before were given out again.');
  for (const { from, to, missing, used } of list.sparse)
    notes.push(
      `No sequence from ${printed(counter.formats, from)} to ${printed(counter.formats, to)}: ${missing} numbers are missing beside ${used} used ones; they are not listed.`,
    );
  return notes;
}

/** Where the configuration and the orders contradict each other. */
function correctionNotes({ counter, correction, span, used }: Noted): string[] {
  if (correction === null || span === null) return [];
  const { formats } = counter.counter;
  const notes: string[] = [];
  const below = span.why === 'given' ? used.filter(({ body }) => body < span.from) : [];
  if (below.length > 0)
    notes.push(
      `${countText(below.length)} below the first one that was given (${printed(formats, span.from)}), such as ${printed(formats, below[0]?.body ?? 0)}.`,
    );
  const lattice = latticeOf(correction, span);
  if (lattice === null) return notes;
  const { step, residue } = lattice;
  const beside = used.filter(({ body }) => body % step !== residue);
  if (beside.length > 0)
    notes.push(
      `The configuration says that only every ${ordinal(step)} number is given out, but ${beside.length} that orders carry stand beside that, such as ${printed(formats, beside[0]?.body ?? 0)}.`,
    );
  return notes;
}

function countText(count: number): string {
  return count === 1 ? 'One order has a number' : `${count} orders have numbers`;
}
