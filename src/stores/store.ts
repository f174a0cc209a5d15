// The contract of a store: what it keeps, what it answers. API, console, command line and detectors see only this.
import type {
  AppendBatch,
  AppendResult,
  Block,
  Checkpoint,
  Generation,
  GenerationLedger,
} from '../model/block.js';
import type { AttachedEvent, TraceEvent } from '../model/event.js';
import type {
  Case,
  Fact,
  Finding,
  FindingState,
  Obligation,
  StateChange,
  StoredFinding,
} from '../model/finding.js';
import type {
  CountField,
  CountRow,
  FindingField,
  FindingQuery,
  LineFilter,
  LineQuery,
  Page,
  TransactionQuery,
} from '../model/query.js';
import type { ImportedTable } from '../model/sequences/imported-table.js';
import type { NumberFact } from '../model/sequences/number-fact.js';
import type { TransactionSummary } from '../model/transaction.js';

/** Parses stored bytes again; handed in by the composition root (a store knows no format). */
export interface BlockDecoder {
  decode(
    generation: Generation,
    block: {
      readonly start: number;
      /** latin1 of the stored bytes. */
      readonly text: string;
      readonly readerState: string;
      /** latin1 of the bytes behind the block, so that its last record is whole. */
      readonly following: string;
      /** Head offsets of the events asked for; null for all. */
      readonly wanted: ReadonlySet<number> | null;
      /** Bytes of the file that were dropped from the end of the block's last line (an endless line); 0 otherwise. */
      readonly cut: number;
    },
  ): readonly TraceEvent[];
}

export interface StoreCapabilities {
  /** Keeps the very bytes: `rawBytes` answers without the source file. */
  readonly keepsBytes: boolean;
  /** Other processes may read while one writes. */
  readonly sharedReading: boolean;
  /** Several processes may append to one dataset (`OpenOptions.part`). Default: no. */
  readonly sharedWriting?: boolean;
}

export interface DatasetInfo {
  readonly name: string;
  readonly live: boolean;
  /** Wall clock, UTC ms. */
  readonly createdAt: number;
  /** The analyst's word: coverage is raised to this, UTC ms. */
  readonly asOf: number | null;
  readonly catalogueVersion: string;
}

export interface Store {
  readonly kind: 'memory' | 'sqlite' | 'elasticsearch';
  readonly capabilities: StoreCapabilities;
  datasets(): Promise<readonly DatasetInfo[]>;
  /** Creates it when `create` is given and it is not there. @throws dataset-unknown, dataset-busy (a second writer), store-newer, store-damaged */
  open(name: string, options: OpenOptions): Promise<Dataset>;
  /** @throws dataset-unknown, dataset-busy */
  drop(name: string): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** One writer a dataset. A reader may change human state and `asOf`, beside a writer in any process. */
  readonly mode: 'read' | 'write';
  /**
   * With mode `write`, where the store shares writing: `ingest` only appends and excludes nobody; `detect` judges and
   * excludes other judges, as the default (everything) does. Elsewhere it changes nothing.
   */
  readonly part?: 'ingest' | 'detect';
  /** With mode `write`: what a new dataset is made with. */
  readonly create?: { readonly live: boolean; readonly createdAt: number; readonly catalogueVersion: string };
}

/** Position of a detector in one generation: everything before `offset` is judged. */
export type Positions = Readonly<Record<string, number>>;

/** How far a shop's sources speak: no rule claims an absence outside it. UTC ms. */
export interface Coverage {
  readonly shop: string;
  readonly from: number;
  readonly through: number;
  readonly holes: readonly { readonly from: number; readonly to: number; readonly why: string }[];
}

/** Result of judging, written in one transaction. What a case had before and has no more is withdrawn or deleted. */
export interface DetectionCommit {
  readonly positions: Positions;
  readonly coverage: readonly Coverage[];
  /** Cases judged: their findings, facts and obligations are replaced as a whole by those given here. */
  readonly judged: readonly {
    readonly shop: string;
    readonly case: Case;
    readonly rules: readonly string[];
  }[];
  /** Verdict violated or late. */
  readonly findings: readonly Finding[];
  readonly obligations: readonly Obligation[];
  /** Transactions whose facts are replaced as a whole. */
  readonly factsOf: readonly { readonly shop: string; readonly transaction: string }[];
  readonly facts: readonly Fact[];
  readonly summaries: readonly TransactionSummary[];
  /** Opaque state of the engine (JSON), null when unchanged. */
  readonly engineState: string | null;
  /** Generation → opaque state of fold rules (JSON), of those where it changed. Absent: none. */
  readonly folds?: Readonly<Record<string, string>>;
  /** Cases looked at since the dataset began, by rule count: "nothing found" is stated. */
  readonly casesJudged: number;
  /** Wall clock, UTC ms. */
  readonly detectedAt: number;
}

export interface DetectionState {
  readonly positions: Positions;
  readonly coverage: readonly Coverage[];
  readonly engineState: string | null;
  readonly folds: Readonly<Record<string, string>>;
  readonly casesJudged: number;
}

/** Where a followed source stands, written by ingest, shown as freshness. */
export interface SourceStatus {
  readonly source: string;
  readonly generation: string;
  /** Wall time of the last poll that found the end of the file with everything acknowledged, UTC ms. */
  readonly upToDateAt: number | null;
  /** Size of the file when last looked at. */
  readonly size: number;
}

/** A file content, as far as it is stored. */
export interface StoredFile {
  readonly generation: Generation;
  readonly checkpoint: Checkpoint;
  readonly ledger: GenerationLedger;
}

/** What one call of `prune` deleted. */
export interface Pruned {
  readonly blocks: number;
  readonly records: number;
}

export interface Dataset {
  readonly info: DatasetInfo;

  // --- evidence: bytes, events, checkpoints, ledgers -------------------------------------------------
  /**
   * One transaction: all of the batch or nothing. The same batch again changes nothing (verdict duplicate), nor does one
   * that ends before the checkpoint. A stored range with another mark is refused (all rejected: `mark-differs`,
   * `range-differs`). A new provisional event counts as indexed in the result, and as pending in the ledger until it is final.
   * The ledger's `transactions` (with own records in the generation) is counted by the store. Skipped records are in the
   * ledger's `duplicate`; no answer shows them.
   * @throws store-full (nothing was written; try again later), store-unreachable
   */
  append(batch: AppendBatch): Promise<AppendResult>;
  /**
   * A closed block that a batch will hold soon, the very object: the store may begin with what takes long (compressing).
   * Nothing is written, and the batch may never come.
   */
  prepare?(block: Block): void;
  generations(): Promise<readonly Generation[]>;
  /** All generations with a checkpoint, ascending by id: one question, however many there are. */
  storedFiles(): Promise<readonly StoredFile[]>;
  /** New path, followed or not; the generation must exist. */
  updateGeneration(generation: Generation): Promise<void>;
  checkpoint(generation: string): Promise<Checkpoint | null>;
  /** Blocks without their bytes, in order, from block `from`. */
  marks(generation: string, from?: number): Promise<readonly BlockMark[]>;
  block(generation: string, number: number): Promise<Block | null>;
  ledger(generation: string): Promise<GenerationLedger | null>;
  /** Adds to a generation's ledger what a read of a copy found: duplicates (each a record and a line more that was read). */
  addDuplicates(generation: string, path: string, records: number): Promise<void>;
  /**
   * Another file of the shop holds all records of this one: none of them is an event any more (all are skipped). Bytes,
   * marks, checkpoint and ledger stay. What was judged of them is the caller's affair (`resetDetection`).
   */
  retire(generation: string): Promise<void>;
  /**
   * Deletes the oldest blocks of each generation as far as they are closed and all of their records are before `before`
   * (UTC ms); never the block of the last record, which may still grow, nor what is not judged yet
   * (`DetectionCommit.positions`). Bytes, events, words and counts go, and what was
   * judged of transactions without a record left, except findings that people have changed. Marks, checkpoint, positions
   * and the totals of the ledger stay, which says what went (`pruned`). Answers are as if those ranges were empty.
   * @throws store-full
   */
  prune(before: number): Promise<Pruned>;
  setSourceStatus(status: SourceStatus): Promise<void>;
  sourceStatus(): Promise<readonly SourceStatus[]>;
  setAsOf(asOf: number): Promise<void>;

  // --- events -----------------------------------------------------------------------------------------
  event(id: string): Promise<TraceEvent | null>;
  /** By id, in the order asked; unknown ids are left out. */
  eventsById(ids: readonly string[]): Promise<readonly TraceEvent[]>;
  /** Own and attached events of a transaction, in total order, without alternate ones; at most `limit` (default 20,000). */
  transactionEvents(shop: string, transaction: string, limit?: number): Promise<readonly AttachedEvent[]>;
  /**
   * Events of a generation whose head lies in [from, to), in file order, at most `limit`; and the attachments of events
   * there or that became known there (a record without ID is attached when a later one shows the ID). The change feed
   * reads this. `next` is where to go on: a record that may still grow is given, but its head is not passed, so it comes
   * again until it is final; `next` equals `from` when nothing but that is left.
   */
  eventsOfRange(
    generation: string,
    from: number,
    to: number,
    limit: number,
  ): Promise<{
    readonly events: readonly AttachedEvent[];
    readonly attachments: AppendBatch['attachments'];
    readonly next: number;
  }>;
  /** Stored bytes [from, to) of a generation; shorter at its end, none where `from` was pruned. */
  rawBytes(generation: string, from: number, to: number): Promise<Uint8Array>;
  search(query: LineQuery): Promise<Page<TraceEvent>>;
  /** Without alternate events, which `search` shows. */
  count(filter: LineFilter): Promise<number>;
  /**
   * Exact counts of events (without alternate ones) by up to two fields. Rows ascend by time where a field is a time, else the greatest count
   * comes first; ties by keys. @throws query-invalid
   */
  countBy(fields: readonly CountField[], filter: LineFilter, limit: number): Promise<readonly CountRow[]>;

  // --- transactions -----------------------------------------------------------------------------------
  transactions(query: TransactionQuery): Promise<Page<TransactionSummary>>;
  transaction(shop: string, id: string): Promise<TransactionSummary | null>;
  /** Ids beginning with `prefix` (upper case), ascending, at most `limit`; from the postings, so also those not judged yet. */
  transactionIds(
    prefix: string,
    limit: number,
  ): Promise<readonly { readonly shop: string; readonly id: string }[]>;
  transactionCount(): Promise<number>;

  // --- detection --------------------------------------------------------------------------------------
  commitDetection(commit: DetectionCommit): Promise<void>;
  detectionState(): Promise<DetectionState>;
  /** Whether a process is at work that judges. Null where only one process writes a dataset: whoever reads files judges. */
  isJudged(): Promise<boolean | null>;
  /** Obligations due at or before `through`, ascending, at most `limit`. */
  obligationsDue(shop: string, through: number, limit: number): Promise<readonly Obligation[]>;
  obligations(query: {
    readonly shop?: string | undefined;
    readonly case?: Case | undefined;
    readonly limit: number;
  }): Promise<readonly Obligation[]>;
  facts(shop: string, about: Case): Promise<readonly Fact[]>;
  /** Forgets everything judged (positions, findings without human state, facts, obligations, summaries); human state stays. */
  resetDetection(): Promise<void>;

  // --- findings ---------------------------------------------------------------------------------------
  findings(query: FindingQuery): Promise<Page<StoredFinding>>;
  finding(id: string): Promise<StoredFinding | null>;
  countFindings(
    fields: readonly FindingField[],
    filter: Omit<FindingQuery, 'limit' | 'cursor' | 'order'>,
    limit: number,
  ): Promise<readonly CountRow[]>;
  /** @throws finding-unknown, state-conflict */
  setFindingState(
    id: string,
    expectedVersion: number,
    state: FindingState,
    change: StateChange,
  ): Promise<void>;
  stateHistory(id: string): Promise<readonly StateChange[]>;

  // --- imported tables ----------------------------------------------------------------------------------
  // Readers may write them too: beside a writer in any process.
  /** One part of a table's facts; not seen before `putImport`. The same part again replaces it. @throws store-full, store-unreachable */
  putImportPart(id: string, part: number, facts: readonly NumberFact[]): Promise<void>;
  /** Makes the table (all parts written) seen; the same id again replaces what is said about it. */
  putImport(table: ImportedTable): Promise<void>;
  /** Ascending by id. */
  imports(): Promise<readonly ImportedTable[]>;
  /** Facts of a part in the order given, empty when there is none. */
  importPart(id: string, part: number): Promise<readonly NumberFact[]>;

  // --- memos --------------------------------------------------------------------------------------------
  /** What was made of the data and can be made anew at any time: kept under a name, in place of what was there. */
  putMemo(name: string, pieces: readonly Uint8Array[]): Promise<void>;
  /** Null when there is none. Pieces that are read while others are written may be of either. */
  memoPiece(name: string, piece: number): Promise<Uint8Array | null>;

  /** Bytes on disk, null where the store cannot tell. */
  size(): Promise<number | null>;
  close(): Promise<void>;
}

export interface BlockMark {
  readonly number: number;
  readonly start: number;
  readonly length: number;
  readonly lines: number;
  readonly mark: string;
  readonly closed: boolean;
}
