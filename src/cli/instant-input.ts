// Instants as people type them: ISO with or without offset, a day alone; without an offset in a zone that is named.
import { ShoptraceError } from '../model/errors.js';
import { localStamp } from '../model/local-time.js';

const INSTANT =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?)?)?\s*(Z|[+-]\d{2}:\d{2})?$/i;

/** UTC ms. @throws usage */
export function parseInstant(text: string, zone: string, option: string): number {
  const match = INSTANT.exec(text.trim());
  const time = match === null ? Number.NaN : instantOf(match, zone);
  if (Number.isFinite(time)) return time;
  throw new ShoptraceError(
    'usage',
    `${option} ${JSON.stringify(text)} is no instant`,
    'Write 2017-08-23T00:00:00Z, 2017-08-23 02:00 (in the zone of the files) or 2017-08-23.',
  );
}

function instantOf(match: RegExpExecArray, zone: string): number {
  const number = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day] = [number(1), number(2), number(3)];
  const [hour, minute, second] = [number(4), number(5), number(6)];
  const local = Date.UTC(year, month - 1, day, hour, minute, second, Number((match[7] ?? '').padEnd(3, '0')));
  const read = new Date(local);
  const exists = read.getUTCMonth() === month - 1 && read.getUTCDate() === day && hour < 24 && minute < 60;
  if (!exists || second > 59) return Number.NaN;
  const offset = match[8];
  if (offset === undefined) return local - offsetAt(local - offsetAt(local, zone), zone);
  if (/^z$/i.test(offset)) return local;
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(4, 6));
  return local - (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** Local minus UTC in ms. */
function offsetAt(timeMs: number, zone: string): number {
  return Date.parse(`${localStamp(timeMs, zone).replace(' ', 'T')}Z`) - timeMs;
}

/** The zone of this machine. */
export function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}
