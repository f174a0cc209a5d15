// What a batch adds to each block: events, words, postings, attachments. Gathered in memory, written once a block.
import type { AppendBatch } from '../../model/block.js';
import type { Attachment, TraceEvent } from '../../model/event.js';
import type { BlockRow } from './block-reader.js';
import type { Dictionaries } from './dictionaries.js';
import { addAscending, addAttached, emptyPosting, type BlockAttachment, type Posting } from './posting.js';

export interface TouchedBlock {
  /** As stored before the batch, null when it is new. */
  readonly before: BlockRow | null;
  readonly id: number;
  readonly start: number;
  readonly events: TraceEvent[];
  readonly postings: Map<number, Posting>;
  readonly attached: BlockAttachment[];
  /** Heads, from `start`, of records that are no events. */
  readonly skipped: number[];
}

/** Finds the block of an offset: among the blocks of the batch, else among the stored ones. */
export class TouchedBlocks {
  readonly #touched = new Map<number, TouchedBlock>();
  readonly #batch: readonly { readonly id: number; readonly start: number; readonly end: number }[];
  readonly #storedAt: (offset: number) => BlockRow | null;
  readonly #storedById: (id: number) => BlockRow | null;
  #position = 0;

  constructor(
    blocks: AppendBatch['blocks'],
    idOf: (blockNumber: number) => number,
    storedAt: (offset: number) => BlockRow | null,
    storedById: (id: number) => BlockRow | null,
  ) {
    this.#batch = blocks.map((block) => ({
      id: idOf(block.number),
      start: block.start,
      end: block.start + block.length,
    }));
    this.#storedAt = storedAt;
    this.#storedById = storedById;
    for (const { id, start } of this.#batch) this.#touch(id, start, null);
  }

  all(): Iterable<TouchedBlock> {
    return this.#touched.values();
  }

  /** @throws Error where no block holds the offset: a fault of the caller */
  at(offset: number): TouchedBlock {
    const inBatch = this.#inBatch(offset);
    if (inBatch !== null) return inBatch;
    const stored = this.#storedAt(offset);
    if (stored === null || offset >= stored.start + stored.length)
      throw new Error(`No block holds the record at offset ${offset}`);
    return this.#touched.get(stored.id) ?? this.#touch(stored.id, stored.start, stored);
  }

  #inBatch(offset: number): TouchedBlock | null {
    const first = this.#batch[0];
    if (first === undefined || offset < first.start) return null;
    const here = this.#batch[this.#position];
    if (here !== undefined && offset < here.start) this.#position = 0;
    for (; this.#position < this.#batch.length; this.#position += 1) {
      const block = this.#batch[this.#position];
      if (block !== undefined && offset < block.end) return this.#touched.get(block.id) ?? null;
    }
    this.#position = 0;
    return null;
  }

  #touch(id: number, start: number, known: BlockRow | null): TouchedBlock {
    const block: TouchedBlock = {
      before: known ?? this.#storedById(id),
      id,
      start,
      events: [],
      postings: new Map(),
      attached: [],
      skipped: [],
    };
    this.#touched.set(id, block);
    return block;
  }
}

const postingOf = (block: TouchedBlock, transaction: number): Posting => {
  let posting = block.postings.get(transaction);
  if (posting === undefined) {
    posting = emptyPosting();
    block.postings.set(transaction, posting);
  }
  return posting;
};

/** @param before the event as stored; its head line may have been cut, so that its ID shows only now */
export function addRegrown(
  touched: TouchedBlocks,
  before: TraceEvent,
  after: TraceEvent,
  dictionaries: Dictionaries,
  shop: number,
  generation: number,
): number {
  const block = touched.at(after.offset);
  if (before.transaction === null) return addEvents(touched, [after], dictionaries, shop, generation);
  block.events.push(after);
  return 0;
}

/** @returns how many transactions have their first own record of the generation among the events */
export function addEvents(
  touched: TouchedBlocks,
  events: readonly TraceEvent[],
  dictionaries: Dictionaries,
  shop: number,
  generation: number,
): number {
  let newTransactions = 0;
  let posting: Posting | null = null;
  let postedIn: TouchedBlock | null = null;
  let posted = -1;
  for (const event of events) {
    const block = touched.at(event.offset);
    block.events.push(event);
    if (event.transaction === null) continue;
    const transaction = dictionaries.transaction(shop, event.transaction);
    if (posting === null || postedIn !== block || posted !== transaction.number) {
      posting = postingOf(block, transaction.number);
      postedIn = block;
      posted = transaction.number;
    }
    addAscending(posting.own, event.offset - block.start);
    if (transaction.generation === generation) continue;
    if (transaction.isNew || !dictionaries.hasOwnRecords(transaction.number, generation))
      newTransactions += 1;
    transaction.isNew = false;
    transaction.generation = generation;
  }
  return newTransactions;
}

export function addAttachments(
  touched: TouchedBlocks,
  attachments: readonly Attachment[],
  dictionaries: Dictionaries,
  shop: number,
): void {
  for (const attachment of attachments) {
    const block = touched.at(attachment.offset);
    const transaction = dictionaries.transaction(shop, attachment.transaction).number;
    const kind = dictionaries.attachmentKind(attachment);
    const offset = attachment.offset - block.start;
    addAttached(postingOf(block, transaction), kind, offset);
    block.attached.push({ offset, transaction, kind });
  }
}

export function addSkipped(touched: TouchedBlocks, skipped: AppendBatch['skipped']): void {
  for (const { offset } of skipped ?? []) {
    const block = touched.at(offset);
    block.skipped.push(offset - block.start);
  }
}
