// The strict head of a record: where it ends, and the numbers it prints.
import { daysInMonth, daysSince1970 } from '../../src/model/time.js';

const SPACE = 32;
const DASH = 45;
const ZERO = 48;
const COLON = 58;
const MAX_COUNTER_DIGITS = 15;
/** Shortest head: `-- 2017-8-1 00:00:00 000 --`. */
const SHORTEST = 27;
const DAY_MS = 86_400_000;

/** What `scan` found; one object is used again and again. */
export class HeadScanner {
  year = 0;
  month = 0;
  day = 0;
  hour = 0;
  /** Milliseconds since midnight as printed, hour included. */
  dayMs = 0;
  /** The date's midnight, read as if it were UTC, in milliseconds. */
  dateMs = 0;
  counter: number | null = null;
  /** Spaces between the closing dash and the message, 0 at a line end, at most 2. */
  spaces = 0;
  /** Behind the stamp's milliseconds. */
  stampEnd = 0;
  /** Behind the head's spaces. */
  messageStart = 0;
  #dateKey = -1;
  #dateValid = false;

  /**
   * `--`, date, time, milliseconds, `-`, optional counter, `-`, then the line's end or one or two spaces.
   * @returns `head`, `impossible` (the shape of a head, but no such date or time), or `none`
   */
  scan(text: string, at: number, end: number): 'head' | 'impossible' | 'none' {
    if (end - at < SHORTEST || text.charCodeAt(at) !== DASH) return 'none';
    if (text.charCodeAt(at + 1) !== DASH || text.charCodeAt(at + 2) !== SPACE) return 'none';
    const time = this.#scanDate(text, at + 3);
    if (time < 0 || end < time + 15) return 'none';
    const hour = pair(text, time);
    const minute = pair(text, time + 3);
    const second = pair(text, time + 6);
    const ms = triple(text, time + 9);
    if (hour < 0 || minute < 0 || second < 0 || ms < 0) return 'none';
    if (text.charCodeAt(time + 2) !== COLON || text.charCodeAt(time + 5) !== COLON) return 'none';
    if (text.charCodeAt(time + 8) !== SPACE || text.charCodeAt(time + 12) !== SPACE) return 'none';
    if (!this.#scanCounter(text, time + 13, end)) return 'none';
    this.stampEnd = time + 12;
    this.hour = hour;
    this.dayMs = ((hour * 60 + minute) * 60 + second) * 1000 + ms;
    return this.#dateIsValid() && hour < 24 && minute < 60 && second < 60 ? 'head' : 'impossible';
  }

  /** @returns where the time begins, -1 when it is no date */
  #scanDate(text: string, at: number): number {
    const century = pair(text, at);
    const years = pair(text, at + 2);
    if (century < 0 || years < 0 || text.charCodeAt(at + 4) !== DASH) return -1;
    let position = at + 5;
    let month = text.charCodeAt(position) - ZERO;
    if (month < 0 || month > 9) return -1;
    position += 1;
    const more = text.charCodeAt(position) - ZERO;
    if (more >= 0 && more <= 9) {
      month = month * 10 + more;
      position += 1;
    }
    if (text.charCodeAt(position) !== DASH) return -1;
    let day = text.charCodeAt(position + 1) - ZERO;
    if (day < 0 || day > 9) return -1;
    position += 2;
    const last = text.charCodeAt(position) - ZERO;
    if (last >= 0 && last <= 9) {
      day = day * 10 + last;
      position += 1;
    }
    if (text.charCodeAt(position) !== SPACE) return -1;
    this.year = century * 100 + years;
    this.month = month;
    this.day = day;
    return position + 1;
  }

  #scanCounter(text: string, at: number, end: number): boolean {
    if (text.charCodeAt(at) !== DASH) return false;
    let position = at + 1;
    let counter = 0;
    let digit = text.charCodeAt(position) - ZERO;
    while (digit >= 0 && digit <= 9 && position < end) {
      counter = counter * 10 + digit;
      position += 1;
      digit = text.charCodeAt(position) - ZERO;
    }
    const digits = position - at - 1;
    if (position >= end || digit !== DASH - ZERO || digits > MAX_COUNTER_DIGITS) return false;
    this.counter = digits === 0 ? null : counter;
    position += 1;
    this.spaces = 0;
    if (position < end) {
      if (text.charCodeAt(position) !== SPACE) return false;
      this.spaces = position + 1 < end && text.charCodeAt(position + 1) === SPACE ? 2 : 1;
    }
    this.messageStart = position + this.spaces;
    return true;
  }

  #dateIsValid(): boolean {
    const { year, month, day } = this;
    const key = year * 10_000 + month * 100 + day;
    if (key === this.#dateKey) return this.#dateValid;
    this.#dateKey = key;
    this.#dateValid =
      year >= 1970 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
    if (this.#dateValid) this.dateMs = daysSince1970(year, month, day) * DAY_MS;
    return this.#dateValid;
  }
}

function pair(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

function triple(text: string, at: number): number {
  const ones = text.charCodeAt(at + 2) - ZERO;
  const tens = pair(text, at);
  return tens >= 0 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}
