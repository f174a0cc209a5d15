// The stored bytes of one generation, block by block, with what was masked in them.
import { ShoptraceError } from '../../model/errors.js';
import type { Block } from '../../model/block.js';
import type { BlockMark, Dataset } from '../question.js';

/** A stored line, its masked spans counted from its own beginning. */
export interface StoredLine {
  readonly bytes: Uint8Array;
  readonly masked: readonly (readonly [number, number])[];
}

export class StoredSource {
  readonly #dataset: Dataset;
  readonly #generation: string;
  readonly #marks: readonly BlockMark[];
  readonly #pruned: number;
  #known: { readonly number: number; readonly block: Block | null } | null = null;
  /** Offset of the next byte. */
  position = 0;

  /** @param pruned blocks at the beginning whose bytes were deleted when they were old */
  constructor(dataset: Dataset, generation: string, marks: readonly BlockMark[], pruned = 0) {
    this.#pruned = pruned;
    this.#dataset = dataset;
    this.#generation = generation;
    this.#marks = marks;
  }

  get end(): number {
    const last = this.#marks.at(-1);
    return last === undefined ? 0 : last.start + last.length;
  }

  /** What stands behind the position; null at the end. @param linesBefore of the stored bytes before it */
  restAt(linesBefore: number): { readonly bytes: number; readonly lines: number } | null {
    const bytes = this.end - this.position;
    if (bytes <= 0) return null;
    return { bytes, lines: this.#marks.reduce((sum, { lines }) => sum + lines, -linesBefore) };
  }

  /** The block that begins at the position. */
  markHere(): BlockMark | undefined {
    const mark = this.#markAt(this.position);
    return mark?.start === this.position ? mark : undefined;
  }

  /** Mark of the block before, empty before the first. */
  markBefore(number: number): string {
    return this.#marks[number - 1]?.mark ?? '';
  }

  isPruned({ number }: BlockMark): boolean {
    return number < this.#pruned;
  }

  /** Null where its bytes are gone or cannot be unpacked. */
  async block(mark: BlockMark): Promise<Block | null> {
    if (this.#known?.number === mark.number) return this.#known.block;
    let block: Block | null;
    try {
      block = await this.#dataset.block(this.#generation, mark.number);
    } catch (error) {
      if (!(error instanceof ShoptraceError) || error.code !== 'store-damaged') throw error;
      block = null;
    }
    this.#known = { number: mark.number, block };
    return block;
  }

  /** The line `skip` bytes behind the position; null at the end and where bytes are gone. */
  async peekLine(skip: number): Promise<StoredLine | null> {
    const at = this.position + skip;
    const mark = this.#markAt(at);
    const block = mark === undefined ? null : await this.block(mark);
    if (block === null) return null;
    const from = at - block.start;
    const newline = block.bytes.indexOf(10, from);
    const to = newline < 0 ? block.bytes.length : newline + 1;
    if (to <= from) return null;
    const masked = block.masked
      .filter(([start, end]) => end > from && start < to)
      .map(([start, end]) => [Math.max(0, start - from), Math.min(to, end) - from] as const);
    return { bytes: block.bytes.subarray(from, to), masked };
  }

  #markAt(offset: number): BlockMark | undefined {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#marks[middle]?.start ?? Infinity) <= offset) low = middle + 1;
      else high = middle;
    }
    const mark = this.#marks[low - 1];
    return mark !== undefined && offset < mark.start + mark.length ? mark : undefined;
  }
}
