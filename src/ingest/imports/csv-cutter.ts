// Cuts the bytes of a CSV file into rows, chunk by chunk, and takes apart those that are written by the book.
import { Buffer } from 'node:buffer';

/** Where a row lies and what it holds. */
export interface CutRow {
  /** From 1. */
  readonly line: number;
  /** Null: quotes stand where they should not; the bytes are to be read by somebody who forgives that. */
  readonly values: readonly string[] | null;
  /** The row without its end; good until the next chunk. */
  readonly bytes: Buffer;
}

/**
 * A quote that is opened and never closed, or a row beyond all measure. Reading goes on with the next line, unless the
 * file was cut off there.
 */
export interface TornRow {
  readonly line: number;
  readonly torn: 'quote' | 'length';
}

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const DOUBLED = /""/g;
const MOST_LINES_OF_A_FIELD = 50;

export interface CutterOptions {
  /** One character. */
  readonly separator: string;
  /** Columns to read, the others stay empty; null: all. */
  readonly wanted: ReadonlySet<number> | null;
  /** Bytes of a row; a quote that is never closed would swallow the rest of the file. */
  readonly longestRow: number;
}

/** RFC 4180; the end of the first row (LF, CRLF or CR) is the end of every row. Empty lines are passed over. */
export class CsvCutter {
  readonly #separator: number;
  readonly #wanted: ReadonlySet<number> | null;
  readonly #lastWanted: number;
  readonly #longestRow: number;
  #rest: Buffer = Buffer.alloc(0);
  #line = 1;
  /** How rows end, once the first has. */
  #ending: typeof LF | typeof CR | null = null;
  #isCrLf = false;
  #isPassingOver = false;
  #isLast = false;
  /** Of the row at hand. */
  #at = 0;
  #lines = 0;
  #isOdd = false;
  #isOpenQuote = false;

  constructor({ separator, wanted, longestRow }: CutterOptions) {
    this.#separator = separator.charCodeAt(0);
    this.#wanted = wanted;
    this.#lastWanted = wanted === null ? Infinity : Math.max(-1, ...wanted);
    this.#longestRow = longestRow;
  }

  /** The ending of rows; LF as long as none was seen. */
  get rowEnding(): string {
    if (this.#isCrLf) return '\r\n';
    return this.#ending === CR ? '\r' : '\n';
  }

  /** Rows that are whole with these bytes. */
  push(chunk: Buffer): (CutRow | TornRow)[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    return this.#cut(bytes);
  }

  /** The last row, which may end without a line break. */
  end(): (CutRow | TornRow)[] {
    this.#isLast = true;
    return this.#cut(this.#rest);
  }

  #cut(bytes: Buffer): (CutRow | TornRow)[] {
    const rows: (CutRow | TornRow)[] = [];
    let start = 0;
    while (start < bytes.length) {
      if (this.#isPassingOver) {
        const next = this.#nextLine(bytes, start);
        this.#isPassingOver = next === null;
        start = next ?? bytes.length;
        continue;
      }
      const after = this.#lineBreak(bytes, start);
      if (after === null) break;
      if (after > start) {
        this.#line += 1;
        start = after;
        continue;
      }
      const values = this.#row(bytes, start);
      if (values === 'open') {
        const torn = this.#tornAt(bytes, start);
        if (torn === null) break;
        rows.push(torn);
        if (this.#isCutOff()) start = bytes.length;
        else this.#isPassingOver = true;
        continue;
      }
      const end = this.#at;
      rows.push({
        line: this.#line,
        values: this.#isOdd ? null : values,
        bytes: bytes.subarray(start, end),
      });
      const next = this.#lineBreak(bytes, end) ?? end;
      this.#line += this.#lines + (next > end ? 1 : 0);
      start = next;
    }
    this.#rest = bytes.subarray(start);
    return rows;
  }

  /** A row that has no end: null while it may still get one. */
  #tornAt(bytes: Buffer, start: number): TornRow | null {
    const isTooLong = bytes.length - start > this.#longestRow;
    if (!isTooLong && !this.#isLast) return null;
    const isQuoted = this.#at >= bytes.length && this.#isOpenQuote;
    return { line: this.#line, torn: isQuoted ? 'quote' : 'length' };
  }

  /** A file that ends within a quoted field of some lines is a file that was cut off: what follows the quote are no rows. */
  #isCutOff(): boolean {
    return this.#isLast && this.#isOpenQuote && this.#lines <= MOST_LINES_OF_A_FIELD;
  }

  /** Behind the next line break of any kind, null when there is none. */
  #nextLine(bytes: Buffer, start: number): number | null {
    const at = bytes.indexOf(this.#ending === CR && !this.#isCrLf ? CR : LF, start);
    if (at < 0) return null;
    this.#line += 1;
    return at + 1;
  }

  /** Behind a line break at a place; the place itself where there is none; null where the next byte decides. */
  #lineBreak(bytes: Buffer, at: number): number | null {
    const byte = bytes[at];
    if (byte !== LF && byte !== CR) return at;
    if (this.#ending === null) {
      if (byte === CR && at + 1 >= bytes.length && !this.#isLast) return null;
      this.#isCrLf = byte === CR && bytes[at + 1] === LF;
      this.#ending = byte;
    }
    if (byte !== this.#ending) return at;
    if (!this.#isCrLf) return at + 1;
    if (bytes[at + 1] === LF) return at + 2;
    return at + 1 >= bytes.length && !this.#isLast ? null : at;
  }

  /** Values of the row that begins at a place; `#at` stands behind it. `open`: its end is not there yet. */
  #row(bytes: Buffer, start: number): string[] | 'open' {
    const values: string[] = [];
    this.#at = start;
    this.#lines = 0;
    this.#isOdd = false;
    this.#isOpenQuote = false;
    for (let column = 0; ; column += 1) {
      const isWanted = column <= this.#lastWanted;
      const read = isWanted && (this.#wanted === null || this.#wanted.has(column));
      const value = bytes[this.#at] === QUOTE ? this.#quoted(bytes, read) : this.#bare(bytes, this.#at, read);
      if (value === null) return 'open';
      if (isWanted) values.push(value);
      if (this.#at >= bytes.length || bytes[this.#at] !== this.#separator) return values;
      this.#at += 1;
      if (this.#at >= bytes.length && !this.#isLast) return 'open';
    }
  }

  /** A field up to the next separator or end of row. */
  #bare(bytes: Buffer, start: number, read: boolean): string | null {
    const separator = this.#separator;
    const length = bytes.length;
    let at = start;
    for (; at < length; at += 1) {
      const byte = bytes[at];
      if (byte === separator) break;
      if (byte !== LF && byte !== CR) continue;
      const after = this.#lineBreak(bytes, at);
      if (after === null) return this.#open(at);
      if (after > at) break;
      // A line break that ends no row belongs to the field.
      if (byte === LF || bytes[at + 1] !== LF) this.#lines += 1;
    }
    if (at >= length && !this.#isLast) return this.#open(at);
    this.#at = at;
    return read ? bytes.toString('utf8', start, at) : '';
  }

  #quoted(bytes: Buffer, read: boolean): string | null {
    const start = this.#at + 1;
    const length = bytes.length;
    let isDoubled = false;
    let at = start;
    for (; at < length; at += 1) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE) break;
        isDoubled = true;
        at += 1;
      } else if (byte === LF || (byte === CR && bytes[at + 1] !== LF)) this.#lines += 1;
    }
    if (at >= length || (at + 1 >= length && !this.#isLast)) {
      this.#isOpenQuote = at >= length;
      return this.#open(length);
    }
    const after = at + 1;
    const byte = bytes[after];
    if (after < length && byte !== this.#separator) {
      const end = byte === LF || byte === CR ? this.#lineBreak(bytes, after) : after;
      if (end === null) return this.#open(length);
      if (end === after) {
        this.#isOdd = true;
        return this.#bare(bytes, after, false);
      }
    }
    this.#at = after;
    if (!read) return '';
    const text = bytes.toString('utf8', start, at);
    return isDoubled ? text.replaceAll(DOUBLED, '"') : text;
  }

  #open(at: number): null {
    this.#at = at;
    return null;
  }
}
