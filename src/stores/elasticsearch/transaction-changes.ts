// Changes documents of transactions, each over the version that was read: ingest, detectors and pruning write them at the same time.
import { ShoptraceError } from '../../model/errors.js';
import type { BulkItem } from './bulk.js';
import { indexLines, updateOverLines, writeAll, type EsContext } from './context.js';
import { documentsIn, placeOf, sourceOf, type Place } from './raw-documents.js';
import { idsAtOnce } from './searching.js';

export interface TransactionChange<Fields> {
  /** Fields of `shoptrace` that the change depends on. */
  readonly reads: readonly string[];
  /**
   * @param before null: there is no such document
   * @returns the fields to add (whole, where there is no document); null: it stays as it is
   */
  readonly change: (id: string, before: Partial<Fields> | null) => object | null;
}

const MOST_CONFLICTS = 20;

/**
 * @param ids of documents
 * @throws store-unreachable when others change them all the time, or Elasticsearch refuses one
 */
export async function changeTransactions<Fields>(
  context: EsContext,
  ids: readonly string[],
  change: TransactionChange<Fields>,
): Promise<void> {
  for (const some of idsAtOnce(ids)) {
    let left = some;
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt >= MOST_CONFLICTS) throw tooBusy(context);
      if (attempt > 0) await context.connection.pause(attempt);
      left = await changeOnce(context, left, change);
    }
  }
}

/** @returns those that somebody else changed meanwhile */
async function changeOnce<Fields>(
  context: EsContext,
  ids: readonly string[],
  { reads, change }: TransactionChange<Fields>,
): Promise<readonly string[]> {
  const index = context.names.writable('transactions');
  const standing = await readStanding<Fields>(context, ids, reads);
  const changed: string[] = [];
  const items: BulkItem[] = [];
  for (const id of ids) {
    const known = standing.get(id);
    const fields = change(id, known?.fields ?? null);
    if (fields === null) continue;
    changed.push(id);
    items.push(
      known === undefined
        ? indexLines('create', index, id, fields)
        : updateOverLines(index, id, fields, known.place),
    );
  }
  const verdicts = await writeAll(context, items, ['transactions']);
  return changed.filter((_id, position) => {
    const verdict = verdicts[position] ?? null;
    if (verdict === null) return false;
    if (verdict.kind !== 'conflict' && verdict.kind !== 'missing') throw refused(context, verdict.text);
    return true;
  });
}

interface Standing<Fields> {
  readonly fields: Partial<Fields>;
  readonly place: Place;
}

async function readStanding<Fields>(
  context: EsContext,
  ids: readonly string[],
  reads: readonly string[],
): Promise<Map<string, Standing<Fields>>> {
  const index = context.names.index('transactions');
  const reply = await context.connection.send({
    method: 'POST',
    path: `/${index}/_mget`,
    query: { _source_includes: reads.map((field) => `shoptrace.${field}`).join(',') },
    body: { ids },
    what: `read of ${index}`,
    patienceMs: context.writePatienceMs,
  });
  const found = documentsIn<{ readonly shoptrace?: Partial<Fields> }>(reply.body).flatMap((raw) => {
    const source = sourceOf(raw);
    if (source === null) return [];
    const { _id: id } = raw;
    return [[id, { fields: source.shoptrace ?? {}, place: placeOf(raw) }] as const];
  });
  return new Map(found);
}

function tooBusy({ names, connection }: EsContext): ShoptraceError {
  return new ShoptraceError(
    'store-unreachable',
    `Others change the transactions of ${names.prefix}-${names.dataset} at ${connection.where} all the time`,
    'Look who writes to the indices of this dataset.',
  );
}

function refused({ names, connection }: EsContext, why: string): ShoptraceError {
  return new ShoptraceError(
    'store-unreachable',
    `The transactions of ${names.prefix}-${names.dataset} at ${connection.where} cannot be written: ${why}`,
    'Look at the mapping of the indices of this dataset; they must be as shoptrace made them.',
  );
}
