// How far do the sources of a shop speak? Outside of it nothing is claimed to be missing.
import type { CoverageAnswer } from '../model/answers.js';
import { toInstant, toInstantOrNull } from './instant.js';
import type { Dataset } from './question.js';

/** Of one shop, or (shop null) of all: the narrowest end, the widest beginning, every hole. */
export async function coverage(dataset: Dataset, shop: string | null): Promise<CoverageAnswer> {
  const state = await dataset.detectionState();
  const speaking = state.coverage.filter((entry) => shop === null || entry.shop === shop);
  const asOf = toInstantOrNull(dataset.info.asOf);
  if (speaking.length === 0) return { from: null, through: null, asOf, holes: [] };
  return {
    from: toInstant(Math.min(...speaking.map((entry) => entry.from))),
    through: toInstant(Math.min(...speaking.map((entry) => entry.through))),
    asOf,
    holes: speaking.flatMap((entry) =>
      entry.holes.map((hole) => ({ from: toInstant(hole.from), to: toInstant(hole.to), why: hole.why })),
    ),
  };
}
