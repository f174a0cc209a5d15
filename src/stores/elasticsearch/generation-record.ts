// How far one file content is stored: the document whose writing commits everything written before it.
import {
  skippedRecords,
  type Block,
  type Checkpoint,
  type Generation,
  type GenerationLedger,
} from '../../model/block.js';
import type { TraceEvent } from '../../model/event.js';
import { completeLedger, emptyTail, type StoredTail } from '../append-plan.js';
import { firstPartitionState, type PartitionState } from './partition.js';

/** The block that may still grow; its bytes are the document's `data`. */
export type OpenBlock = Omit<Block, 'bytes' | 'generation'>;

export interface GenerationRecord {
  readonly generation: Generation;
  /** Null when nothing is stored, or when what was stored is gone. */
  readonly checkpoint: Checkpoint | null;
  readonly totals: GenerationLedger | null;
  /** Number of blocks, an open one included. */
  readonly blocks: number;
  readonly open: OpenBlock | null;
  readonly lastFinal: TraceEvent | null;
  readonly provisional: TraceEvent | null;
  /** Behind the last final record. */
  readonly partition: PartitionState;
  /** Where the last final record went. */
  readonly lastPartition: string;
  /** Final records by event index. */
  readonly filled: Readonly<Record<string, number>>;
  readonly indexed: number;
  readonly rejected: Readonly<Record<string, number>>;
  readonly transactions: number;
  /** Records that reads of copies found again. */
  readonly copies: number;
  /** Number of the last commit: a document with a greater one was never committed. */
  readonly committed: number;
  /** Number of the next commit; greater than those of writers that died. */
  readonly next: number;
  /** All its records are being taken out. */
  readonly retiring: boolean;
  /** Records that vanished with an index that somebody deleted. */
  readonly lost: number;
}

export function newRecord(generation: Generation): GenerationRecord {
  return {
    generation,
    checkpoint: null,
    totals: null,
    blocks: 0,
    open: null,
    lastFinal: null,
    provisional: null,
    partition: firstPartitionState,
    lastPartition: '',
    filled: {},
    indexed: 0,
    rejected: {},
    transactions: 0,
    copies: 0,
    committed: 0,
    next: 1,
    retiring: false,
    lost: 0,
  };
}

export function tailOf(record: GenerationRecord): StoredTail {
  if (record.checkpoint === null) return emptyTail;
  return {
    offset: record.checkpoint.offset,
    lastFinal: record.lastFinal?.offset ?? -1,
    provisional: record.provisional,
    blocks: record.blocks,
  };
}

export function ledgerOf(record: GenerationRecord): GenerationLedger | null {
  if (record.totals === null) return null;
  return completeLedger(record.totals, {
    indexed: record.indexed,
    provisional: record.provisional !== null,
    rejected: record.rejected,
    transactions: record.transactions,
    copies: record.copies,
    skipped: record.checkpoint === null ? 0 : skippedRecords(record.checkpoint),
  });
}
