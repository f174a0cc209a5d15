// What follows from an append and its verdicts: where records go, what was refused, and the record of the file that commits it.
import type { AppendBatch, AppendResult } from '../../model/block.js';
import type { TraceEvent } from '../../model/event.js';
import type { AppendPlan } from '../append-plan.js';
import { shapeOf } from './blocks.js';
import type { ItemVerdict } from './bulk.js';
import type { GenerationRecord } from './generation-record.js';
import type { StoredGeneration } from './generations.js';
import { partitionOf, type PartitionState } from './partition.js';
import type { Sightings } from './sightings.js';

export interface PlacedEvent {
  readonly event: TraceEvent;
  readonly partition: string;
}

export interface Placement {
  readonly events: readonly PlacedEvent[];
  readonly state: PartitionState;
  readonly lastPartition: string;
}

export interface RejectedEvent {
  readonly event: TraceEvent;
  readonly reason: string;
  readonly text: string;
}

export interface Written {
  readonly rejected: readonly RejectedEvent[];
  readonly sightings: ReturnType<Sightings['fresh']>;
}

/** Where each record to be written goes. */
export function placed(batch: AppendBatch, plan: AppendPlan, record: GenerationRecord): Placement {
  const events: PlacedEvent[] = [];
  if (plan.regrown !== null) events.push({ event: plan.regrown.after, partition: record.lastPartition });
  let state = record.partition;
  let { lastPartition } = record;
  for (const event of plan.final) {
    const next = partitionOf(event.localTime, state);
    state = next.state;
    lastPartition = next.partition;
    events.push({ event, partition: next.partition });
  }
  const { provisional } = plan;
  if (provisional !== null && batch.events.includes(provisional))
    events.push({ event: provisional, partition: partitionOf(provisional.localTime, state).partition });
  return { events, state, lastPartition };
}

export function rejectedEvents(
  events: readonly PlacedEvent[],
  verdicts: readonly ItemVerdict[],
): RejectedEvent[] {
  return events.flatMap(({ event }, index) => {
    const verdict = verdicts[index] ?? null;
    if (verdict === null || verdict.kind === 'conflict') return [];
    return [{ event, reason: verdict.kind === 'too-large' ? 'too-large' : 'mapping', text: verdict.text }];
  });
}

export function nextRecord(
  batch: AppendBatch,
  plan: AppendPlan,
  placement: Placement,
  before: GenerationRecord,
  written: Written,
): GenerationRecord {
  const lastBlock = batch.blocks.at(-1);
  const blocks = Math.max(before.blocks, lastBlock === undefined ? 0 : lastBlock.number + 1);
  const newest = plan.blocks.at(-1);
  const final = new Set(plan.final);
  const refused = written.rejected.filter(({ event }) => final.has(event));
  const rejected: Record<string, number> = { ...before.rejected };
  for (const { reason } of refused) rejected[reason] = (rejected[reason] ?? 0) + 1;
  const filled: Record<string, number> = { ...before.filled };
  for (const { event, partition } of placement.events)
    if (final.has(event)) filled[partition] = (filled[partition] ?? 0) + 1;
  return {
    ...before,
    generation: batch.generation,
    checkpoint: batch.checkpoint,
    totals: batch.ledger,
    blocks,
    open: newest === undefined ? before.open : newest.closed ? null : shapeOf(newest),
    lastFinal: plan.final.at(-1) ?? plan.regrown?.after ?? before.lastFinal,
    provisional: plan.provisional,
    partition: placement.state,
    lastPartition: placement.lastPartition,
    filled,
    indexed: before.indexed + plan.final.length - refused.length,
    rejected,
    committed: before.next,
    next: before.next + 1,
  };
}

export function openBytesAfter(plan: AppendPlan, stored: StoredGeneration): Uint8Array {
  const newest = plan.blocks.at(-1);
  if (newest === undefined) return stored.openBytes;
  return newest.closed ? new Uint8Array(0) : newest.bytes;
}

export function withRejected(
  plan: AppendPlan,
  before: GenerationRecord,
  rejected: readonly RejectedEvent[],
): AppendResult {
  const result = { ...plan.result };
  for (const { event } of rejected) {
    const isGrown = event.offset === before.provisional?.offset || event === plan.regrown?.after;
    if (isGrown && result.replaced > 0) result.replaced -= 1;
    else if (isGrown) result.duplicate -= 1;
    else result.indexed -= 1;
  }
  return { ...result, rejected: rejected.map(({ event, reason }) => ({ event: event.id, reason })) };
}
