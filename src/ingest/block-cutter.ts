// Cuts a stream of bytes into runs of complete lines that never cross a block border, whatever the pieces they arrive in.
import { BLOCK_BYTES } from '../model/block.js';
import { MarkChain } from './mark-chain.js';

const NEWLINE = 10;
const empty = Buffer.alloc(0);

/** A run of complete lines of one block. */
export interface Cut {
  /** Original bytes; of an endless line its kept beginning and a line end. Empty when a block only closes. */
  readonly bytes: Buffer;
  /** Bytes of the file left out at the end of the last line. */
  readonly dropped: number;
  /** The block's mark when it ends with this run, else null. */
  readonly mark: string | null;
}

/** Where a cutter begins: at the beginning of a file, or behind complete lines of an open block. */
export interface CutterStart {
  /** Mark of the block before the open one, empty at the beginning. */
  readonly previousMark: string;
  /** Original bytes of the open block so far, complete lines only. */
  readonly openBytes: Uint8Array;
}

/**
 * A block ends with the first line end at or after 64 KiB. A line of more than `maxLineBytes` is a block of its own, and
 * ends the one before; only its beginning is kept in memory.
 */
export class BlockCutter {
  readonly #maxLineBytes: number;
  readonly #chain: MarkChain;
  #blockLength: number;
  #rest: Buffer = empty;
  #endless: { kept: Buffer; total: number } | null = null;

  /** @param maxLineBytes at least 64 KiB, so that only the last line of a block can be longer */
  constructor(maxLineBytes: number, start: CutterStart = { previousMark: '', openBytes: empty }) {
    this.#maxLineBytes = maxLineBytes;
    this.#chain = new MarkChain(start.previousMark);
    this.#chain.update(start.openBytes);
    this.#blockLength = start.openBytes.length;
  }

  /** Bytes taken since the last line end. */
  get restLength(): number {
    return this.#endless?.total ?? this.#rest.length;
  }

  /** The unterminated line, null when it is too long to be kept. */
  get rest(): Buffer | null {
    return this.#endless === null ? this.#rest : null;
  }

  /** Mark of the open block with `rest` behind it. */
  openMark(rest: Uint8Array): string {
    return this.#chain.peek(rest);
  }

  *push(chunk: Buffer): Generator<Cut> {
    let data = chunk;
    let searchFrom = 0;
    if (this.#endless !== null) {
      const end = chunk.indexOf(NEWLINE);
      this.#growEndless(end < 0 ? chunk : chunk.subarray(0, end + 1));
      if (end < 0) return;
      yield this.#closeEndless();
      data = chunk.subarray(end + 1);
    } else if (this.#rest.length > 0) {
      searchFrom = this.#rest.length;
      data = Buffer.concat([this.#rest, chunk]);
    }
    yield* this.#cutLines(data, searchFrom);
  }

  /** The end of the file inside an endless line: what was kept of it, as a line. Null when there is none. */
  finishEndless(): Cut | null {
    return this.#endless === null ? null : this.#closeEndless();
  }

  *#cutLines(data: Buffer, searchFrom: number): Generator<Cut> {
    let start = 0;
    for (;;) {
      const target = start + Math.max(0, BLOCK_BYTES - this.#blockLength - 1);
      const end = data.indexOf(NEWLINE, Math.max(target, searchFrom));
      if (end < 0) break;
      const lineStart = end > start ? Math.max(start, data.lastIndexOf(NEWLINE, end - 1) + 1) : start;
      if (end - lineStart > this.#maxLineBytes) {
        yield* this.#closeBefore(data.subarray(start, lineStart));
        this.#beginEndless(data.subarray(lineStart, end + 1));
        yield this.#closeEndless();
      } else {
        yield this.#closeWith(data.subarray(start, end + 1));
      }
      start = end + 1;
      searchFrom = start;
    }
    yield* this.#keepRest(data, start);
  }

  *#keepRest(data: Buffer, start: number): Generator<Cut> {
    const last = data.lastIndexOf(NEWLINE);
    const restStart = Math.max(start, last + 1);
    const lines = data.subarray(start, restStart);
    const rest = data.subarray(restStart);
    this.#rest = empty;
    if (rest.length > this.#maxLineBytes) {
      yield* this.#closeBefore(lines);
      this.#beginEndless(rest);
      return;
    }
    if (lines.length > 0) {
      this.#chain.update(lines);
      this.#blockLength += lines.length;
      yield { bytes: lines, dropped: 0, mark: null };
    }
    // A copy, so that a few bytes do not hold the whole piece in memory.
    this.#rest = Buffer.from(rest);
  }

  #closeWith(lines: Buffer): Cut {
    this.#chain.update(lines);
    this.#blockLength = 0;
    return { bytes: lines, dropped: 0, mark: this.#chain.close() };
  }

  /** Ends the open block, if it holds anything, in front of an endless line. */
  *#closeBefore(lines: Buffer): Generator<Cut> {
    if (this.#blockLength + lines.length > 0) yield this.#closeWith(lines);
  }

  #beginEndless(bytes: Buffer): void {
    this.#endless = { kept: Buffer.from(bytes.subarray(0, this.#maxLineBytes)), total: 0 };
    this.#growEndless(bytes);
  }

  #growEndless(bytes: Buffer): void {
    if (this.#endless === null) return;
    this.#endless.total += bytes.length;
    this.#chain.update(bytes);
  }

  #closeEndless(): Cut {
    const { kept, total } = this.#endless ?? { kept: empty, total: 0 };
    this.#endless = null;
    this.#blockLength = 0;
    const bytes = Buffer.concat([kept, Buffer.from('\n')]);
    return { bytes, dropped: total - bytes.length, mark: this.#chain.close() };
  }
}
