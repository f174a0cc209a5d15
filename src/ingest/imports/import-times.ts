// Times as exports print them: ISO, database, and the admin's grid with its odd mixture of 24 hours and AM/PM.
import { daysInMonth, zoneOf } from '../../model/time.js';

/** Which of two numbers is the day in `03/07/2017`; null: the file does not tell. */
export type DateOrder = 'day-first' | 'month-first' | null;

const ISO =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
/** `Jul 3, 2017 14:05:09 PM`, `3 Jul 2017 2:05 pm` */
const NAMED = /^(?:([a-z]{3,9})\.? (\d{1,2}),? (\d{4})|(\d{1,2})\.? ([a-z]{3,9})\.? (\d{4})),?\s*(.*)$/i;
const NUMERIC = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d{2}),?\s*(.*)$/;
const CLOCK = /^(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(am|pm)?$/i;
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly clockMs: number;
}

/** UTC ms, null for what is no time. @param zone of times that print none */
export function importTime(text: string, zone: string, order: DateOrder): number | null {
  const printed = text.trim().replaceAll(/[\u00a0\u202f]/g, ' ');
  const iso = ISO.exec(printed);
  if (iso !== null) return isoTime(iso, zone);
  const parts = namedParts(printed) ?? numericParts(printed, order);
  return parts === null ? null : inZone(parts, zone);
}

/** Day or month first, from the numeric dates of a file's beginning. */
export function dateOrderOf(texts: readonly string[]): DateOrder {
  let order: DateOrder = null;
  for (const text of texts) {
    const found = NUMERIC.exec(text.trim());
    if (found === null) continue;
    if (Number(found[1]) > 12) order = 'day-first';
    if (Number(found[2]) > 12) order = 'month-first';
  }
  return order;
}

function isoTime(match: RegExpExecArray, zone: string): number | null {
  const number = (index: number): number => Number(match[index] ?? 0);
  const [hour, minute, second] = [number(4), number(5), number(6)];
  if (hour > 23 || minute > 59 || second > 60) return null;
  const fraction = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const clockMs = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
  const parts = { year: number(1), month: number(2), day: number(3), clockMs };
  const offset = match[8];
  if (offset === undefined) return inZone(parts, zone);
  const local = localMs(parts);
  if (local === null || /^(z|utc)$/i.test(offset)) return local;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2));
  return local - (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

function namedParts(text: string): Parts | null {
  const match = NAMED.exec(text);
  if (match === null) return null;
  const name = (match[1] ?? match[5] ?? '').slice(0, 3).toLowerCase();
  const clockMs = clockOf(match[7] ?? '');
  const month = months.indexOf(name) + 1;
  if (month === 0 || clockMs === null) return null;
  return { year: Number(match[3] ?? match[6]), month, day: Number(match[2] ?? match[4]), clockMs };
}

function numericParts(text: string, order: DateOrder): Parts | null {
  const match = NUMERIC.exec(text);
  const clockMs = match === null ? null : clockOf(match[4] ?? '');
  if (match === null || clockMs === null) return null;
  const [first, second] = [Number(match[1]), Number(match[2])];
  if (order === null && first !== second && first <= 12 && second <= 12) return null;
  const dayFirst = order === 'day-first' || first > 12;
  const year = Number(match[3]);
  return {
    year: year < 100 ? 2000 + year : year,
    month: dayFirst ? second : first,
    day: dayFirst ? first : second,
    clockMs,
  };
}

/** `14:05:09 PM` is what Magento's `H:i:s A` prints: an hour above 12 stands for itself. */
function clockOf(text: string): number | null {
  if (text === '') return 0;
  const match = CLOCK.exec(text);
  if (match === null) return null;
  let hour = Number(match[1]);
  const [minute, second] = [Number(match[2]), Number(match[3] ?? 0)];
  const half = match[4]?.toLowerCase();
  if (half === 'pm' && hour < 12) hour += 12;
  if (half === 'am' && hour === 12) hour = 0;
  if (hour > 23 || minute > 59 || second > 60) return null;
  return ((hour * 60 + minute) * 60 + second) * 1000;
}

function localMs({ year, month, day, clockMs }: Parts): number | null {
  if (year < 1970 || year > 9999 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month))
    return null;
  return Date.UTC(year, month - 1, day) + clockMs;
}

function inZone(parts: Parts, zone: string): number | null {
  const local = localMs(parts);
  return local === null ? null : local - zoneOf(zone).meaning(local).offsetMs;
}
