// The text of records as it stands in the file, cut from the blocks of a batch and what lies before them.
import type { Block } from '../../model/block.js';
import { decodeBytes } from '../../model/decode-bytes.js';
import type { TraceEvent } from '../../model/event.js';

export class OriginalText {
  readonly #pieces: readonly Pick<Block, 'start' | 'bytes'>[];

  /** @param pieces runs of bytes, ascending by start */
  constructor(pieces: readonly Pick<Block, 'start' | 'bytes'>[]) {
    this.#pieces = pieces;
  }

  /** Without the last line end; what is not at hand is left out. */
  of({ offset, byteLength }: TraceEvent): string {
    const end = offset + byteLength;
    const parts: Uint8Array[] = [];
    for (const { start, bytes } of this.#pieces) {
      if (start >= end || start + bytes.length <= offset) continue;
      parts.push(bytes.subarray(Math.max(0, offset - start), end - start));
    }
    const [only] = parts;
    const whole = parts.length === 1 && only !== undefined ? only : Buffer.concat(parts);
    return decodeBytes(whole).text.replace(/\r?\n$/, '');
  }
}
