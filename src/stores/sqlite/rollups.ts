// Counts kept a line at a time: per hour and kind, per minute; and which part of a question they answer exactly.
import type { CountField, LineFilter } from '../../model/query.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, type Counter } from '../line-filter.js';
import type { SqliteContext } from './context.js';
import type { SqlValue } from './driver.js';

interface TimeRange {
  readonly from?: number;
  readonly to?: number;
}

export interface RollupPlan {
  /** Whole buckets that the kept counts answer; null when they cannot. */
  readonly counted: (TimeRange & { readonly bucketMs: number }) | null;
  /** Parts whose lines must be looked at. */
  readonly scanned: readonly TimeRange[];
}

export function rollupPlan(fields: readonly CountField[], filter: LineFilter): RollupPlan {
  const { from, to, words } = filter;
  const whole: TimeRange = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const byMinute = fields.includes('minute');
  if (words !== undefined || (byMinute && needsKind(fields, filter)))
    return { counted: null, scanned: [whole] };
  const bucketMs = needsKind(fields, filter) || !canUseMinutes(fields) ? HOUR_MS : MINUTE_MS;
  const first = from === undefined ? undefined : Math.ceil(from / bucketMs) * bucketMs;
  const last = to === undefined ? undefined : Math.floor(to / bucketMs) * bucketMs;
  if (first !== undefined && last !== undefined && first >= last) return { counted: null, scanned: [whole] };
  const scanned: TimeRange[] = [];
  if (from !== undefined && first !== undefined && from < first) scanned.push({ from, to: first });
  if (to !== undefined && last !== undefined && last < to) scanned.push({ from: last, to });
  const counted = {
    bucketMs,
    ...(first === undefined ? {} : { from: first }),
    ...(last === undefined ? {} : { to: last }),
  };
  return { counted, scanned };
}

function needsKind(fields: readonly CountField[], filter: LineFilter): boolean {
  const byKind = fields.some((field) => field === 'action' || field === 'code' || field === 'level');
  return byKind || filter.actions !== undefined || filter.codes !== undefined || filter.levels !== undefined;
}

/** Counts per minute are more rows than counts per hour: only where they are asked for. */
function canUseMinutes(fields: readonly CountField[]): boolean {
  return fields.includes('minute');
}

const columns: Readonly<Record<CountField, string>> = {
  action: 'k.action',
  code: 'k.code',
  level: 'k.level',
  shop: 'g.shop',
  generation: 'g.id',
  minute: 'c.bucket',
  hour: 'c.bucket',
  day: 'c.bucket',
};

const widths: Readonly<Partial<Record<CountField, number>>> = {
  minute: MINUTE_MS,
  hour: HOUR_MS,
  day: DAY_MS,
};

export function addRollups(
  context: SqliteContext,
  fields: readonly CountField[],
  filter: LineFilter,
  range: NonNullable<RollupPlan['counted']>,
  counter: Counter,
): void {
  const { sql, values } = rollupQuery(fields, filter, range);
  for (const row of context.database.all<Record<string, string | number>>(sql, ...values)) {
    const keys = fields.map((field, index) => {
      const value = row[`key${index}`] ?? '';
      const width = widths[field];
      return width === undefined
        ? String(value)
        : String(Math.floor((Number(value) * range.bucketMs) / width) * width);
    });
    counter.add(keys, Number(row['count']));
  }
}

function rollupQuery(
  fields: readonly CountField[],
  filter: LineFilter,
  range: NonNullable<RollupPlan['counted']>,
): { sql: string; values: SqlValue[] } {
  const isMinute = range.bucketMs === MINUTE_MS;
  const table = isMinute
    ? '(SELECT minute AS bucket, generation, count FROM minute_count)'
    : '(SELECT hour AS bucket, kind, generation, count FROM hour_count)';
  const joins: string[] = [];
  const where: string[] = ['1'];
  const values: SqlValue[] = [];
  const names = (column: string, list: readonly string[] | undefined): void => {
    if (list === undefined) return;
    where.push(`${column} IN (SELECT value FROM json_each(?))`);
    values.push(JSON.stringify(list));
  };
  if (needsKind(fields, filter)) joins.push('JOIN event_kind k ON k.number = c.kind');
  if (
    fields.includes('shop') ||
    fields.includes('generation') ||
    (filter.shop ?? filter.generation) !== undefined
  )
    joins.push('JOIN generation g ON g.number = c.generation');
  names('k.action', filter.actions);
  names('k.code', filter.codes);
  names('k.level', filter.levels);
  if (filter.shop !== undefined) names('g.shop', [filter.shop]);
  if (filter.generation !== undefined) names('g.id', [filter.generation]);
  if (range.from !== undefined) {
    where.push('c.bucket >= ?');
    values.push(range.from / range.bucketMs);
  }
  if (range.to !== undefined) {
    where.push('c.bucket < ?');
    values.push(range.to / range.bucketMs);
  }
  const keys = fields.map((field, index) => `${columns[field]} AS key${index}`);
  const groups = fields.map((_field, index) => `key${index}`);
  const groupBy = groups.length === 0 ? '' : `GROUP BY ${groups.join(', ')}`;
  return {
    sql: `SELECT ${[...keys, 'coalesce(sum(c.count), 0) AS count'].join(', ')} FROM ${table} c ${joins.join(' ')}
      WHERE ${where.join(' AND ')} ${groupBy}`,
    values,
  };
}
