// Opening a dataset's file: settings of the connection, schema, what a new dataset is made with.
import { dirname } from 'node:path';
import type { OpenOptions } from '../store.js';
import { SqlDatabase } from './driver.js';
import { migrate, migrations, requireKnownSchema, schemaVersion } from './schema.js';
import { takeWriterLock } from './writer-lock.js';

const BUSY_TIMEOUT_MS = 5_000;
const PAGE_BYTES = 4_096;

/** An older file is brought forward first. @throws store-newer, store-damaged, dataset-busy (older, and its writer is at work) */
export function openForReading(path: string, dataset: string, steps = migrations): SqlDatabase {
  const database = new SqlDatabase(path, { readOnly: true, dataset, busyTimeoutMs: BUSY_TIMEOUT_MS });
  const version = closedOnError(database, () => {
    database.exec('PRAGMA cache_size = -16384');
    const found = schemaVersion(database);
    requireKnownSchema(found, dataset, steps.length);
    return found;
  });
  if (version === 0 || version === steps.length) return database;
  database.close();
  upgrade(path, dataset, steps);
  return openForReading(path, dataset, steps);
}

function upgrade(path: string, dataset: string, steps: readonly string[]): void {
  const lock = takeWriterLock(dirname(path), dataset);
  try {
    const database = new SqlDatabase(path, { readOnly: false, dataset, busyTimeoutMs: BUSY_TIMEOUT_MS });
    closedOnError(database, () => migrate(database, dataset, steps));
    database.close();
  } finally {
    lock.release();
  }
}

/** @throws store-newer, store-damaged, store-full */
export function openForWriting(
  path: string,
  dataset: string,
  create: OpenOptions['create'],
  maximumBytes: number | undefined,
): SqlDatabase {
  const database = openWritable(path, dataset, BUSY_TIMEOUT_MS);
  closedOnError(database, () => {
    if (maximumBytes !== undefined)
      database.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maximumBytes / PAGE_BYTES))}`);
    database.exec('PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4096');
    migrate(database, dataset);
    if (create === undefined) return;
    database.write(() => {
      for (const [name, value] of Object.entries({ ...create, asOf: null }))
        database.run('INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)', name, JSON.stringify(value));
    });
  });
  return database;
}

/** A connection that may write beside the dataset's writer: short changes only. It never waits: see `whenFree`. */
export function openForChanges(path: string, dataset: string): SqlDatabase {
  return openWritable(path, dataset, 0);
}

function openWritable(path: string, dataset: string, busyTimeoutMs: number): SqlDatabase {
  const database = new SqlDatabase(path, { readOnly: false, dataset, busyTimeoutMs });
  closedOnError(database, () => {
    requireKnownSchema(schemaVersion(database), dataset, migrations.length);
    database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
  });
  return database;
}

function closedOnError<T>(database: SqlDatabase, work: () => T): T {
  try {
    return work();
  } catch (error) {
    database.close();
    throw error;
  }
}
