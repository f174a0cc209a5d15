// What people say is written beside the writer, and never holds up the thread that serves.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { datasetBusy } from '../../src/stores/dataset-name.js';
import { whenFree } from '../../src/stores/sqlite/change.js';
import { SqlDatabase } from '../../src/stores/sqlite/driver.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import type { Dataset, Store } from '../../src/stores/store.js';
import { lineDecoder } from '../support/line-format.js';

let folder: string;
let store: Store;
let dataset: Dataset;
let writer: SqlDatabase;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoptrace-changes-'));
  store = openSqliteStore({ folder, decoder: lineDecoder });
  const create = { live: true, createdAt: 1, catalogueVersion: '1' };
  await (await store.open('shop', { mode: 'write', create })).close();
  dataset = await store.open('shop', { mode: 'read' });
  const path = join(folder, 'shop', 'store.db');
  writer = new SqlDatabase(path, { readOnly: false, dataset: 'shop', busyTimeoutMs: 0 });
});

afterEach(async () => {
  writer.close();
  await store.close();
  await rm(folder, { recursive: true });
});

it('a change waits for the writer while everything else goes on', async () => {
  writer.exec('BEGIN IMMEDIATE');
  let done = false;
  const change = dataset.setAsOf(5).then(() => (done = true));
  for (let turn = 0; turn < 10; turn += 1) await nextTurn();
  expect(done).toBe(false);
  writer.exec('COMMIT');
  await change;
  expect(dataset.info.asOf).toBe(5);
});

it('a change gives up when the writer never lets go', async () => {
  let tries = 0;
  const work = (): never => {
    tries += 1;
    throw datasetBusy('shop');
  };
  await expect(whenFree(work, 20)).rejects.toMatchObject({ code: 'dataset-busy' });
  expect(tries).toBeGreaterThan(3);
});

it('other faults are not tried again', async () => {
  let tries = 0;
  const work = (): never => {
    tries += 1;
    throw new RangeError('no');
  };
  await expect(whenFree(work)).rejects.toThrow(RangeError);
  expect(tries).toBe(1);
});
