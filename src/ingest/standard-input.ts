// Standard input as a file: kept in a private temporary file while it is read, because identity asks for its bytes first.
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The file is readable by this user only, and gone afterwards. */
export async function withStandardInput<T>(
  use: (path: string) => Promise<T>,
  input: Readable = process.stdin,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'shoptrace-'));
  try {
    const path = join(folder, 'standard-input');
    await pipeline(input, createWriteStream(path, { mode: 0o600 }));
    return await use(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
