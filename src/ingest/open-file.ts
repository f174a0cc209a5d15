// A descriptor of a followed file, and the proof that the file still holds what was read from it.
import { open, type FileHandle } from 'node:fs/promises';

/** Bytes compared at the beginning of the file, and before the place where reading goes on. */
const PROOF_BYTES = 1024;
const none = Buffer.alloc(0);

export class OpenFile {
  /** `device:inode`: a file whatever its names, but not its content. */
  readonly key: string;
  readonly #handle: FileHandle;
  #position = 0;
  #head: Buffer = none;
  #tail: Buffer = none;

  private constructor(key: string, handle: FileHandle) {
    this.key = key;
    this.#handle = handle;
  }

  /** @throws errors of the file system */
  static async open(path: string): Promise<OpenFile> {
    const handle = await open(path, 'r');
    try {
      const { dev, ino } = await handle.stat();
      return new OpenFile(`${dev}:${ino}`, handle);
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  async size(): Promise<number> {
    return (await this.#handle.stat()).size;
  }

  /** As in `FamilyMember`. */
  async signature(): Promise<string> {
    const { size, mtimeNs } = await this.#handle.stat({ bigint: true });
    return `${size} ${mtimeNs}`;
  }

  /** Bytes [from, to); shorter at the end of the file. */
  async read(from: number, to: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(Math.max(0, to - from));
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await this.#handle.read(buffer, length, buffer.length - length, from + length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return buffer.subarray(0, length);
  }

  async *chunks(from: number, to: number, readBytes: number): AsyncGenerator<Buffer> {
    for (let at = from; at < to;) {
      const chunk = await this.read(at, Math.min(to, at + readBytes));
      if (chunk.length === 0) return;
      at += chunk.length;
      yield chunk;
    }
  }

  /** What the file is known by from now on: it holds only while it begins so. */
  beginsWith(bytes: Buffer): void {
    this.#position = 0;
    this.#head = Buffer.from(bytes.subarray(0, PROOF_BYTES));
    this.#tail = none;
  }

  /** Takes what stands before `position`, behind the beginning, as proven. */
  async anchor(position: number): Promise<void> {
    this.#position = position;
    this.#tail = await this.read(Math.max(0, position - PROOF_BYTES), position);
  }

  /** The next bytes, read at the position. */
  advance(chunk: Buffer): void {
    const known = this.#head.length - this.#position;
    if (this.#head.length < PROOF_BYTES && known >= 0 && known < chunk.length)
      this.#head = Buffer.concat([this.#head, chunk.subarray(known)]).subarray(0, PROOF_BYTES);
    this.#position += chunk.length;
    this.#tail = Buffer.from(
      chunk.length >= PROOF_BYTES
        ? chunk.subarray(-PROOF_BYTES)
        : Buffer.concat([this.#tail, chunk]).subarray(-PROOF_BYTES),
    );
  }

  /** Whether the file still begins with what was read, and still holds it right before the position. */
  async holds(): Promise<boolean> {
    if ((await this.size()) < this.#position) return false;
    const head = await this.read(0, this.#head.length);
    if (!head.equals(this.#head)) return false;
    const tail = await this.read(this.#position - this.#tail.length, this.#position);
    return tail.equals(this.#tail);
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}
