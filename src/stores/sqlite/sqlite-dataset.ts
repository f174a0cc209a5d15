// One open SQLite dataset: the parts of the contract put together over one connection.
import { ShoptraceError } from '../../model/errors.js';
import { datasetUnknown } from '../dataset-name.js';
import type { BlockDecoder, Dataset, DatasetInfo } from '../store.js';
import type { AppendContext } from './append.js';
import { sqliteAttachedLines } from './attached-lines.js';
import { BlockReader } from './block-reader.js';
import type { BlockWords } from './block-words.js';
import { whenFree } from './change.js';
import { openForChanges } from './connections.js';
import type { SqliteContext } from './context.js';
import { sqliteDetection } from './detection.js';
import { Dictionaries } from './dictionaries.js';
import type { SqlDatabase } from './driver.js';
import { sqliteEvidence } from './evidence.js';
import { sqliteFindings } from './findings.js';
import { sqliteImports } from './imports.js';
import { sqliteMemos } from './memos.js';
import { Recent } from './recent.js';
import { schemaVersion } from './schema.js';
import { sqliteSearch } from './search.js';
import { sqliteTransactions } from './transactions.js';

const REMEMBERED_WORDS = 64;

export interface SqliteDatasetParts {
  readonly name: string;
  readonly path: string;
  readonly database: SqlDatabase;
  readonly decoder: BlockDecoder;
  readonly writes: boolean;
  readonly size: () => number;
  readonly onClose: () => void;
}

/** Null where nothing says what the dataset was made with. */
export function readInfo(database: SqlDatabase, name: string): DatasetInfo | null {
  if (schemaVersion(database) === 0) return null;
  const rows = database.all<{ name: string; value: string }>('SELECT name, value FROM meta');
  const meta = new Map<string, unknown>(
    rows
      .filter((row) => ['live', 'createdAt', 'asOf', 'catalogueVersion'].includes(row.name))
      .map((row) => [row.name, JSON.parse(row.value)]),
  );
  const createdAt = meta.get('createdAt');
  const asOf = meta.get('asOf');
  if (typeof createdAt !== 'number') return null;
  return {
    name,
    live: meta.get('live') === true,
    createdAt,
    asOf: typeof asOf === 'number' ? asOf : null,
    catalogueVersion: String(meta.get('catalogueVersion')),
  };
}

/** @throws dataset-unknown where the dataset was never made whole */
export function openSqliteDataset(parts: SqliteDatasetParts): Dataset {
  const { name, database } = parts;
  const requireInfo = (): DatasetInfo => {
    const info = readInfo(database, name);
    if (info === null) throw datasetUnknown(name);
    return info;
  };
  try {
    requireInfo();
  } catch (error) {
    database.close();
    throw error;
  }
  const context = new OpenContext(parts);
  let open = true;
  return {
    get info() {
      return requireInfo();
    },
    ...sqliteEvidence(context),
    ...sqliteAttachedLines(context),
    ...sqliteSearch(context),
    ...sqliteTransactions(context),
    ...sqliteDetection(context),
    ...sqliteFindings(context),
    ...sqliteImports(context),
    ...sqliteMemos(context),
    isJudged: async () => null,
    size: async () => parts.size(),
    async close() {
      if (!open) return;
      open = false;
      context.close();
      parts.onClose();
    },
  };
}

class OpenContext implements SqliteContext {
  readonly name: string;
  readonly database: SqlDatabase;
  readonly reader: BlockReader;
  readonly dictionaries: Dictionaries;
  readonly #parts: SqliteDatasetParts;
  readonly #append: AppendContext;
  #changes: SqlDatabase | null = null;

  constructor(parts: SqliteDatasetParts) {
    this.#parts = parts;
    this.name = parts.name;
    this.database = parts.database;
    this.reader = new BlockReader(parts.database, parts.decoder, parts.name);
    this.dictionaries = new Dictionaries(parts.database);
    this.#append = {
      database: parts.database,
      reader: this.reader,
      dictionaries: this.dictionaries,
      words: new Recent<number, BlockWords>(REMEMBERED_WORDS),
      packing: new WeakMap(),
    };
  }

  writer(): AppendContext {
    if (!this.#parts.writes) throw new Error(`Dataset ${this.name} was opened for reading`);
    return this.#append;
  }

  async change<T>(work: (database: SqlDatabase) => T): Promise<T> {
    if (this.#parts.writes) return work(this.database);
    return await whenFree(() => {
      this.#changes ??= openForChanges(this.#parts.path, this.name);
      return work(this.#changes);
    });
  }

  close(): void {
    this.#changes?.close();
    if (this.#parts.writes) this.#shrinkLog();
    this.database.close();
  }

  /** The log is folded into the file; where a reader holds it, the next writer does that. */
  #shrinkLog(): void {
    try {
      this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      if (!(error instanceof ShoptraceError)) throw error;
    }
  }
}
