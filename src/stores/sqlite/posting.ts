// Which lines of one block belong to a transaction: head offsets from the block's start, own ones first, then by kind of attachment.
import { VarintReader, VarintWriter } from './varint.js';

export interface Posting {
  /** Ascending. */
  readonly own: number[];
  /** Number of `attachment_kind` → ascending. */
  readonly attached: Map<number, number[]>;
}

export function emptyPosting(): Posting {
  return { own: [], attached: new Map() };
}

export function encodePosting(posting: Posting): Uint8Array {
  const writer = new VarintWriter();
  writer.push(posting.own.length);
  writer.pushAscending(posting.own);
  for (const [kind, offsets] of posting.attached) {
    writer.push(kind);
    writer.push(offsets.length);
    writer.pushAscending(offsets);
  }
  return writer.bytes();
}

export function decodePosting(bytes: Uint8Array): Posting {
  const reader = new VarintReader(bytes);
  const posting: Posting = { own: reader.ascending(reader.next()), attached: new Map() };
  while (!reader.done) {
    const kind = reader.next();
    posting.attached.set(kind, reader.ascending(reader.next()));
  }
  return posting;
}

/** Adds what `more` has and `posting` has not. */
export function mergePosting(posting: Posting, more: Posting): void {
  for (const offset of more.own) addAscending(posting.own, offset);
  for (const [kind, offsets] of more.attached)
    for (const offset of offsets) addAttached(posting, kind, offset);
}

/** The first word about a line stands. */
export function addAttached(posting: Posting, kind: number, offset: number): void {
  for (const offsets of posting.attached.values()) if (offsets.includes(offset)) return;
  const offsets = posting.attached.get(kind);
  if (offsets === undefined) posting.attached.set(kind, [offset]);
  else addAscending(offsets, offset);
}

export function addAscending(values: number[], value: number): void {
  const last = values.at(-1);
  if (last === undefined || value > last) values.push(value);
  else if (!values.includes(value)) {
    values.push(value);
    values.sort((a, b) => a - b);
  }
}

/** Attached lines of a block, for the change feed. */
export interface BlockAttachment {
  /** From the block's start. */
  readonly offset: number;
  readonly transaction: number;
  readonly kind: number;
}

export function encodeBlockAttachments(items: readonly BlockAttachment[]): Uint8Array | null {
  if (items.length === 0) return null;
  const writer = new VarintWriter();
  let before = 0;
  for (const item of items) {
    writer.push(item.offset - before);
    writer.push(item.transaction);
    writer.push(item.kind);
    before = item.offset;
  }
  return writer.bytes();
}

export function decodeBlockAttachments(bytes: Uint8Array | null): BlockAttachment[] {
  const items: BlockAttachment[] = [];
  if (bytes === null) return items;
  const reader = new VarintReader(bytes);
  let offset = 0;
  while (!reader.done) {
    offset += reader.next();
    items.push({ offset, transaction: reader.next(), kind: reader.next() });
  }
  return items;
}
