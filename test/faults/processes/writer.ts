// A shop that writes serial-numbered records and rotates its trace, as its own process. Prints what it did, one JSON line a step.
import {
  appendFileSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { record } from '../../ingest/scene.js';
import { randomOf } from './random.js';

interface Orders {
  readonly folder: string;
  readonly lines: number;
  readonly seed: number;
  /** How it rotates. */
  readonly rotation: 'rename' | 'shift' | 'copytruncate' | 'gzip' | 'none';
  readonly rotateEvery: number;
  /** Absent: as fast as it comes. */
  readonly linesASecond?: number;
}

const orders = JSON.parse(process.argv[2] ?? '{}') as Orders;
const random = randomOf(orders.seed);
const live = join(orders.folder, 'trace.log');
let rotations = 0;

function text(from: number, to: number): string {
  let lines = '';
  for (let serial = from; serial < to; serial += 1) {
    const extra = serial % 17 === 0 ? 'é\u20ac long '.repeat(random(40)) : '';
    lines += `${record(serial, extra)}\n`;
    if (serial % 29 === 0) lines += `  #0 at Object.place (line ${random(900)})\n`;
  }
  return lines;
}

/** Pieces that end anywhere, also inside a character. */
function append(bytes: Buffer): void {
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + 1 + random(random(3) === 0 ? 90 : 4000));
    appendFileSync(live, bytes.subarray(at, end));
    at = end;
  }
}

function rotate(): void {
  rotations += 1;
  const to = `${live}.${orders.rotation === 'shift' ? 1 : rotations}`;
  if (orders.rotation === 'shift')
    for (let n = rotations; n >= 1; n -= 1)
      if (existsSync(`${live}.${n}`)) renameSync(`${live}.${n}`, `${live}.${n + 1}`);
  if (orders.rotation === 'copytruncate') {
    copyFileSync(live, to);
    truncateSync(live, 0);
  } else renameSync(live, to);
  if (orders.rotation === 'gzip') gzipOldest();
}

/** Delayed by one rotation, under another name first, as logrotate does it. */
function gzipOldest(): void {
  const plain = readdirSync(orders.folder).filter((name) => /^trace\.log\.\d+$/.test(name));
  if (plain.length < 2) return;
  const [oldest = ''] = plain.toSorted((a, b) => Number(a.split('.').at(-1)) - Number(b.split('.').at(-1)));
  const path = join(orders.folder, oldest);
  writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
  unlinkSync(path);
}

/**
 * A log file that is opened for every write: whole lines. It is not made here: logrotate destroys what stands in a file
 * that somebody makes between its renaming and its creating.
 */
async function appendWhole(bytes: Buffer): Promise<void> {
  for (;;) {
    try {
      const descriptor = openSync(live, constants.O_WRONLY | constants.O_APPEND);
      writeSync(descriptor, bytes);
      closeSync(descriptor);
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      await sleep(1);
    }
  }
}

const begun = performance.now();
let written = 0;
let nextRotation = orders.rotateEvery;
while (written < orders.lines) {
  const { linesASecond } = orders;
  const due =
    linesASecond === undefined
      ? written + 1 + random(60)
      : Math.floor(((performance.now() - begun) / 1000) * linesASecond);
  const to = Math.min(orders.lines, due);
  if (linesASecond === undefined) append(Buffer.from(text(written, to)));
  else if (to > written) await appendWhole(Buffer.from(text(written, to)));
  written = to;
  if (written >= nextRotation) {
    rotate();
    nextRotation = written + orders.rotateEvery / 2 + random(orders.rotateEvery);
  }
  process.stdout.write(`${JSON.stringify({ written, rotations })}\n`);
  await sleep(random(12));
}
