// Memory store: bytes, checkpoints, ledgers, sources.
import {
  skippedRecords,
  type AppendBatch,
  type AppendResult,
  type Block,
  type GenerationLedger,
} from '../../model/block.js';
import type { TraceEvent } from '../../model/event.js';
import { completeLedger, emptyTail, planAppend, retiredCheckpoint, type StoredTail } from '../append-plan.js';
import { prunedPart, withoutPruned } from '../prune-plan.js';
import type { BlockMark, Dataset } from '../store.js';
import type { GenerationData, MemoryData } from './memory-data.js';

type Evidence = Pick<
  Dataset,
  | 'append'
  | 'generations'
  | 'storedFiles'
  | 'updateGeneration'
  | 'checkpoint'
  | 'marks'
  | 'block'
  | 'ledger'
  | 'addDuplicates'
  | 'retire'
  | 'setSourceStatus'
  | 'sourceStatus'
  | 'setAsOf'
  | 'rawBytes'
>;

export function memoryEvidence(data: MemoryData, requireWriter: () => void): Evidence {
  return {
    async append(batch) {
      requireWriter();
      return append(data, batch);
    },
    async generations() {
      return [...data.generations.values()]
        .map(({ generation }) => generation)
        .toSorted((a, b) => (a.id < b.id ? -1 : 1));
    },
    async storedFiles() {
      return [...data.generations.entries()]
        .flatMap(([id, { generation, checkpoint }]) => {
          const ledger = ledgerOf(data, id);
          return ledger === null ? [] : [{ generation, checkpoint, ledger }];
        })
        .toSorted((a, b) => (a.generation.id < b.generation.id ? -1 : 1));
    },
    async updateGeneration(generation) {
      requireWriter();
      const known = data.generations.get(generation.id);
      if (known === undefined) throw new Error(`There is no generation ${generation.id}`);
      known.generation = generation;
    },
    checkpoint: async (generation) => data.generations.get(generation)?.checkpoint ?? null,
    async marks(generation, from = 0) {
      return (data.generations.get(generation)?.blocks ?? []).slice(from).map(markOf);
    },
    async block(generation, number) {
      const stored = data.generations.get(generation);
      return stored === undefined || number < (stored.pruned?.blocks ?? 0)
        ? null
        : (stored.blocks[number] ?? null);
    },
    ledger: async (generation) => ledgerOf(data, generation),
    async addDuplicates(generation, _path, records) {
      requireWriter();
      data.copies.set(generation, (data.copies.get(generation) ?? 0) + records);
    },
    async retire(generation) {
      requireWriter();
      const known = data.generations.get(generation);
      if (known === undefined) throw new Error(`There is no generation ${generation}`);
      retire(known);
    },
    async setSourceStatus(status) {
      requireWriter();
      data.sources.set(`${status.source}\u0000${status.generation}`, status);
    },
    sourceStatus: async () => [...data.sources.values()],
    async setAsOf(asOf) {
      data.info = { ...data.info, asOf };
    },
    async rawBytes(generation, from, to) {
      const stored = data.generations.get(generation);
      if (stored === undefined || from < (stored.pruned?.end ?? 0)) return new Uint8Array(0);
      return rawBytes(stored.blocks, from, to);
    },
  };
}

function markOf(block: Block): BlockMark {
  const { number, start, length, lines, mark, closed } = block;
  return { number, start, length, lines, mark, closed };
}

function tailOf(stored: GenerationData | undefined): StoredTail {
  if (stored === undefined) return emptyTail;
  return {
    offset: stored.checkpoint.offset,
    lastFinal: stored.events.at(-1)?.offset ?? -1,
    provisional: stored.provisional,
    blocks: stored.blocks.length,
  };
}

function append(data: MemoryData, given: AppendBatch): AppendResult {
  const before = data.generations.get(given.generation.id);
  const batch = withoutPruned(given, before?.pruned ?? null);
  const tail = tailOf(before);
  const markAt = (number: number): BlockMark | null => {
    const block = before?.blocks[number];
    return block === undefined ? null : markOf(block);
  };
  const lastFinalEvent = (): TraceEvent | null => before?.events.at(-1) ?? null;
  const plan = planAppend({ tail, mark: markAt, lastFinalEvent }, batch);
  if (!plan.apply) return plan.result;
  const stored = before ?? {
    generation: batch.generation,
    blocks: [],
    events: [],
    provisional: null,
    attachments: [],
    checkpoint: batch.checkpoint,
    totals: batch.ledger,
    pruned: null,
    prunedTransactions: 0,
  };
  for (const block of plan.blocks) stored.blocks[block.number] = { ...block, bytes: block.bytes.slice() };
  if (plan.regrown !== null) stored.events[stored.events.length - 1] = plan.regrown.after;
  stored.events.push(...plan.final);
  stored.provisional = plan.provisional;
  stored.generation = batch.generation;
  stored.checkpoint = batch.checkpoint;
  stored.totals = batch.ledger;
  for (const attachment of batch.attachments) {
    const known = stored.attachments.some(
      (item) =>
        item.attachment.event === attachment.event && item.attachment.transaction === attachment.transaction,
    );
    if (!known) stored.attachments.push({ attachment, learnedAt: Math.max(attachment.offset, tail.offset) });
  }
  data.generations.set(batch.generation.id, stored);
  return plan.result;
}

function retire(stored: GenerationData): void {
  const last = stored.provisional ?? stored.events.at(-1);
  stored.checkpoint = retiredCheckpoint(stored.checkpoint, stored.totals.records, last?.offset ?? -1);
  stored.events = [];
  stored.provisional = null;
  stored.attachments = [];
  stored.pruned = stored.pruned === null ? null : { ...stored.pruned, records: 0, keptFrom: null };
  stored.prunedTransactions = 0;
}

export function ledgerOf(data: MemoryData, generation: string): GenerationLedger | null {
  const stored = data.generations.get(generation);
  if (stored === undefined) return null;
  const transactions = new Set(stored.events.flatMap(({ transaction }) => transaction ?? []));
  const open = stored.provisional?.transaction ?? null;
  if (open !== null) transactions.add(open);
  return completeLedger(stored.totals, {
    indexed: stored.events.length + (stored.pruned?.records ?? 0),
    provisional: stored.provisional !== null,
    rejected: {},
    transactions: transactions.size + stored.prunedTransactions,
    copies: data.copies.get(generation) ?? 0,
    skipped: skippedRecords(stored.checkpoint),
    pruned: stored.pruned === null ? null : prunedPart(stored.pruned),
  });
}

function rawBytes(blocks: readonly Block[], from: number, to: number): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const block of blocks) {
    if (block.start >= to || block.start + block.length <= from) continue;
    parts.push(block.bytes.subarray(Math.max(0, from - block.start), Math.max(0, to - block.start)));
  }
  return new Uint8Array(Buffer.concat(parts));
}
