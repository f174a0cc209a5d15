// What all parts of an open dataset share.
import type { DatasetInfo } from '../store.js';
import type { Connection } from './connection.js';
import type { Freshness } from './freshness.js';
import type { IndexNames, Part } from './index-names.js';
import type { Indices } from './indices.js';
import type { Place } from './raw-documents.js';
import type { Searcher } from './searching.js';
import type { StateDocuments } from './state-documents.js';
import { sendBulk, type BulkItem, type ItemVerdict } from './bulk.js';

export interface EsContext {
  readonly connection: Connection;
  readonly names: IndexNames;
  readonly indices: Indices;
  readonly fresh: Freshness;
  readonly search: Searcher;
  readonly state: StateDocuments;
  readonly info: () => DatasetInfo;
  /** How long a write is tried again while Elasticsearch is away or busy. */
  readonly writePatienceMs: number;
  /** @throws Error when the dataset was opened for reading */
  readonly requireWriter: () => void;
}

/** Writes documents; afterwards they are found by this process. */
export async function writeAll(
  context: EsContext,
  items: readonly BulkItem[],
  parts: readonly Part[],
): Promise<ItemVerdict[]> {
  try {
    return await sendBulk(context.connection, items, {
      what: `write to ${context.names.prefix}-${context.names.dataset}`,
      patienceMs: context.writePatienceMs,
    });
  } finally {
    for (const part of parts) context.fresh.touch(context.names, part);
  }
}

/** The alias through which a found record's index is written. */
export function writableOf({ names }: EsContext, hit: { readonly index: string }): string {
  return names.writableEvents(hit.index.slice(names.eventIndex('').length));
}

/** The two lines of a bulk request that write one document. */
export function indexLines(
  action: 'index' | 'create',
  index: string,
  id: string,
  source: unknown,
  version?: bigint,
): BulkItem {
  return { lines: `${actionLine(action, index, id, version)}${JSON.stringify(source)}\n` };
}

export function deleteLine(index: string, id: string, version?: bigint): BulkItem {
  return { lines: actionLine('delete', index, id, version) };
}

/** Only the version that was read: nobody may have written it anew meanwhile. */
export function deleteOverLine(index: string, id: string, over: Place): BulkItem {
  return { lines: `${JSON.stringify({ delete: { _index: index, _id: id, ...condition(over) } })}\n` };
}

/** The whole document, over the version that was read. */
export function indexOverLines(index: string, id: string, source: unknown, over: Place): BulkItem {
  const action = { index: { _index: index, _id: id, ...condition(over) } };
  return { lines: `${JSON.stringify(action)}\n${JSON.stringify(source)}\n` };
}

const condition = ({ seqNo, primaryTerm }: Place): object => ({
  if_seq_no: seqNo,
  if_primary_term: primaryTerm,
});

/** Changes fields of a document, over the version that was read. */
export function updateOverLines(index: string, id: string, fields: object, over: Place): BulkItem {
  const action = { update: { _index: index, _id: id, ...condition(over) } };
  return { lines: `${JSON.stringify(action)}\n${JSON.stringify({ doc: fields })}\n` };
}

/** By hand: a version may be larger than a number can hold. */
function actionLine(action: string, index: string, id: string, version: bigint | undefined): string {
  const external = version === undefined ? '' : `,"version":${version},"version_type":"external_gte"`;
  return `{"${action}":{"_index":${JSON.stringify(index)},"_id":${JSON.stringify(id)}${external}}}\n`;
}
