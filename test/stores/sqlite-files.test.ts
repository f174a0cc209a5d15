// The SQLite store's files: schema versions, damage, a full disk, size.
import { open, mkdtemp, rm, stat, truncate, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openForReading } from '../../src/stores/sqlite/connections.js';
import { SqlDatabase } from '../../src/stores/sqlite/driver.js';
import { migrate, migrations, schemaVersion } from '../../src/stores/sqlite/schema.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import { openStore } from '../../src/stores/index.js';
import { appendAll, batchesOf, create } from '../contracts/store/test-dataset.js';
import { lineDecoder } from '../support/line-format.js';
import { cutLines, shopText } from '../support/shop-lines.js';

let folder = '';
const databasePath = (): string => join(folder, 'shop', 'store.db');
const openTestStore = (maximumBytes?: number) =>
  openSqliteStore({ folder, decoder: lineDecoder, ...(maximumBytes === undefined ? {} : { maximumBytes }) });

function connect(path: string): SqlDatabase {
  return new SqlDatabase(path, { readOnly: false, dataset: 'shop', busyTimeoutMs: 0 });
}

async function filled(lines: number): Promise<void> {
  const store = openTestStore();
  const dataset = await store.open('shop', { mode: 'write', create });
  await appendAll(dataset, batchesOf(cutLines(shopText({ lines }), 4)).batches);
  await store.close();
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoptrace-files-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('schema of the sqlite store', () => {
  it('goes forward step by step, and not twice', () => {
    const database = connect(join(folder, 'steps.db'));
    const first = 'CREATE TABLE a (x); INSERT INTO a VALUES (1)';
    migrate(database, 'shop', [first]);
    migrate(database, 'shop', [first, 'ALTER TABLE a ADD COLUMN y DEFAULT 7', 'UPDATE a SET x = x + y']);
    expect(schemaVersion(database)).toBe(3);
    migrate(database, 'shop', [first, 'ALTER TABLE a ADD COLUMN y DEFAULT 7', 'UPDATE a SET x = x + y']);
    expect(database.all('SELECT x, y FROM a')).toEqual([{ x: 8, y: 7 }]);
    database.close();
  });

  it('takes all steps or none', () => {
    const database = connect(join(folder, 'steps.db'));
    migrate(database, 'shop', ['CREATE TABLE a (x)']);
    const broken = ['CREATE TABLE a (x)', 'CREATE TABLE b (x)', 'CREATE TABLE c (', 'CREATE TABLE d (x)'];
    expect(() => migrate(database, 'shop', broken)).toThrow('incomplete input');
    expect(schemaVersion(database)).toBe(1);
    const tables = "SELECT name FROM sqlite_schema WHERE type = 'table'";
    expect(database.all(tables)).toEqual([{ name: 'a' }]);
    database.close();
  });

  it('of a newer shoptrace is refused and left alone', async () => {
    await filled(20);
    const database = connect(databasePath());
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    database.close();
    const store = openTestStore();
    const newer = { code: 'store-newer' };
    await expect(store.open('shop', { mode: 'read' })).rejects.toMatchObject(newer);
    await expect(store.open('shop', { mode: 'write', create })).rejects.toMatchObject(newer);
    await expect(store.datasets()).rejects.toMatchObject(newer);
    await store.drop('shop');
    expect(await store.datasets()).toEqual([]);
  });

  it('of an older file is brought forward by whoever opens it, unless its writer is at work', async () => {
    await filled(20);
    const steps = [...migrations, 'CREATE TABLE later (x); INSERT INTO later VALUES (3)'];
    const writer = await openTestStore().open('shop', { mode: 'write' });
    expect(() => openForReading(databasePath(), 'shop', steps)).toThrow('Another process writes');
    await writer.close();
    const database = openForReading(databasePath(), 'shop', steps);
    expect(database.all('SELECT x FROM later')).toEqual([{ x: 3 }]);
    expect(schemaVersion(database)).toBe(steps.length);
    database.close();
  });

  it('that was never finished is made again', async () => {
    await mkdir(join(folder, 'shop'));
    await writeFile(databasePath(), '');
    const store = openTestStore();
    expect(await store.datasets()).toEqual([]);
    await expect(store.open('shop', { mode: 'write' })).rejects.toMatchObject({ code: 'dataset-unknown' });
    await (await store.open('shop', { mode: 'write', create })).close();
    expect(await store.datasets()).toHaveLength(1);
  });
});

describe('damage of the sqlite store', () => {
  const damaged = { code: 'store-damaged' };

  async function readAll(): Promise<void> {
    const store = openTestStore();
    try {
      const dataset = await store.open('shop', { mode: 'read' });
      const [generation] = await dataset.generations();
      await dataset.eventsOfRange(generation?.id ?? '', 0, 1e9, 100_000);
      await dataset.countBy(['minute', 'action'], {}, 10);
    } finally {
      await store.close();
    }
  }

  it('by a file that is no database is named', async () => {
    await mkdir(join(folder, 'shop'));
    await writeFile(databasePath(), 'not a database at all, '.repeat(400));
    await expect(readAll()).rejects.toMatchObject(damaged);
    await expect(openTestStore().open('shop', { mode: 'write', create })).rejects.toMatchObject(damaged);
  });

  it.each([0.9, 0.5, 0.1])('by a file torn at %d of its length is named', async (share) => {
    await filled(3000);
    const { size } = await stat(databasePath());
    await truncate(databasePath(), Math.floor((size * share) / 4096) * 4096 + 100);
    await expect(readAll()).rejects.toMatchObject(damaged);
  });

  it('by overwritten pages is named, and the dataset can be dropped', async () => {
    await filled(3000);
    const { size } = await stat(databasePath());
    const file = await open(databasePath(), 'r+');
    await file.write(Buffer.alloc(Math.floor(size * 0.8), 0x5a), 0, undefined, Math.floor(size * 0.1));
    await file.close();
    await expect(readAll()).rejects.toMatchObject(damaged);
    const store = openTestStore();
    await store.drop('shop');
    expect(await store.datasets()).toEqual([]);
  });
});

describe('space of the sqlite store', () => {
  it('that is used up refuses a batch whole, and goes on when there is more', async () => {
    const { generation, batches } = batchesOf(cutLines(shopText({ lines: 9000 }), 12));
    const small = openTestStore(350_000);
    const dataset = await small.open('shop', { mode: 'write', create });
    let taken = 0;
    const fill = async (): Promise<void> => {
      for (; taken < batches.length; taken += 1) await appendAll(dataset, batches.slice(taken, taken + 1));
    };
    await expect(fill()).rejects.toMatchObject({ code: 'store-full' });
    expect(taken).toBeGreaterThan(1);
    const before = batches[taken - 1]?.checkpoint;
    expect(await dataset.checkpoint(generation.id)).toEqual(before);
    const indexed = batches.slice(0, taken).reduce((sum, batch) => sum + batch.events.length, 0);
    expect(await dataset.count({})).toBe(indexed);
    expect(await dataset.ledger(generation.id)).toMatchObject({ indexed, pending: 1 });
    await expect(fill()).rejects.toMatchObject({ code: 'store-full' });
    await small.close();

    const store = openTestStore();
    const more = await store.open('shop', { mode: 'write' });
    await appendAll(more, batches.slice(taken));
    const total = batches.reduce((sum, batch) => sum + batch.events.length, 0);
    expect(await more.count({})).toBe(total);
    await store.close();
  });

  it('is at most 40 bytes a line, everything included', async () => {
    const lines = 40_000;
    const text = shopText({ lines, withoutId: 0.02 });
    const store = openTestStore();
    const dataset = await store.open('shop', { mode: 'write', create });
    await appendAll(dataset, batchesOf(cutLines(text, 3), {}, 65_536).batches);
    await dataset.close();
    const reader = await store.open('shop', { mode: 'read' });
    const size = (await reader.size()) ?? 0;
    expect(size).toBeGreaterThan(lines * 5);
    expect(size / lines).toBeLessThanOrEqual(40);
    await store.close();
  });
});

describe('addresses of stores', () => {
  it('name memory, and folders', async () => {
    const dependencies = { decoder: lineDecoder };
    expect((await openStore('memory:', dependencies)).kind).toBe('memory');
    for (const url of [folder, `sqlite:${folder}`]) {
      const store = await openStore(url, dependencies);
      expect(store.kind).toBe('sqlite');
      expect(await store.datasets()).toEqual([]);
    }
  });

  it('that name nothing are refused without showing a password', async () => {
    const refused = openStore('ftp://ann:secret@host/x', { decoder: lineDecoder });
    await expect(refused).rejects.toMatchObject({ code: 'usage' });
    await expect(refused).rejects.not.toThrow('secret');
    await expect(openStore('sqlite:', { decoder: lineDecoder })).rejects.toMatchObject({ code: 'usage' });
  });
});
