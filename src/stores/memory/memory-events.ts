// Memory store: events by id, transaction, range, search and counts; transactions.
import { compareEvents, parseEventId, type AttachedEvent, type TraceEvent } from '../../model/event.js';
import type { LineFilter } from '../../model/query.js';
import type { TransactionSummary } from '../../model/transaction.js';
import { feedEnd, isCounted } from '../append-plan.js';
import { compareNewest } from '../finding-filter.js';
import { Counter, countFields, eventKeys, lineMatcher, requireCountFields } from '../line-filter.js';
import { compareKeys, fetchSorted, pageOf, type SortKey } from '../paging.js';
import type { Dataset } from '../store.js';
import { allEvents, eventsOf, type GenerationData, type MemoryData } from './memory-data.js';
import { ledgerOf } from './memory-evidence.js';

type Events = Pick<
  Dataset,
  | 'event'
  | 'eventsById'
  | 'transactionEvents'
  | 'eventsOfRange'
  | 'search'
  | 'count'
  | 'countBy'
  | 'transactions'
  | 'transaction'
  | 'transactionIds'
  | 'transactionCount'
>;

const lineKey = (event: TraceEvent): SortKey => [event.orderTime, event.generation, event.offset];
const summaryKey = (summary: TransactionSummary): SortKey => [summary.lastSeen, summary.shop, summary.id];

export function memoryEvents(data: MemoryData): Events {
  return {
    event: async (id) => eventById(data, id),
    async eventsById(ids) {
      return ids.flatMap((id) => eventById(data, id) ?? []);
    },
    async transactionEvents(shop, transaction, limit = 20_000) {
      return eventsOfTransaction(data, shop, transaction)
        .filter(({ event }) => isCounted(event))
        .toSorted((a, b) => compareEvents(a.event, b.event))
        .slice(0, limit);
    },
    async eventsOfRange(generation, from, to, limit) {
      const stored = data.generations.get(generation);
      if (stored === undefined) return { events: [], attachments: [], next: from };
      return range(data, stored, from, to, limit);
    },
    async search(query) {
      const newest = query.order === 'newest';
      const compare = (a: SortKey, b: SortKey): number => (newest ? -compareKeys(a, b) : compareKeys(a, b));
      return pageOf(query, {
        list: `lines-${query.order}`,
        keyOf: lineKey,
        fetch: fetchSorted(matching(data, query.filter), lineKey, compare),
      });
    },
    count: async (filter) => matching(data, filter).filter(isCounted).length,
    async countBy(fields, filter, limit) {
      requireCountFields(fields, countFields, limit);
      const counter = new Counter();
      for (const event of matching(data, filter).filter(isCounted)) counter.add(eventKeys(event, fields));
      return counter.rows(fields, limit);
    },
    async transactions(query) {
      const items = [...data.summaries.values()].filter(
        (item) =>
          (query.shop === undefined || item.shop === query.shop) &&
          (query.prefix === undefined || item.id.startsWith(query.prefix)) &&
          (query.from === undefined || item.lastSeen >= query.from) &&
          (query.to === undefined || item.lastSeen < query.to) &&
          (query.outcome === undefined || item.outcome === query.outcome),
      );
      const fetch = fetchSorted(items, summaryKey, compareNewest);
      return pageOf(query, { list: 'transactions', keyOf: summaryKey, fetch });
    },
    transaction: async (shop, id) => data.summaries.get(`${shop}\u0000${id}`) ?? null,
    async transactionIds(prefix, limit) {
      return idsOf(data)
        .filter(({ id }) => id.startsWith(prefix))
        .slice(0, limit);
    },
    transactionCount: async () => idsOf(data).length,
  };
}

function eventById(data: MemoryData, id: string): TraceEvent | null {
  const stored = data.generations.get(parseEventId(id)?.generation ?? '');
  return stored === undefined ? null : (eventsOf(stored).find((event) => event.id === id) ?? null);
}

export function eventsOfTransaction(data: MemoryData, shop: string, transaction: string): AttachedEvent[] {
  const found = new Map<string, AttachedEvent>();
  for (const stored of data.generations.values()) {
    if (stored.generation.shop !== shop) continue;
    const own = eventsOf(stored).filter((event) => event.transaction === transaction);
    for (const event of own) found.set(event.id, { event, attached: 'own', confidence: 1 });
    for (const { attachment } of stored.attachments) {
      const event = eventById(data, attachment.event);
      if (event === null || attachment.transaction !== transaction || found.has(event.id)) continue;
      found.set(event.id, { event, attached: attachment.how, confidence: attachment.confidence });
    }
  }
  return [...found.values()];
}

function matching(data: MemoryData, filter: LineFilter): TraceEvent[] {
  const { transaction } = filter;
  const matches = lineMatcher(filter);
  if (transaction === undefined) return allEvents(data).filter(matches);
  const shops = new Set([...data.generations.values()].map(({ generation }) => generation.shop));
  return [...shops]
    .flatMap((shop) => eventsOfTransaction(data, shop, transaction))
    .map(({ event }) => event)
    .filter(matches);
}

function range(
  data: MemoryData,
  stored: GenerationData,
  from: number,
  to: number,
  limit: number,
): Awaited<ReturnType<Dataset['eventsOfRange']>> {
  const inside = eventsOf(stored).filter(({ offset }) => offset >= from && offset < to);
  const last = stored.events.at(-1);
  const open = {
    provisional: stored.provisional,
    pending: ledgerOf(data, stored.generation.id)?.pending ?? 0,
    finalEnd: last === undefined ? 0 : last.offset + last.byteLength,
  };
  const end = inside[limit]?.offset ?? to;
  const within = (offset: number): boolean => offset >= from && offset < end;
  const attachments = stored.attachments
    .filter(({ attachment, learnedAt }) => within(attachment.offset) || within(learnedAt))
    .map(({ attachment }) => attachment)
    .toSorted((a, b) => a.offset - b.offset);
  const events = inside.slice(0, limit).map((event): AttachedEvent => {
    const found = attachments.find((item) => item.event === event.id);
    if (event.transaction !== null || found === undefined) return { event, attached: 'own', confidence: 1 };
    return { event, attached: found.how, confidence: found.confidence };
  });
  return { events, attachments, next: feedEnd(from, end, open) };
}

function idsOf(data: MemoryData): { shop: string; id: string }[] {
  const ids = new Map<string, { shop: string; id: string }>();
  const add = (shop: string, id: string): unknown => ids.set(`${id}\u0000${shop}`, { shop, id });
  for (const event of allEvents(data)) if (event.transaction !== null) add(event.shop, event.transaction);
  return [...ids.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
