// How far back verdicts may be wrong when a shop's coverage did not simply grow: a new file, a hole, a lower end.
import type { Coverage } from '../../stores/store.js';
import type { JudgedUnder } from './engine-state.js';

/** Longest time after a record that a rule waits for another one. */
const longestWaitMs = 96 * 60 * 60_000;

type Hole = Coverage['holes'][number];

/** Where lines were pruned, verdicts stand: they were made when the lines were there. */
function holesOnlyIn(a: readonly Hole[], b: readonly Hole[]): Hole[] {
  return a.filter(
    (hole) => hole.why !== 'pruned' && !b.some((other) => other.from === hole.from && other.to === hole.to),
  );
}

/** UTC ms from which last records on transactions must be judged again; null when the coverage only grew at its end. */
export function judgeAgainFrom(before: JudgedUnder, now: Coverage): number | null {
  const touched: number[] = [];
  if (before.from !== now.from) touched.push(Math.min(before.from, now.from));
  if (now.through < before.through) touched.push(now.through);
  const holes = [...holesOnlyIn(before.holes, now.holes), ...holesOnlyIn(now.holes, before.holes)];
  touched.push(...holes.map((hole) => hole.from));
  return touched.length === 0 ? null : Math.min(...touched) - longestWaitMs;
}
