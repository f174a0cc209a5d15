// Following and judging while the store takes nothing for a while: it is said once, and nothing is lost.
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writing } from '../../src/app/datasets.js';
import { blockDecoder } from '../../src/app/decoder.js';
import { LiveIngest } from '../../src/app/live-ingest.js';
import { Pipeline } from '../../src/app/pipeline.js';
import { rules } from '../../src/detectors/rules/index.js';
import { ShoptraceError } from '../../src/model/errors.js';
import { SqlDatabase } from '../../src/stores/sqlite/driver.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import type { Dataset, DetectionCommit } from '../../src/stores/store.js';

let folder: string;
let trace: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoptrace-live-'));
  trace = join(folder, 'merchant_trace.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const now = (): number => Date.now();
const day = Date.UTC(2025, 2, 3);
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** An order whose production died, and one that was placed twice. */
function order(serial: number): string {
  const name = Array.from({ length: 15 }, (_, place) => letters[(serial >> (place * 2)) % 32]).join('');
  const at = new Date(day + serial * 1_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const stamp = `2025-3-${two(at.getUTCDate())} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  return [
    'Order placed : 10 for 1 objects',
    'Production Controller : Full production starting from SOLDOUT ...',
    'Prepay Production : preproducing for EFORM',
    'Production Controller : Post Pay process',
  ]
    .map((message, line) => `-- ${stamp} 00${line} -1-  [TU8${name}==] ${message}\n`)
    .join('');
}

const orders = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => order(from + index)).join('');

async function openSqlite(maximumBytes?: number): Promise<Dataset> {
  const limit = maximumBytes === undefined ? {} : { maximumBytes };
  const store = openSqliteStore({ folder: join(folder, 'store'), decoder: blockDecoder, ...limit });
  return await store.open('live', writing(true, 1));
}

async function pipelineOf(dataset: Dataset): Promise<Pipeline> {
  return await Pipeline.open({
    dataset,
    rules,
    thresholds: {},
    mute: [],
    maskingKey: new Uint8Array(32),
    now,
  });
}

interface Following {
  readonly live: LiveIngest;
  readonly running: Promise<void>;
  readonly problems: (Error | null)[];
  /** Resolves when the store is troubled (true) or well again (false) next. */
  next(troubled: boolean): Promise<void>;
  /** Resolves when what has come was judged once more. */
  judged(): Promise<void>;
}

async function follow(dataset: Dataset): Promise<Following> {
  const problems: (Error | null)[] = [];
  const waiting: { troubled: boolean; resolve: () => void }[] = [];
  const judged: (() => void)[] = [];
  const source = { source: 's', shop: 'default', kind: 'trace', zone: 'UTC', form: null } as const;
  const paths = [{ ...source, path: trace, masking: 'on' as const }];
  const live = new LiveIngest(await pipelineOf(dataset), paths, now, {
    onFindings: () => undefined,
    onProgress: () => judged.splice(0).forEach((resolve) => resolve()),
    onProblem: (path, problem) => {
      if (path !== 'store') return;
      problems.push(problem);
      for (const wait of waiting) if (wait.troubled === (problem !== null)) wait.resolve();
    },
  });
  const running = live.run();
  running.catch(() => undefined);
  return {
    live,
    running,
    problems,
    judged: async () => await new Promise<void>((resolve) => judged.push(resolve)),
    next: async (troubled) =>
      await Promise.race([
        new Promise<void>((resolve) => waiting.push({ troubled, resolve })),
        running.then(() => Promise.reject(new Error('it ended'))),
      ]),
  };
}

/** rule, case, verdict, count of every finding. */
async function said(dataset: Dataset): Promise<string[]> {
  const { items } = await dataset.findings({ order: 'newest', limit: 1000 });
  return items
    .map(({ finding: { rule, case: about, verdict, count } }) => `${rule} ${about.key} ${verdict} ${count}`)
    .toSorted();
}

/** What is said when the same file is read without any trouble. */
async function undisturbed(): Promise<string[]> {
  const store = openSqliteStore({ folder: join(folder, 'undisturbed'), decoder: blockDecoder });
  const dataset = await store.open('live', writing(true, 1));
  const pipeline = await pipelineOf(dataset);
  await pipeline.read({ path: trace, source: 's', shop: 'default', kind: 'trace', zone: 'UTC', form: null });
  await pipeline.raiseAsOf(now());
  await pipeline.judge('settle');
  const found = await said(dataset);
  await dataset.close();
  return found;
}

/** Follows on until everything is said, but not for ever. */
async function expectEverythingSaid({ live, judged }: Following, dataset: () => Dataset): Promise<void> {
  const expected = await undisturbed();
  expect(expected.length).toBeGreaterThanOrEqual(20);
  for (let times = 0; times < 30; times += 1) {
    await judged();
    if (JSON.stringify(await said(dataset())) === JSON.stringify(expected)) break;
  }
  await live.stop();
  expect(await said(dataset())).toEqual(expected);
  await dataset().close();
}

describe('a store that takes nothing for a while', () => {
  it.each(['store-full', 'store-unreachable', 'dataset-busy'] as const)(
    'is waited for when findings are written: %s',
    async (code) => {
      const real = await openSqlite();
      let refuses = false;
      const dataset: Dataset = {
        ...real,
        info: real.info,
        async commitDetection(commit: DetectionCommit) {
          if (refuses) throw new ShoptraceError(code, 'no', 'wait');
          await real.commitDetection(commit);
        },
      };
      writeFileSync(trace, orders(0, 3));
      const following = await follow(dataset);
      refuses = true;
      appendFileSync(trace, orders(3, 20));
      await following.next(true);
      const well = following.next(false);
      refuses = false;
      await well;
      await expectEverythingSaid(following, () => real);
      expect(following.problems.map((problem) => problem?.message ?? null)).toEqual(['no', null]);
    },
    20_000,
  );

  it('because the disk is full, goes on when there is room', async () => {
    let current = await openSqlite(260_000);
    const dataset = new Proxy(current, {
      get: (_, name) => Reflect.get(current, name) as unknown,
    });
    writeFileSync(trace, orders(0, 1_500));
    const following = await follow(dataset);
    await following.next(true);
    const well = following.next(false);
    await current.close();
    current = await openSqlite();
    await well;
    await expectEverythingSaid(following, () => current);
    const codes = following.problems.map((problem) => problem instanceof ShoptraceError && problem.code);
    expect(codes).toEqual(['store-full', false]);
  }, 60_000);

  it('because another program holds its lock, goes on when that lets go', async () => {
    const dataset = await openSqlite();
    writeFileSync(trace, orders(0, 5));
    const following = await follow(dataset);
    const file = join(folder, 'store', 'live', 'store.db');
    const other = new SqlDatabase(file, { readOnly: false, dataset: 'live', busyTimeoutMs: 100 });
    other.exec('BEGIN IMMEDIATE');
    appendFileSync(trace, orders(5, 20));
    await following.next(true);
    const well = following.next(false);
    other.exec('ROLLBACK');
    other.close();
    await well;
    await expectEverythingSaid(following, () => dataset);
  }, 60_000);
});
