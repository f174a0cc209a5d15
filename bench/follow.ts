// Measures how soon a written line can be found, and what a quiet daemon costs: `[--rate 2000] [--seconds 20] [--idle 20]`.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { DaemonProcess, openStored } from './daemon-process.js';
import { quantile } from './figures.js';
import { orderLine } from './order-lines.js';
import { buildProgram } from './program.js';

const TICK_MS = 10;
/** Between two questions to the store: what is found may have been there so much earlier. */
const ASK_MS = 20;
/** Until everything written is stored, judged, and the daemon is quiet. */
const SETTLE_MS = 5_000;
const LINES_AN_ORDER = 30;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '20' },
    idle: { type: 'string', default: '20' },
  },
});
const rate = Number(values.rate);
const lines = rate * Number(values.seconds);

/** Writes at the rate; afterwards `writtenAt` has the time of every line. */
async function write(path: string, writtenAt: number[]): Promise<void> {
  const begun = performance.now();
  for (let serial = 0; serial < lines;) {
    const due = Math.min(lines, Math.floor(((performance.now() - begun) / 1000) * rate));
    let text = '';
    for (; serial < due; serial += 1) text += orderLine(serial, Date.now(), LINES_AN_ORDER);
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
  return taken;
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
      ['write → findable by another process, p50 ms', quantile(taken, 0.5).toFixed(0)],
      ['write → findable, p99 ms', quantile(taken, 0.99).toFixed(0)],
      ['write → findable, most ms', quantile(taken, 1).toFixed(0)],
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
