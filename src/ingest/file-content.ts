// Opens what the user named: a plain or gzip file, or standard input; gives its bytes, decompressed, from any offset.
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { ShoptraceError } from '../model/errors.js';
import { gunzip, type GunzipEnd } from './gunzip.js';

export type Packing = 'plain' | 'gzip';

/** The bytes of one file; may be read several times. */
export interface FileContent {
  readonly path: string;
  readonly packing: Packing;
  /** Bytes on disk, null where it is not known beforehand. */
  readonly size: number | null;
  /** Bytes from `offset` (of the decompressed content) on. */
  chunks(offset?: number): AsyncGenerator<Buffer>;
  /** What was wrong with the compressed bytes, once they were read to the end. */
  readonly damage: ShoptraceError | null;
}

const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/**
 * @param name what messages call the file
 * @throws path-missing, path-unreadable, path-not-a-file, file-empty
 */
export async function openFile(path: string, readBytes: number, name = path): Promise<FileContent> {
  const size = await fileSize(path, name);
  const head = await readHead(path, GZIP_MAGIC.length);
  const read = (start = 0): AsyncGenerator<Buffer> => plainChunks(path, start, readBytes);
  if (!head.equals(GZIP_MAGIC)) return { path: name, packing: 'plain', size, damage: null, chunks: read };
  return gzipContent(name, size, read);
}

/** @param read the compressed bytes, from the beginning */
export function gzipContent(path: string, size: number, read: () => AsyncGenerator<Buffer>): FileContent {
  return new GzipContent(path, size, read);
}

async function fileSize(path: string, name: string): Promise<number> {
  try {
    const found = await stat(path);
    if (found.isDirectory())
      throw new ShoptraceError('path-not-a-file', `${name} is a folder.`, 'Name the files in it.');
    if (found.isFile() && found.size === 0)
      throw new ShoptraceError('file-empty', `${name} holds no bytes.`, 'Is it the right file?');
    return found.size;
  } catch (error) {
    throw fileError(path, error);
  }
}

async function readHead(path: string, length: number): Promise<Buffer> {
  try {
    const handle = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(length);
      const { bytesRead } = await handle.read(buffer, 0, length, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw fileError(path, error);
  }
}

async function* plainChunks(path: string, start: number, readBytes: number): AsyncGenerator<Buffer> {
  const stream = createReadStream(path, { start, highWaterMark: readBytes });
  try {
    for await (const chunk of stream) yield chunk as Buffer;
  } catch (error) {
    throw fileError(path, error);
  } finally {
    stream.destroy();
  }
}

class GzipContent implements FileContent {
  readonly packing = 'gzip';
  readonly path: string;
  readonly size: number;
  readonly #open: () => AsyncGenerator<Buffer>;
  readonly #end: GunzipEnd = { damage: null };

  constructor(path: string, size: number, open: () => AsyncGenerator<Buffer>) {
    this.path = path;
    this.size = size;
    this.#open = open;
  }

  async *chunks(offset = 0): AsyncGenerator<Buffer> {
    let skip = offset;
    for await (const chunk of gunzip(() => small(this.#open()), this.#end)) {
      const skipped = Math.min(skip, chunk.length);
      skip -= skipped;
      if (skipped < chunk.length) yield chunk.subarray(skipped);
    }
  }

  get damage(): ShoptraceError | null {
    const { damage } = this.#end;
    if (damage === null) return null;
    return new ShoptraceError(
      'gzip-damaged',
      `${this.path}: ${damage}; what stands before was read.`,
      'Compress it again from the original, or accept that its end is lost.',
    );
  }
}

/** Small pieces bound what one of them can unpack to (a factor of about 1,000). */
async function* small(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const most = 16 * 1024;
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += most) yield chunk.subarray(at, at + most);
}

/** An error of the file system in our words; our own errors as they are. */
export function fileError(path: string, error: unknown): ShoptraceError {
  if (error instanceof ShoptraceError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const options = { cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new ShoptraceError(
      'path-missing',
      `${path} does not exist.`,
      'Check the spelling and the folder.',
      options,
    );
  if (code === 'ELOOP')
    return new ShoptraceError(
      'path-unreadable',
      `${path} is a link that leads to itself.`,
      'Repair the link.',
      options,
    );
  return new ShoptraceError(
    'path-unreadable',
    `${path} cannot be read (${code}).`,
    'Give this user the right to read it, or run as one who has it.',
    options,
  );
}

const aboutOneFile = new Set(['format-foreign', 'no-records', 'file-empty', 'gzip-damaged', 'zone-conflict']);

/** The error in our words when it speaks about one file; null when it is a fault of the store, the machine, or ours. */
export function fileFault(path: string, error: unknown): ShoptraceError | null {
  if (error instanceof ShoptraceError)
    return error.code.startsWith('path-') || aboutOneFile.has(error.code) ? error : null;
  return error instanceof Error && 'syscall' in error ? fileError(path, error) : null;
}
