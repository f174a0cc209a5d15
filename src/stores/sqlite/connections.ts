// Opening a dataset's file: settings of the connection, schema, what a new dataset is made with.
import type { OpenOptions } from '../store.js';
import { SqlDatabase } from './driver.js';
import { migrate, migrations, requireKnownSchema, schemaVersion } from './schema.js';

const BUSY_TIMEOUT_MS = 5_000;
const PAGE_BYTES = 4_096;

/** @throws store-newer, store-damaged */
export function openForReading(path: string, dataset: string): SqlDatabase {
  const database = new SqlDatabase(path, { readOnly: true, dataset, busyTimeoutMs: BUSY_TIMEOUT_MS });
  return closedOnError(database, () => {
    database.exec('PRAGMA cache_size = -16384');
    requireKnownSchema(schemaVersion(database), dataset, migrations.length);
  });
}

/** @throws store-newer, store-damaged, store-full */
export function openForWriting(
  path: string,
  dataset: string,
  create: OpenOptions['create'],
  maximumBytes: number | undefined,
): SqlDatabase {
  const database = openForChanges(path, dataset);
  return closedOnError(database, () => {
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
}

/** A connection that may write beside the dataset's writer: short changes only. */
export function openForChanges(path: string, dataset: string): SqlDatabase {
  const database = new SqlDatabase(path, { readOnly: false, dataset, busyTimeoutMs: BUSY_TIMEOUT_MS });
  return closedOnError(database, () => {
    requireKnownSchema(schemaVersion(database), dataset, migrations.length);
    database.exec(`PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL`);
  });
}

function closedOnError(database: SqlDatabase, work: () => void): SqlDatabase {
  try {
    work();
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
