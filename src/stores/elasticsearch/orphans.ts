// A writer takes a generation over: whoever wrote before cannot commit any more, and what it never committed is taken back.
import type { TraceEvent } from '../../model/event.js';
import type { BulkItem } from './bulk.js';
import { deleteLine, deleteOverLine, indexLines, writableOf, writeAll, type EsContext } from './context.js';
import { documentOf, eventVersion, versionOf, type EventDocument } from './event-document.js';
import { takenOver, type GenerationRecord } from './generation-record.js';
import type { Generations, StoredGeneration } from './generations.js';
import { allOf, anyOf, idsAtOnce, range, term, terms, type Hit, type Query } from './searching.js';
import { commitStamp, transactionDocument, withdrawShown } from './sightings.js';
import type { SummaryDocument } from './transactions.js';

interface DetailDocument {
  readonly shoptrace: { readonly commit: number };
}

/** @returns the generation as it stands now; null when another process took it meanwhile: read it again */
export async function takeOver(
  context: EsContext,
  generations: Generations,
  { record, openBytes, place }: StoredGeneration,
): Promise<StoredGeneration | null> {
  const { id } = record.generation;
  // Nobody has written anything of a generation that has no record yet.
  const mine = place === null ? record : takenOver(record);
  if (!(await generations.save(id, mine, openBytes, place))) return null;
  if (place === null) return generations.own(id) ?? null;
  try {
    await takeBackOrphans(context, mine);
  } catch (error) {
    generations.forget(id);
    throw error;
  }
  return generations.own(id) ?? null;
}

async function takeBackOrphans(context: EsContext, record: GenerationRecord): Promise<void> {
  const orphans = await findOrphans(context, record);
  const { events, details, transactions } = orphans;
  if (events.length + details.length + transactions.length === 0) return;
  const replaced = replacedBy(record, events);
  await withdrawTransactions(context, record, orphans, replaced);
  await writeAll(
    context,
    [
      ...events.map((hit) => deleteLine(writableOf(context, hit), hit.id, versionOf(hit.source))),
      ...details.map((hit) => deleteOverLine(context.names.writable('details'), hit.id, hit.place)),
      ...replaced.flatMap((event) => restoring(context, record, event, events)),
    ],
    ['events', 'details'],
  );
}

/** Documents of a generation that no commit made, nor whoever may have taken it over meanwhile. */
function uncommitted({ generation, committed, abandoned, next }: GenerationRecord): Query {
  const never = anyOf([
    range('shoptrace.commit', { gt: committed, lt: next }),
    terms('shoptrace.commit', [...abandoned]),
  ]);
  return allOf([term('shoptrace.generation', generation.id), never]);
}

interface Orphans {
  readonly events: readonly Hit<EventDocument>[];
  readonly details: readonly Hit<DetailDocument>[];
  /** That were shown by such a commit first. */
  readonly transactions: readonly Hit<SummaryDocument>[];
}

async function findOrphans(context: EsContext, record: GenerationRecord): Promise<Orphans> {
  for (const part of ['events', 'details', 'transactions'] as const) context.fresh.touch(context.names, part);
  const { search } = context;
  const stamps = abandonedStamps(record);
  const [events, details, transactions] = await Promise.all([
    search.hits<EventDocument>('events', {
      query: uncommitted(record),
      sort: [{ field: 'log.offset', order: 'asc' }],
      limit: Infinity,
    }),
    search.hits<DetailDocument>('details', {
      query: uncommitted(record),
      sort: ['shoptrace.offset', 'transaction.id', 'kind'].map((field) => ({ field, order: 'asc' })),
      limit: Infinity,
    }),
    search.hits<SummaryDocument>('transactions', {
      query: terms('shoptrace.commits', stamps),
      sort: ['transaction.id', 'service.name'].map((field) => ({ field, order: 'asc' })),
      limit: Infinity,
    }),
  ]);
  return { events, details, transactions };
}

const abandonedStamps = ({ abandoned, generation }: GenerationRecord): string[] =>
  abandoned.map((commit) => commitStamp(generation.id, commit));

/** A later writer may have shown them again: those without any record of a commit are withdrawn. */
async function withdrawTransactions(
  context: EsContext,
  record: GenerationRecord,
  { events, transactions }: Orphans,
  replaced: readonly TraceEvent[],
): Promise<void> {
  const shown = new Map<string, string>();
  for (const { source } of [...events, ...transactions])
    if (source.transaction !== undefined)
      shown.set(transactionDocument(source.service.name, source.transaction.id), source.transaction.id);
  for (const { shop, transaction } of replaced)
    if (transaction !== null) shown.delete(transactionDocument(shop, transaction));
  for (const some of idsAtOnce([...shown.keys()])) {
    const committed = {
      bool: {
        filter: [
          term('shoptrace.generation', record.generation.id),
          terms(
            'transaction.id',
            some.map((id) => shown.get(id) ?? ''),
          ),
        ],
        must_not: [uncommitted(record)],
      },
    };
    const stay = new Set<string>();
    const sources = ['service.name', 'transaction.id'].map((field) => ({ terms: { field } }));
    await context.search.countBy('events', committed, sources, ([shop = '', transaction = '']) =>
      stay.add(transactionDocument(shop, transaction)),
    );
    await withdrawShown(
      context,
      record.generation.id,
      some.filter((id) => !stay.has(id)),
      abandonedStamps(record),
    );
  }
}

/** Committed records that an uncommitted longer version of themselves had replaced. */
function replacedBy(record: GenerationRecord, orphans: readonly Hit<EventDocument>[]): TraceEvent[] {
  return [record.lastFinal, record.provisional].filter(
    (event): event is TraceEvent => event !== null && orphans.some(({ id }) => id === event.id),
  );
}

function restoring(
  context: EsContext,
  record: GenerationRecord,
  event: TraceEvent,
  orphans: readonly Hit<EventDocument>[],
): BulkItem[] {
  const orphan = orphans.find(({ id }) => id === event.id);
  if (orphan === undefined) return [];
  const original = orphan.source.event.original ?? '';
  const document = documentOf(event, {
    path: record.generation.path,
    original: original.split('\n').slice(0, event.lineCount).join('\n'),
    ingestedAt: context.connection.timing.now(),
    commit: record.committed,
  });
  const provisional = event.flags.includes('provisional');
  const version = eventVersion(record.next - 1, event.byteLength, provisional);
  return [indexLines('index', writableOf(context, orphan), event.id, document, version)];
}
