// SQLite store: search in total order and exact counts.
import type { TraceEvent } from '../../model/event.js';
import type { CountField, CountRow, LineFilter, LineQuery, Page } from '../../model/query.js';
import { isCounted } from '../append-plan.js';
import { Counter, countFields, eventKeys, lineMatcher, requireCountFields } from '../line-filter.js';
import { compareKeys, fetchSorted, pageOf, type SortKey } from '../paging.js';
import type { Dataset } from '../store.js';
import { candidateBlocks, candidateCondition } from './candidate-blocks.js';
import type { SqliteContext } from './context.js';
import { openGenerations, provisionalOf } from './generation-rows.js';
import { addRollups, rollupPlan } from './rollups.js';
import { eventsOfTransactions } from './transaction-reads.js';

type Search = Pick<Dataset, 'search' | 'count' | 'countBy'>;

const lineKey = (event: TraceEvent): SortKey => [event.orderTime, event.generation, event.offset];

export function sqliteSearch(context: SqliteContext): Search {
  const { database } = context;
  return {
    search: (query) => searchLines(context, query),
    async count(filter) {
      return database.read(() => countLines(context, [], filter, 1)[0]?.count ?? 0);
    },
    async countBy(fields, filter, limit) {
      requireCountFields(fields, countFields, limit);
      return database.read(() => countLines(context, fields, filter, limit));
    },
  };
}

function searchLines(context: SqliteContext, query: LineQuery): Promise<Page<TraceEvent>> {
  const newest = query.order === 'newest';
  const inOrder = (a: SortKey, b: SortKey): number => (newest ? -compareKeys(a, b) : compareKeys(a, b));
  const source = { list: `lines-${query.order}`, keyOf: lineKey };
  if (query.filter.transaction !== undefined) {
    const events = context.database.read(() => linesOfTransaction(context, query.filter));
    return pageOf(query, { ...source, fetch: fetchSorted(events, lineKey, inOrder) });
  }
  return pageOf(query, {
    ...source,
    fetch: (after, backwards, count) =>
      context.database.read(() => {
        const ascending = newest === backwards;
        return nearest(context, query.filter, after, ascending, count);
      }),
  });
}

function linesOfTransaction(context: SqliteContext, filter: LineFilter): TraceEvent[] {
  const transaction = filter.transaction ?? '';
  const reads = [{ transaction, shop: filter.shop ?? null }];
  return eventsOfTransactions(context, reads)
    .flat()
    .map(({ event }) => event)
    .filter(lineMatcher(filter));
}

/** Up to `count` matching events beyond a key, the nearest first. */
function nearest(
  context: SqliteContext,
  filter: LineFilter,
  after: SortKey | null,
  ascending: boolean,
  count: number,
): TraceEvent[] {
  const matches = lineMatcher(filter);
  const compare = (a: SortKey, b: SortKey): number => (ascending ? compareKeys(a, b) : -compareKeys(a, b));
  const beyond = (event: TraceEvent): boolean => after === null || compare(lineKey(event), after) > 0;
  const accepts = (event: TraceEvent): boolean => beyond(event) && matches(event);
  let found = provisionalEvents(context).filter(accepts);
  for (const block of candidateBlocks(context, beyondKey(context, filter, after, ascending), ascending)) {
    const last = found[count - 1];
    if (last !== undefined && isBeyond(block.order_from, block.order_to, last.orderTime, ascending)) break;
    const more = context.reader.events(block).filter(accepts);
    if (more.length === 0) continue;
    found = [...found, ...more].toSorted((a, b) => compare(lineKey(a), lineKey(b))).slice(0, count);
  }
  return found.toSorted((a, b) => compare(lineKey(a), lineKey(b))).slice(0, count);
}

function isBeyond(from: number | null, to: number | null, time: number, ascending: boolean): boolean {
  return ascending ? (from ?? 0) > time : (to ?? 0) < time;
}

function beyondKey(
  context: SqliteContext,
  filter: LineFilter,
  after: SortKey | null,
  ascending: boolean,
): ReturnType<typeof candidateCondition> {
  const condition = candidateCondition(context, filter);
  const time = after?.[0];
  if (time === undefined) return condition;
  const bound = ascending ? 'b.order_to >= ?' : 'b.order_from <= ?';
  return { sql: `${condition.sql} AND ${bound}`, values: [...condition.values, time] };
}

function provisionalEvents(context: SqliteContext): TraceEvent[] {
  return openGenerations(context.database).flatMap((row) => provisionalOf(row) ?? []);
}

function countLines(
  context: SqliteContext,
  fields: readonly CountField[],
  filter: LineFilter,
  limit: number,
): CountRow[] {
  const counter = new Counter();
  const add = (events: readonly TraceEvent[], part: LineFilter): void => {
    const matches = lineMatcher(part);
    for (const event of events) if (isCounted(event) && matches(event)) counter.add(eventKeys(event, fields));
  };
  if (filter.transaction !== undefined) {
    add(linesOfTransaction(context, filter), filter);
    return counter.rows(fields, limit);
  }
  const plan = rollupPlan(fields, filter);
  if (plan.counted !== null) addRollups(context, fields, filter, plan.counted, counter);
  for (const range of plan.scanned) {
    const part = { ...filter, ...range };
    for (const block of candidateBlocks(context, candidateCondition(context, part), true))
      add(context.reader.events(block), part);
  }
  add(provisionalEvents(context), filter);
  return counter.rows(fields, limit);
}
