// Spans of time as people give them: `90d`, `12mo`, `2w`, `1y`.
import { ShoptraceError } from '../model/errors.js';

/** The instant so long before `nowMs`; months and years by the calendar (UTC). @throws usage */
export function before(nowMs: number, age: string): number {
  const match = /^([1-9]\d{0,4})(d|w|mo|y)$/.exec(age.trim());
  if (match === null)
    throw new ShoptraceError(
      'usage',
      `${JSON.stringify(age)} is no span of time`,
      'Write a number and d, w, mo or y, such as 90d or 12mo.',
    );
  const count = Number(match[1]);
  if (match[2] === 'd') return nowMs - count * 86_400_000;
  if (match[2] === 'w') return nowMs - count * 7 * 86_400_000;
  return monthsBefore(nowMs, match[2] === 'mo' ? count : count * 12);
}

/** The same day of an earlier month; its last day where that day does not exist. */
function monthsBefore(nowMs: number, months: number): number {
  const now = new Date(nowMs);
  const target = new Date(nowMs);
  target.setUTCDate(1);
  target.setUTCMonth(target.getUTCMonth() - months);
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(now.getUTCDate(), lastDay));
  return target.getTime();
}
