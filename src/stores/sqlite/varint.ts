// Small numbers as bytes: 7 bits each, low ones first, the high bit says that more follow.

export class VarintWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  /** @param value whole, from 0 to 2^53 */
  push(value: number): void {
    if (this.#length + 8 > this.#bytes.length) this.#grow();
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[this.#length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#bytes[this.#length++] = rest;
  }

  /** Ascending values, each as its distance from the one before. */
  pushAscending(values: readonly number[]): void {
    let before = 0;
    for (const value of values) {
      this.push(value - before);
      before = value;
    }
  }

  bytes(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

export class VarintReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#position >= this.#bytes.length;
  }

  next(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.#bytes[this.#position++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 0x80;
    }
  }

  ascending(count: number): number[] {
    const values: number[] = [];
    let value = 0;
    for (let index = 0; index < count; index += 1) {
      value += this.next();
      values.push(value);
    }
    return values;
  }
}
