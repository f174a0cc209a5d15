// A set of whole numbers as pages of bits: 100 million of them in 12.5 MB, full pages in a flag.

const PAGE_BITS = 16;
const PAGE_NUMBERS = 1 << PAGE_BITS;
const PAGE_WORDS = PAGE_NUMBERS >>> 5;

interface Page {
  /** Null: every number of the page is in the set. */
  words: Uint32Array | null;
  count: number;
}

/** Inclusive on both ends. */
export interface NumberRange {
  readonly from: number;
  readonly to: number;
}

export class NumberSet {
  readonly #pages = new Map<number, Page>();
  readonly #mostPages: number;
  #size = 0;
  #lastKey = -1;
  #last: Page | null = null;

  /** @param mostPages bound of the memory: a number on one page more is refused */
  constructor(mostPages = 1 << 16) {
    this.#mostPages = mostPages;
  }

  get size(): number {
    return this.#size;
  }

  /** Bytes of the pages that are stored as bits. */
  get bytes(): number {
    let pages = 0;
    for (const { words } of this.#pages.values()) if (words !== null) pages += 1;
    return pages * PAGE_WORDS * 4;
  }

  /**
   * @param number 0 … 2^53 - 1
   * @returns `added`, `known` (it was there: a duplicate), or `refused` (the set may not grow further)
   */
  add(number: number): 'added' | 'known' | 'refused' {
    const page = this.#pageFor(Math.floor(number / PAGE_NUMBERS));
    if (page === null) return 'refused';
    const { words } = page;
    if (words === null) return 'known';
    const bit = number % PAGE_NUMBERS;
    const mask = 1 << (bit & 31);
    const word = words[bit >>> 5] ?? 0;
    if ((word & mask) !== 0) return 'known';
    words[bit >>> 5] = word | mask;
    page.count += 1;
    this.#size += 1;
    if (page.count === PAGE_NUMBERS) page.words = null;
    return 'added';
  }

  has(number: number): boolean {
    const page = this.#pages.get(Math.floor(number / PAGE_NUMBERS));
    if (page === undefined) return false;
    if (page.words === null) return true;
    const bit = number % PAGE_NUMBERS;
    return ((page.words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }

  delete(number: number): void {
    if (!this.has(number)) return;
    const page = this.#pages.get(Math.floor(number / PAGE_NUMBERS)) as Page;
    page.words ??= new Uint32Array(PAGE_WORDS).fill(0xffffffff);
    const bit = number % PAGE_NUMBERS;
    page.words[bit >>> 5] = (page.words[bit >>> 5] ?? 0) & ~(1 << (bit & 31));
    page.count -= 1;
    this.#size -= 1;
  }

  /** Numbers of [from, to] that are not in the set, as ranges, ascending. */
  *missing(from: number, to: number): Generator<NumberRange> {
    let open = -1;
    let next = from;
    for (const key of this.#keysBetween(from, to)) {
      const start = key * PAGE_NUMBERS;
      if (start > next && open < 0) open = next;
      const end = Math.min(to, start + PAGE_NUMBERS - 1);
      for (const { at, isIn } of changes(
        this.#pages.get(key) as Page,
        Math.max(next, start) - start,
        end - start,
      )) {
        if (!isIn && open < 0) open = start + at;
        if (isIn && open >= 0) {
          if (start + at > open) yield { from: open, to: start + at - 1 };
          open = -1;
        }
      }
      next = end + 1;
    }
    if (open < 0 && next <= to) open = next;
    if (open >= 0 && open <= to) yield { from: open, to };
  }

  #keysBetween(from: number, to: number): number[] {
    const first = Math.floor(from / PAGE_NUMBERS);
    const last = Math.floor(to / PAGE_NUMBERS);
    return [...this.#pages.keys()].filter((key) => key >= first && key <= last).sort((a, b) => a - b);
  }

  #pageFor(key: number): Page | null {
    if (key === this.#lastKey) return this.#last;
    let page = this.#pages.get(key);
    if (page === undefined) {
      if (this.#pages.size >= this.#mostPages) return null;
      page = { words: new Uint32Array(PAGE_WORDS), count: 0 };
      this.#pages.set(key, page);
    }
    this.#lastKey = key;
    this.#last = page;
    return page;
  }
}

/** Where, from `first` to `last` of a page, numbers in the set begin and end; whole words of one kind are passed over. */
function* changes(page: Page, first: number, last: number): Generator<{ at: number; isIn: boolean }> {
  const { words } = page;
  if (words === null) {
    yield { at: first, isIn: true };
    return;
  }
  let state: boolean | null = null;
  let at = first;
  while (at <= last) {
    const word = words[at >>> 5] ?? 0;
    if ((at & 31) === 0 && at + 31 <= last && (word === 0 || word >>> 0 === 0xffffffff)) {
      const isIn = word !== 0;
      if (isIn !== state) yield { at, isIn };
      state = isIn;
      at += 32;
      continue;
    }
    const isIn = (word & (1 << (at & 31))) !== 0;
    if (isIn !== state) yield { at, isIn };
    state = isIn;
    at += 1;
  }
}
