// The SQLite store among processes: killed writers, readers beside a writer, one writer at a time.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerProblems } from '../../src/model/block.js';
import { SqlDatabase } from '../../src/stores/sqlite/driver.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import type { Dataset, Store } from '../../src/stores/store.js';
import { generationFor, lineDecoder, parseLines } from '../support/line-format.js';
import { seededRandom, shopText } from '../support/shop-lines.js';

const SEED = 41;
const LINES = 4000;
const PIECES = 120;
const ROUNDS = 6;

const text = shopText({ lines: LINES, seed: SEED });
const generation = generationFor(text);

let folder = '';
let store: Store;
let writers: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoptrace-processes-'));
  store = openSqliteStore({ folder, decoder: lineDecoder });
});

afterEach(async () => {
  for (const writer of writers) writer.kill('SIGKILL');
  writers = [];
  await store.close();
  await rm(folder, { recursive: true });
});

function startWriter(): { writer: ChildProcess; said: Interface } {
  const script = fileURLToPath(new URL('../support/store-writer.ts', import.meta.url));
  const words = ['--import', 'tsx', script, folder, SEED, LINES, PIECES].map(String);
  const writer = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  writers.push(writer);
  if (writer.stdout === null) throw new Error('no output of the writer');
  return { writer, said: createInterface({ input: writer.stdout }) };
}

async function killed(writer: ChildProcess): Promise<void> {
  const exit = once(writer, 'exit');
  writer.kill('SIGKILL');
  await exit;
}

function integrity(): unknown {
  const path = join(folder, 'shop', 'store.db');
  const database = new SqlDatabase(path, { readOnly: true, dataset: 'shop', busyTimeoutMs: 1000 });
  const row = database.get('PRAGMA integrity_check');
  database.close();
  return row;
}

/** Everything in the store agrees with the checkpoint and with the text up to there. */
async function expectWhole(dataset: Dataset): Promise<number> {
  const checkpoint = await dataset.checkpoint(generation.id);
  const offset = checkpoint?.offset ?? 0;
  const stored = Buffer.from(text).subarray(0, offset);
  const expected = parseLines(generation, stored.toString());
  const ledger = await dataset.ledger(generation.id);
  if (ledger === null) throw new Error('nothing is stored');
  const { indexed, pending } = ledger;
  const { events } = await dataset.eventsOfRange(generation.id, 0, 1e9, 100_000);
  expect(events.map(({ event }) => event)).toEqual(expected.slice(0, indexed));
  expect(indexed + pending).toBe(expected.length);
  expect(ledgerProblems(ledger)).toEqual([]);
  const hours = await dataset.countBy(['hour', 'action'], {}, 10_000);
  expect(hours.reduce((sum, row) => sum + row.count, 0)).toBe(indexed);
  const minutes = await dataset.countBy(['minute'], {}, 100_000);
  expect(minutes.reduce((sum, row) => sum + row.count, 0)).toBe(indexed);
  expect(Buffer.from(await dataset.rawBytes(generation.id, 0, offset)).equals(stored)).toBe(true);
  return offset;
}

describe('sqlite store among processes', () => {
  it('is whole after every kill -9 of its writer, which goes on where it was', async () => {
    const random = seededRandom(SEED);
    let reached = 0;
    let isDone = false;
    for (let round = 0; round < ROUNDS && !isDone; round += 1) {
      const { writer, said } = startWriter();
      let left = 2 + Math.floor(random() * 25);
      for await (const line of said) {
        if (Number(line) > reached) left -= 1;
        isDone = line === 'done';
        if (left === 0 || isDone) break;
      }
      await killed(writer);
      expect(integrity()).toEqual({ integrity_check: 'ok' });
      const dataset = await store.open('shop', { mode: 'write' });
      const offset = await expectWhole(dataset);
      expect(offset).toBeGreaterThan(reached);
      reached = offset;
      await dataset.close();
    }
  }, 90_000);

  it('is read by another process while one writes', async () => {
    const { writer, said } = startWriter();
    const exit = once(writer, 'exit');
    let reader: Dataset | null = null;
    let seen = 0;
    for await (const line of said) {
      if (line === 'open' || line === 'done') continue;
      reader ??= await store.open('shop', { mode: 'read' });
      const checkpoint = await reader.checkpoint(generation.id);
      expect(checkpoint?.offset).toBeGreaterThanOrEqual(Number(line));
      const count = await reader.count({});
      expect(count).toBeGreaterThanOrEqual(seen);
      seen = count;
      await reader.search({ filter: { words: 'production' }, order: 'newest', limit: 10 });
    }
    expect(await exit).toEqual([0, null]);
    if (reader === null) throw new Error('the writer said nothing');
    expect(await reader.count({})).toBe(parseLines(generation, text).length);
    expect(await expectWhole(reader)).toBe(Buffer.from(text).length);
    await reader.close();
  }, 60_000);

  it('has one writer at a time, and is free when that one is killed', async () => {
    const { writer, said } = startWriter();
    for await (const line of said) if (line === 'open') break;
    await expect(store.open('shop', { mode: 'write' })).rejects.toMatchObject({ code: 'dataset-busy' });
    await expect(store.drop('shop')).rejects.toMatchObject({ code: 'dataset-busy' });
    await killed(writer);
    await (await store.open('shop', { mode: 'write' })).close();
    await store.drop('shop');
    expect(await store.datasets()).toEqual([]);
  }, 60_000);
});
