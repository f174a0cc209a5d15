// Standard input as a file: kept in a private temporary file while the process lives, because identity asks for its bytes before they are read.
import { createWriteStream, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const spooled = new WeakMap<Readable, Promise<string>>();

/** Reads it once, however often it is asked for. @returns path of a file that only this user can read */
export async function standardInputFile(input: Readable = process.stdin): Promise<string> {
  const known = spooled.get(input) ?? spool(input);
  spooled.set(input, known);
  return await known;
}

async function spool(input: Readable): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shoptrace-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'standard-input');
  await pipeline(input, createWriteStream(path, { mode: 0o600 }));
  return path;
}

/** What messages call it. */
export const STANDARD_INPUT = 'standard input';
