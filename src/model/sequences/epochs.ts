// A counter that began again at its start: later orders with the old numbers are another epoch, not duplicates.
import type { Order } from './orders.js';

const LEAST_ORDERS = 3;
/** Numbers of a new epoch follow each other: they span at most so many times their count. */
const MOST_SPREAD = 3;
/** The new epoch begins within this share of the old one's range above its first number. */
const NEAR_START = 0.1;
const MOST_EPOCHS = 20;

/** The orders of each epoch, by time; one when the counter never began again. */
export function splitEpochs(orders: readonly Order[]): (readonly Order[])[] {
  const timed = orders
    .filter(({ at }) => at !== null)
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.body - b.body);
  const untimed = orders.filter(({ at }) => at === null);
  const epochs: Order[][] = [];
  let rest = timed;
  while (epochs.length < MOST_EPOCHS) {
    const start = restartIndex(rest);
    if (start === null) break;
    epochs.unshift(rest.slice(start));
    rest = rest.slice(0, start);
  }
  return [[...rest, ...untimed], ...epochs];
}

/** Index of the first order of the last epoch, null when there is no restart. */
function restartIndex(orders: readonly Order[]): number | null {
  const highest = new Float64Array(orders.length);
  const lowest = new Float64Array(orders.length);
  orders.forEach(({ body }, index) => {
    highest[index] = Math.max(highest[index - 1] ?? -Infinity, body);
    lowest[index] = Math.min(lowest[index - 1] ?? Infinity, body);
  });
  let [least, most, inversions] = [Infinity, -Infinity, 0];
  let found: number | null = null;
  for (let index = orders.length - 1; index > 0; index -= 1) {
    const body = orders[index]?.body ?? 0;
    if (body > (orders[index + 1]?.body ?? Infinity)) inversions += 1;
    least = Math.min(least, body);
    most = Math.max(most, body);
    const [top, floor] = [highest[index - 1] ?? 0, lowest[index - 1] ?? 0];
    if (most >= top) break;
    const count = orders.length - index;
    if (count < LEAST_ORDERS || inversions > count * NEAR_START) continue;
    const follows = most - least + 1 <= MOST_SPREAD * count;
    const beginsAgain = most < floor || least <= floor + (top - floor) * NEAR_START;
    if (!follows || !beginsAgain) continue;
    if (most < floor || repeats(orders, index, least, most)) found = index;
  }
  return found;
}

/** Whether a number of the tail was used before. */
function repeats(orders: readonly Order[], from: number, least: number, most: number): boolean {
  const tail = new Set(orders.slice(from).map(({ body }) => body));
  for (let index = 0; index < from; index += 1) {
    const body = orders[index]?.body ?? -1;
    if (body >= least && body <= most && tail.has(body)) return true;
  }
  return false;
}
