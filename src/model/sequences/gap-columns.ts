// Missing numbers as columns: millions of holes in 28 bytes each instead of an object for each.
import type { Gap } from './gaps.js';

const FIRST_ROOM = 64;

/** In the order in which they were pushed. */
export class GapColumns implements Iterable<Gap> {
  #length = 0;
  #from: Float64Array = new Float64Array(FIRST_ROOM);
  #to: Float64Array = new Float64Array(FIRST_ROOM);
  #count: Float64Array = new Float64Array(FIRST_ROOM);
  #step = new Uint32Array(FIRST_ROOM);

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    const columns = [this.#from, this.#to, this.#count, this.#step];
    return columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  push({ from, to, count, step }: Gap): void {
    if (this.#length === this.#from.length) this.#grow();
    this.#from[this.#length] = from;
    this.#to[this.#length] = to;
    this.#count[this.#length] = count;
    this.#step[this.#length] = step;
    this.#length += 1;
  }

  at(index: number): Gap | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    return {
      from: this.#from[index] as number,
      to: this.#to[index] as number,
      count: this.#count[index] as number,
      step: this.#step[index] as number,
    };
  }

  /** How many numbers are missing in each. */
  get counts(): Float64Array {
    return this.#count.slice(0, this.#length);
  }

  /** How many numbers are missing in all. */
  get missing(): number {
    return this.counts.reduce((sum, count) => sum + count, 0);
  }

  filter(isKept: (gap: Gap) => boolean): GapColumns {
    const kept = new GapColumns();
    for (const gap of this) if (isKept(gap)) kept.push(gap);
    return kept;
  }

  *[Symbol.iterator](): Generator<Gap> {
    for (let index = 0; index < this.#length; index += 1) yield this.at(index) as Gap;
  }

  /** By half: of a long list a third of the room is free at most. */
  #grow(): void {
    const room = Math.ceil(this.#from.length * 1.5);
    const wider = (column: Float64Array): Float64Array => {
      const copy = new Float64Array(room);
      copy.set(column);
      return copy;
    };
    [this.#from, this.#to, this.#count] = [wider(this.#from), wider(this.#to), wider(this.#count)];
    const steps = new Uint32Array(room);
    steps.set(this.#step);
    this.#step = steps;
  }
}
