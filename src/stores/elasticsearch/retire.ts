// Taking the records of a generation out: another file of the shop holds them. Its bytes, checkpoint and ledger stay.
import { retiredCheckpoint } from '../append-plan.js';
import { deleteLine, writableOf, writeAll, type EsContext } from './context.js';
import { versionOf, type EventDocument } from './event-document.js';
import type { GenerationRecord } from './generation-record.js';
import type { Generations, StoredGeneration } from './generations.js';
import { allOf, term, terms } from './searching.js';
import { withdrawShown } from './sightings.js';

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
  const details = await context.search.hits<object>('details', {
    query: allOf([ofGeneration, terms('kind', ['attachment', 'rejection'])]),
    sort: ['shoptrace.offset', 'transaction.id', 'kind'].map((field) => ({ field, order: 'asc' })),
    limit: Infinity,
  });
  await writeAll(
    context,
    details.map((hit) => deleteLine(context.names.writable('details'), hit.id)),
    ['details'],
  );
  await forgetSightings(context, id);
  return await generations.save(id, { ...record, retiring: false }, openBytes, place);
}

/** As if the generation had shown no transaction. */
export async function forgetSightings(context: EsContext, generation: string): Promise<void> {
  const shown = await context.search.hits<object>('transactions', {
    query: term('shoptrace.generation', generation),
    sort: ['transaction.id', 'service.name'].map((field) => ({ field, order: 'asc' })),
    limit: Infinity,
  });
  await withdrawShown(
    context,
    generation,
    shown.map(({ id }) => id),
  );
}
