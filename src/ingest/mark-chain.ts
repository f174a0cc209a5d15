// The chain of hashes over a file's blocks: equal marks mean equal bytes from the beginning of the file to there.
import { createHash, type Hash } from 'node:crypto';

/** m[k] = SHA-256(m[k-1] ‖ block k); m[-1] is empty. Hex outside, raw bytes inside the hash. */
export class MarkChain {
  #hash: Hash;

  /** @param previous mark of the block before (hex), empty for the first block */
  constructor(previous = '') {
    this.#hash = begin(previous);
  }

  update(bytes: Uint8Array): void {
    this.#hash.update(bytes);
  }

  /** Mark of the block if it ended here, with `rest` behind it. Changes nothing. */
  peek(rest?: Uint8Array): string {
    const hash = this.#hash.copy();
    if (rest !== undefined) hash.update(rest);
    return hash.digest('hex');
  }

  /** Ends the block; the next one begins. */
  close(): string {
    const mark = this.#hash.digest('hex');
    this.#hash = begin(mark);
    return mark;
  }
}

function begin(previous: string): Hash {
  return createHash('sha256').update(Buffer.from(previous, 'hex'));
}

/** The mark of one block. */
export function markOf(previous: string, bytes: Uint8Array): string {
  return begin(previous).update(bytes).digest('hex');
}
