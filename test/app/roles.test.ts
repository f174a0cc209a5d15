// The roles one by one: a detector that stands by, takes over, and judges what others stored.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writing } from '../../src/app/datasets.js';
import { blockDecoder } from '../../src/app/decoder.js';
import { runDetectRole } from '../../src/app/detect-role.js';
import { IngestRole } from '../../src/app/ingest-role.js';
import type { FollowedPath } from '../../src/app/worker-messages.js';
import { defaultConfig } from '../../src/config/defaults.js';
import type { Settings } from '../../src/config/schema.js';
import { openStore } from '../../src/stores/index.js';
import type { Dataset, Store } from '../../src/stores/store.js';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shoptrace-roles-'));
  store = await openStore(`sqlite:${join(folder, 'store')}`, { decoder: blockDecoder });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const followed = (path: string): FollowedPath => ({
  path,
  kind: 'trace',
  source: 'trace',
  shop: 'default',
  zone: 'Europe/Paris',
  form: null,
  masking: 'on',
});

const settingsIn = (data: string): Settings => ({
  ...defaultConfig,
  data,
  store: store.kind,
  dataset: null,
  lang: 'en',
  file: null,
});

async function until(what: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const ingestInto = (dataset: Dataset, log: string): IngestRole =>
  new IngestRole({
    dataset,
    paths: [followed(log)],
    maskingKey: new Uint8Array(32),
    now: () => Date.now(),
    onProblem: () => undefined,
  });

async function findingsOf(dataset: Dataset): Promise<number> {
  return (await dataset.findings({ limit: 100, order: 'newest' })).items.length;
}

it('a detector stands by while another process writes, then judges what that one stored', async () => {
  const log = join(folder, 'trace.log');
  cpSync(join(import.meta.dirname, '../../samples/documented-merchant-trace.log'), log);
  const writer = await store.open('live', writing(true, 1));
  const ingest = ingestInto(writer, log);
  const reading = ingest.run();
  const reader = await store.open('live', { mode: 'read' });
  const stop = new AbortController();
  const settings = settingsIn(folder);
  const detector = runDetectRole({ settings, store, dataset: 'live', signal: stop.signal });
  await until(async () => (await reader.count({})) === 23);
  expect(await findingsOf(reader)).toBe(0);
  await ingest.stop();
  await reading;
  await writer.close();
  await until(async () => (await findingsOf(reader)) >= 7);
  stop.abort();
  await detector;
  await reader.close();
});

it('whoever judges deletes lines that are older than the configuration keeps', async () => {
  const log = join(folder, 'trace.log');
  const line = (index: number): string =>
    `-- 2017-8-21 20:${String(10 + (Math.floor(index / 60) % 40))}:${String(10 + (index % 50))} 100 -- [OLD${index}MLVYXD5UMZYUQ==] Order placed : 1 objects\n`;
  writeFileSync(log, Array.from({ length: 3_000 }, (_, index) => line(index)).join(''));
  const writer = await store.open('live', writing(true, 1));
  const ingest = ingestInto(writer, log);
  const reading = ingest.run();
  const reader = await store.open('live', { mode: 'read' });
  const generation = async () => (await reader.generations())[0]?.id ?? '';
  await until(async () => ((await reader.ledger(await generation()))?.records ?? 0) === 3_000);
  await ingest.stop();
  await reading;
  await writer.close();
  const judgeUntil = async (lines: string | undefined, done: () => Promise<boolean>): Promise<void> => {
    const stop = new AbortController();
    const retention = lines === undefined ? {} : { lines };
    const settings = { ...settingsIn(folder), retention };
    const detector = runDetectRole({ settings, store, dataset: 'live', signal: stop.signal });
    await until(done);
    stop.abort();
    await detector;
  };
  const position = async () => (await reader.detectionState()).positions[await generation()] ?? 0;
  await judgeUntil(undefined, async () => (await position()) > 200_000);
  const pruned = async () => (await reader.ledger(await generation()))?.pruned?.records ?? 0;
  expect(await pruned()).toBe(0);
  const before = await reader.count({});
  expect(before).toBeGreaterThan(2_900);
  await judgeUntil('12mo', async () => (await pruned()) > 0);
  expect(await reader.count({})).toBe(before - (await pruned()));
  await reader.close();
});
