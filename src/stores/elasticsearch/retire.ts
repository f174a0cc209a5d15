// Taking the records of a generation out: another file of the shop holds them. Its bytes, checkpoint and ledger stay.
import { retiredCheckpoint } from '../append-plan.js';
import { deleteLine, updateLines, writableOf, writeAll, type EsContext } from './context.js';
import { versionOf, type EventDocument } from './event-document.js';
import type { GenerationRecord } from './generation-record.js';
import type { Generations, StoredGeneration } from './generations.js';
import { allOf, term, terms, type Query } from './searching.js';
import { transactionDocument } from './sightings.js';
import type { SummaryDocument } from './transactions.js';

interface DetailDocument {
  readonly service: { readonly name: string };
  readonly transaction: { readonly id: string };
  readonly shoptrace: { readonly generation: string; readonly commit: number };
}

const AT_ONCE = 5_000;

/** What the record says once all its records are skipped; documents are still to be taken out. */
export function retiredRecord(record: GenerationRecord): GenerationRecord {
  const { checkpoint, totals, provisional, lastFinal } = record;
  if (checkpoint === null || totals === null) return record;
  const lastHead = (provisional ?? lastFinal)?.offset ?? -1;
  return {
    ...record,
    checkpoint: retiredCheckpoint(checkpoint, totals.records, lastHead),
    lastFinal: null,
    provisional: null,
    filled: {},
    indexed: 0,
    transactions: 0,
    retiring: true,
  };
}

/** @returns false when another process wrote the generation meanwhile */
export async function finishRetiring(
  context: EsContext,
  generations: Generations,
  { record, openBytes, place }: StoredGeneration,
): Promise<boolean> {
  const { id } = record.generation;
  const ofGeneration = term('shoptrace.generation', id);
  for (const part of ['events', 'details', 'transactions'] as const) context.fresh.touch(context.names, part);
  const events = await context.search.hits<EventDocument>('events', {
    query: ofGeneration,
    sort: [{ field: 'log.offset', order: 'asc' }],
    limit: Infinity,
  });
  await writeAll(
    context,
    events.map((hit) => deleteLine(writableOf(context, hit), hit.id, versionOf(hit.source))),
    ['events'],
  );
  await deleteDetails(context, id, ['attachment', 'rejection']);
  await forgetSightings(context, id);
  return await generations.save(id, { ...record, retiring: false }, openBytes, place);
}

/** As if the generation had shown no transaction. */
export async function forgetSightings(context: EsContext, generation: string): Promise<void> {
  await deleteDetails(context, generation, ['sighting']);
  await releaseTransactions(context, term('shoptrace.generation', generation));
}

async function deleteDetails(
  context: EsContext,
  generation: string,
  kinds: readonly string[],
): Promise<void> {
  const hits = await context.search.hits<DetailDocument>('details', {
    query: allOf([term('shoptrace.generation', generation), terms('kind', kinds)]),
    sort: ['shoptrace.offset', 'transaction.id', 'kind'].map((field) => ({ field, order: 'asc' })),
    limit: Infinity,
  });
  const index = context.names.writable('details');
  await writeAll(
    context,
    hits.map(({ id }) => deleteLine(index, id)),
    ['details'],
  );
}

/** Transactions that are shown because of records that are gone: another file shows them, or none. */
export async function releaseTransactions(context: EsContext, query: Query): Promise<void> {
  const shown = await context.search.hits<SummaryDocument>('transactions', {
    query,
    sort: ['transaction.id', 'service.name'].map((field) => ({ field, order: 'asc' })),
    limit: Infinity,
  });
  for (let from = 0; from < shown.length; from += AT_ONCE) {
    const some = shown.slice(from, from + AT_ONCE);
    const others = await sightingsOf(
      context,
      some.map(({ source }) => source.transaction.id),
    );
    const items = some.flatMap(({ id }) => {
      const other = others.get(id);
      const index = context.names.writable('transactions');
      const { generation = null, commit = null } = other?.source.shoptrace ?? {};
      const taken = other === undefined ? [] : [deleteLine(context.names.writable('details'), other.id)];
      return [updateLines(index, id, { shoptrace: { generation, commit } }), ...taken];
    });
    await writeAll(context, items, ['transactions', 'details']);
  }
}

async function sightingsOf(context: EsContext, transactions: readonly string[]) {
  const hits = await context.search.hits<DetailDocument>('details', {
    query: allOf([term('kind', 'sighting'), terms('transaction.id', transactions)]),
    sort: ['transaction.id', 'service.name', 'shoptrace.generation'].map((field) => ({
      field,
      order: 'asc',
    })),
    limit: Infinity,
  });
  return new Map(
    hits.map((hit) => [transactionDocument(hit.source.service.name, hit.source.transaction.id), hit]),
  );
}
