// Faults of the state and of the disk: what is missing, foreign, damaged or full is named, and nothing is read twice for it.
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { merchantTrace } from '../../parsers/index.js';
import { blockDecoder } from '../../src/app/decoder.js';
import { Follower } from '../../src/ingest/follower.js';
import { ingestOptions } from '../../src/ingest/options.js';
import type { SourceNotice } from '../../src/ingest/source-notice.js';
import { ShoptraceError } from '../../src/model/errors.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import type { Dataset, Store } from '../../src/stores/store.js';
import { brokenLedgers } from '../ingest/follow-scene.js';
import { records, serials } from '../ingest/scene.js';
import { seeds } from './named/seeds.js';
import { randomOf } from './processes/random.js';

let base: string;
let log: string;
let clock: number;
const notices: SourceNotice[] = [];
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'shoptrace-state-'));
  mkdirSync(join(base, 'logs'));
  log = join(base, 'logs', 'trace.log');
  clock = Date.UTC(2020, 0, 1);
  notices.length = 0;
});
afterEach(() => rmSync(base, { recursive: true }));

const data = (): string => join(base, 'data');
const database = (): string => join(data(), 'live', 'store.db');
const serialsTo = (to: number): number[] => Array.from({ length: to }, (_, serial) => serial);

async function open(maximumBytes?: number): Promise<{ store: Store; dataset: Dataset }> {
  const limit = maximumBytes === undefined ? {} : { maximumBytes };
  const store = openSqliteStore({ folder: data(), decoder: blockDecoder, ...limit });
  const create = { live: true, createdAt: 0, catalogueVersion: '1' };
  try {
    return { store, dataset: await store.open('live', { mode: 'write', create }) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

function follow(dataset: Dataset, problems: (string | null)[] = []): Follower {
  const followed = { path: log, source: 'trace', shop: 'default', kind: null, zone: 'UTC', form: null };
  return new Follower([followed], {
    dataset,
    format: merchantTrace,
    masking: 'on',
    maskingKey: new Uint8Array(32),
    options: ingestOptions.parse({}),
    onCommitted: () => undefined,
    onNotice: (notice) => void notices.push(notice),
    onProblem: (_path, problem) => void problems.push(problem?.code ?? null),
    now: () => clock,
  });
}

async function pass(follower: Follower, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 250) {
    clock += 250;
    while (await follower.poll());
  }
}

/** A daemon's life: opens, follows for a while, ends. */
async function run(): Promise<{ found: number[]; broken: string[] }> {
  const { store, dataset } = await open();
  const follower = follow(dataset);
  await pass(follower, 15_000);
  await follower.stop();
  const found = await serials(dataset);
  const broken = await brokenLedgers(dataset);
  await store.close();
  return { found, broken };
}

const codeOf = async (work: Promise<unknown>): Promise<string | null> =>
  await work.then(
    () => null,
    (error: unknown) => (error instanceof ShoptraceError ? error.code : String(error)),
  );

describe('P4 the state', () => {
  it('missing: the files are read again, each line once', async () => {
    writeFileSync(log, records(0, 3000));
    await run();
    rmSync(join(data(), 'live'), { recursive: true });
    expect(await run()).toEqual({ found: serialsTo(3000), broken: [] });
  });

  it.each([
    ['all NUL', (path: string) => writeFileSync(path, Buffer.alloc(8192))],
    ['half-written', (path: string) => truncateSync(path, 30_000)],
    ['a text', (path: string) => writeFileSync(path, 'offset=4711\n'.repeat(1000))],
  ] as const)('%s: it says so, and touches neither the state nor the files', async (_what, damage) => {
    writeFileSync(log, records(0, 3000));
    await run();
    for (const name of readdirSync(join(data(), 'live')))
      if (name.startsWith('store.db-')) rmSync(join(data(), 'live', name));
    damage(database());
    expect(await codeOf(run())).toBe('store-damaged');
    expect(existsSync(database())).toBe(true);
  });

  it.each(seeds)('cut or zeroed anywhere (seed %d): it says so, or nothing is missing', async (seed) => {
    const random = randomOf(seed);
    const lines = 500 + random(4000);
    writeFileSync(log, records(0, lines));
    await run();
    for (const name of readdirSync(join(data(), 'live')))
      if (name.startsWith('store.db-')) rmSync(join(data(), 'live', name));
    const { size } = statSync(database());
    if (seed % 2 === 0) truncateSync(database(), random(size));
    else zeroPages(database(), random(size / 4096), 1 + random(8));
    const before = readFileSync(database());
    const whole = { found: serialsTo(lines), broken: [] };
    const outcome = await run().catch((error: unknown) =>
      error instanceof ShoptraceError ? error.code : error,
    );
    expect([whole, 'store-damaged']).toContainEqual(outcome);
    const isKept = readFileSync(database()).subarray(0, 4096).equals(before.subarray(0, 4096));
    expect({ outcome, isKept }).not.toEqual({ outcome: 'store-damaged', isKept: false });
    expect(readFileSync(log, 'latin1')).toBe(records(0, lines));
    rmSync(join(data(), 'live'), { recursive: true });
    expect(await run()).toEqual(whole);
  });

  it('of a newer program is refused', async () => {
    writeFileSync(log, records(0, 10));
    await run();
    const file = new DatabaseSync(database());
    file.exec('PRAGMA user_version = 99');
    file.close();
    expect(await codeOf(run())).toBe('store-newer');
  });

  it('from another host, where the files have other inodes: nothing is read twice', async () => {
    writeFileSync(log, records(0, 3000));
    await run();
    copyFileSync(log, `${log}.moved`);
    rmSync(log);
    copyFileSync(`${log}.moved`, log);
    rmSync(`${log}.moved`);
    expect(await run()).toEqual({ found: serialsTo(3000), broken: [] });
    expect(notices).toEqual([]);
  });
});

function zeroPages(path: string, first: number, count: number): void {
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(4096 * count), 0, undefined, 4096 * first);
  closeSync(file);
}

describe('P6 two daemons', () => {
  it('with the same state: the second is refused', async () => {
    const { store } = await open();
    expect(await codeOf(open())).toBe('dataset-busy');
    await store.close();
    const again = await open();
    await again.store.close();
  });
});

describe('D1 a full disk', () => {
  it('stops reading, loses nothing, and goes on by itself when there is room', async () => {
    writeFileSync(log, records(0, 30_000));
    const full = await open(400_000);
    const problems: (string | null)[] = [];
    const first = follow(full.dataset, problems);
    await pass(first, 5000);
    expect(problems).toContain('store-full');
    const stored = await serials(full.dataset);
    expect(stored).toEqual(serialsTo(stored.length));
    expect(await brokenLedgers(full.dataset)).toEqual([]);
    await first.stop();
    await full.store.close();
    const roomy = await open();
    const second = follow(roomy.dataset);
    await pass(second, 15_000);
    expect(await serials(roomy.dataset)).toEqual(serialsTo(30_000));
    expect(await brokenLedgers(roomy.dataset)).toEqual([]);
    await second.stop();
    await roomy.store.close();
  });
});

describe('T1 the wall clock', () => {
  it('set back while the store is full: reading goes on when there is room', async () => {
    writeFileSync(log, records(0, 2000));
    const { store, dataset } = await open();
    let isFull = true;
    const failing: Dataset = {
      ...dataset,
      info: dataset.info,
      async append(batch) {
        if (isFull) throw new ShoptraceError('store-full', 'no room', 'make some');
        return await dataset.append(batch);
      },
    };
    const follower = follow(failing);
    await pass(follower, 5000);
    clock -= 365 * 86_400_000;
    isFull = false;
    await pass(follower, 40_000);
    expect(await serials(dataset)).toEqual(serialsTo(2000));
    await follower.stop();
    await store.close();
  });

  it.each([-3_600_000, 3_600_000])(
    'jumps by %d ms between a line and the silence behind it: the line is shown',
    async (jumpMs) => {
      writeFileSync(log, records(0, 10));
      const { store, dataset } = await open();
      const follower = follow(dataset);
      await pass(follower, 250);
      clock += jumpMs;
      await pass(follower, 2000);
      expect(await serials(dataset)).toEqual(serialsTo(10));
      await follower.stop();
      await store.close();
    },
  );

  it('jumps on while a file is looked for: it is not given up for that', async () => {
    writeFileSync(log, records(0, 100));
    const { store, dataset } = await open();
    const follower = follow(dataset);
    await pass(follower, 2000);
    renameSync(log, join(base, 'away'));
    await pass(follower, 500);
    clock += 3_600_000;
    await pass(follower, 1000);
    renameSync(join(base, 'away'), log);
    await pass(follower, 2000);
    expect(await serials(dataset)).toEqual(serialsTo(100));
    expect(notices).toEqual([]);
    await follower.stop();
    await store.close();
  });

  it.each([
    ['an hour back', -3_600_000],
    ['an hour on', 3_600_000],
    ['a year back', -365 * 86_400_000],
    ['a year on', 365 * 86_400_000],
  ])('jumps %s: nothing stalls, nothing is lost or doubled', async (_what, jumpMs) => {
    writeFileSync(log, records(0, 100));
    const { store, dataset } = await open();
    const follower = follow(dataset);
    await pass(follower, 2000);
    clock += jumpMs;
    writeFileSync(log, records(0, 200));
    await pass(follower, 2000);
    expect(await serials(dataset)).toEqual(serialsTo(200));
    clock -= jumpMs;
    writeFileSync(log, records(0, 300));
    await pass(follower, 2000);
    expect(await serials(dataset)).toEqual(serialsTo(300));
    expect(await brokenLedgers(dataset)).toEqual([]);
    expect(notices).toEqual([]);
    await follower.stop();
    await store.close();
  });
});
