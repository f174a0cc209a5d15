// Uploaded files until they are replayed: a folder of the data folder, emptied when a server starts.
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ShoptraceError } from '../../model/errors.js';

export interface Upload {
  readonly path: string;
  readonly bytes: number;
}

export class Uploads {
  readonly #folder: string;
  /** Of this process: several servers may share a data folder. */
  readonly #mark = `${process.pid}`;

  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'uploads');
  }

  /** Removes what servers that ended without cleaning up left here. */
  async clean(): Promise<void> {
    const names = await readdir(this.#folder).catch(() => []);
    await Promise.all(
      names.filter((name) => !this.#isInUse(name)).map(async (name) => await this.#remove(name)),
    );
  }

  /** Streams to the file of that id; nothing stays of what could not be kept whole. @throws store-full, path-unreadable, file-empty */
  async keep(id: string, name: string, body: ReadableStream<Uint8Array> | null): Promise<Upload> {
    const path = join(this.#folder, this.#fileOf(id));
    let bytes = 0;
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await pipeline(
        body === null ? Readable.from([]) : Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
        async function* counted(chunks: AsyncIterable<Uint8Array>) {
          for await (const chunk of chunks) {
            bytes += chunk.length;
            yield chunk;
          }
        },
        createWriteStream(path, { flags: 'wx', mode: 0o600 }),
      );
      if (bytes === 0)
        throw new ShoptraceError('file-empty', `${name} holds no bytes.`, 'Is it the right file?');
      return { path, bytes };
    } catch (error) {
      await rm(path, { force: true });
      throw uploadError(error);
    }
  }

  async discard(id: string): Promise<void> {
    await this.#remove(this.#fileOf(id));
  }

  async #remove(name: string): Promise<void> {
    await rm(join(this.#folder, name), { force: true, recursive: true });
  }

  #fileOf(id: string): string {
    return `${this.#mark}-${id}`;
  }

  /** Another process that is alive; our own files are of an earlier process with the same number. */
  #isInUse(name: string): boolean {
    const owner = Number(name.split('-')[0]);
    if (!Number.isInteger(owner) || owner <= 0 || owner === process.pid) return false;
    try {
      process.kill(owner, 0);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const DENIED = new Set(['EACCES', 'EPERM', 'EROFS']);

function uploadError(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  if (FULL.has(code))
    return new ShoptraceError(
      'store-full',
      'The file could not be kept: no space is left for the data folder.',
      'Free some space and send it again.',
      { cause: error },
    );
  if (DENIED.has(code))
    return new ShoptraceError(
      'store-denied',
      `The file could not be kept: the data folder cannot be written to (${code}).`,
      'Let the user that runs shoptrace write to it, or replay the file on the command line.',
      { cause: error },
    );
  return error;
}
