// Deleting the oldest blocks of a dataset with everything that refers to them. Their rows stay as marks; free pages are used again.
import { setImmediate } from 'node:timers/promises';
import type { TraceEvent } from '../../model/event.js';
import { isCounted } from '../append-plan.js';
import { HOUR_MS, MINUTE_MS } from '../line-filter.js';
import { firstKept, pruneLimit, type PrunableBlock } from '../prune-plan.js';
import type { Pruned } from '../store.js';
import type { AppendContext } from './append.js';
import type { BlockRow } from './block-reader.js';
import type { SqlDatabase } from './driver.js';
import { writeCounts } from './event-counts.js';
import { positionOf } from './detection.js';
import { forgetFactsOf } from './fact-rows.js';
import {
  checkpointOf,
  findGeneration,
  openGenerations,
  prunedOf,
  provisionalOf,
  totalsOf,
  waitingOf,
  type GenerationRow,
} from './generation-rows.js';
import { decodeBlockAttachments } from './posting.js';
import { BLOCKS_PER_GENERATION } from './schema.js';

/** One transaction: short enough that a batch beside it does not wait. */
const BLOCKS_A_STEP = 16;
const ROWS_A_LOOK = 512;

/** In steps; whatever ends it between two of them, the dataset is whole. @throws store-full, store-damaged */
export async function pruneDataset(context: AppendContext, before: number): Promise<Pruned> {
  const { database } = context;
  const total = { blocks: 0, records: 0 };
  const ids = database.all<{ id: string }>('SELECT id FROM generation ORDER BY number');
  for (const { id } of ids) {
    const kept = database.read(() => keptOf(database, id, before));
    for (let step = pruneStep(context, id, kept); step.blocks > 0; step = pruneStep(context, id, kept)) {
      total.blocks += step.blocks;
      total.records += step.records;
      await setImmediate();
    }
  }
  return total;
}

/** Number of the first block that stays. */
function keptOf(database: SqlDatabase, id: string, before: number): number {
  const row = findGeneration(database, id);
  if (row === null) return 0;
  const first = prunedOf(row)?.blocks ?? 0;
  const limit = pruneLimit(before, {
    lastFinal: row.last_final,
    checkpoint: checkpointOf(row),
    lastTime: totalsOf(row).to,
    judged: positionOf(database, id),
  });
  return firstKept(first, blocksFrom(database, row.number, first), limit);
}

function* blocksFrom(database: SqlDatabase, generation: number, from: number): Generator<PrunableBlock> {
  const first = generation * BLOCKS_PER_GENERATION;
  const sql = `SELECT id, start, length, closed, time_to FROM block WHERE id >= ? AND id < ? ORDER BY id LIMIT ?`;
  for (let next = first + from; ; next += ROWS_A_LOOK) {
    const rows = database.all<BlockRow>(sql, next, first + BLOCKS_PER_GENERATION, ROWS_A_LOOK);
    for (const { id, start, length, closed, time_to: timeTo } of rows)
      yield { number: id - first, start, length, closed: closed === 1, timeTo };
    if (rows.length < ROWS_A_LOOK) return;
  }
}

function pruneStep(context: AppendContext, id: string, kept: number): Pruned {
  const { database, dictionaries, reader, words } = context;
  try {
    const step = database.write(() => writeStep(context, id, kept));
    for (const block of step.blocks) {
      reader.forgetBlock(block);
      words.delete(block);
    }
    if (step.blocks.length > 0) dictionaries.forget();
    return { blocks: step.blocks.length, records: step.records };
  } catch (error) {
    dictionaries.forget();
    words.clear();
    reader.forget();
    throw error;
  }
}

function writeStep(
  context: AppendContext,
  id: string,
  kept: number,
): { readonly blocks: readonly number[]; readonly records: number } {
  const { database, reader } = context;
  const row = findGeneration(database, id);
  const before = prunedOf(row);
  const from = before?.blocks ?? 0;
  const to = Math.min(kept, from + BLOCKS_A_STEP);
  if (row === null || to <= from) return { blocks: [], records: 0 };
  const first = row.number * BLOCKS_PER_GENERATION;
  const sql = 'SELECT * FROM block WHERE id >= ? AND id < ? ORDER BY id';
  // All may have been forgotten that was judged, since it was worked out what goes.
  const judged = positionOf(database, id);
  const blocks = database
    .all<BlockRow>(sql, first + from, first + to)
    .filter(({ start, length }) => start + length <= judged);
  const touched = new Set<number>();
  const events: TraceEvent[] = [];
  for (const block of blocks) {
    const found = reader.events(block);
    for (const event of found) events.push(event);
    for (const number of transactionsOf(context, row, block, found)) {
      database.run('DELETE FROM posting WHERE transaction_number = ? AND block = ?', number, block.id);
      touched.add(number);
    }
    forgetBlock(database, block);
  }
  subtractCounts(context, row.number, events);
  const last = blocks.at(-1);
  if (last === undefined) return { blocks: [], records: 0 };
  const end = last.start + last.length;
  const gone = last.id + 1 - first;
  database.run('DELETE FROM late_attachment WHERE generation = ? AND line < ?', row.number, end);
  forgetTransactions(context, row, touched);
  const records = (before?.records ?? 0) + events.length;
  const keptFrom = keptTime(database, last.id + 1, first + BLOCKS_PER_GENERATION);
  const pruned = JSON.stringify({ blocks: gone, bytes: end, records, end, keptFrom });
  database.run('UPDATE generation SET pruned = ? WHERE number = ?', pruned, row.number);
  return { blocks: blocks.map((block) => block.id), records: events.length };
}

/** Numbers of the transactions that have a posting in the block. */
function transactionsOf(
  { database, dictionaries }: AppendContext,
  row: GenerationRow,
  block: BlockRow,
  events: readonly TraceEvent[],
): ReadonlySet<number> {
  const numbers = new Set(decodeBlockAttachments(block.attached).map(({ transaction }) => transaction));
  const shop = dictionaries.shop(row.shop);
  const names = new Set(events.flatMap(({ transaction }) => transaction ?? []));
  for (const name of names) {
    const sql = 'SELECT number FROM transaction_id WHERE name = ? AND shop = ?';
    const known = database.get<{ number: number }>(sql, name, shop);
    if (known !== null) numbers.add(known.number);
  }
  return numbers;
}

/** All but its mark. */
function forgetBlock(database: SqlDatabase, { id, last_head: lastHead }: BlockRow): void {
  if (lastHead !== null) database.run('DELETE FROM words WHERE rowid = ?', id);
  database.run('DELETE FROM block_bytes WHERE id = ?', id);
  database.run(
    `UPDATE block SET time_from = NULL, time_to = NULL, order_from = NULL, order_to = NULL, last_head = NULL,
     last_end = NULL, attached = NULL, skipped = NULL WHERE id = ?`,
    id,
  );
}

function subtractCounts(
  { database, dictionaries }: AppendContext,
  generation: number,
  events: readonly TraceEvent[],
): void {
  const counted = events.filter(isCounted);
  writeCounts(database, dictionaries, counted, generation, -1);
  let from = Infinity;
  let to = -Infinity;
  for (const { time } of counted) {
    from = Math.min(from, time);
    to = Math.max(to, time);
  }
  if (to < from) return;
  for (const [table, bucket, bucketMs] of [
    ['hour_count', 'hour', HOUR_MS],
    ['minute_count', 'minute', MINUTE_MS],
  ] as const)
    database.run(
      `DELETE FROM ${table} WHERE ${bucket} BETWEEN ? AND ? AND generation = ? AND count = 0`,
      Math.floor(from / bucketMs),
      Math.floor(to / bucketMs),
      generation,
    );
}

/** Earliest time in the first of the blocks that has records; null without any. */
function keptTime(database: SqlDatabase, from: number, to: number): number | null {
  const sql =
    'SELECT time_from FROM block WHERE id >= ? AND id < ? AND time_from IS NOT NULL ORDER BY id LIMIT 1';
  return database.get<{ time_from: number }>(sql, from, to)?.time_from ?? null;
}

/** Those without a record left. Findings that people have changed stay. */
function forgetTransactions(context: AppendContext, row: GenerationRow, numbers: ReadonlySet<number>): void {
  const { database, dictionaries } = context;
  const open = openIds(database, row.shop);
  for (const number of numbers) {
    if (database.get('SELECT 1 FROM posting WHERE transaction_number = ? LIMIT 1', number) !== null) continue;
    const sql = 'SELECT name FROM transaction_id WHERE number = ?';
    const name = database.get<{ name: string }>(sql, number)?.name;
    database.run('DELETE FROM transaction_id WHERE number = ?', number);
    if (name === undefined || open.has(name)) continue;
    forgetFactsOf(database, dictionaries.shop(row.shop), name);
    database.run('DELETE FROM summary WHERE id = ? AND shop = ?', name, row.shop);
    const ofCase = "case_key = ? AND case_kind = 'transaction' AND shop = ?";
    database.run(`DELETE FROM obligation WHERE ${ofCase}`, name, row.shop);
    database.run(`DELETE FROM finding WHERE ${ofCase} AND version = 0`, name, row.shop);
  }
}

/** Transactions of records that are not final yet. */
function openIds(database: SqlDatabase, shop: string): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const row of openGenerations(database)) {
    if (row.shop !== shop) continue;
    const own = provisionalOf(row)?.transaction ?? null;
    if (own !== null) ids.add(own);
    for (const { transaction } of waitingOf(row)) ids.add(transaction);
  }
  return ids;
}
