// Takes back what a writer wrote and never committed, before another goes on in its place.
import type { TraceEvent } from '../../model/event.js';
import type { BulkItem } from './bulk.js';
import { deleteLine, indexLines, writableOf, writeAll, type EsContext } from './context.js';
import { documentOf, eventVersion, versionOf, type EventDocument } from './event-document.js';
import type { GenerationRecord } from './generation-record.js';
import type { Generations, StoredGeneration } from './generations.js';
import { releaseTransactions } from './retire.js';
import { allOf, range, term, type Hit, type Query } from './searching.js';

interface DetailDocument {
  readonly shoptrace: { readonly commit: number };
}

/** @returns the generation as it stands now; null when another process took it meanwhile: read it again */
export async function takeBackOrphans(
  context: EsContext,
  generations: Generations,
  stored: StoredGeneration,
): Promise<StoredGeneration | null> {
  const { record, openBytes, place } = stored;
  const { id } = record.generation;
  const query = uncommitted(id, record.committed);
  const before = await findAll(context, query);
  if (before.last === 0) return stored;
  // Whoever is still writing under an earlier number cannot commit any more.
  const fenced = { ...record, next: Math.max(record.next, before.last + 2) };
  if (!(await generations.save(id, fenced, openBytes, place))) return null;
  const { events, details } = await findAll(context, query);
  await writeAll(
    context,
    [
      ...events.map((hit) => deleteLine(writableOf(context, hit), hit.id, versionOf(hit.source))),
      ...details.map((hit) => deleteLine(context.names.writable('details'), hit.id)),
      ...restored(context, fenced, events),
    ],
    ['events', 'details'],
  );
  await releaseTransactions(context, query);
  return generations.own(id) ?? null;
}

const uncommitted = (generation: string, committed: number): Query =>
  allOf([term('shoptrace.generation', generation), range('shoptrace.commit', { gt: committed })]);

interface Orphans {
  readonly events: readonly Hit<EventDocument>[];
  readonly details: readonly Hit<DetailDocument>[];
  /** Greatest number of a commit that never was; 0 without any. */
  readonly last: number;
}

async function findAll(context: EsContext, query: Query): Promise<Orphans> {
  for (const part of ['events', 'details'] as const) context.fresh.touch(context.names, part);
  const events = await context.search.hits<EventDocument>('events', {
    query,
    sort: [{ field: 'log.offset', order: 'asc' }],
    limit: Infinity,
  });
  const details = await context.search.hits<DetailDocument>('details', {
    query,
    sort: ['shoptrace.offset', 'transaction.id', 'kind'].map((field) => ({ field, order: 'asc' })),
    limit: Infinity,
  });
  const last = [...events, ...details].reduce(
    (most, { source }) => Math.max(most, source.shoptrace.commit),
    0,
  );
  return { events, details, last };
}

/** Committed records that an uncommitted longer version of themselves had replaced. */
function restored(
  context: EsContext,
  record: GenerationRecord,
  orphans: readonly Hit<EventDocument>[],
): BulkItem[] {
  const replaced = [record.lastFinal, record.provisional].filter(
    (event): event is TraceEvent => event !== null && orphans.some(({ id }) => id === event.id),
  );
  return replaced.flatMap((event) => {
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
  });
}
