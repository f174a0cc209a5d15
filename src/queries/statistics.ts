// How many, when, which most: the counts that dashboards are made of.
import type { Instant } from '../model/answers.js';
import type { CountField, FindingField, FindingQuery, LineFilter } from '../model/query.js';
import { standingVerdicts } from './findings.js';
import { toInstant } from './instant.js';
import type { Dataset } from './question.js';

/** The most combinations of two fields that are fetched before the most frequent are taken. */
const MOST_ROWS = 100_000;

export type FindingFilter = Omit<FindingQuery, 'limit' | 'cursor' | 'order'>;
export type TimeBucket = 'minute' | 'hour' | 'day';

/** Something that can be counted: lines, or findings. Times of findings are those of their newest occurrence. */
export type Countable =
  | { readonly ask: 'lines'; readonly filter: LineFilter; readonly by: readonly CountField[] }
  | { readonly ask: 'findings'; readonly filter: FindingFilter; readonly by: readonly FindingField[] };

export interface CountAnswer {
  readonly keys: readonly string[];
  readonly count: number;
}

/** All that match; `by` has no meaning here. */
export async function countAll(dataset: Dataset, question: Countable): Promise<number> {
  if (question.ask === 'lines') return await dataset.count(question.filter);
  const rows = await dataset.countFindings(['rule'], standing(question.filter), MOST_ROWS);
  return total(rows);
}

export interface TopAnswer {
  /** Most frequent first; ties by key. */
  readonly items: readonly CountAnswer[];
  /** Of all that match, or of all that were counted when `cut`. */
  readonly total: number;
  /** True: there are more combinations than are counted, so that `total` and counts are too small. */
  readonly cut: boolean;
}

/** The most frequent values. @throws query-invalid */
export async function countTop(
  dataset: Dataset,
  question: Countable,
  size: number,
  mostRows = MOST_ROWS,
): Promise<TopAnswer> {
  const counted =
    question.ask === 'lines'
      ? await dataset.countBy(question.by, question.filter, mostRows + 1)
      : await dataset.countFindings(question.by, standing(question.filter), mostRows + 1);
  const rows = counted.slice(0, mostRows);
  const items = [...rows].sort(
    (a, b) => b.count - a.count || a.keys.join('\n').localeCompare(b.keys.join('\n')),
  );
  return { items: items.slice(0, size), total: total(rows), cut: counted.length > mostRows };
}

export interface TimePoint {
  readonly at: Instant;
  /** By value of the split field; `count` without one. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface OverTimeAnswer {
  readonly bucket: TimeBucket;
  /** Most frequent first. */
  readonly series: readonly string[];
  /** Every bucket of [from, to), empty ones too. */
  readonly points: readonly TimePoint[];
  readonly total: number;
  /** True: there are more bars than are counted, so that `total` and counts are too small. */
  readonly cut: boolean;
}

const BUCKET_MS: Readonly<Record<TimeBucket, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** The finest bucket that gives at most `mostPoints` bars. */
export function bucketFor(fromMs: number, toMs: number, mostPoints = 200): TimeBucket {
  if ((toMs - fromMs) / BUCKET_MS.minute <= mostPoints) return 'minute';
  return (toMs - fromMs) / BUCKET_MS.hour <= mostPoints ? 'hour' : 'day';
}

/**
 * Bars over [fromMs, toMs), split by at most one field. Findings know hours and days only.
 * @throws query-invalid
 */
export async function countOverTime(
  dataset: Dataset,
  question: Countable,
  range: { readonly fromMs: number; readonly toMs: number },
  mostRows = MOST_ROWS,
): Promise<OverTimeAnswer> {
  const finest = bucketFor(range.fromMs, range.toMs);
  const within = { from: range.fromMs, to: range.toMs };
  const split = question.by.slice(0, 1);
  if (question.ask === 'lines') {
    const rows = await dataset.countBy(
      [finest, ...(split as readonly CountField[])],
      { ...question.filter, ...within },
      mostRows + 1,
    );
    return { ...barsOf(rows.slice(0, mostRows), finest, range), cut: rows.length > mostRows };
  }
  const bucket = finest === 'minute' ? 'hour' : finest;
  const rows = await dataset.countFindings(
    [bucket, ...(split as readonly FindingField[])],
    { ...standing(question.filter), ...within },
    mostRows + 1,
  );
  return { ...barsOf(rows.slice(0, mostRows), bucket, range), cut: rows.length > mostRows };
}

/** Withdrawn findings are counted only when they are asked for, as in lists. */
function standing(filter: FindingFilter): FindingFilter {
  return { ...filter, verdicts: filter.verdicts ?? standingVerdicts };
}

function barsOf(
  rows: readonly CountAnswer[],
  bucket: TimeBucket,
  range: { readonly fromMs: number; readonly toMs: number },
): Omit<OverTimeAnswer, 'cut'> {
  const size = BUCKET_MS[bucket];
  const points = new Map<number, Record<string, number>>();
  for (let at = Math.floor(range.fromMs / size) * size; at < range.toMs; at += size) points.set(at, {});
  const sums = new Map<string, number>();
  for (const { keys, count } of rows) {
    const point = points.get(Number(keys[0]));
    const name = keys[1] ?? 'count';
    sums.set(name, (sums.get(name) ?? 0) + count);
    if (point !== undefined) point[name] = (point[name] ?? 0) + count;
  }
  return {
    bucket,
    series: [...sums].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([name]) => name),
    points: [...points].map(([at, counts]) => ({ at: toInstant(at), counts })),
    total: total(rows),
  };
}

function total(rows: readonly CountAnswer[]): number {
  return rows.reduce((sum, row) => sum + row.count, 0);
}

/** Transactions, all or of one outcome. */
export async function countTransactions(
  dataset: Dataset,
  filter: { readonly outcome?: string | undefined; readonly shop?: string | undefined } & {
    readonly from?: number | undefined;
    readonly to?: number | undefined;
  },
): Promise<number> {
  const unfiltered = Object.values(filter).every((value) => value === undefined);
  if (unfiltered) return await dataset.transactionCount();
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await dataset.transactions({ ...filter, order: 'newest', limit: 1000, cursor });
    count += page.items.length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return count;
}
