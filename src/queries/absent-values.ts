// Why a search finds nothing: values of its filter that no line of the dataset has, and those that may have been meant.
import { nearest } from '../model/nearest.js';
import type { LineFilter } from '../model/query.js';
import type { Dataset } from './question.js';

export interface AbsentValue {
  readonly what: 'action' | 'code' | 'shop';
  readonly value: string;
  /** Nearest first. */
  readonly near: readonly string[];
  /** All that there are, in order. */
  readonly there: readonly string[];
}

const MOST_VALUES = 1000;

export async function absentValues(dataset: Dataset, filter: LineFilter): Promise<readonly AbsentValue[]> {
  const { actions = [], codes = [], shop } = filter;
  const asked = [
    ['action', actions],
    ['code', codes],
    ['shop', shop === undefined ? [] : [shop]],
  ] as const;
  const absent: AbsentValue[] = [];
  for (const [what, values] of asked) {
    if (values.length === 0) continue;
    const rows = await dataset.countBy([what], {}, MOST_VALUES);
    const there = rows.flatMap(({ keys }) => keys[0] ?? []).toSorted();
    for (const value of values)
      if (!there.includes(value)) absent.push({ what, value, near: nearest(value, there), there });
  }
  return absent;
}
