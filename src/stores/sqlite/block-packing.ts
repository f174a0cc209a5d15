// A block's bytes and the reader's state before them as one small blob.
import { promisify } from 'node:util';
import { deflateRaw, inflateRawSync, type ZlibOptions } from 'node:zlib';
import type { Block } from '../../model/block.js';
import { storeDamaged } from './driver.js';
import { VarintReader, VarintWriter } from './varint.js';

export interface PackedBlock {
  /** 1 deflated, 0 as it is (where that is smaller). */
  readonly packed: number;
  readonly state_length: number;
  readonly data: Uint8Array;
}

const deflateAside = promisify<Uint8Array, ZlibOptions, Buffer>(deflateRaw);
/** The last level that looks for no better match behind a good one: a tenth smaller than level 1, for threads with time. */
const LEVEL = 4;

/** State and bytes are compressed together, on another thread: both name the same transactions. */
export async function packBlock({
  readerState,
  bytes,
}: Pick<Block, 'readerState' | 'bytes'>): Promise<PackedBlock> {
  const state = Buffer.from(readerState);
  const plain = Buffer.concat([state, bytes]);
  const deflated = await deflateAside(plain, { level: LEVEL });
  const packed = deflated.length < plain.length;
  return { packed: packed ? 1 : 0, state_length: state.length, data: packed ? deflated : plain };
}

/** @throws store-damaged */
export function unpackBlock(block: PackedBlock, dataset: string): { bytes: Buffer; readerState: string } {
  const plain = block.packed === 1 ? inflated(block.data, dataset) : Buffer.from(block.data);
  return {
    readerState: plain.toString('utf8', 0, block.state_length),
    bytes: plain.subarray(block.state_length),
  };
}

function inflated(data: Uint8Array, dataset: string): Buffer {
  try {
    return inflateRawSync(data);
  } catch (error) {
    throw storeDamaged(dataset, 'a block cannot be unpacked', error);
  }
}

export function packSpans(spans: readonly (readonly [number, number])[]): Uint8Array | null {
  if (spans.length === 0) return null;
  const writer = new VarintWriter();
  for (const [start, end] of spans) {
    writer.push(start);
    writer.push(end);
  }
  return writer.bytes();
}

export function unpackSpans(bytes: Uint8Array | null): [number, number][] {
  const spans: [number, number][] = [];
  if (bytes === null) return spans;
  const reader = new VarintReader(bytes);
  while (!reader.done) spans.push([reader.next(), reader.next()]);
  return spans;
}

/** Ascending offsets, each as its distance from the one before; null without any. */
export function packOffsets(offsets: readonly number[]): Uint8Array | null {
  if (offsets.length === 0) return null;
  const writer = new VarintWriter();
  writer.push(offsets.length);
  writer.pushAscending(offsets);
  return writer.bytes();
}

export function unpackOffsets(bytes: Uint8Array | null): number[] {
  if (bytes === null) return [];
  const reader = new VarintReader(bytes);
  return reader.ascending(reader.next());
}
