// Tables whose times are all off by the same amount: a zone that was not given, or given wrongly.
import { pushTo } from '../groups.js';
import type { NumberFact, NumberSource } from './number-fact.js';
import { Timeline } from './timeline.js';

const QUARTER_MS = 15 * 60_000;
const MOST_SHIFT_MS = 14 * 3_600_000;
/** Two sources write one order within this time. */
const TOLERANCE_MS = 60_000;
const LEAST_ORDERS = 5;
const LATE_SHARE = 0.3;
const MOST_COMPARED = 2_000;

/** One order as one source tells it. */
interface Told {
  readonly series: string;
  readonly body: number;
  readonly at: number;
}

/**
 * A table that shares orders with a better source is off by what most of them differ; one that shares none is off by the
 * amount that makes its many late orders punctual. Only whole quarters of an hour are shifts.
 */
export function clockShifts(
  orders: Iterable<{ readonly fact: NumberFact; readonly series: string; readonly body: number }>,
  sources: ReadonlyMap<string, NumberSource>,
): ReadonlyMap<string, number> {
  const tables = [...sources.values()].filter(({ kind }) => kind === 'grid' || kind === 'orders');
  const shifts = new Map<string, number>();
  if (tables.length === 0 || sources.size < 2) return shifts;
  const bySource = new Map<string, Told[]>();
  for (const { fact, series, body } of orders) {
    if (fact.at === null) continue;
    pushTo(bySource, fact.source, { series, body, at: fact.at });
  }
  const ranked = tables.toSorted((a, b) => trustOf(a) - trustOf(b) || (a.id < b.id ? -1 : 1));
  const believed = [...sources.values()].filter(({ kind }) => kind === 'trace').map(({ id }) => id);
  for (const table of ranked) {
    const own = bySource.get(table.id) ?? [];
    const others = believed.flatMap((id) =>
      (bySource.get(id) ?? []).map((told) => ({ ...told, at: told.at - (shifts.get(id) ?? 0) })),
    );
    const shift = own.length === 0 || others.length === 0 ? 0 : shiftOf(own, others);
    if (shift !== 0) shifts.set(table.id, shift);
    believed.push(table.id);
  }
  return shifts;
}

const trustOf = ({ kind }: NumberSource): number => (kind === 'orders' ? 0 : 1);

function shiftOf(own: readonly Told[], others: readonly Told[]): number {
  const known = new Map(others.map(({ series, body, at }) => [`${series} ${body}`, at]));
  const differences = own.flatMap(({ series, body, at }) => {
    const there = known.get(`${series} ${body}`);
    return there === undefined ? [] : [at - there];
  });
  if (differences.length >= LEAST_ORDERS) return commonShift(differences);
  return punctualShift(own, others);
}

/** What nine of ten differ by, 0 when they differ by no whole quarter of an hour. */
function commonShift(differences: readonly number[]): number {
  const sorted = differences.toSorted((a, b) => a - b);
  const middle = sorted[sorted.length >>> 1] ?? 0;
  const shift = Math.round(middle / QUARTER_MS) * QUARTER_MS;
  const agreeing = sorted.filter((difference) => Math.abs(difference - shift) <= TOLERANCE_MS).length;
  return agreeing >= 0.9 * sorted.length ? shift : 0;
}

function punctualShift(own: readonly Told[], others: readonly Told[]): number {
  const sample = own.slice(0, MOST_COMPARED);
  const near = others.slice(0, MOST_COMPARED);
  const before = lateShare(sample, near, 0);
  if (sample.length < LEAST_ORDERS || before < LATE_SHARE) return 0;
  let best = { shift: 0, share: before };
  for (let shift = -MOST_SHIFT_MS; shift <= MOST_SHIFT_MS; shift += QUARTER_MS) {
    const share = lateShare(sample, near, shift);
    const nearer = share === best.share && Math.abs(shift) < Math.abs(best.shift);
    if (share < best.share || nearer) best = { shift, share };
  }
  return best.share <= before / 3 ? best.shift : 0;
}

/** Share of all orders that are late when the own times are moved. */
function lateShare(own: readonly Told[], others: readonly Told[], shift: number): number {
  let late = 0;
  const series = new Set(own.map((told) => told.series));
  for (const name of series) {
    const orders = [
      ...own.filter((told) => told.series === name).map(({ body, at }) => ({ body, at: at - shift })),
      ...others.filter((told) => told.series === name),
    ].toSorted((a, b) => a.body - b.body);
    const timeline = new Timeline(orders);
    for (let index = 0; index < orders.length; index += 1) if (timeline.isLate(index)) late += 1;
  }
  return late / (own.length + others.length);
}
