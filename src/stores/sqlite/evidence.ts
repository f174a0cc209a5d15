// SQLite store: bytes, checkpoints, ledgers, sources.
import { skippedRecords, type Block, type GenerationLedger } from '../../model/block.js';
import { completeLedger } from '../append-plan.js';
import { prunedPart } from '../prune-plan.js';
import type { BlockMark, Dataset, SourceStatus, StoredFile } from '../store.js';
import { appendBatch, prepareBlock } from './append.js';
import { unpackSpans } from './block-packing.js';
import type { BlockRow } from './block-reader.js';
import type { SqliteContext } from './context.js';
import {
  checkpointOf,
  findGeneration,
  generationOf,
  prunedOf,
  provisionalOf,
  totalsOf,
  type GenerationRow,
} from './generation-rows.js';
import { pruneDataset } from './prune.js';
import { retireGeneration } from './retire.js';
import { BLOCKS_PER_GENERATION } from './schema.js';

type Evidence = Pick<
  Dataset,
  | 'append'
  | 'prepare'
  | 'generations'
  | 'storedFiles'
  | 'updateGeneration'
  | 'checkpoint'
  | 'marks'
  | 'block'
  | 'ledger'
  | 'addDuplicates'
  | 'retire'
  | 'prune'
  | 'setSourceStatus'
  | 'sourceStatus'
  | 'setAsOf'
  | 'rawBytes'
>;

export function sqliteEvidence(context: SqliteContext): Evidence {
  const { database } = context;
  return {
    append: async (batch) => await appendBatch(context.writer(), batch),
    prepare: (block) => prepareBlock(context.writer(), block),
    async generations() {
      return database.all<GenerationRow>('SELECT * FROM generation ORDER BY id').map(generationOf);
    },
    storedFiles: async () => database.read(() => storedFiles(context)),
    async updateGeneration(generation) {
      const { changes } = context
        .writer()
        .database.run(
          'UPDATE generation SET generation = ? WHERE id = ?',
          JSON.stringify(generation),
          generation.id,
        );
      if (changes === 0) throw new Error(`There is no generation ${generation.id}`);
      context.reader.forget();
    },
    async checkpoint(generation) {
      const row = findGeneration(database, generation);
      return row === null ? null : checkpointOf(row);
    },
    marks: async (generation, from = 0) => marksOf(context, generation, from),
    block: async (generation, number) => database.read(() => blockOf(context, generation, number)),
    ledger: async (generation) => database.read(() => ledgerOf(context, generation)),
    async addDuplicates(generation, path, records) {
      context.writer().database.run(
        `INSERT INTO copy (generation, path, records) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET records = records + excluded.records`,
        generation,
        path,
        records,
      );
    },
    retire: async (generation) => retireGeneration(context.writer(), generation),
    prune: async (before) => await pruneDataset(context.writer(), before),
    async setSourceStatus(status) {
      const sql = 'INSERT OR REPLACE INTO source_status (source, generation, status) VALUES (?, ?, ?)';
      context.writer().database.run(sql, status.source, status.generation, JSON.stringify(status));
    },
    async sourceStatus() {
      return database
        .all<{ status: string }>('SELECT status FROM source_status ORDER BY source, generation')
        .map(({ status }) => JSON.parse(status) as SourceStatus);
    },
    async setAsOf(asOf) {
      const sql = "INSERT OR REPLACE INTO meta (name, value) VALUES ('asOf', ?)";
      await context.change((database) => database.run(sql, JSON.stringify(asOf)));
    },
    async rawBytes(generation, from, to) {
      return database.read(() => {
        const row = findGeneration(database, generation);
        if (row === null || from < (prunedOf(row)?.end ?? 0)) return new Uint8Array(0);
        return new Uint8Array(context.reader.bytes(row.number, from, to));
      });
    },
  };
}

function marksOf(context: SqliteContext, generation: string, from: number): BlockMark[] {
  return context.database.read(() => {
    const row = findGeneration(context.database, generation);
    if (row === null) return [];
    const first = row.number * BLOCKS_PER_GENERATION;
    const sql =
      'SELECT id, start, length, lines, mark, closed FROM block WHERE id >= ? AND id < ? ORDER BY id';
    return context.database
      .all<BlockRow>(sql, first + from, first + BLOCKS_PER_GENERATION)
      .map(({ id, start, length, lines, mark, closed }) => ({
        number: id - first,
        start,
        length,
        lines,
        mark,
        closed: closed === 1,
      }));
  });
}

function blockOf(context: SqliteContext, generation: string, number: number): Block | null {
  const { database, reader } = context;
  const owner = findGeneration(database, generation);
  if (owner === null || number < (prunedOf(owner)?.blocks ?? 0)) return null;
  const id = owner.number * BLOCKS_PER_GENERATION + number;
  const row = database.get<BlockRow>('SELECT * FROM block WHERE id = ?', id);
  if (row === null) return null;
  const { bytes, readerState } = reader.unpacked(row);
  const masked = database.get<{ masked: Uint8Array | null }>(
    'SELECT masked FROM block_bytes WHERE id = ?',
    id,
  );
  return {
    generation,
    number,
    start: row.start,
    bytes: new Uint8Array(bytes),
    firstLine: row.first_line,
    lines: row.lines,
    length: row.length,
    mark: row.mark,
    closed: row.closed === 1,
    readerState,
    masked: unpackSpans(masked?.masked ?? null),
  };
}

export function ledgerOf(context: SqliteContext, generation: string): GenerationLedger | null {
  const { database } = context;
  const row = findGeneration(database, generation);
  if (row === null) return null;
  const sql = 'SELECT coalesce(sum(records), 0) AS records FROM copy WHERE generation = ?';
  return ledgerOfRow(context, row, database.get<{ records: number }>(sql, generation)?.records ?? 0);
}

function storedFiles(context: SqliteContext): StoredFile[] {
  const { database } = context;
  const sql = 'SELECT generation, sum(records) AS records FROM copy GROUP BY generation';
  const copies = new Map(
    database
      .all<{ generation: string; records: number }>(sql)
      .map(({ generation, records }) => [generation, records]),
  );
  return database.all<GenerationRow>('SELECT * FROM generation ORDER BY id').map((row) => ({
    generation: generationOf(row),
    checkpoint: checkpointOf(row),
    ledger: ledgerOfRow(context, row, copies.get(row.id) ?? 0),
  }));
}

function ledgerOfRow(context: SqliteContext, row: GenerationRow, copies: number): GenerationLedger {
  const provisional = provisionalOf(row);
  const pruned = prunedOf(row);
  const isNew = provisional !== null && isNewTransaction(context, row, provisional.transaction);
  return completeLedger(totalsOf(row), {
    indexed: row.indexed,
    provisional: provisional !== null,
    rejected: {},
    transactions: row.transactions + (isNew ? 1 : 0),
    copies,
    skipped: skippedRecords(checkpointOf(row)),
    pruned: pruned === null ? null : prunedPart(pruned),
  });
}

function isNewTransaction(context: SqliteContext, row: GenerationRow, transaction: string | null): boolean {
  if (transaction === null) return false;
  const known = context.database.get<{ number: number }>(
    `SELECT t.number FROM transaction_id t JOIN shop s ON s.number = t.shop WHERE t.name = ? AND s.name = ?`,
    transaction,
    row.shop,
  );
  return known === null || !context.dictionaries.hasOwnRecords(known.number, row.number);
}
