// The second sequence: ids of the order table's rows, which a failed save burns and a refused payment (Magento 2) does not.
import type { Gap } from './gaps.js';
import type { Order } from './orders.js';
import type { Timeline } from './timeline.js';

/** More missing rows than this say nothing about one hole. */
const MOST_ROWS = 20;

/**
 * How many row ids are missing between the orders that surround a hole, by time. Null where an id is not known, the ids
 * do not rise there, or so many are missing that they tell nothing.
 */
export function rowGaps(timeline: Timeline, orders: readonly Order[]): (gap: Gap) => number | null {
  const rows = orders
    .flatMap(({ fact }) => (/^\d{1,15}$/.test(fact.order ?? '') ? [Number(fact.order)] : []))
    .sort((a, b) => a - b);
  const known = new Map<number, number>();
  for (const { body, edit, fact } of orders)
    if (edit === 0 && /^\d{1,15}$/.test(fact.order ?? '')) known.set(body, Number(fact.order));
  return ({ from, to }) => {
    const { before, after } = timeline.neighbours(from, to);
    const low = known.get(before?.body ?? -1);
    const high = known.get(after?.body ?? -1);
    if (low === undefined || high === undefined || high <= low) return null;
    const missing = high - low - 1 - countBetween(rows, low, high);
    return missing > MOST_ROWS ? null : missing;
  };
}

function countBetween(rows: readonly number[], low: number, high: number): number {
  return firstAbove(rows, high - 1) - firstAbove(rows, low);
}

function firstAbove(rows: readonly number[], value: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
