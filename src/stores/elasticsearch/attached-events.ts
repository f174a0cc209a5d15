// Elasticsearch store: records by id, of a transaction, and of a file's range, with how each belongs to its transaction.
import { compareEvents, type AttachedEvent, type Attachment, type TraceEvent } from '../../model/event.js';
import { feedEnd } from '../append-plan.js';
import type { Dataset } from '../store.js';
import { attachmentsOfRange, attachmentsTo } from './attachments.js';
import type { EsContext } from './context.js';
import { eventOf, type EventDocument } from './event-document.js';
import { lineOrder } from './event-search.js';
import { pendingOf, type GenerationRecord } from './generation-record.js';
import type { Generations } from './generations.js';
import { counted, transactionQuery } from './line-queries.js';
import { allOf, range, term, type Query } from './searching.js';

type AttachedEvents = Pick<Dataset, 'event' | 'eventsById' | 'transactionEvents' | 'eventsOfRange'>;

const IDS_AT_ONCE = 5_000;
const TRANSACTION_EVENTS = 20_000;

export function attachedEvents(context: EsContext, generations: Generations): AttachedEvents {
  return {
    event: async (id) => (await eventsById(context, [id]))[0] ?? null,
    eventsById: async (ids) => await eventsById(context, ids),
    async transactionEvents(shop, transaction, limit = TRANSACTION_EVENTS) {
      return await eventsOfTransaction(context, shop, transaction, limit);
    },
    async eventsOfRange(generation, from, to, limit) {
      const record = await generations.record(generation);
      if (record === null) return { events: [], attachments: [], next: from };
      // Another process may have written them.
      if (generations.own(generation) === undefined)
        for (const part of ['events', 'details'] as const) context.fresh.touch(context.names, part);
      return await eventsOfRange(context, record, from, to, limit);
    },
  };
}

async function eventsById(context: EsContext, ids: readonly string[]): Promise<TraceEvent[]> {
  const found = new Map<string, TraceEvent>();
  const unique = [...new Set(ids)].filter((id) => id !== '');
  for (let from = 0; from < unique.length; from += IDS_AT_ONCE) {
    const query = { ids: { values: unique.slice(from, from + IDS_AT_ONCE) } };
    for (const event of await find(context, query, Infinity)) found.set(event.id, event);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

async function find(context: EsContext, query: Query, limit: number): Promise<TraceEvent[]> {
  const hits = await context.search.hits<EventDocument>('events', {
    query,
    sort: lineOrder('asc'),
    limit,
    without: ['event.original'],
  });
  return hits.map(({ source }) => eventOf(source));
}

async function eventsOfTransaction(
  context: EsContext,
  shop: string,
  transaction: string,
  limit: number,
): Promise<AttachedEvent[]> {
  const attachments = await attachmentsTo(context, transaction, shop);
  const byEvent = new Map(attachments.toReversed().map((item) => [item.event, item]));
  const ofTransaction = transactionQuery(transaction, [...byEvent.keys()]);
  const query = counted(allOf([term('service.name', shop), ofTransaction]));
  const events = await find(context, query, limit);
  return events.toSorted(compareEvents).map((event) => attached(event, transaction, byEvent.get(event.id)));
}

function attached(event: TraceEvent, transaction: string, found: Attachment | undefined): AttachedEvent {
  if (event.transaction === transaction || found === undefined)
    return { event, attached: 'own', confidence: 1 };
  return { event, attached: found.how, confidence: found.confidence };
}

async function eventsOfRange(
  context: EsContext,
  record: GenerationRecord,
  from: number,
  to: number,
  limit: number,
): ReturnType<Dataset['eventsOfRange']> {
  const { id } = record.generation;
  const hits = await context.search.hits<EventDocument>('events', {
    query: allOf([term('shoptrace.generation', id), range('log.offset', { gte: from, lt: to })]),
    sort: [{ field: 'log.offset', order: 'asc' }],
    limit: limit + 1,
    without: ['event.original'],
  });
  const inside = hits.map(({ source }) => eventOf(source)).filter((event) => isCommitted(event, record));
  const end = inside[limit]?.offset ?? to;
  const attachments = await attachmentsOfRange(context, id, from, end);
  const byEvent = new Map(attachments.toReversed().map((item) => [item.event, item]));
  const events = inside.slice(0, limit).map((event): AttachedEvent => {
    const found = byEvent.get(event.id);
    if (event.transaction !== null || found === undefined) return { event, attached: 'own', confidence: 1 };
    return { event, attached: found.how, confidence: found.confidence };
  });
  const last = record.lastFinal;
  const open = {
    provisional: record.provisional,
    pending: pendingOf(record),
    finalEnd: last === null ? 0 : last.offset + last.byteLength,
  };
  return { events, attachments, next: feedEnd(from, end, open) };
}

/** A writer may be ahead of its next commit. */
function isCommitted({ offset }: TraceEvent, { lastFinal, provisional }: GenerationRecord): boolean {
  return offset <= (lastFinal?.offset ?? -1) || offset === provisional?.offset;
}
