// The block at the end of what was read: its masked bytes piece by piece, until it closes.
import type { Block } from '../model/block.js';
import type { ReadResult } from '../../parsers/format.js';

export interface OpenBlockStart {
  readonly number: number;
  readonly start: number;
  readonly firstLine: number;
  readonly readerState: string;
}

type Masks = ReadResult['masks'];

/** Replaces the masked spans by the same number of bytes. The input stays as it is. */
export function maskBytes(bytes: Buffer, masks: Masks): Buffer {
  if (masks.length === 0) return bytes;
  const masked = Buffer.from(bytes);
  for (const { start, end, replacement } of masks) {
    if (replacement.length !== end - start)
      throw new Error(`A mask of ${replacement.length} bytes for a span of ${end - start}`);
    masked.write(replacement, start, 'latin1');
  }
  return masked;
}

export class OpenBlock {
  readonly #start: OpenBlockStart;
  readonly #pieces: Buffer[] = [];
  readonly #masked: (readonly [number, number])[] = [];
  #storedLength = 0;
  #length = 0;
  #lines = 0;

  constructor(start: OpenBlockStart) {
    this.#start = start;
  }

  get number(): number {
    return this.#start.number;
  }

  get start(): number {
    return this.#start.start;
  }

  /** Bytes of the file it stands for so far. */
  get length(): number {
    return this.#length;
  }

  /** Takes lines as read, in original bytes. @param dropped bytes of the file left out behind them */
  add(bytes: Buffer, dropped: number, lines: number, masks: Masks): void {
    const offset = this.#storedLength;
    this.#pieces.push(maskBytes(bytes, masks));
    for (const mask of masks) this.#masked.push([offset + mask.start, offset + mask.end]);
    this.#storedLength += bytes.length;
    this.#length += bytes.length + dropped;
    this.#lines += lines;
  }

  /** Takes what a store kept of this block: bytes that are masked already, complete lines only. */
  addStored(bytes: Buffer, lines: number, masked: Block['masked']): void {
    this.#pieces.push(bytes);
    for (const span of masked) if (span[1] <= bytes.length) this.#masked.push(span);
    this.#storedLength += bytes.length;
    this.#length += bytes.length;
    this.#lines += lines;
  }

  /** @param rest unterminated last line that the file ends with, and its masks */
  toBlock(
    generation: string,
    mark: string,
    closed: boolean,
    rest?: { bytes: Buffer; masks: Masks } | null,
  ): Block {
    const pieces = rest ? [...this.#pieces, maskBytes(rest.bytes, rest.masks)] : this.#pieces;
    const restMasked = (rest?.masks ?? []).map(
      ({ start, end }) => [this.#storedLength + start, this.#storedLength + end] as const,
    );
    return {
      generation,
      number: this.#start.number,
      start: this.#start.start,
      bytes: pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces),
      firstLine: this.#start.firstLine,
      lines: this.#lines + (rest ? 1 : 0),
      length: this.#length + (rest ? rest.bytes.length : 0),
      mark,
      closed,
      readerState: this.#start.readerState,
      masked: [...this.#masked, ...restMasked],
    };
  }
}
