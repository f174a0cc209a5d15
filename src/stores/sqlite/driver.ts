// The one file that knows the SQLite package: connections, prepared statements, transactions, its errors in our words.
import { DatabaseSync } from '@photostructure/sqlite';
import { ShoptraceError } from '../../model/errors.js';
import { datasetBusy } from '../dataset-name.js';

export type SqlValue = null | number | string | Uint8Array;

/** A row as the caller's SQL gives it, or null when there is none. */
export type Found<Row> = Row | null;

type Statement = ReturnType<InstanceType<typeof DatabaseSync>['prepare']>;

export interface ConnectionOptions {
  readonly readOnly: boolean;
  /** Named in errors. */
  readonly dataset: string;
  readonly busyTimeoutMs: number;
}

// https://sqlite.org/rescode.html
const BUSY = 5;
const LOCKED = 6;
const READONLY = 8;
const IOERR = 10;
/** The file ends before a page that it should have: it was cut. */
const IOERR_SHORT_READ = 522;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

export class SqlDatabase {
  readonly #database: InstanceType<typeof DatabaseSync>;
  readonly #statements = new Map<string, Statement>();
  readonly #dataset: string;
  #depth = 0;

  constructor(path: string, options: ConnectionOptions) {
    this.#dataset = options.dataset;
    this.#database = this.#translated(
      () => new DatabaseSync(path, { readOnly: options.readOnly, timeout: options.busyTimeoutMs }),
    );
  }

  exec(sql: string): void {
    this.#translated(() => this.#database.exec(sql));
  }

  /** The first row, or null. */
  get<Row>(sql: string, ...values: SqlValue[]): Found<Row> {
    const row = this.#translated(() => this.#prepared(sql).get(...values));
    return row === undefined || row === null ? null : (row as Row);
  }

  all<Row>(sql: string, ...values: SqlValue[]): Row[] {
    return this.#translated(() => this.#prepared(sql).all(...values)) as Row[];
  }

  /** Rows changed and the id of the row inserted last. */
  run(sql: string, ...values: SqlValue[]): { readonly changes: number; readonly id: number } {
    const done = this.#translated(() => this.#prepared(sql).run(...values));
    return { changes: done.changes, id: Number(done.lastInsertRowid) };
  }

  /** All of the work or nothing. */
  write<T>(work: () => T): T {
    return this.#inTransaction('BEGIN IMMEDIATE', work);
  }

  /** All reads of the work see the same state. */
  read<T>(work: () => T): T {
    return this.#inTransaction('BEGIN', work);
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #inTransaction<T>(begin: string, work: () => T): T {
    if (this.#depth > 0) return work();
    this.exec(begin);
    this.#depth += 1;
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      this.#rollBack();
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  /** SQLite has rolled back by itself after some faults (full disk); then there is nothing to do. */
  #rollBack(): void {
    try {
      this.#database.exec('ROLLBACK');
    } catch {
      return;
    }
  }

  #prepared(sql: string): Statement {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #translated<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw translated(error, this.#dataset);
    }
  }
}

function translated(error: unknown, dataset: string): unknown {
  const code = resultCode(error);
  if (code === null) return error;
  const cause = { cause: error };
  const name = JSON.stringify(dataset);
  const what = error instanceof Error ? error.message : String(error);
  if (code === FULL)
    return new ShoptraceError(
      'store-full',
      `No space is left for the dataset ${name}; nothing of the last batch was written`,
      'Free space on the disk (or raise the limit of the store). Whoever follows files goes on by itself; run any other command again: it goes on where it stopped.',
      cause,
    );
  if (code === CORRUPT || code === NOTADB) return storeDamaged(dataset, what, error);
  if (code === BUSY || code === LOCKED) return datasetBusy(dataset, error);
  if (code === IOERR || code === CANTOPEN || code === READONLY)
    return new ShoptraceError(
      'store-unreachable',
      `The files of the dataset ${name} cannot be used: ${what}`,
      'Look at the permissions and the health of the disk that holds the data folder.',
      cause,
    );
  return error;
}

/** Texts of sqlite3_errstr: the package leaves the number away where reading all rows fails midway. */
const codesByText: ReadonlyMap<string, number> = new Map([
  ['database is locked', BUSY],
  ['database table is locked', LOCKED],
  ['attempt to write a readonly database', READONLY],
  ['disk I/O error', IOERR],
  ['database disk image is malformed', CORRUPT],
  ['database or disk is full', FULL],
  ['unable to open database file', CANTOPEN],
  ['file is not a database', NOTADB],
]);

function resultCode(error: unknown): number | null {
  if (!(error instanceof Error)) return null;
  if ('errcode' in error && typeof error.errcode === 'number')
    return error.errcode === IOERR_SHORT_READ ? CORRUPT : error.errcode & 0xff;
  return codesByText.get(error.message) ?? null;
}

export function storeDamaged(dataset: string, what: string, cause?: unknown): ShoptraceError {
  return new ShoptraceError(
    'store-damaged',
    `The dataset ${JSON.stringify(dataset)} is damaged: ${what}`,
    'Drop the dataset and read its files again; keep a copy of the folder if the trace files are gone.',
    { cause },
  );
}
