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
import { prunedPart } from '../prune-plan.js';
import { firstPartitionState, type PartitionState } from './partition.js';
import type { PrunedRecord } from './pruning.js';

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
  /** Records that reads of copies found again. */
  readonly copies: number;
  /** Number of the last commit: a document with a greater one was never committed. */
  readonly committed: number;
  /** Number of the next commit, which only the writer that took the generation last uses. */
  readonly next: number;
  /** Numbers that earlier writers had and never committed, ascending: their documents may still arrive. */
  readonly abandoned: readonly number[];
  /** All its records are being taken out. */
  readonly retiring: boolean;
  /** Records that vanished with an index that somebody deleted. */
  readonly lost: number;
  /** Absent: nothing was pruned. */
  readonly pruned?: PrunedRecord;
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
    copies: 0,
    committed: 0,
    next: 1,
    abandoned: [],
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

/** The greatest number of writers before this one whose documents are still looked for. */
const MOST_ABANDONED = 100;

/** For a new writer: a number of its own, and one below it for what it puts back. */
export function takenOver(record: GenerationRecord): GenerationRecord {
  const abandoned = [...record.abandoned, record.next].slice(-MOST_ABANDONED);
  return { ...record, abandoned, next: record.next + 2 };
}

/** Whether a document of this number belongs to nothing that was committed, nor to the present writer. */
export function isAbandoned(record: GenerationRecord, commit: number): boolean {
  return record.abandoned.includes(commit);
}

/** Records that were read and are not final. */
export function pendingOf(record: GenerationRecord): number {
  return ledgerOf(record, 0)?.pending ?? 0;
}

/** @param transactions that the generation shows */
export function ledgerOf(record: GenerationRecord, transactions: number): GenerationLedger | null {
  if (record.totals === null) return null;
  return completeLedger(record.totals, {
    indexed: record.indexed,
    provisional: record.provisional !== null,
    rejected: record.rejected,
    transactions: transactions + (record.pruned?.transactions ?? 0),
    pruned: record.pruned === undefined ? null : prunedPart(record.pruned),
    copies: record.copies,
    skipped: record.checkpoint === null ? 0 : skippedRecords(record.checkpoint),
  });
}
