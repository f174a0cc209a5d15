// Documents that go with an append beside its records: attachments of records without ID, and records that are skipped.
import type { AppendBatch, Generation } from '../../model/block.js';
import type { Attachment } from '../../model/event.js';
import type { BulkItem, ItemVerdict } from './bulk.js';
import { indexLines, indexOverLines, writeAll, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import { isAbandoned, type GenerationRecord } from './generation-record.js';
import { documentsIn, placeOf, sourceOf } from './raw-documents.js';

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
  { attachments, generation }: Pick<AppendBatch, 'attachments' | 'generation'>,
  record: GenerationRecord,
): BulkItem[] {
  const index = context.names.writable('details');
  return attachments.map((attachment) =>
    indexLines('create', index, attachmentId(attachment), attachmentDocument(attachment, generation, record)),
  );
}

function attachmentDocument(
  attachment: Attachment,
  { id, shop }: Generation,
  { next, checkpoint }: GenerationRecord,
): object {
  return {
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
  };
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
  if (record.abandoned.length === 0) return;
  let there = batch.attachments.filter((_item, position) => verdicts[position]?.kind === 'conflict');
  for (let attempt = 0; there.length > 0; attempt += 1) {
    if (attempt > 0) await context.connection.pause(attempt);
    there = await claimAttachments(context, there, batch.generation, record);
  }
}

interface AttachmentDocument {
  readonly shoptrace: { readonly commit: number };
}

/** @returns those that somebody else wrote meanwhile */
async function claimAttachments(
  context: EsContext,
  attachments: readonly Attachment[],
  generation: Generation,
  record: GenerationRecord,
): Promise<Attachment[]> {
  const index = context.names.index('details');
  const reply = await context.connection.send({
    method: 'POST',
    path: `/${index}/_mget`,
    query: { _source_includes: 'shoptrace.commit' },
    body: { ids: attachments.map(attachmentId) },
    what: `read of ${index}`,
    patienceMs: context.writePatienceMs,
  });
  const documents = documentsIn<AttachmentDocument>(reply.body);
  const claimed: Attachment[] = [];
  const items: BulkItem[] = [];
  for (const [position, attachment] of attachments.entries()) {
    const raw = documents[position];
    const source = raw === undefined ? null : sourceOf(raw);
    if (raw !== undefined && source !== null && !isAbandoned(record, source.shoptrace.commit)) continue;
    const document = attachmentDocument(attachment, generation, record);
    const id = attachmentId(attachment);
    const writable = context.names.writable('details');
    claimed.push(attachment);
    // Whoever was overtaken may have taken it away again.
    if (raw === undefined || source === null) items.push(indexLines('create', writable, id, document));
    else items.push(indexOverLines(writable, id, document, placeOf(raw)));
  }
  const written = await writeAll(context, items, ['details']);
  return claimed.filter((_item, position) => written[position]?.kind === 'conflict');
}

const attachmentId = ({ event, transaction }: Attachment): string =>
  documentId('attachment', event, transaction);
