// Gathers the ranges that a comparison finds, joins neighbours, and counts their bytes.
import type { VerifyAnswer, VerifyKind, VerifyRange } from '../../model/verify.js';

const MOST_RANGES = 1000;

export class RangeList {
  readonly #ranges: VerifyRange[] = [];
  readonly #bytes: Record<VerifyKind, number> = {
    differs: 0,
    missing: 0,
    masked: 0,
    'not-covered': 0,
    database: 0,
  };
  #more = 0;

  add(range: VerifyRange): void {
    if (range.to <= range.from) return;
    this.#bytes[range.kind] += range.to - range.from;
    const last = this.#ranges.at(-1);
    if (last !== undefined && last.kind === range.kind && last.to === range.from)
      this.#ranges[this.#ranges.length - 1] = { ...last, to: range.to };
    else if (this.#ranges.length < MOST_RANGES) this.#ranges.push(range);
    else this.#more += 1;
  }

  answer(): Pick<VerifyAnswer, 'bytesOf' | 'ranges' | 'moreRanges'> {
    return { bytesOf: this.#bytes, ranges: this.#ranges, moreRanges: this.#more };
  }

  get bytesOf(): Readonly<Record<VerifyKind, number>> {
    return this.#bytes;
  }
}
