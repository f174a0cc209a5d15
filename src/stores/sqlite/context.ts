// What the parts of an open SQLite dataset share.
import type { AppendContext } from './append.js';
import type { BlockReader } from './block-reader.js';
import type { Dictionaries } from './dictionaries.js';
import type { SqlDatabase } from './driver.js';

export interface SqliteContext {
  readonly name: string;
  /** Connection for reading; the writer's own one where the dataset is open for writing. */
  readonly database: SqlDatabase;
  readonly reader: BlockReader;
  readonly dictionaries: Dictionaries;
  /** @throws Error when the dataset is open for reading: a fault of the caller */
  writer(): AppendContext;
  /**
   * For what people say (finding states, as-of): may be written while another process holds the dataset. The work may be
   * tried several times; it must be one statement or one transaction.
   * @throws dataset-busy when the writer holds the file for seconds
   */
  change<T>(work: (database: SqlDatabase) => T): Promise<T>;
}
