// Documents that go with an append beside its records: attachments of records without ID, and records that are skipped.
import type { AppendBatch } from '../../model/block.js';
import type { BulkItem } from './bulk.js';
import { indexLines, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import type { GenerationRecord } from './generation-record.js';

/** Records whose bytes are kept and that are no events; and one that was, and now is an event after all. */
export function skippedItems(context: EsContext, batch: AppendBatch, record: GenerationRecord): BulkItem[] {
  const offsets = (batch.skipped ?? []).map(({ offset }) => offset);
  const openSkipped = record.checkpoint?.openSkipped;
  const shown = batch.events.filter(({ id }) => id === openSkipped).map(({ offset }) => offset);
  if (offsets.length === 0 && shown.length === 0) return [];
  const { id, shop } = batch.generation;
  const commit = record.next;
  return [
    indexLines('index', context.names.writable('details'), documentId('skipped', id, String(commit)), {
      kind: 'skipped',
      service: { name: shop },
      shoptrace: { generation: id, commit, body: { offsets, shown } },
    }),
  ];
}

/** What is there stays: `create`. */
export function attachmentItems(
  context: EsContext,
  { attachments, generation: { id, shop } }: AppendBatch,
  { next, checkpoint }: GenerationRecord,
): BulkItem[] {
  const index = context.names.writable('details');
  return attachments.map((attachment) =>
    indexLines('create', index, documentId('attachment', attachment.event, attachment.transaction), {
      kind: 'attachment',
      service: { name: shop },
      transaction: { id: attachment.transaction },
      shoptrace: {
        generation: id,
        offset: attachment.offset,
        event: attachment.event,
        learned: Math.max(attachment.offset, checkpoint?.offset ?? 0),
        commit: next,
        body: attachment,
      },
    }),
  );
}
