// Times and durations as people read them. The zone is always given: the one of the source, as its files print it.
import { inZone } from './zone.js';

const formatters = new Map<string, Intl.DateTimeFormat>();

type Style = 'date' | 'time' | 'day';

const styles: Readonly<Record<Style, Intl.DateTimeFormatOptions>> = {
  date: { year: 'numeric', month: 'short', day: 'numeric' },
  day: { month: 'short', day: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
};

function formatter(timeZone: string | undefined, style: Style): Intl.DateTimeFormat {
  const key = `${timeZone ?? ''}|${style}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    ...styles[style],
    ...(timeZone === undefined ? {} : { timeZone }),
  });
  formatters.set(key, made);
  return made;
}

function tell(instant: string, zone: string | null, style: Style): string {
  const { date, timeZone } = inZone(Date.parse(instant), zone);
  return formatter(timeZone, style).format(date);
}

/** `21 Aug 2017`. */
export function dateText(instant: string, zone: string | null): string {
  return tell(instant, zone, 'date');
}

/** `21 Aug`. */
export function dayText(instant: string, zone: string | null): string {
  return tell(instant, zone, 'day');
}

/** `20:38:55`. */
export function clockText(instant: string, zone: string | null): string {
  return tell(instant, zone, 'time');
}

/** `20:38:55.525`. */
export function preciseClockText(instant: string, zone: string | null): string {
  const date = new Date(instant);
  return `${clockText(instant, zone)}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`;
}

/** `21 Aug 2017, 20:38:55`. */
export function momentText(instant: string, zone: string | null): string {
  return `${dateText(instant, zone)}, ${clockText(instant, zone)}`;
}

const units: readonly (readonly [string, number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
];

/** Two units at most: `38 s`, `2 min 5 s`, `3 d 4 h`; under ten seconds with decimals, under one in ms. */
export function durationText(ms: number): string {
  const size = Math.abs(ms);
  if (size < 1000) return `${Math.round(size)} ms`;
  if (size < 10_000) return `${(size / 1000).toFixed(1)} s`;
  let rest = Math.round(size / 1000) * 1000;
  const parts: string[] = [];
  for (const [name, unit] of units) {
    const count = Math.floor(rest / unit);
    rest -= count * unit;
    if (count > 0) parts.push(`${count} ${name}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.join(' ');
}

/** `+253 ms`, `+5.3 s`. */
export function deltaText(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${durationText(ms)}`;
}

/** `just now`, `3 min ago`, `in 2 h`; one unit. */
export function agoText(instant: string, now: number): string {
  const distance = now - Date.parse(instant);
  const size = Math.abs(distance);
  if (size < 1500) return 'just now';
  const [name, unit] = units.find(([, length]) => size >= length) ?? ['s', 1000];
  const amount = `${Math.floor(size / unit)} ${name}`;
  return distance >= 0 ? `${amount} ago` : `in ${amount}`;
}
