// Steps of a counter: a cluster of database servers counts 2, 5, 8 …; the step is learned per span of numbers.

/** From `from` to `to` only numbers with `number % step === residue` are given out. */
export interface LatticeSpan {
  readonly from: number;
  readonly to: number;
  readonly step: number;
  readonly residue: number;
}

/** A step is believed after so many numbers in a row that keep to it. */
export const LEARNED_AFTER = 50;
const SUGGESTED_AFTER = 8;

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/** @param bodies known numbers, ascending, each once */
export function learnLattice(bodies: ArrayLike<number>): {
  spans: LatticeSpan[];
  possibleStep: number | null;
} {
  const spans: LatticeSpan[] = [];
  let suggested = 1;
  let start = 0;
  while (start < bodies.length - 1) {
    const { step, end } = runFrom(bodies, start);
    const length = end - start + 1;
    if (step > 1 && length >= LEARNED_AFTER) {
      spans.push(spanOf(bodies, start, end, step));
      start = end + 1;
      continue;
    }
    if (step > 1 && length >= SUGGESTED_AFTER && length === bodies.length - start) suggested = step;
    start = Math.max(start + 1, end - LEARNED_AFTER);
    if (step === 1) start = Math.max(start, end);
  }
  return { spans, possibleStep: spans.length === 0 && suggested > 1 ? suggested : null };
}

function spanOf(bodies: ArrayLike<number>, start: number, end: number, step: number): LatticeSpan {
  const from = bodies[start] ?? 0;
  return { from, to: bodies[end] ?? 0, step, residue: from % step };
}

/**
 * The longest run from `start` whose distances share a divisor above 1: at most what the first numbers share, so that a
 * run ends where a number breaks it.
 */
function runFrom(bodies: ArrayLike<number>, start: number): { step: number; end: number } {
  const base = bodies[start] ?? 0;
  let step = 0;
  let end = start;
  for (let index = start + 1; index < bodies.length; index += 1) {
    const next = greatestDivisor(step, (bodies[index] ?? 0) - base);
    if (next === 1) return { step: step === 0 ? 1 : step, end: index - start === 1 ? index : end };
    // A learned step does not shrink: 3 that becomes 1 or 6 that becomes 3 later is another span.
    if (step !== 0 && next !== step && index - start >= LEARNED_AFTER) return { step, end };
    step = next;
    end = index;
  }
  return { step: step === 0 ? 1 : step, end };
}
