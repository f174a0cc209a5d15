// Times as the shop prints them (`2017-8-21 20:38:55`), typed by people, in the zone of the dataset.
import { inZone } from './zone.js';

const TYPED =
  /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[ .,](\d{1,3}))?)?)?\s*$/;

interface LocalParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function partsIn(ms: number, zone: string | null): LocalParts {
  const { date, timeZone } = inZone(ms, zone);
  const format = new Intl.DateTimeFormat('en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const found = new Map(format.formatToParts(date).map((part) => [part.type, Number(part.value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => found.get(type) ?? 0;
  return {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

/** Milliseconds that the zone is ahead of UTC at that moment. */
function offsetMs(ms: number, zone: string | null): number {
  const local = partsIn(ms, zone);
  const asUtc = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  return asUtc - Math.floor(ms / 1000) * 1000;
}

/** `2017-08-21 20:38:55`. */
export function localTimeText(instant: string, zone: string | null): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return instant;
  const local = partsIn(ms, zone);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${local.year}-${two(local.month)}-${two(local.day)} ${two(local.hour)}:${two(local.minute)}:${two(local.second)}`;
}

/** UTC with `Z`, or null for what is no time. Where a clock change makes two, the first one. */
export function parseLocalTime(text: string, zone: string | null): string | null {
  const match = TYPED.exec(text);
  if (!match) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0, fraction = 0] = match
    .slice(1)
    .map((value) => (value === undefined ? 0 : Number(value)));
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) return null;
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second, fraction);
  const guesses = [-86_400_000, 86_400_000].map((shift) => asUtc - offsetMs(asUtc + shift, zone));
  const fitting = guesses.filter((guess) => guess + offsetMs(guess, zone) === asUtc);
  const chosen = fitting.length > 0 ? Math.min(...fitting) : Math.min(...guesses);
  return new Date(chosen).toISOString();
}
