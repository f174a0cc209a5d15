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
  /** A run of NULs too long to be kept, ended where it ended; its last byte stands as a line end. */
  readonly nul: boolean;
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
  #endless: { kept: Buffer; total: number; nul: boolean } | null = null;

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
      const end = this.#endOfEndless(chunk);
      this.#growEndless(chunk.subarray(0, end));
      if (end === chunk.length && chunk[end - 1] !== NEWLINE) return;
      yield this.#closeEndless();
      data = chunk.subarray(end);
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

  /** Where an endless line ends in the next bytes: behind its `\n`, or where a run of NULs that it is made of ends. */
  #endOfEndless(chunk: Buffer): number {
    if (this.#endless?.nul === true) {
      const run = nulRun(chunk, 0);
      if (run < chunk.length && chunk[run] !== NEWLINE) return run;
    }
    const end = chunk.indexOf(NEWLINE);
    return end < 0 ? chunk.length : end + 1;
  }

  *#cutLines(data: Buffer, searchFrom: number): Generator<Cut> {
    let start = 0;
    for (;;) {
      const target = start + Math.max(0, BLOCK_BYTES - this.#blockLength - 1);
      const end = data.indexOf(NEWLINE, Math.max(target, searchFrom));
      if (end < 0) break;
      const lineStart = end > start ? Math.max(start, data.lastIndexOf(NEWLINE, end - 1) + 1) : start;
      let next = end + 1;
      if (end - lineStart > this.#maxLineBytes) {
        yield* this.#closeBefore(data.subarray(start, lineStart));
        const run = nulRun(data, lineStart);
        if (run > this.#maxLineBytes && lineStart + run < end) next = lineStart + run;
        this.#beginEndless(data.subarray(lineStart, next));
        yield this.#closeEndless();
      } else {
        yield this.#closeWith(data.subarray(start, next));
      }
      start = next;
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
      const run = nulRun(rest, 0);
      const split = run > this.#maxLineBytes && run < rest.length;
      this.#beginEndless(split ? rest.subarray(0, run) : rest);
      if (!split) return;
      yield this.#closeEndless();
      yield* this.#keepRest(rest.subarray(run), 0);
      return;
    }
    if (lines.length > 0) {
      this.#chain.update(lines);
      this.#blockLength += lines.length;
      yield { bytes: lines, dropped: 0, mark: null, nul: false };
    }
    // A copy, so that a few bytes do not hold the whole piece in memory.
    this.#rest = Buffer.from(rest);
  }

  #closeWith(lines: Buffer): Cut {
    this.#chain.update(lines);
    this.#blockLength = 0;
    return { bytes: lines, dropped: 0, mark: this.#chain.close(), nul: false };
  }

  /** Ends the open block, if it holds anything, in front of an endless line. */
  *#closeBefore(lines: Buffer): Generator<Cut> {
    if (this.#blockLength + lines.length > 0) yield this.#closeWith(lines);
  }

  #beginEndless(bytes: Buffer): void {
    const kept = Buffer.from(bytes.subarray(0, this.#maxLineBytes));
    this.#endless = { kept, total: 0, nul: true };
    this.#growEndless(bytes);
  }

  #growEndless(bytes: Buffer): void {
    if (this.#endless === null) return;
    if (this.#endless.nul) this.#endless.nul = nulRun(bytes, 0) === bytes.length;
    this.#endless.total += bytes.length;
    this.#chain.update(bytes);
  }

  #closeEndless(): Cut {
    const { kept, total, nul } = this.#endless ?? { kept: empty, total: 0, nul: false };
    this.#endless = null;
    this.#blockLength = 0;
    const bytes = Buffer.concat([kept, Buffer.from('\n')]);
    return { bytes, dropped: total - bytes.length, mark: this.#chain.close(), nul };
  }
}

/** Length of the run of NULs at `from`. */
function nulRun(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] === 0) at += 1;
  return at - from;
}
