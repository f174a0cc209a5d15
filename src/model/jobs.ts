// What the long jobs take and give: reading files, following them, judging again, serving. Plain data between surfaces and the composition root.
import type { LedgerAnswer } from './answers.js';
import type { FileKind } from './block.js';
import type { ShoptraceError } from './errors.js';
import type { ImportedTable } from './sequences/imported-table.js';
import type { Platform } from './sequences/number-fact.js';

/** What a path given by the user was taken for. */
export type TakenFor = 'trace' | 'mail' | 'order-table' | 'other';

/** Bytes and lines done so far; a job calls it at most ten times a second and once at the end. */
export interface JobProgress {
  readonly phase: 'reading' | 'judging';
  readonly file: string | null;
  readonly bytes: number;
  /** Null where it is not known beforehand (standard input, gzip). */
  readonly bytesTotal: number | null;
  readonly lines: number;
  readonly records: number;
}

/** Options of every job that reads files. */
export interface ReadRequest {
  /** Files, folders, globs, or `-` for standard input. */
  readonly paths: readonly string[];
  /** Where the bytes of the one path lie; the path is only what its user calls it. */
  readonly at?: string;
  /** Null: `r-<generation of the first file>` of a replay, `live` of an ingest. */
  readonly dataset: string | null;
  /** IANA name or fixed offset; null: the configuration's, else the machine's. */
  readonly zone: string | null;
  readonly form: 'A' | 'B' | 'C' | null;
  /** The user's word on what the trace and mail files among the paths are; null: their names and contents tell. */
  readonly kind: FileKind | null;
  readonly shop: string | null;
  /** The user's word: the files are lines taken out of others, and speak for these only. */
  readonly extract?: boolean;
  /** Wall clock at the start of the job, UTC ms. */
  readonly now: number;
  readonly onProgress?: ((progress: JobProgress) => void) | undefined;
  /** Ends the job after the batch in flight. */
  readonly signal?: AbortSignal | undefined;
}

export interface ReplayRequest extends ReadRequest {
  /** UTC ms: raises the coverage (the analyst's word). */
  readonly asOf: number | null;
  /** 1 = as fast as the traces were written, `max` = as fast as the machine can. */
  readonly speed: number | 'max';
  /** All is read; what is still due is judged now. */
  readonly onJudging?: (() => void) | undefined;
}

export interface IngestRequest extends ReadRequest {
  /** Goes on until `signal`. */
  readonly follow: boolean;
  /** The dataset is open, and following begins. */
  readonly onReady?: (() => void) | undefined;
}

/** One file of a read: what it was taken for, and either its ledger or what was wrong with it. */
export interface FileRead {
  readonly path: string;
  readonly takenFor: TakenFor;
  /** Why, in words: "mail heads in its first lines". */
  readonly because: string;
  /** Of this read (a second read of the same bytes shows them as duplicate); null when nothing was read. */
  readonly ledger: LedgerAnswer | null;
  /** Of a table or log about order numbers that was imported. */
  readonly table?: ImportedTable;
  readonly problem: ShoptraceError | null;
  /** Lines taken out of another file, by the user's word or by what stands in it. */
  readonly isExtract?: boolean;
}

export interface ReadResult {
  readonly dataset: string;
  readonly files: readonly FileRead[];
  readonly lines: number;
  readonly records: number;
  readonly seconds: number;
}

export interface StartRequest {
  /** Empty and no source configured: the demo with the reference shop. */
  readonly paths: readonly string[];
  readonly zone: string | null;
  readonly form: 'A' | 'B' | 'C' | null;
  readonly kind: FileKind | null;
  readonly shop: string | null;
  readonly now: number;
  /** What a person at the terminal should know: first anomalies, a file that appeared. */
  readonly onNews?: ((line: string) => void) | undefined;
}

/** A service in work. */
export interface Running {
  /** Where the console answers; null for roles without one. */
  readonly url: string | null;
  /** Sentences for the terminal: demo or own files, dataset, what to try next. */
  readonly notes: readonly string[];
  /** Resolves when it has ended by itself or by `stop`; rejects when it failed. */
  readonly ended: Promise<void>;
  /** Resolves when everything is written and closed. */
  stop(): Promise<void>;
}

export interface DetectRequest {
  readonly dataset: string | null;
  /** Forgets what was judged (human state stays) and judges from the stored bytes. */
  readonly again: boolean;
  /** Goes on with what other processes store, until `signal`; stands by while another one judges. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
  readonly now: number;
  /** With `follow`: it judges, or stands by. */
  readonly onReady?: (() => void) | undefined;
  readonly onProgress?: ((progress: JobProgress) => void) | undefined;
}

export interface DetectResult {
  readonly dataset: string;
  readonly cases: number;
  readonly seconds: number;
}

/** One test of one rule, run through the real parser and engine. */
export interface RuleTestResult {
  readonly type: 'rule-test';
  readonly rule: string;
  readonly name: string;
  readonly expect: string;
  readonly got: string;
  readonly passed: boolean;
}

/** Tables and logs of a merchant that say something about order numbers. */
export interface ImportRequest {
  readonly paths: readonly string[];
  /** Null: the live dataset, else the newest, else `live` is made. */
  readonly dataset: string | null;
  readonly shop: string | null;
  /** Of times that print none; null: UTC. */
  readonly zone: string | null;
  readonly platform: Platform | null;
  readonly quoteLifeDays: number | null;
  readonly first: string | null;
  readonly last: string | null;
  /** UTC ms. */
  readonly takenAt: number | null;
  /** Field and column. */
  readonly map: readonly (readonly [string, string])[];
  /** Reads and tells, keeps nothing. */
  readonly dryRun: boolean;
  readonly now: number;
}

export interface ImportedFile {
  readonly path: string;
  /** Null where it could not be used. */
  readonly table: ImportedTable | null;
  readonly type: 'csv' | 'ndjson' | 'log' | 'access-log' | null;
  readonly problem: ShoptraceError | null;
}
