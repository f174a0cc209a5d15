// A set of whole numbers as pages of bits: 100 million of them in 12.5 MB, full pages in a flag.

const PAGE_BITS = 16;
const PAGE_NUMBERS = 1 << PAGE_BITS;
const PAGE_WORDS = PAGE_NUMBERS >>> 5;

/** A page of so few numbers lists them: 2 bytes a number instead of 8 KiB. */
const MOST_LISTED = 512;
const FIRST_LISTED = 8;

interface Page {
  /** Null: the numbers are listed, or every number of the page is in the set. */
  words: Uint32Array | null;
  /** Ascending; only the first `count` are valid. Null: there are bits, or every number of the page is in the set. */
  listed: Uint16Array | null;
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

  /** Bytes of all pages: lists and bits. */
  get bytes(): number {
    let bytes = 0;
    for (const { words, listed } of this.#pages.values())
      bytes += (words?.byteLength ?? 0) + (listed?.byteLength ?? 0);
    return bytes;
  }

  /**
   * @param number 0 … 2^53 - 1
   * @returns `added`, `known` (it was there: a duplicate), or `refused` (the set may not grow further)
   */
  add(number: number): 'added' | 'known' | 'refused' {
    const page = this.#pageFor(Math.floor(number / PAGE_NUMBERS));
    if (page === null) return 'refused';
    const { words } = page;
    const bit = number % PAGE_NUMBERS;
    if (words === null) {
      if (page.listed === null || !addListed(page, page.listed, bit)) return 'known';
      this.#size += 1;
      return 'added';
    }
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
    const bit = number % PAGE_NUMBERS;
    if (page.listed !== null) {
      const place = placeIn(page, page.listed, bit);
      return place < page.count && page.listed[place] === bit;
    }
    if (page.words === null) return true;
    return ((page.words[bit >>> 5] ?? 0) & (1 << (bit & 31))) !== 0;
  }

  delete(number: number): void {
    if (!this.has(number)) return;
    const page = this.#pages.get(Math.floor(number / PAGE_NUMBERS)) as Page;
    if (page.listed !== null) toBits(page);
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
      page = { words: null, listed: new Uint16Array(FIRST_LISTED), count: 0 };
      this.#pages.set(key, page);
    }
    this.#lastKey = key;
    this.#last = page;
    return page;
  }
}

/** Index of the first listed number that is not below `bit`. */
function placeIn({ count }: Page, listed: Uint16Array, bit: number): number {
  if (count === 0 || (listed[count - 1] as number) < bit) return count;
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((listed[middle] as number) < bit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** False when it is there already. */
function addListed(page: Page, listed: Uint16Array, bit: number): boolean {
  const { count } = page;
  const place = placeIn(page, listed, bit);
  if (place < count && listed[place] === bit) return false;
  if (count >= MOST_LISTED) {
    const words = toBits(page);
    words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
  } else {
    let room = listed;
    if (count === listed.length) {
      room = new Uint16Array(count * 2);
      room.set(listed);
      page.listed = room;
    }
    room.copyWithin(place + 1, place, count);
    room[place] = bit;
  }
  page.count = count + 1;
  return true;
}

function toBits(page: Page): Uint32Array {
  const words = page.words ?? new Uint32Array(PAGE_WORDS);
  const { listed, count } = page;
  if (listed !== null)
    for (let index = 0; index < count; index += 1) {
      const bit = listed[index] as number;
      words[bit >>> 5] = (words[bit >>> 5] ?? 0) | (1 << (bit & 31));
    }
  page.listed = null;
  page.words = words;
  return words;
}

/** Where, from `first` to `last` of a page, numbers in the set begin and end; whole words of one kind are passed over. */
function* changes(page: Page, first: number, last: number): Generator<{ at: number; isIn: boolean }> {
  const { words, listed } = page;
  if (listed !== null) {
    yield* listedChanges(page, listed, first, last);
    return;
  }
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

function* listedChanges(
  page: Page,
  listed: Uint16Array,
  first: number,
  last: number,
): Generator<{ at: number; isIn: boolean }> {
  let at = first;
  let index = placeIn(page, listed, first);
  while (at <= last) {
    const next = index < page.count ? (listed[index] as number) : PAGE_NUMBERS;
    yield { at, isIn: next === at };
    if (next > at) at = next;
    else
      while (index < page.count && listed[index] === at) {
        index += 1;
        at += 1;
      }
  }
}
