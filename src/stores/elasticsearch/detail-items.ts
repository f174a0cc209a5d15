// Documents that go with an append beside its records: attachments of records without ID, and records that are skipped.
import type { AppendBatch } from '../../model/block.js';
import type { Attachment } from '../../model/event.js';
import type { BulkItem, ItemVerdict } from './bulk.js';
import { indexLines, writeAll, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import { isAbandoned, type GenerationRecord } from './generation-record.js';
import { documentsIn, sourceOf } from './raw-documents.js';

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

/** @param action `create`: what is there stays */
export function attachmentItems(
  context: EsContext,
  { attachments, generation: { id, shop } }: Pick<AppendBatch, 'attachments' | 'generation'>,
  { next, checkpoint }: GenerationRecord,
  action: 'create' | 'index',
): BulkItem[] {
  const index = context.names.writable('details');
  return attachments.map((attachment) =>
    indexLines(action, index, attachmentId(attachment), {
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

/**
 * What a writer that was overtaken wrote late says that it was learned where detectors have passed: it is written anew.
 * @param verdicts of the items, in their order
 */
export async function settleAttachments(
  context: EsContext,
  batch: AppendBatch,
  record: GenerationRecord,
  verdicts: readonly ItemVerdict[],
): Promise<void> {
  const there = batch.attachments.filter((_item, position) => verdicts[position]?.kind === 'conflict');
  if (there.length === 0 || record.abandoned.length === 0) return;
  const index = context.names.index('details');
  const reply = await context.connection.send({
    method: 'POST',
    path: `/${index}/_mget`,
    query: { _source_includes: 'shoptrace.commit' },
    body: { ids: there.map(attachmentId) },
    what: `read of ${index}`,
    patienceMs: context.writePatienceMs,
  });
  const documents = documentsIn<{ readonly shoptrace: { readonly commit: number } }>(reply.body);
  const attachments = there.filter((_item, position) => {
    const source = sourceOf(documents[position] ?? {});
    return source !== null && isAbandoned(record, source.shoptrace.commit);
  });
  const { generation } = batch;
  await writeAll(context, attachmentItems(context, { attachments, generation }, record, 'index'), [
    'details',
  ]);
}

const attachmentId = ({ event, transaction }: Attachment): string =>
  documentId('attachment', event, transaction);
