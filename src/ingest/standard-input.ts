// Standard input as a file: kept in a private temporary file while the process lives, because identity asks for its bytes before they are read.
import { createWriteStream, rmSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
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

const PREFIX = 'shoptrace-input-';

/** Removes what processes left behind that were killed. @param folder where temporary files are */
export async function sweepSpooled(folder: string, isRunning: (pid: number) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = Number(/^shoptrace-input-(\d+)-/.exec(name)?.[1] ?? NaN);
    if (Number.isNaN(pid) || isRunning(pid)) continue;
    // Another user's folder stays.
    await rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

async function spool(input: Readable): Promise<string> {
  await sweepSpooled(tmpdir(), isRunning);
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'standard-input');
  await pipeline(input, createWriteStream(path, { mode: 0o600 }));
  return path;
}

/** What messages call it. */
export const STANDARD_INPUT = 'standard input';
