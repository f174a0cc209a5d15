// Heads of records as the shop's writer prints them: second and millisecond read at two instants, month not padded.
import { IANAZone } from 'luxon';
import { ShoptraceError } from '../model/errors.js';

const quarterHourMs = 900_000;
const dayMs = 86_400_000;
const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));
const threeDigits = Array.from({ length: 1000 }, (_, value) => String(value).padStart(3, '0'));

export interface Stamps {
  /**
   * `-- 2017-8-21 20:38:55 525 -`
   * @param timeMs UTC ms with fractions: when date and second are read
   * @param laterMs how much later the millisecond is read
   */
  head(timeMs: number, laterMs: number): string;
  /** 0–23 */
  localHour(timeMs: number): number;
  /** UTC ms of what the clock on the wall shows. */
  localMs(timeMs: number): number;
}

export function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** @param zone IANA name of the server's time zone @throws zone-unknown */
export function stamps(zone: string): Stamps {
  const rules = IANAZone.create(zone);
  if (!rules.isValid) {
    throw new ShoptraceError(
      'zone-unknown',
      `No time zone is called ${zone}`,
      'Use a name such as Europe/Paris.',
    );
  }
  let quarter = -1;
  let offsetMs = 0;
  const offsetAt = (timeMs: number): number => {
    const index = Math.floor(timeMs / quarterHourMs);
    if (index !== quarter) {
      quarter = index;
      offsetMs = rules.offset(index * quarterHourMs) * 60_000;
    }
    return offsetMs;
  };

  let day = -1;
  let date = '';
  let second = -1;
  let prefix = '';
  const prefixOf = (unixSecond: number): string => {
    if (unixSecond === second) return prefix;
    second = unixSecond;
    const localMs = unixSecond * 1000 + offsetAt(unixSecond * 1000);
    const localDay = Math.floor(localMs / dayMs);
    if (localDay !== day) {
      day = localDay;
      const at = new Date(localMs);
      date = `${at.getUTCFullYear()}-${at.getUTCMonth() + 1}-${twoDigits[at.getUTCDate()]}`;
    }
    const secondOfDay = Math.floor((localMs - localDay * dayMs) / 1000);
    const hour = twoDigits[Math.floor(secondOfDay / 3600)];
    const minute = twoDigits[Math.floor(secondOfDay / 60) % 60];
    prefix = `-- ${date} ${hour}:${minute}:${twoDigits[secondOfDay % 60]} `;
    return prefix;
  };

  return {
    head: (timeMs, laterMs) =>
      `${prefixOf(Math.floor(timeMs / 1000))}${threeDigits[millisecond(timeMs + laterMs)]} -`,
    localMs: (timeMs) => timeMs + offsetAt(timeMs),
    localHour: (timeMs) => Math.floor(((((timeMs + offsetAt(timeMs)) % dayMs) + dayMs) % dayMs) / 3_600_000),
  };
}

/** The writer takes the floor of a floating-point product: whole milliseconds sometimes print one less. */
function millisecond(timeMs: number): number {
  const micros = Math.floor(timeMs * 1000);
  const seconds = micros / 1_000_000;
  return Math.max(0, Math.floor((seconds - Math.floor(seconds)) * 1000));
}
