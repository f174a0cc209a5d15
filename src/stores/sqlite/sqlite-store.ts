// The SQLite store: one folder a dataset.
import { ShoptraceError } from '../../model/errors.js';
import type { BlockDecoder, Store } from '../store.js';

export interface SqliteOptions {
  readonly folder: string;
  readonly decoder: BlockDecoder;
}

export function openSqliteStore(options: SqliteOptions): Store {
  throw new ShoptraceError('usage', `No SQLite store at ${options.folder} in this version`, 'Use `memory:`.');
}
