// Which blocks at the beginning of a generation are old enough to go. Pure; every store uses it.
import type { AppendBatch, Checkpoint, PrunedPart } from '../model/block.js';

/** What was deleted from a generation, and where it goes on. */
export interface PrunedPrefix extends PrunedPart {
  /** Offset of the first byte kept. */
  readonly end: number;
}

export interface PrunableBlock {
  readonly number: number;
  readonly start: number;
  readonly length: number;
  readonly closed: boolean;
  /** UTC ms of the latest event with its head in the block; null without any. */
  readonly timeTo: number | null;
}

export interface PruneLimit {
  /** UTC ms. */
  readonly before: number;
  /** Blocks that end behind this offset stay. */
  readonly end: number;
  /** UTC ms of the last record of the generation, null without records. */
  readonly lastTime: number | null;
}

export interface PruneState {
  /** Offset of the last final record's head, -1 without any. */
  readonly lastFinal: number;
  readonly checkpoint: Checkpoint;
  /** UTC ms of the last record of the generation, null without records. */
  readonly lastTime: number | null;
  /** Offset before which everything was judged. */
  readonly judged: number;
}

/** The block of the last record stays: a longer version of the file may let it grow. So does what nobody has judged yet. */
export function pruneLimit(
  before: number,
  { lastFinal, checkpoint, lastTime, judged }: PruneState,
): PruneLimit {
  const end = lastFinal >= 0 ? lastFinal : checkpoint.blockStart;
  return { before, end: Math.min(end, judged), lastTime };
}

/**
 * Number of the first block that stays. A block without events goes with an older neighbour behind it.
 * @param blocks ascending, from the first that is not pruned yet
 */
export function firstKept(first: number, blocks: Iterable<PrunableBlock>, limit: PruneLimit): number {
  let kept = first;
  const allOld = limit.lastTime !== null && limit.lastTime < limit.before;
  for (const { number, start, length, closed, timeTo } of blocks) {
    if (!closed || start + length > limit.end || (timeTo !== null && timeTo >= limit.before)) break;
    if (timeTo !== null || allOld) kept = number + 1;
  }
  return kept;
}

/** A batch without what it says about records that are gone. */
export function withoutPruned(batch: AppendBatch, pruned: PrunedPrefix | null): AppendBatch {
  if (pruned === null) return batch;
  return {
    ...batch,
    attachments: batch.attachments.filter(({ offset }) => offset >= pruned.end),
    skipped: (batch.skipped ?? []).filter(({ offset }) => offset >= pruned.end),
  };
}

/** As the ledger says it. */
export function prunedPart({ blocks, bytes, records, keptFrom }: PrunedPrefix): PrunedPart {
  return { blocks, bytes, records, keptFrom };
}
