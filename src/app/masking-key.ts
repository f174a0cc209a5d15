// The secret behind pseudonyms: a file outside the store, made at the first use.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ShoptraceError } from '../model/errors.js';

const KEY_BYTES = 32;

/**
 * Reads the key of a data folder, or makes one (readable by its owner only). Two processes that start at once get the same.
 * @returns 32 bytes
 * @throws path-unreadable when the file is there and is not a key
 */
export async function loadMaskingKey(dataFolder: string): Promise<Uint8Array> {
  const folder = join(dataFolder, 'keys');
  const path = join(folder, 'masking.key');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await create(path);
  const hex = (await readFile(path, 'utf8')).trim();
  if (!/^[0-9a-f]{64}$/.test(hex))
    throw new ShoptraceError(
      'path-unreadable',
      `${path} is not a masking key (64 hexadecimal digits)`,
      'Restore it from a backup. A new key would give every masked value another pseudonym.',
    );
  return Buffer.from(hex, 'hex');
}

async function create(path: string): Promise<void> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(`${randomBytes(KEY_BYTES).toString('hex')}\n`);
    await file.sync();
    await file.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
