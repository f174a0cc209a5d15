// Blocks as bytes, text and events; what was read lately is kept.
import { asAlternate, type Generation } from '../../model/block.js';
import type { TraceEvent } from '../../model/event.js';
import type { BlockDecoder } from '../store.js';
import { unpackBlock, unpackOffsets, type PackedBlock } from './block-packing.js';
import { storeDamaged, type SqlDatabase } from './driver.js';
import { Recent } from './recent.js';
import { BLOCKS_PER_GENERATION } from './schema.js';

const REMEMBERED_BLOCKS = 64;
const REMEMBERED_TEXTS = 16;

/** A block without its bytes. */
export interface BlockRow {
  readonly id: number;
  readonly start: number;
  readonly length: number;
  readonly first_line: number;
  readonly lines: number;
  readonly closed: number;
  readonly mark: string;
  readonly time_from: number | null;
  readonly time_to: number | null;
  readonly order_from: number | null;
  readonly order_to: number | null;
  /** Head and end of the last final event whose head is in the block. */
  readonly last_head: number | null;
  readonly last_end: number | null;
  readonly attached: Uint8Array | null;
  /** Heads, from `start`, of records that are no events. */
  readonly skipped: Uint8Array | null;
}

interface Decoded {
  readonly lastEnd: number;
  readonly events: readonly TraceEvent[];
}

interface BlockText {
  readonly text: string;
  readonly readerState: string;
}

export class BlockReader {
  readonly #database: SqlDatabase;
  readonly #decoder: BlockDecoder;
  readonly #dataset: string;
  readonly #decoded = new Recent<number, Decoded>(REMEMBERED_BLOCKS);
  readonly #texts = new Recent<string, BlockText>(REMEMBERED_TEXTS);
  readonly #generations = new Map<number, Generation>();

  constructor(database: SqlDatabase, decoder: BlockDecoder, dataset: string) {
    this.#database = database;
    this.#decoder = decoder;
    this.#dataset = dataset;
  }

  forget(): void {
    this.#decoded.clear();
    this.#texts.clear();
    this.#generations.clear();
  }

  forgetBlock(id: number): void {
    this.#decoded.delete(id);
  }

  /** All final events with their head in the block, in file order. */
  events(block: BlockRow): readonly TraceEvent[] {
    if (block.last_head === null) return [];
    const known = this.#decoded.get(block.id);
    if (known !== undefined && known.lastEnd === block.last_end) return known.events;
    const events = this.#decode(block, null);
    this.remember(block, events);
    return events;
  }

  /** The same for one who goes through the file: nothing is kept. */
  eventsOnce(block: BlockRow): readonly TraceEvent[] {
    if (block.last_head === null) return [];
    const known = this.#decoded.get(block.id);
    return known !== undefined && known.lastEnd === block.last_end ? known.events : this.#decode(block, null);
  }

  remember(block: BlockRow, events: readonly TraceEvent[]): void {
    this.#decoded.set(block.id, { lastEnd: block.last_end ?? 0, events });
  }

  /** Those of the events whose heads are asked for. */
  eventsAt(block: BlockRow, wanted: ReadonlySet<number>): readonly TraceEvent[] {
    const known = this.#decoded.get(block.id);
    if (known !== undefined && known.lastEnd === block.last_end)
      return known.events.filter(({ offset }) => wanted.has(offset));
    return this.#decode(block, wanted).filter(({ offset }) => wanted.has(offset));
  }

  /** Stored bytes [from, to) of a generation; shorter where less is stored. */
  bytes(generation: number, from: number, to: number): Buffer {
    const first = generation * BLOCKS_PER_GENERATION;
    const end = first + BLOCKS_PER_GENERATION;
    const sql = `SELECT * FROM block WHERE id >= coalesce((SELECT max(id) FROM block WHERE id >= ? AND id < ?
      AND start <= ?), ?) AND id < ? AND start < ? ORDER BY id`;
    const parts = this.#database
      .all<BlockRow>(sql, first, end, from, first, end, to)
      .filter((block) => block.start + block.length > from)
      .map((block) =>
        this.unpacked(block).bytes.subarray(Math.max(0, from - block.start), Math.max(0, to - block.start)),
      );
    return Buffer.concat(parts);
  }

  /** @throws store-damaged */
  unpacked(block: BlockRow): { bytes: Buffer; readerState: string } {
    const sql = 'SELECT packed, state_length, data FROM block_bytes WHERE id = ?';
    const row = this.#database.get<PackedBlock>(sql, block.id);
    if (row === null) throw storeDamaged(this.#dataset, `block ${block.id} has no bytes`);
    return unpackBlock(row, this.#dataset);
  }

  generation(number: number): Generation {
    let generation = this.#generations.get(number);
    if (generation === undefined) {
      const sql = 'SELECT generation FROM generation WHERE number = ?';
      const row = this.#database.get<{ generation: string }>(sql, number);
      if (row === null) throw storeDamaged(this.#dataset, `there is no generation ${number}`);
      generation = JSON.parse(row.generation) as Generation;
      this.#generations.set(number, generation);
    }
    return generation;
  }

  #decode(block: BlockRow, wanted: ReadonlySet<number> | null): readonly TraceEvent[] {
    const { last_head: lastHead, last_end: lastEnd } = block;
    if (lastHead === null || lastEnd === null) return [];
    const end = block.start + block.length;
    const number = Math.floor(block.id / BLOCKS_PER_GENERATION);
    const goesOn = lastEnd > end && (wanted === null || wanted.has(lastHead));
    const following = goesOn ? this.bytes(number, end, lastEnd).toString('latin1') : '';
    const { text, readerState } = this.#text(block);
    const generation = this.generation(number);
    const found = this.#decoder.decode(generation, {
      start: block.start,
      text,
      readerState,
      following,
      wanted,
      cut: Math.max(0, block.length - text.length),
    });
    const skipped = new Set(unpackOffsets(block.skipped));
    return found
      .filter(({ offset }) => offset <= lastHead && !skipped.has(offset - block.start))
      .map((event) => asAlternate(event, generation));
  }

  #text(block: BlockRow): BlockText {
    const key = `${block.id} ${block.mark}`;
    const known = this.#texts.get(key);
    if (known !== undefined) return known;
    const { bytes, readerState } = this.unpacked(block);
    const text = { text: bytes.toString('latin1'), readerState };
    this.#texts.set(key, text);
    return text;
  }
}
