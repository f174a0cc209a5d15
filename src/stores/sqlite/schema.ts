// Tables of a dataset, and how an older file becomes a current one.
import { ShoptraceError } from '../../model/errors.js';
import type { SqlDatabase } from './driver.js';

/** A block's row id is `generation.number * BLOCKS_PER_GENERATION + block number` (16 M blocks of 64 KiB: 1 TB a file). */
export const BLOCKS_PER_GENERATION = 2 ** 24;

/** One statement list a schema version; only ever appended to. `user_version` of a file = how many were applied. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE generation (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    shop TEXT NOT NULL,
    generation TEXT NOT NULL,
    checkpoint TEXT NOT NULL,
    totals TEXT NOT NULL,
    checkpoint_offset INTEGER NOT NULL,
    last_final INTEGER NOT NULL,
    final_end INTEGER NOT NULL,
    blocks INTEGER NOT NULL,
    indexed INTEGER NOT NULL,
    transactions INTEGER NOT NULL,
    provisional TEXT,
    waiting TEXT
  );
  CREATE INDEX generation_provisional ON generation (number) WHERE provisional IS NOT NULL;
  CREATE TABLE copy (
    generation TEXT NOT NULL, path TEXT NOT NULL, records INTEGER NOT NULL, PRIMARY KEY (generation, path)
  ) WITHOUT ROWID;
  CREATE TABLE source_status (
    source TEXT NOT NULL, generation TEXT NOT NULL, status TEXT NOT NULL, PRIMARY KEY (source, generation)
  ) WITHOUT ROWID;

  CREATE TABLE block (
    id INTEGER PRIMARY KEY,
    start INTEGER NOT NULL,
    length INTEGER NOT NULL,
    first_line INTEGER NOT NULL,
    lines INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    mark TEXT NOT NULL,
    time_from INTEGER,
    time_to INTEGER,
    order_from INTEGER,
    order_to INTEGER,
    last_head INTEGER,
    last_end INTEGER,
    attached BLOB
  );
  CREATE INDEX block_order_to ON block (order_to, id);
  CREATE INDEX block_order_from ON block (order_from, id);
  CREATE TABLE block_bytes (
    id INTEGER PRIMARY KEY,
    packed INTEGER NOT NULL,
    state_length INTEGER NOT NULL,
    masked BLOB,
    data BLOB NOT NULL
  );
  CREATE VIRTUAL TABLE words USING fts5 (
    tokens, content='', contentless_delete=1, detail=none, tokenize="ascii tokenchars ':._-'"
  );

  CREATE TABLE shop (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE transaction_id (
    number INTEGER PRIMARY KEY, name TEXT NOT NULL, shop INTEGER NOT NULL, UNIQUE (name, shop)
  );
  CREATE TABLE posting (
    transaction_number INTEGER NOT NULL, block INTEGER NOT NULL, lines BLOB NOT NULL,
    PRIMARY KEY (transaction_number, block)
  ) WITHOUT ROWID;
  CREATE TABLE attachment_kind (
    number INTEGER PRIMARY KEY, how TEXT NOT NULL, confidence REAL NOT NULL, UNIQUE (how, confidence)
  );
  CREATE TABLE late_attachment (
    generation INTEGER NOT NULL, learned_at INTEGER NOT NULL, line INTEGER NOT NULL,
    transaction_number INTEGER NOT NULL, kind INTEGER NOT NULL,
    PRIMARY KEY (generation, learned_at, line, transaction_number)
  ) WITHOUT ROWID;

  CREATE TABLE event_kind (
    number INTEGER PRIMARY KEY, action TEXT NOT NULL, code TEXT NOT NULL, level TEXT NOT NULL,
    UNIQUE (action, code, level)
  );
  CREATE TABLE hour_count (
    hour INTEGER NOT NULL, kind INTEGER NOT NULL, generation INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (hour, kind, generation)
  ) WITHOUT ROWID;
  CREATE TABLE minute_count (
    minute INTEGER NOT NULL, generation INTEGER NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (minute, generation)
  ) WITHOUT ROWID;

  CREATE TABLE coverage (shop TEXT PRIMARY KEY, coverage TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE position (generation TEXT PRIMARY KEY, position INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE finding (
    id TEXT PRIMARY KEY,
    rule TEXT NOT NULL, shop TEXT NOT NULL, case_kind TEXT NOT NULL, case_key TEXT NOT NULL,
    verdict TEXT NOT NULL, severity TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
    last_seen INTEGER NOT NULL, detected_at INTEGER NOT NULL,
    finding TEXT NOT NULL, human TEXT NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX finding_case ON finding (case_key, case_kind, shop);
  CREATE INDEX finding_last_seen ON finding (last_seen, id);
  CREATE TABLE state_change (number INTEGER PRIMARY KEY, finding TEXT NOT NULL, change TEXT NOT NULL);
  CREATE INDEX state_change_finding ON state_change (finding);
  CREATE TABLE obligation (
    shop TEXT NOT NULL, case_kind TEXT NOT NULL, case_key TEXT NOT NULL, rule TEXT NOT NULL,
    due_at INTEGER NOT NULL, obligation TEXT NOT NULL,
    PRIMARY KEY (shop, case_kind, case_key, rule)
  ) WITHOUT ROWID;
  CREATE INDEX obligation_due ON obligation (shop, due_at);
  CREATE TABLE fact (
    number INTEGER PRIMARY KEY,
    shop TEXT NOT NULL, about_kind TEXT NOT NULL, about_key TEXT NOT NULL, transaction_name TEXT NOT NULL,
    time INTEGER NOT NULL, event TEXT NOT NULL, fact TEXT NOT NULL
  );
  CREATE INDEX fact_about ON fact (about_key, about_kind, shop);
  CREATE INDEX fact_transaction ON fact (transaction_name, shop);
  CREATE TABLE summary (
    shop TEXT NOT NULL, id TEXT NOT NULL, last_seen INTEGER NOT NULL, outcome TEXT NOT NULL, summary TEXT NOT NULL,
    PRIMARY KEY (id, shop)
  ) WITHOUT ROWID;
  CREATE INDEX summary_last_seen ON summary (last_seen, shop, id);
  `,
  // Heads, from the block's start, of records that are no events because another file holds them.
  'ALTER TABLE block ADD COLUMN skipped BLOB',
  // What is judged, in fewer bytes: rows in the order they are written, columns not said again in the JSON beside them.
  // Facts and summaries are judged anew: the engine begins again where its state is gone.
  `
  DROP TABLE fact;
  DROP TABLE summary;
  DELETE FROM meta WHERE name = 'engineState';
  CREATE TABLE fact (
    number INTEGER PRIMARY KEY, shop INTEGER NOT NULL, transaction_name TEXT NOT NULL, facts TEXT NOT NULL
  );
  CREATE UNIQUE INDEX fact_transaction ON fact (transaction_name, shop);
  CREATE TABLE fact_about (
    about_key TEXT NOT NULL, about_kind TEXT NOT NULL, shop INTEGER NOT NULL, fact INTEGER NOT NULL,
    PRIMARY KEY (about_key, about_kind, shop, fact)
  ) WITHOUT ROWID;
  CREATE TABLE summary (
    number INTEGER PRIMARY KEY,
    shop TEXT NOT NULL, id TEXT NOT NULL, last_seen INTEGER NOT NULL, outcome TEXT NOT NULL, summary TEXT NOT NULL
  );
  CREATE UNIQUE INDEX summary_id ON summary (id, shop);
  CREATE INDEX summary_last_seen ON summary (last_seen);

  ALTER TABLE finding RENAME TO finding_before;
  CREATE TABLE finding (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    rule TEXT NOT NULL, shop TEXT NOT NULL, case_kind TEXT NOT NULL, case_key TEXT NOT NULL,
    verdict TEXT NOT NULL, severity TEXT NOT NULL, state TEXT NOT NULL, version INTEGER NOT NULL,
    last_seen INTEGER NOT NULL, detected_at INTEGER NOT NULL,
    finding TEXT NOT NULL, human TEXT
  );
  INSERT INTO finding (id, rule, shop, case_kind, case_key, verdict, severity, state, version, last_seen, detected_at,
    finding, human) SELECT * FROM finding_before;
  DROP TABLE finding_before;
  CREATE UNIQUE INDEX finding_id ON finding (id);
  CREATE INDEX finding_case ON finding (case_key, case_kind, shop);
  CREATE INDEX finding_last_seen ON finding (last_seen);
  `,
  // Tables imported beside the traces, and their facts (raw deflate of JSON) in parts.
  `
  CREATE TABLE imported (id TEXT PRIMARY KEY, imported TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE import_part (id TEXT NOT NULL, part INTEGER NOT NULL, facts BLOB NOT NULL, PRIMARY KEY (id, part));
  `,
  // States of fold rules by generation: a commit writes those that changed.
  'CREATE TABLE fold (generation TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID',
  // What was pruned from the beginning of a generation (JSON); null: nothing.
  'ALTER TABLE generation ADD COLUMN pruned TEXT',
  // What was made of the data and can be made anew at any time.
  'CREATE TABLE memo (name TEXT NOT NULL, piece INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (name, piece))',
];

/** How many migrations a file has seen; 0 of an empty one. */
export function schemaVersion(database: SqlDatabase): number {
  return database.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
}

/** @throws store-newer */
export function requireKnownSchema(version: number, dataset: string, known: number): void {
  if (version <= known) return;
  throw new ShoptraceError(
    'store-newer',
    `The dataset ${JSON.stringify(dataset)} has schema ${version}; this shoptrace knows schemas up to ${known}`,
    'Use the newer shoptrace, or read the trace files into another dataset.',
  );
}

/** Brings a file to the last version, all steps or none. @throws store-newer */
export function migrate(database: SqlDatabase, dataset: string, steps: readonly string[] = migrations): void {
  if (schemaVersion(database) === steps.length) return;
  database.write(() => {
    const version = schemaVersion(database);
    requireKnownSchema(version, dataset, steps.length);
    for (const step of steps.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${steps.length}`);
  });
}
