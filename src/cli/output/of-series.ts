// Holes, late numbers and duplicates by the series they belong to: looked up, because there may be thousands of series.
import { pushTo } from '../../model/groups.js';
import type { DuplicateAnswer, GapsAnswer, HoleAnswer, LateAnswer } from '../../model/sequence-answers.js';

interface OfSeries {
  readonly series: string;
  readonly shop: string;
}

const keyOf = ({ series, shop }: OfSeries): string => `${shop} ${series}`;

export interface ItemsOfSeries {
  readonly holes: (series: OfSeries) => readonly HoleAnswer[];
  readonly late: (series: OfSeries) => readonly LateAnswer[];
  readonly duplicates: (series: OfSeries) => readonly DuplicateAnswer[];
}

export function itemsOfSeries({ holes, late, duplicates }: GapsAnswer): ItemsOfSeries {
  return { holes: bySeries(holes), late: bySeries(late), duplicates: bySeries(duplicates) };
}

/** @returns the items of a series, in the order given */
function bySeries<T extends OfSeries>(items: readonly T[]): (series: OfSeries) => readonly T[] {
  const groups = new Map<string, T[]>();
  for (const item of items) pushTo(groups, keyOf(item), item);
  return (series) => groups.get(keyOf(series)) ?? [];
}
