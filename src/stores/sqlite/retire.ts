// Taking the events of a generation out of all indexes: another file of the shop holds them. Its bytes stay.
import { retiredCheckpoint } from '../append-plan.js';
import type { AppendContext } from './append.js';
import { packOffsets, unpackOffsets } from './block-packing.js';
import type { BlockRow } from './block-reader.js';
import {
  checkpointOf,
  findGeneration,
  prunedOf,
  provisionalOf,
  saveGeneration,
  totalsOf,
} from './generation-rows.js';
import { BLOCKS_PER_GENERATION } from './schema.js';

/** @throws store-full, store-damaged */
export function retireGeneration(context: AppendContext, id: string): void {
  const { database } = context;
  database.write(() => {
    const row = findGeneration(database, id);
    if (row === null) throw new Error(`There is no generation ${id}`);
    const first = row.number * BLOCKS_PER_GENERATION;
    skipAll(context, first);
    forgetEvents(context, first, first + BLOCKS_PER_GENERATION);
    database.run('DELETE FROM late_attachment WHERE generation = ?', row.number);
    database.run('DELETE FROM hour_count WHERE generation = ?', row.number);
    database.run('DELETE FROM minute_count WHERE generation = ?', row.number);
    const lastHead = provisionalOf(row)?.offset ?? row.last_final;
    const checkpoint = retiredCheckpoint(checkpointOf(row), totalsOf(row).records, lastHead);
    const pruned = prunedOf(row);
    saveGeneration(database, {
      ...row,
      checkpoint: JSON.stringify(checkpoint),
      last_final: -1,
      final_end: 0,
      indexed: 0,
      transactions: 0,
      provisional: null,
      waiting: null,
      pruned: pruned === null ? null : JSON.stringify({ ...pruned, records: 0, keptFrom: null }),
    });
  });
  context.reader.forget();
  context.words.clear();
  context.dictionaries.forget();
}

function skipAll({ database, reader }: AppendContext, first: number): void {
  const sql = 'SELECT * FROM block WHERE id >= ? AND id < ? AND last_head IS NOT NULL ORDER BY id';
  for (const block of database.all<BlockRow>(sql, first, first + BLOCKS_PER_GENERATION)) {
    const heads = new Set(unpackOffsets(block.skipped));
    for (const { offset } of reader.events(block)) heads.add(offset - block.start);
    const skipped = packOffsets([...heads].toSorted((a, b) => a - b));
    database.run('UPDATE block SET skipped = ? WHERE id = ?', skipped, block.id);
  }
}

/** Postings, words and times of the blocks [from, to). */
export function forgetEvents({ database }: Pick<AppendContext, 'database'>, from: number, to: number): void {
  database.run('DELETE FROM posting WHERE block >= ? AND block < ?', from, to);
  database.run(
    'DELETE FROM words WHERE rowid IN (SELECT id FROM block WHERE id >= ? AND id < ? AND last_head IS NOT NULL)',
    from,
    to,
  );
  database.run(
    `UPDATE block SET time_from = NULL, time_to = NULL, order_from = NULL, order_to = NULL, last_head = NULL,
     last_end = NULL, attached = NULL WHERE id >= ? AND id < ?`,
    from,
    to,
  );
  database.run('DELETE FROM transaction_id WHERE number NOT IN (SELECT transaction_number FROM posting)');
}
