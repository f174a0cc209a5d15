// How long a trace usually rests at an hour of the day: what a silence is measured by.

export const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Days that are looked back at, and how many of them must speak of the hour. */
export const DAYS_LOOKED_AT = 14;
const FEWEST_DAYS = 3;

/** A pause between two minutes in which something was written. */
interface Pause {
  readonly from: number;
  readonly to: number;
}

export class UsualPauses {
  readonly #pauses: readonly Pause[];
  readonly #last: number;
  readonly #first: number;

  /** @param minutes in which lines were printed, UTC ms of their beginnings, ascending */
  constructor(minutes: readonly number[]) {
    this.#pauses = minutes.slice(1).map((to, index) => ({ from: minutes[index] ?? to, to }));
    this.#first = minutes[0] ?? Infinity;
    this.#last = minutes.at(-1) ?? -Infinity;
  }

  /**
   * The longest of the usual pauses in the hours of [from, to]: of each hour the median over the days before, of the longest
   * pause that reaches into it. Null where too few days speak of one of the hours.
   */
  longest(from: number, to: number): number | null {
    const end = Math.min(to, from + DAY_MS);
    let longest = 0;
    for (let hour = from - (from % HOUR_MS); hour <= end; hour += HOUR_MS) {
      const usual = this.#usual(hour);
      if (usual === null) return null;
      longest = Math.max(longest, usual);
    }
    return longest;
  }

  #usual(hour: number): number | null {
    const days: number[] = [];
    for (let day = 1; day <= DAYS_LOOKED_AT; day += 1) {
      const begin = hour - day * DAY_MS;
      if (begin < this.#first || begin + HOUR_MS > this.#last) continue;
      days.push(this.#longestIn(begin, begin + HOUR_MS));
    }
    if (days.length < FEWEST_DAYS) return null;
    return days.toSorted((a, b) => a - b)[days.length >> 1] ?? null;
  }

  /** Of a pause that goes beyond the span all of it counts. */
  #longestIn(from: number, to: number): number {
    let low = 0;
    let high = this.#pauses.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#pauses[middle]?.to ?? Infinity) <= from) low = middle + 1;
      else high = middle;
    }
    let longest = 0;
    for (let at = low; at < this.#pauses.length; at += 1) {
      const pause = this.#pauses[at];
      if (pause === undefined || pause.from >= to) break;
      longest = Math.max(longest, pause.to - pause.from);
    }
    return longest;
  }
}
