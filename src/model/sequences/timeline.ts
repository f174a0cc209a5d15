// Orders of one counter in the order of their numbers: when a missing number must have been given out, and who is late.

/** Creation times have one-second resolution in most sources: closer than this two orders are simultaneous. */
export const RESOLUTION_MS = 1000;

export interface Used {
  readonly body: number;
  /** UTC ms, null where no source knows it. */
  readonly at: number | null;
}

/** Ascending by body; an array of them, or something that takes less room. */
export interface UsedNumbers {
  readonly length: number;
  at(index: number): Used | undefined;
}

/** Index of the first used number above `body`. */
export function firstAbove(used: UsedNumbers, body: number): number {
  let [low, high] = [0, used.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((used.at(middle)?.body ?? 0) > body) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** UTC ms; null: the orders do not bound it on this side. */
export interface Bracket {
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Built once over the orders of a counter, ascending by body. */
export class Timeline {
  readonly orders: readonly Used[];
  /** Of the orders from an index on: the earliest creation. */
  readonly #earliest: Float64Array;
  /** Of the on-time orders before an index: the latest creation. */
  readonly #latest: Float64Array;

  constructor(orders: readonly Used[]) {
    this.orders = orders;
    const count = orders.length;
    this.#earliest = new Float64Array(count + 1).fill(Infinity);
    for (let index = count - 1; index >= 0; index -= 1)
      this.#earliest[index] = Math.min(this.#earliestFrom(index + 1), orders[index]?.at ?? Infinity);
    this.#latest = new Float64Array(count + 1).fill(-Infinity);
    for (let index = 0; index < count; index += 1) {
      const at = this.isLate(index) ? -Infinity : (orders[index]?.at ?? -Infinity);
      this.#latest[index + 1] = Math.max(this.#latest[index] ?? -Infinity, at);
    }
  }

  /** Created after an order with a higher number had already been created. */
  isLate(index: number): boolean {
    const at = this.orders[index]?.at ?? null;
    return at !== null && at > this.#earliestFrom(index + 1) + RESOLUTION_MS;
  }

  /** Index of the first order with a higher number. */
  above(body: number): number {
    return firstAbove(this.orders, body);
  }

  /** When `body` was given out, from the orders alone: before any higher one was created, after the on-time lower ones. */
  bracket(body: number): Bracket {
    const above = this.above(body);
    const below = this.orders[above - 1]?.body === body ? above - 1 : above;
    const upper = this.#earliestFrom(above);
    const lower = Math.min(this.#latest[below] ?? -Infinity, upper);
    return {
      lower: Number.isFinite(lower) ? lower : null,
      upper: Number.isFinite(upper) ? upper : null,
    };
  }

  /** The nearest used numbers on both sides. */
  neighbours(from: number, to: number): { before: Used | null; after: Used | null } {
    const above = this.above(to);
    const below = this.above(from - 1) - 1;
    return { before: this.orders[below] ?? null, after: this.orders[above] ?? null };
  }

  #earliestFrom(index: number): number {
    return this.#earliest[index] ?? Infinity;
  }
}
