// What a lane is given, where it begins, and what it tells.
import type { ReaderOptions, ReadResult, TraceFormat, TraceReader } from '../../parsers/format.js';
import type { Checkpoint, Generation, GenerationLedger } from '../model/block.js';
import type { Attachment, TraceEvent } from '../model/event.js';
import type { Dataset } from '../stores/store.js';
import type { BlockCutter } from './block-cutter.js';
import type { OpenBlock } from './open-block.js';

/** Handed on after the store acknowledged, for detection in the same process. */
export interface Commit {
  readonly generation: Generation;
  readonly shop: string;
  readonly events: readonly TraceEvent[];
  readonly attachments: readonly Attachment[];
  /** Bytes of complete lines acknowledged. */
  readonly checkpointOffset: number;
}

export interface LaneDependencies {
  readonly dataset: Dataset;
  readonly format: TraceFormat;
  readonly masking: 'on' | 'off';
  readonly maskingKey: Uint8Array;
  readonly maxLineBytes: number;
  readonly onCommitted: (commit: Commit) => void | Promise<void>;
}

/** Where a lane begins. */
export interface LaneStart {
  readonly reader: TraceReader;
  readonly cutter: BlockCutter;
  readonly block: OpenBlock;
  readonly offset: number;
  readonly ledger: GenerationLedger;
  readonly openRecord: string | null;
  readonly droppedNuls: number;
  /** What the checkpoint says of records that another file holds. */
  readonly skipped: Pick<Checkpoint, 'skipped' | 'openSkipped'>;
}

/** What the store said to the batches of one lane. */
export interface LaneTally {
  indexed: number;
  replaced: number;
  rejected: Partial<Record<string, number>>;
}

export interface LaneRest {
  readonly bytes: Buffer;
  readonly masks: ReadResult['masks'];
  /** What the unterminated line is, where the reader has not counted it. */
  readonly uncounted: 'record' | 'continuation' | null;
}

export interface ReadPoint {
  readonly state: string;
  readonly line: number;
}

export function readerOptions(generation: Generation, dependencies: LaneDependencies): ReaderOptions {
  const { id, shop, kind, zone, form } = generation;
  const { masking, maskingKey } = dependencies;
  return { generation: id, shop, kind, zone, form, masking, maskingKey };
}
