// Measures the daemon on a folder of many files of which few change: `[--files 10000] [--active 100] [--lines 3] [--idle 20]`.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { DaemonProcess, openStored } from './daemon-process.js';
import { bytesBelow } from './figures.js';
import { orderLine } from './order-lines.js';
import { buildProgram } from './program.js';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    active: { type: 'string', default: '100' },
    lines: { type: 'string', default: '3' },
    idle: { type: 'string', default: '20' },
  },
});
const files = Number(values.files);
const active = Number(values.active);
/** Longer than the longest pause between two looks at a quiet file. */
const SETTLE_MS = 35_000;
const ASK_MS = 50;

let serial = 0;
function lines(count: number): string {
  let text = '';
  for (const to = serial + count; serial < to; serial += 1)
    text += orderLine(serial, Date.UTC(2024, 0, 1) + serial * 137, 10);
  return text;
}

/** Seconds until everything written can be found. */
async function untilStored(data: string): Promise<number> {
  const begun = performance.now();
  const { dataset, close } = await openStored(data);
  while ((await dataset.count({})) < serial) await sleep(ASK_MS);
  await close();
  return (performance.now() - begun) / 1000;
}

async function measure(daemon: DaemonProcess, paths: readonly string[], data: string): Promise<void> {
  const firstSeconds = await untilStored(data);
  const firstCpu = daemon.cpuSeconds;
  const touch = async (): Promise<string> => {
    for (const path of paths.slice(0, active)) appendFileSync(path, lines(1));
    return (await untilStored(data)).toFixed(1);
  };
  const waking = await touch();
  await sleep(SETTLE_MS);
  const awake = await touch();
  await sleep(5_000);
  const idleBefore = daemon.cpuSeconds;
  const idleAt = performance.now();
  await sleep(Number(values.idle) * 1000);
  const idle = daemon.share(idleBefore, idleAt);
  const busyBefore = daemon.cpuSeconds;
  const busyAt = performance.now();
  for (let second = 0; second < 10; second += 1) {
    for (const path of paths.slice(0, active)) appendFileSync(path, lines(1));
    await sleep(1000);
  }
  const busy = daemon.share(busyBefore, busyAt);
  await untilStored(data);
  const bytes = bytesBelow(data);
  const table = new Table({ head: ['many files, the whole daemon', 'value'], style: { head: [] } });
  table.push(
    ['files, of them active', `${files}, ${active}`],
    ['all read, s', firstSeconds.toFixed(1)],
    ['CPU for it, s', firstCpu.toFixed(1)],
    ['a line in each of the active, the first time, s', waking],
    ['a line in each of the active, afterwards, s', awake],
    ['CPU when idle', idle],
    ['CPU with a line a second in each of the active', busy],
    ['open descriptors', daemon.descriptors],
    ['peak MB', daemon.peakMegabytes.toFixed(0)],
    ['data folder, MB', (bytes / 1e6).toFixed(1)],
    ['of it, bytes a file', Math.round(bytes / files)],
    ['of it, bytes a line', Math.round(bytes / serial)],
  );
  process.stdout.write(`${table.toString()}\n`);
}

async function main(): Promise<void> {
  buildProgram();
  const folder = mkdtempSync(join(tmpdir(), 'bench-follow-many-'));
  const logs = join(folder, 'logs');
  const data = join(folder, 'data');
  for (const path of [logs, data]) mkdirSync(path);
  const paths = Array.from({ length: files }, (_, n) => join(logs, `shop-${n}.log`));
  for (const path of paths) writeFileSync(path, lines(Number(values.lines)));
  const daemon = await DaemonProcess.start(logs, data);
  try {
    await measure(daemon, paths, data);
  } finally {
    await daemon.end();
    rmSync(folder, { recursive: true });
  }
}

await main();
