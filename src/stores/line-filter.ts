// Which lines a filter lets through, and which buckets a line counts in; decided per event, the same in every store.
import { ShoptraceError } from '../model/errors.js';
import type { TraceEvent } from '../model/event.js';
import type { CountField, CountRow, LineFilter } from '../model/query.js';
import { eventTokens, matchesTokens, tokenSearch } from '../model/tokens.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

/**
 * Everything of a filter but `transaction`, which needs the store's postings.
 * @param filter times compare with `TraceEvent.time`
 */
export function lineMatcher(filter: LineFilter): (event: TraceEvent) => boolean {
  const tests: ((event: TraceEvent) => boolean)[] = [];
  const { from, to, shop, generation, actions, codes, levels, words } = filter;
  if (from !== undefined) tests.push((event) => event.time >= from);
  if (to !== undefined) tests.push((event) => event.time < to);
  if (shop !== undefined) tests.push((event) => event.shop === shop);
  if (generation !== undefined) tests.push((event) => event.generation === generation);
  if (actions !== undefined) tests.push((event) => actions.includes(event.action));
  if (codes !== undefined) tests.push((event) => codes.includes(event.code));
  if (levels !== undefined) tests.push((event) => levels.includes(event.level));
  const search = tokenSearch(words ?? '');
  if (search.prefix !== null) tests.push((event) => matchesTokens(eventTokens(event), search));
  return (event) => tests.every((test) => test(event));
}

const bucketOf: Readonly<Record<CountField, (event: TraceEvent) => string>> = {
  action: (event) => event.action,
  level: (event) => event.level,
  code: (event) => event.code,
  shop: (event) => event.shop,
  generation: (event) => event.generation,
  minute: (event) => bucketStart(event.time, MINUTE_MS),
  hour: (event) => bucketStart(event.time, HOUR_MS),
  day: (event) => bucketStart(event.time, DAY_MS),
};

/** Start of the bucket that holds a time, UTC ms in decimal. */
export function bucketStart(time: number, widthMs: number): string {
  return String(Math.floor(time / widthMs) * widthMs);
}

/** @throws query-invalid */
export function requireCountFields(fields: readonly string[], known: readonly string[], limit: number): void {
  const hint = `Ask for at most two different fields of: ${known.join(', ')}; limit is a whole number from 1.`;
  const unknown = fields.find((field) => !known.includes(field));
  if (unknown !== undefined)
    throw new ShoptraceError('query-invalid', `Nothing can be counted by ${JSON.stringify(unknown)}`, hint);
  if (fields.length > 2 || new Set(fields).size !== fields.length)
    throw new ShoptraceError('query-invalid', `Cannot count by ${fields.join(', ')}`, hint);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new ShoptraceError('query-invalid', `A limit of ${limit} rows`, hint);
}

export const countFields = Object.keys(bucketOf) as readonly CountField[];
const timeFields: readonly string[] = ['minute', 'hour', 'day'];

/** Collects counts by up to two keys and gives them as rows. */
export class Counter {
  readonly #counts = new Map<string, { readonly keys: readonly string[]; count: number }>();

  add(keys: readonly string[], count = 1): void {
    const name = keys.join('\u0000');
    const row = this.#counts.get(name);
    if (row === undefined) this.#counts.set(name, { keys, count });
    else row.count += count;
  }

  /** Rows by time where a field is a time, else the greatest count first; ties by keys. */
  rows(fields: readonly string[], limit: number): CountRow[] {
    const times = fields.map((field) => timeFields.includes(field));
    const rows = [...this.#counts.values()].filter((row) => row.count !== 0);
    rows.sort(
      (a, b) => compareTimes(a.keys, b.keys, times) || b.count - a.count || compareKeys(a.keys, b.keys),
    );
    return rows.slice(0, limit);
  }
}

function compareTimes(a: readonly string[], b: readonly string[], times: readonly boolean[]): number {
  for (const [index, isTime] of times.entries()) {
    const difference = isTime ? Number(a[index]) - Number(b[index]) : 0;
    if (difference !== 0) return difference;
  }
  return 0;
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (const [index, key] of a.entries()) {
    const other = b[index] ?? '';
    if (key !== other) return key < other ? -1 : 1;
  }
  return 0;
}

export function eventKeys(event: TraceEvent, fields: readonly CountField[]): string[] {
  return fields.map((field) => bucketOf[field](event));
}
