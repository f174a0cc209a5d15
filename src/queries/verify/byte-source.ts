// A file's bytes in order, looked at before they are taken.

export class ByteSource {
  readonly #chunks: AsyncIterator<Buffer>;
  #buffer: Buffer = Buffer.alloc(0);
  #ended = false;
  /** Offset of the next byte. */
  position = 0;
  /** Line of the next byte, from 1. */
  #line = 1;
  #counted = { to: 0, lines: 0 };

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next bytes, fewer at the end. */
  async peek(length: number): Promise<Buffer> {
    const pieces = [this.#buffer];
    let held = this.#buffer.length;
    while (held < length && !this.#ended) {
      const next = await this.#chunks.next();
      if (next.done === true) this.#ended = true;
      else {
        pieces.push(next.value);
        held += next.value.length;
      }
    }
    if (pieces.length > 1) this.#buffer = Buffer.concat(pieces);
    return this.#buffer.subarray(0, length);
  }

  /** Bytes of the next line with its line end, at most `most`; empty at the end. @param skip bytes before it */
  async peekLine(skip: number, most: number): Promise<Buffer> {
    for (let length = 4096; ; length *= 4) {
      const bytes = (await this.peek(skip + length)).subarray(skip);
      const end = bytes.indexOf(10);
      if (end >= 0) return bytes.subarray(0, Math.min(end + 1, most));
      if (bytes.length < length || bytes.length >= most) return bytes.subarray(0, most);
    }
  }

  /** Line of a byte that was looked at; ascending calls are cheap. */
  lineAt(skip: number): number {
    if (skip < this.#counted.to) this.#counted = { to: 0, lines: 0 };
    const { to, lines } = this.#counted;
    const passed = this.#buffer.subarray(to, skip);
    let more = 0;
    for (let at = passed.indexOf(10); at >= 0; at = passed.indexOf(10, at + 1)) more += 1;
    this.#counted = { to: skip, lines: lines + more };
    return this.#line + lines + more;
  }

  take(length: number): void {
    this.#line = this.lineAt(length);
    this.#counted = { to: 0, lines: 0 };
    this.#buffer = this.#buffer.subarray(length);
    this.position += length;
  }
}
