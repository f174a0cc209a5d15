// Sources in the order in which somebody on duty wants to see them: those that stand still, the followed ones, the others.
import type { SourceAnswer } from '../../../model/answers.js';
import type { Freshness } from '../../format/freshness.js';

const ranks: Readonly<Record<Freshness['kind'], number>> = { behind: 0, 'up-to-date': 1, 'read-once': 2 };

export function worstFirst(
  sources: readonly SourceAnswer[],
  freshness: (source: SourceAnswer) => Freshness,
): readonly SourceAnswer[] {
  return sources.toSorted(
    (a, b) =>
      ranks[freshness(a).kind] - ranks[freshness(b).kind] ||
      (b.lastRecord ?? '').localeCompare(a.lastRecord ?? ''),
  );
}
