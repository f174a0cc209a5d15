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
/** A known step is believed of so many numbers that stand beside a span with that step. */
const ADOPTED_AFTER = 3;

/** Numbers `start` to `end` of a list of known numbers. */
interface Run {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

function greatestDivisor(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}

/**
 * Spans with their steps. The step is a setting of the database servers and stays when another of them takes the writes;
 * only the residue changes then. So a step that was learned holds for the numbers beside its span, too, as far as they
 * keep to it.
 * @param bodies known numbers, ascending, each once
 */
export function learnLattice(bodies: ArrayLike<number>): {
  spans: LatticeSpan[];
  possibleStep: number | null;
} {
  const { runs, suggested, candidate } = longRuns(bodies);
  const learned = runs.length > 0 ? runs : pooledRuns(bodies, candidate);
  const spans = withNeighbours(bodies, learned).map((run) => spanOf(bodies, run));
  return { spans, possibleStep: spans.length === 0 && suggested > 1 ? suggested : null };
}

/** Runs that are long enough alone; else the step of the longest, and that of the last numbers. */
function longRuns(bodies: ArrayLike<number>): { runs: Run[]; suggested: number; candidate: Run | null } {
  const runs: Run[] = [];
  let [suggested, start] = [1, 0];
  let candidate: Run | null = null;
  while (start < bodies.length - 1) {
    const { step, end } = runFrom(bodies, start);
    const length = end - start + 1;
    if (step > 1 && length >= LEARNED_AFTER) {
      runs.push({ start, end, step });
      start = end + 1;
      continue;
    }
    if (step > 1 && length >= SUGGESTED_AFTER) {
      if (length === bodies.length - start) suggested = step;
      if (candidate === null || length > candidate.end - candidate.start + 1)
        candidate = { start, end, step };
    }
    start = Math.max(start + 1, end - LEARNED_AFTER);
    if (step === 1) start = Math.max(start, end);
  }
  return { runs, suggested, candidate };
}

/** Servers that change often: runs that are too short alone and follow each other with one step. */
function pooledRuns(bodies: ArrayLike<number>, candidate: Run | null): Run[] {
  if (candidate === null) return [];
  const all = sameResidue(bodies, 0, bodies.length - 1, candidate.step);
  const index = all.findIndex(({ end }) => end >= candidate.end);
  const isLong = (run: Run | undefined): boolean =>
    run !== undefined && run.end - run.start + 1 >= SUGGESTED_AFTER;
  let [first, last] = [index, index];
  while (isLong(all[first - 1])) first -= 1;
  while (isLong(all[last + 1])) last += 1;
  const pooled = all.slice(first, last + 1);
  const count = pooled.reduce((sum, { start, end }) => sum + end - start + 1, 0);
  return count >= LEARNED_AFTER ? pooled : [];
}

/** From each learned run outwards, as long as the numbers keep to its step. */
function withNeighbours(bodies: ArrayLike<number>, learned: readonly Run[]): Run[] {
  const all: Run[] = [];
  for (let index = 0; index <= learned.length; index += 1) {
    const [left, right] = [learned[index - 1], learned[index]];
    const [from, to] = [left === undefined ? 0 : left.end + 1, (right?.start ?? bodies.length) - 1];
    const after = left === undefined ? [] : kept(sameResidue(bodies, from, to, left.step), right?.step);
    const free = (after.at(-1)?.end ?? from - 1) + 1;
    const before =
      right === undefined
        ? []
        : kept(sameResidue(bodies, free, to, right.step).toReversed(), left?.step).toReversed();
    all.push(...after, ...before);
    if (right !== undefined) all.push(right);
  }
  return all;
}

/**
 * The runs that are believed, from the learned one on. One short run between two others, or before the last number that is
 * known, is a server that had the writes for a moment; several are another step.
 * @param beyond step of the learned run at the other end
 */
function kept(runs: readonly Run[], beyond: number | undefined): Run[] {
  const isFirm = (run: Run | undefined): boolean =>
    run === undefined || run.end - run.start + 1 >= ADOPTED_AFTER;
  const count = runs.findIndex((run, index) => {
    if (isFirm(run)) return false;
    const isLast = index === runs.length - 1;
    return isLast ? beyond !== undefined && beyond !== run.step : !isFirm(runs[index + 1]);
  });
  return runs.slice(0, count === -1 ? runs.length : count);
}

/** Splits numbers where their residue changes. */
function sameResidue(bodies: ArrayLike<number>, from: number, to: number, step: number): Run[] {
  const runs: Run[] = [];
  let start = from;
  for (let index = from + 1; index <= to + 1; index += 1) {
    if (index <= to && ((bodies[index] ?? 0) - (bodies[start] ?? 0)) % step === 0) continue;
    if (start <= to) runs.push({ start, end: index - 1, step });
    start = index;
  }
  return runs;
}

function spanOf(bodies: ArrayLike<number>, { start, end, step }: Run): LatticeSpan {
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
