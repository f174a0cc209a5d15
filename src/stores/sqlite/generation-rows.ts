// The row of a generation: what it is, how far it is stored, what is still open.
import type { Checkpoint, Generation, GenerationLedger } from '../../model/block.js';
import type { Attachment, TraceEvent } from '../../model/event.js';
import type { StoredTail } from '../append-plan.js';
import type { PrunedPrefix } from '../prune-plan.js';
import type { SqlDatabase } from './driver.js';

export interface GenerationRow {
  readonly number: number;
  readonly id: string;
  readonly shop: string;
  readonly generation: string;
  readonly checkpoint: string;
  readonly totals: string;
  readonly checkpoint_offset: number;
  readonly last_final: number;
  /** End of the last final record. */
  readonly final_end: number;
  readonly blocks: number;
  readonly indexed: number;
  readonly transactions: number;
  readonly provisional: string | null;
  /** Attachments of events that are not final yet. */
  readonly waiting: string | null;
  readonly pruned: string | null;
}

export const generationOf = (row: GenerationRow): Generation => JSON.parse(row.generation) as Generation;
export const checkpointOf = (row: GenerationRow): Checkpoint => JSON.parse(row.checkpoint) as Checkpoint;
export const totalsOf = (row: GenerationRow): GenerationLedger => JSON.parse(row.totals) as GenerationLedger;
export const waitingOf = (row: GenerationRow | null): Attachment[] =>
  row === null || row.waiting === null ? [] : (JSON.parse(row.waiting) as Attachment[]);
export const provisionalOf = (row: GenerationRow): TraceEvent | null =>
  row.provisional === null ? null : (JSON.parse(row.provisional) as TraceEvent);

export const prunedOf = (row: GenerationRow | null): PrunedPrefix | null =>
  row === null || row.pruned === null ? null : (JSON.parse(row.pruned) as PrunedPrefix);

export function tailOf(row: GenerationRow): StoredTail {
  return {
    offset: row.checkpoint_offset,
    lastFinal: row.last_final,
    provisional: provisionalOf(row),
    blocks: row.blocks,
  };
}

export function findGeneration(database: SqlDatabase, id: string): GenerationRow | null {
  return database.get<GenerationRow>('SELECT * FROM generation WHERE id = ?', id);
}

/** Those with a provisional event. */
export function openGenerations(database: SqlDatabase): GenerationRow[] {
  return database.all<GenerationRow>('SELECT * FROM generation WHERE provisional IS NOT NULL');
}

export function saveGeneration(database: SqlDatabase, row: GenerationRow): void {
  database.run(
    `INSERT OR REPLACE INTO generation (number, id, shop, generation, checkpoint, totals, checkpoint_offset, last_final,
     final_end, blocks, indexed, transactions, provisional, waiting, pruned)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.number,
    row.id,
    row.shop,
    row.generation,
    row.checkpoint,
    row.totals,
    row.checkpoint_offset,
    row.last_final,
    row.final_end,
    row.blocks,
    row.indexed,
    row.transactions,
    row.provisional,
    row.waiting,
    row.pruned,
  );
}

export function nextGenerationNumber(database: SqlDatabase): number {
  return (database.get<{ n: number | null }>('SELECT max(number) AS n FROM generation')?.n ?? 0) + 1;
}
