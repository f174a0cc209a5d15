// Measures how soon a written line can be found, and what a quiet follower costs: `[--rate 2000] [--seconds 10] [--idle 10]`.
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { merchantTrace } from '../parsers/index.js';
import { Follower } from '../src/ingest/follower.js';
import { defaultIngestOptions } from '../src/ingest/options.js';
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.js';

const TICK_MS = 10;

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '10' },
    idle: { type: 'string', default: '10' },
  },
});

/** A form C record of this moment that carries its own number. */
function line(serial: number): string {
  const now = new Date();
  const day = `${now.getUTCFullYear()}-${now.getUTCMonth() + 1}-${String(now.getUTCDate()).padStart(2, '0')}`;
  const time = now.toISOString();
  return `-- ${day} ${time.slice(11, 19)} ${time.slice(20, 23)} -1-  [TU8WCDJKS0LJCWZZTQ==] serial ${serial}\n`;
}

function quantile(sorted: readonly number[], share: number): string {
  return (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0).toFixed(0);
}

const folder = mkdtempSync(join(tmpdir(), 'bench-follow-'));
const path = join(folder, 'merchant_trace.log');
const store = openSqliteStore({
  folder: join(folder, 'data'),
  decoder: {
    decode: ({ id, shop, kind, zone, form }, block) =>
      merchantTrace.decode({ generation: id, shop, kind, zone, form }, block),
  },
});
const dataset = await store.open('live', {
  mode: 'write',
  create: { live: true, createdAt: Date.now(), catalogueVersion: merchantTrace.catalogueVersion },
});
const writtenAt: number[] = [];
const delays: number[] = [];
const found = new Set<number>();
const follower = new Follower(
  [{ path, source: 'bench', shop: 'default', kind: 'trace', zone: 'UTC', form: null }],
  {
    dataset,
    format: merchantTrace,
    masking: 'on',
    maskingKey: new Uint8Array(32),
    options: defaultIngestOptions,
    now: () => Date.now(),
    onCommitted: ({ events }) => {
      const now = performance.now();
      for (const { message } of events) {
        const serial = Number(/serial (\d+)/.exec(message)?.[1]);
        if (found.has(serial)) continue;
        found.add(serial);
        delays.push(now - (writtenAt[serial] ?? now));
      }
    },
  },
);
try {
  appendFileSync(path, '');
  const running = follower.start();
  const lines = Number(values.rate) * Number(values.seconds);
  const perTick = (Number(values.rate) * TICK_MS) / 1000;
  const begun = performance.now();
  const cpuBefore = process.cpuUsage();
  for (let serial = 0; serial < lines;) {
    const due = Math.min(lines, Math.floor(((performance.now() - begun) / TICK_MS) * perTick));
    let text = '';
    for (; serial < due; serial += 1) {
      text += line(serial);
      writtenAt.push(performance.now());
    }
    if (text !== '') appendFileSync(path, text);
    await sleep(TICK_MS);
  }
  const busy = process.cpuUsage(cpuBefore);
  const busySeconds = (performance.now() - begun) / 1000;
  while (found.size < lines) await sleep(50);
  await sleep(2000);
  const idleBefore = process.cpuUsage();
  const idleBegun = performance.now();
  await sleep(Number(values.idle) * 1000);
  const idle = process.cpuUsage(idleBefore);
  const idleSeconds = (performance.now() - idleBegun) / 1000;
  await follower.stop();
  await running;
  delays.sort((a, b) => a - b);
  const share = (usage: NodeJS.CpuUsage, seconds: number): string =>
    `${((usage.user + usage.system) / 1e4 / seconds).toFixed(1)} %`;
  const table = new Table({ head: ['follow', 'value'], style: { head: [] } });
  table.push(
    ['lines written', lines],
    ['lines/s', values.rate],
    ['write → findable, p50 ms', quantile(delays, 0.5)],
    ['write → findable, p99 ms', quantile(delays, 0.99)],
    ['write → findable, most ms', quantile(delays, 1)],
    ['CPU while written to (writer included)', share(busy, busySeconds)],
    ['CPU when idle', share(idle, idleSeconds)],
  );
  process.stdout.write(`${table.toString()}\n`);
} finally {
  await dataset.close();
  await store.close();
  rmSync(folder, { recursive: true });
}
