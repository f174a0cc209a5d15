// Measures a follower of many files of which few change: `[--files 10000] [--active 100] [--idle 20]`.
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { merchantTrace } from '../parsers/index.js';
import { Follower } from '../src/ingest/follower.js';
import { defaultIngestOptions } from '../src/ingest/options.js';
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.js';

const { values } = parseArgs({
  options: {
    files: { type: 'string', default: '10000' },
    active: { type: 'string', default: '100' },
    idle: { type: 'string', default: '20' },
  },
});
const files = Number(values.files);
const active = Number(values.active);
/** Longer than the longest pause between two looks at a quiet file. */
const SETTLE_MS = 35_000;

function line(serial: number): string {
  const time = new Date(Date.UTC(2024, 0, 1) + serial * 137).toISOString();
  return `-- 2024-1-${time.slice(8, 10)} ${time.slice(11, 19)} ${time.slice(20, 23)} -1-  [TU8WCDJKS0LJCWZZTQ==] serial ${serial}\n`;
}

const folder = mkdtempSync(join(tmpdir(), 'bench-follow-many-'));
const logs = join(folder, 'logs');
mkdirSync(logs);
const paths = Array.from({ length: files }, (_, n) => join(logs, `shop-${n}.log`));
for (const [n, path] of paths.entries()) writeFileSync(path, line(n) + line(files + n));
const store = openSqliteStore({
  folder: join(folder, 'data'),
  decoder: {
    decode: ({ id, shop, kind, zone, form }, block) =>
      merchantTrace.decode({ generation: id, shop, kind, zone, form }, block),
  },
});
const create = { live: true, createdAt: Date.now(), catalogueVersion: merchantTrace.catalogueVersion };
const dataset = await store.open('live', { mode: 'write', create });
const found = new Set<string>();
const follower = new Follower(
  paths.map((path) => ({ path, source: path, shop: 'default', kind: 'trace', zone: 'UTC', form: null })),
  {
    dataset,
    format: merchantTrace,
    masking: 'on',
    maskingKey: new Uint8Array(32),
    options: defaultIngestOptions,
    now: () => Date.now(),
    onCommitted: ({ events }) => {
      for (const { id } of events) found.add(id);
    },
  },
);

let expected = 2 * files;
async function untilStored(): Promise<number> {
  const begun = performance.now();
  while (found.size < expected) await sleep(50);
  return (performance.now() - begun) / 1000;
}

async function cpuOf(ms: number): Promise<string> {
  const before = process.cpuUsage();
  const begun = performance.now();
  await sleep(ms);
  const { user, system } = process.cpuUsage(before);
  return `${((user + system) / 10 / (performance.now() - begun)).toFixed(1)} %`;
}

try {
  const running = follower.start();
  const firstSeconds = await untilStored();
  const touch = async (): Promise<number> => {
    for (let n = 0; n < active; n += 1) appendFileSync(paths[n] ?? '', line(expected + n));
    expected += active;
    return await untilStored();
  };
  const wakingSeconds = await touch();
  await sleep(SETTLE_MS);
  const activeSeconds = await touch();
  await sleep(2_000);
  const idle = await cpuOf(Number(values.idle) * 1000);
  const descriptors = readdirSync('/proc/self/fd').length;
  await follower.stop();
  await running;
  const table = new Table({ head: ['follow many files', 'value'], style: { head: [] } });
  table.push(
    ['files, of them active', `${files}, ${active}`],
    ['all read, s', firstSeconds.toFixed(1)],
    ['a line in each of the active, the first time, s', wakingSeconds.toFixed(1)],
    ['a line in each of the active, afterwards, s', activeSeconds.toFixed(1)],
    ['CPU when idle', idle],
    ['open descriptors', descriptors],
  );
  process.stdout.write(`${table.toString()}\n`);
} finally {
  await dataset.close();
  await store.close();
  rmSync(folder, { recursive: true });
}
