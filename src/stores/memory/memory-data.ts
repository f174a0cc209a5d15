// What the memory store keeps of a dataset: plain maps and arrays.
import type { Attachment, TraceEvent } from '../../model/event.js';
import type { Block, Checkpoint, Generation, GenerationLedger } from '../../model/block.js';
import type { Fact, Obligation, StateChange, StoredFinding } from '../../model/finding.js';
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import type { NumberFact } from '../../model/sequences/number-fact.js';
import type { TransactionSummary } from '../../model/transaction.js';
import type { PrunedPrefix } from '../prune-plan.js';
import type { DatasetInfo, DetectionState, SourceStatus } from '../store.js';

export interface KnownAttachment {
  readonly attachment: Attachment;
  /** Checkpoint before the batch that brought it: the change feed shows it there. */
  readonly learnedAt: number;
}

export interface GenerationData {
  generation: Generation;
  blocks: Block[];
  /** Final events, ascending by offset. */
  events: TraceEvent[];
  provisional: TraceEvent | null;
  attachments: KnownAttachment[];
  checkpoint: Checkpoint;
  totals: GenerationLedger;
  pruned: PrunedPrefix | null;
  /** Transactions whose records of the generation were all pruned. */
  prunedTransactions: number;
}

export interface MemoryData {
  info: DatasetInfo;
  writer: boolean;
  readonly generations: Map<string, GenerationData>;
  readonly copies: Map<string, number>;
  readonly sources: Map<string, SourceStatus>;
  detection: DetectionState;
  readonly findings: Map<string, StoredFinding>;
  readonly history: StateChange[];
  obligations: Obligation[];
  facts: Fact[];
  readonly summaries: Map<string, TransactionSummary>;
  readonly imports: Map<string, ImportedTable>;
  readonly importParts: Map<string, (readonly NumberFact[])[]>;
  readonly memos: Map<string, readonly Uint8Array[]>;
}

export const emptyDetection: DetectionState = {
  positions: {},
  coverage: [],
  engineState: null,
  folds: {},
  casesJudged: 0,
};

export function newMemoryData(info: DatasetInfo): MemoryData {
  return {
    info,
    writer: false,
    generations: new Map(),
    copies: new Map(),
    sources: new Map(),
    detection: emptyDetection,
    findings: new Map(),
    history: [],
    obligations: [],
    facts: [],
    summaries: new Map(),
    imports: new Map(),
    importParts: new Map(),
    memos: new Map(),
  };
}

/** Final and provisional events of a generation, ascending by offset. */
export function eventsOf(data: GenerationData): readonly TraceEvent[] {
  return data.provisional === null ? data.events : [...data.events, data.provisional];
}

export function allEvents(data: MemoryData): TraceEvent[] {
  return [...data.generations.values()].flatMap(eventsOf);
}
