// Which rows of a table were seen before: 64 bits of each row's hash in one growing table, eight bytes a row.
import { hash } from 'node:crypto';

const FIRST_SLOTS = 1 << 12;
const MOST_FILLED = 0.6;

export class RowFingerprints {
  #slots = new Uint32Array(FIRST_SLOTS * 2);
  #size = 0;

  /** True when the very same text was added before. */
  isRepeated(text: string): boolean {
    const digest = hash('sha1', text, 'buffer');
    // Zero marks a free slot.
    if (!this.#add(digest.readUInt32LE(0) || 1, digest.readUInt32LE(4))) return true;
    if (this.#size > (this.#slots.length / 2) * MOST_FILLED) this.#grow();
    return false;
  }

  #add(high: number, low: number): boolean {
    const mask = this.#slots.length / 2 - 1;
    let slot = (low & mask) >>> 0;
    while (this.#slots[slot * 2] !== 0) {
      if (this.#slots[slot * 2] === high && this.#slots[slot * 2 + 1] === low) return false;
      slot = (slot + 1) & mask;
    }
    this.#slots[slot * 2] = high;
    this.#slots[slot * 2 + 1] = low;
    this.#size += 1;
    return true;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(old.length * 2);
    this.#size = 0;
    for (let index = 0; index < old.length; index += 2)
      if (old[index] !== 0) this.#add(old[index] ?? 0, old[index + 1] ?? 0);
  }
}
