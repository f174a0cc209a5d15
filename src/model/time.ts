// Local stamps without zone to instants, the order of instants, and instants as ISO text.
import { IANAZone } from 'luxon';
import { ShoptraceError } from './errors.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * MINUTE_MS;
/** Offsets are kept for this many quarter hours, then forgotten. */
const CACHED_QUARTERS = 4096;
const CACHED_DAYS = 4096;
const CACHED_ZONES = 64;
const FIXED = /^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$/i;

/** What a local time means in a zone: one instant, two (the clock was set back) or none (it was set forward). */
export interface LocalMeaning {
  readonly kind: 'single' | 'fold' | 'gap';
  /** Milliseconds to subtract from the local time; of a fold the earlier instant's, of a gap the one before the change. */
  readonly offsetMs: number;
  /** Of a fold: the later instant's. */
  readonly laterOffsetMs: number;
}

/** A time zone's rules, quick for times that come in order. */
export class Zone {
  readonly name: string;
  readonly #offsetAt: (timeMs: number) => number;
  readonly #quarters = new Map<number, LocalMeaning>();
  /** By day since 1970: the offset at its midnight of UTC. */
  readonly #midnights = new Map<number, number>();
  #quarter = Number.NaN;
  #meaning: LocalMeaning = { kind: 'single', offsetMs: 0, laterOffsetMs: 0 };

  /**
   * @param name IANA name (`Europe/Paris`), `UTC`, or a fixed offset (`+02:00`)
   * @throws zone-unknown
   */
  constructor(name: string) {
    this.name = name;
    this.#offsetAt = offsetsOf(name);
  }

  /** Milliseconds that local clocks are ahead of UTC at an instant. */
  offsetAt(timeMs: number): number {
    return this.#offsetAt(timeMs);
  }

  /** @param localMs the printed time, read as if it were UTC */
  meaning(localMs: number): LocalMeaning {
    const quarter = Math.floor(localMs / QUARTER_MS);
    if (quarter === this.#quarter) return this.#meaning;
    let meaning = this.#quarters.get(quarter);
    if (meaning === undefined) {
      if (this.#quarters.size >= CACHED_QUARTERS) this.#quarters.clear();
      meaning = this.#look(quarter * QUARTER_MS);
      this.#quarters.set(quarter, meaning);
    }
    this.#quarter = quarter;
    this.#meaning = meaning;
    return meaning;
  }

  #look(localMs: number): LocalMeaning {
    const steady = this.#steadyOffset(Math.floor(localMs / DAY_MS));
    if (steady !== null) return { kind: 'single', offsetMs: steady, laterOffsetMs: steady };
    const before = this.#offsetAt(localMs - DAY_MS);
    const after = this.#offsetAt(localMs + DAY_MS);
    const offsets = [...new Set([before, after, this.#offsetAt(localMs - before)])]
      .filter((offset) => this.#offsetAt(localMs - offset) === offset)
      .sort((a, b) => b - a);
    const [earlier, later] = offsets;
    if (earlier === undefined) return { kind: 'gap', offsetMs: before, laterOffsetMs: before };
    if (later === undefined) return { kind: 'single', offsetMs: earlier, laterOffsetMs: earlier };
    return { kind: 'fold', offsetMs: earlier, laterOffsetMs: later };
  }

  /** The offset of a whole day and of the days around it; null when the clock is changed in them. */
  #steadyOffset(day: number): number | null {
    const offset = this.#midnightOffset(day - 1);
    for (let next = day; next <= day + 2; next += 1) if (this.#midnightOffset(next) !== offset) return null;
    return offset;
  }

  #midnightOffset(day: number): number {
    let offset = this.#midnights.get(day);
    if (offset === undefined) {
      if (this.#midnights.size >= CACHED_DAYS) this.#midnights.clear();
      offset = this.#offsetAt(day * DAY_MS);
      this.#midnights.set(day, offset);
    }
    return offset;
  }
}

const zones = new Map<string, Zone>();

/** The zone of a name, one for all who ask, so that what it has learned is not learned again. @throws zone-unknown */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = new Zone(name);
    if (zones.size >= CACHED_ZONES) zones.clear();
    zones.set(name, zone);
  }
  return zone;
}

function offsetsOf(name: string): (timeMs: number) => number {
  if (/^(?:UTC|GMT|Z)$/i.test(name)) return () => 0;
  const fixed = FIXED.exec(name);
  if (fixed !== null) {
    const hours = Number(fixed[2]);
    const minutes = Number(fixed[3] ?? 0);
    if (hours <= 18 && minutes < 60) {
      const offset = (fixed[1] === '-' ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
      return () => offset;
    }
  }
  if (!IANAZone.isValidZone(name))
    throw new ShoptraceError(
      'zone-unknown',
      `the time zone "${name}" is not known`,
      'give an IANA name such as Europe/Paris, or an offset such as +02:00',
    );
  const zone = IANAZone.create(name);
  return (timeMs) => zone.offset(timeMs) * MINUTE_MS;
}

/** Days from 1970-01-01 to a date of the Gregorian calendar. @param month 1 … 12 */
export function daysSince1970(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** @param month 1 … 12 */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Largest step back between two records that the shop's two clock readings explain, in milliseconds. */
export const CLOCK_JITTER_MS = 1000;

/** The time that orders a record: not before the previous record's when the step back is mere jitter. */
export function orderTimeAfter(previous: number, time: number): number {
  return time < previous && previous - time <= CLOCK_JITTER_MS ? previous : time;
}

let textMinute = Number.NaN;
let textPrefix = '';

/** `2017-08-21T18:38:55.525Z`, quick for times that come in order. */
export function isoText(timeMs: number): string {
  const minute = Math.floor(timeMs / MINUTE_MS);
  if (minute !== textMinute) {
    textPrefix = new Date(minute * MINUTE_MS).toISOString().slice(0, -7);
    textMinute = minute;
  }
  const rest = timeMs - minute * MINUTE_MS;
  const second = Math.floor(rest / 1000);
  const ms = Math.floor(rest) % 1000;
  return `${textPrefix}${second < 10 ? '0' : ''}${second}.${ms < 100 ? (ms < 10 ? '00' : '0') : ''}${ms}Z`;
}
