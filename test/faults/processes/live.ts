// Following, storing and judging as one process that kills itself, by SIGKILL, at a named point of its work.
import { once } from 'node:events';
import { createRequire, syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { LiveIngest } from '../../../src/app/live-ingest.js';
import { Pipeline } from '../../../src/app/pipeline.js';
import { rules } from '../../../src/detectors/rules/index.js';
import { SqlDatabase } from '../../../src/stores/sqlite/driver.js';
import type { Dataset } from '../../../src/stores/store.js';
import { openFaultDataset } from './fault-dataset.js';
import type { KillAt, KillPoint } from './kill-points.js';

interface Orders {
  readonly folder: string;
  readonly data: string;
  /** Null: it is asked to end. */
  readonly killAt: KillAt | null;
}

const orders = JSON.parse(process.argv[2] ?? '{}') as Orders;
let left = orders.killAt?.count ?? 0;

/** Dies here when it is the time. */
function pass(point: KillPoint, when: KillAt['when']): void {
  const { killAt } = orders;
  if (killAt === null || killAt.point !== point || killAt.when !== when) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

type Call<A extends unknown[], R> = (...given: A) => Promise<R>;

function passing<A extends unknown[], R>(point: KillPoint, call: Call<A, R>): Call<A, R> {
  return async (...given) => {
    pass(point, 'before');
    const result = await call(...given);
    pass(point, 'after');
    return result;
  };
}

/** Reads of files that were opened from now on. */
function watchReads(): void {
  const files = createRequire(import.meta.url)('node:fs/promises') as typeof import('node:fs/promises');
  const { open } = files;
  files.open = async (...given) => {
    const handle = await open(...given);
    const read = handle.read.bind(handle) as Call<unknown[], unknown>;
    return Object.assign(handle, { read: passing('read', read) });
  };
  syncBuiltinESMExports();
}

/** Transactions of the store: begun, each of their statements, committed. */
function watchTransactions(): void {
  const database = SqlDatabase.prototype;
  const { exec, run } = database;
  database.exec = function execute(sql) {
    const point = sql.startsWith('BEGIN IMMEDIATE') ? 'begin' : sql === 'COMMIT' ? 'commit' : null;
    if (point !== null) pass(point, 'before');
    exec.call(this, sql);
    if (point !== null) pass(point, 'after');
  };
  database.run = function change(sql, ...given) {
    pass('statement', 'before');
    const done = run.call(this, sql, ...given);
    pass('statement', 'after');
    return done;
  };
}

function watched(dataset: Dataset): Dataset {
  const generations = new Set<string>();
  const append = passing('append', dataset.append.bind(dataset));
  return Object.assign(Object.create(dataset) as Dataset, {
    append: async (batch: Parameters<Dataset['append']>[0]) => {
      const isNew = !generations.has(batch.generation.id);
      generations.add(batch.generation.id);
      return isNew && generations.size > 1 ? await passing('generation', append)(batch) : await append(batch);
    },
    commitDetection: passing('detection', dataset.commitDetection.bind(dataset)),
    updateGeneration: passing('rename', dataset.updateGeneration.bind(dataset)),
    setSourceStatus: passing('status', dataset.setSourceStatus.bind(dataset)),
  });
}

const { dataset, close } = await openFaultDataset(orders.data, 'write');
watchReads();
watchTransactions();
const now = (): number => Date.now();
const pipeline = await Pipeline.open({
  dataset: watched(dataset),
  rules,
  thresholds: {},
  mute: [],
  maskingKey: new Uint8Array(32),
  now,
});
const path = join(orders.folder, 'trace.log');
const followed = {
  path,
  source: 'trace',
  shop: 'default',
  kind: 'trace',
  zone: 'UTC',
  form: null,
  masking: 'on',
  zoneIsGiven: true,
} as const;
const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);
const live = new LiveIngest(pipeline, [followed], now, {
  onFindings: () => undefined,
  onProgress: () => undefined,
  onProblem: (where, problem) => {
    if (problem !== null) say({ problem: `${where}: ${problem.message}` });
  },
});
const stopped = once(process, 'SIGTERM').then(async () => await live.stop());
say({ ready: true });
await live.run();
await stopped;
await close();
