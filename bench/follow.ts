// Measures how soon a written line can be found, and what a quiet daemon costs: `[--rate 2000] [--seconds 20] [--idle 20]`.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { DaemonProcess, openStored } from './daemon-process.js';
import { buildProgram } from './program.js';

const TICK_MS = 10;
/** Between two questions to the store: what is found may have been there so much earlier. */
const ASK_MS = 20;
/** Until everything written is stored, judged, and the daemon is quiet. */
const SETTLE_MS = 5_000;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '20' },
    idle: { type: 'string', default: '20' },
  },
});
const rate = Number(values.rate);
const lines = rate * Number(values.seconds);

/** A form C record of this moment: the messages of healthy orders, a new transaction every thirty lines. */
function line(serial: number): string {
  const time = new Date().toISOString();
  const day = `${time.slice(0, 4)}-${Number(time.slice(5, 7))}-${time.slice(8, 10)}`;
  const order = Math.floor(serial / 30)
    .toString(36)
    .toUpperCase()
    .replace(/[79]/g, '2')
    .padStart(14, 'A');
  return `-- ${day} ${time.slice(11, 19)} ${time.slice(20, 23)} -${1 + (serial % 30)}-  [TU9${order}A==] Bill.recalculate : Bill recalculated to final amount : ${serial}\n`;
}

function quantile(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
}

/** Writes at the rate; afterwards `writtenAt` has the time of every line. */
async function write(path: string, writtenAt: number[]): Promise<void> {
  const begun = performance.now();
  for (let serial = 0; serial < lines;) {
    const due = Math.min(lines, Math.floor(((performance.now() - begun) / 1000) * rate));
    let text = '';
    for (; serial < due; serial += 1) text += line(serial);
    if (text !== '') appendFileSync(path, text);
    while (writtenAt.length < serial) writtenAt.push(performance.now());
    await sleep(TICK_MS);
  }
}

/** How long each line took until another process could find it, ms. */
async function delays(data: string, writtenAt: readonly number[]): Promise<number[]> {
  const { dataset, close } = await openStored(data);
  const taken: number[] = [];
  while (taken.length < lines) {
    const found = await dataset.count({});
    const now = performance.now();
    while (taken.length < found) taken.push(now - (writtenAt[taken.length] ?? now));
    await sleep(ASK_MS);
  }
  await close();
  return taken.toSorted((a, b) => a - b);
}

async function main(): Promise<void> {
  buildProgram();
  const folder = mkdtempSync(join(tmpdir(), 'bench-follow-'));
  const path = join(folder, 'merchant_trace.log');
  const data = join(folder, 'data');
  mkdirSync(data);
  appendFileSync(path, '');
  const daemon = await DaemonProcess.start(path, data);
  try {
    const writtenAt: number[] = [];
    const busyBefore = daemon.cpuSeconds;
    const busyAt = performance.now();
    const [taken] = await Promise.all([delays(data, writtenAt), write(path, writtenAt)]);
    const busy = daemon.share(busyBefore, busyAt);
    await sleep(SETTLE_MS);
    const idleBefore = daemon.cpuSeconds;
    const idleAt = performance.now();
    await sleep(Number(values.idle) * 1000);
    const table = new Table({ head: ['follow, the whole daemon', 'value'], style: { head: [] } });
    table.push(
      ['lines written', lines],
      ['lines/s', rate],
      ['write → findable by another process, p50 ms', quantile(taken, 0.5)],
      ['write → findable, p99 ms', quantile(taken, 0.99)],
      ['write → findable, most ms', quantile(taken, 1)],
      ['CPU while written to', busy],
      ['CPU when idle', daemon.share(idleBefore, idleAt)],
    );
    process.stdout.write(`${table.toString()}\n`);
  } finally {
    await daemon.end();
    rmSync(folder, { recursive: true });
  }
}

await main();
