// What logrotate does to a folder, in the order in which it does it, one operation of the file system after the other.
import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { records } from '../ingest/scene.js';

/** One operation after the other; nothing happens between two of them unless the caller does it. */
export type Operations = Generator<undefined, void>;

export const rotations = {
  create: { copies: false, compress: 'never' },
  'create and compress': { copies: false, compress: 'now' },
  'create and compress later': { copies: false, compress: 'later' },
  copytruncate: { copies: true, compress: 'never' },
  'copytruncate and compress': { copies: true, compress: 'now' },
  'copytruncate and compress later': { copies: true, compress: 'later' },
} as const;

export type Rotation = (typeof rotations)[keyof typeof rotations];

const COPY_BYTES = 20_000;

/** One run of logrotate over `trace.log`. */
export function* rotate(folder: string, { copies, compress }: Rotation): Operations {
  const live = join(folder, 'trace.log');
  const ending = compress === 'never' ? '' : '.gz';
  if (compress === 'later') yield* pack(`${live}.1`);
  let last = 1;
  while (existsSync(`${live}.${last}${ending}`)) last += 1;
  for (let number = last - 1; number >= 1; number -= 1) {
    renameSync(`${live}.${number}${ending}`, `${live}.${number + 1}${ending}`);
    yield;
  }
  if (copies) yield* copyAndTruncate(live, `${live}.1`);
  else {
    renameSync(live, `${live}.1`);
    yield;
    writeFileSync(live, '');
    yield;
  }
  if (compress === 'now') yield* pack(`${live}.1`);
}

function* copyAndTruncate(from: string, to: string): Operations {
  const descriptor = openSync(from, 'r');
  writeFileSync(to, '');
  try {
    const buffer = Buffer.alloc(COPY_BYTES);
    for (let at = 0; ;) {
      yield;
      const length = readSync(descriptor, buffer, 0, buffer.length, at);
      if (length === 0) break;
      appendFileSync(to, buffer.subarray(0, length));
      at += length;
    }
  } finally {
    closeSync(descriptor);
  }
  yield;
  truncateSync(from, 0);
  yield;
}

function* pack(path: string): Operations {
  if (!existsSync(path)) return;
  const { atime, mtime } = statSync(path);
  const packed = gzipSync(readFileSync(path));
  writeFileSync(`${path}.gz`, '');
  yield;
  for (let at = 0; at < packed.length; at += packed.length >> 1) {
    appendFileSync(`${path}.gz`, packed.subarray(at, at + (packed.length >> 1)));
    yield;
  }
  utimesSync(`${path}.gz`, atime, mtime);
  yield;
  unlinkSync(path);
  yield;
}

/** Appends whole lines, like a logger that opens its file for every write. @returns false when there is no file */
export function append(folder: string, from: number, to: number): boolean {
  const live = join(folder, 'trace.log');
  if (!existsSync(live)) return false;
  appendFileSync(live, records(from, to));
  return true;
}
