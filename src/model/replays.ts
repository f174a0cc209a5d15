// Replays of uploaded files: what is asked for, and a job as it stands. Plain data between API, console and composition root.
import type { LedgerAnswer } from './answers.js';
import type { FileKind } from './block.js';
import type { Severity } from './finding.js';
import type { TakenFor } from './jobs.js';

export type ReplayState = 'waiting' | 'reading' | 'judging' | 'done' | 'failed' | 'cancelled';

/** What the user says about the file. */
export interface UploadAbout {
  /** The file's name where it came from, without folders. */
  readonly name: string;
  /** Null: the server's. */
  readonly zone: string | null;
  readonly shop: string | null;
  /** Null: name and content tell. */
  readonly kind: FileKind | null;
}

export interface ReplayProgress {
  readonly bytes: number;
  /** Null where it is not known beforehand (gzip). */
  readonly bytesTotal: number | null;
  readonly lines: number;
  readonly records: number;
}

/** A problem of a job, in the words of the problems of the API. */
export interface ReplayProblem {
  /** Null: a fault of shoptrace itself. */
  readonly code: string | null;
  readonly detail: string;
  readonly hint: string;
}

/** What a replay came to. */
export interface ReplayOutcome {
  readonly dataset: string;
  readonly takenFor: TakenFor;
  /** Why, in words. */
  readonly because: string;
  readonly isExtract: boolean;
  /** Of this read; null of a table about order numbers. */
  readonly ledger: LedgerAnswer | null;
  /** Facts about order numbers and rows left out; null of a trace. */
  readonly table: { readonly facts: number; readonly unreadable: number } | null;
  /** Of the whole dataset, violated and late, by severity; one that is missing counts nothing. */
  readonly findings: Readonly<Partial<Record<Severity, number>>>;
  /** Where the very same bytes were before this replay. */
  readonly heldBy: { readonly dataset: string; readonly file: string } | null;
  /** The part before it was read, such as the good part of a damaged gzip file. */
  readonly problem: ReplayProblem | null;
  readonly seconds: number;
}

export interface ReplayJob {
  readonly id: string;
  readonly file: string;
  readonly zone: string;
  readonly shop: string;
  /** Bytes that were uploaded. */
  readonly size: number;
  readonly state: ReplayState;
  /** UTC ms. */
  readonly createdAt: number;
  readonly endedAt: number | null;
  readonly progress: ReplayProgress;
  readonly outcome: ReplayOutcome | null;
  /** Why it failed. */
  readonly problem: ReplayProblem | null;
}

/** Takes files and replays them one after the other. */
export interface ReplayDesk {
  /** Zone of times where the user names none. */
  readonly zone: string;
  readonly maxBytes: number;
  readonly mostWaiting: number;
  /** Newest first. */
  jobs(): readonly ReplayJob[];
  /** @throws not-found */
  job(id: string): ReplayJob;
  hasRoom(): boolean;
  /**
   * Keeps the bytes in a file of the data folder and queues their replay.
   * @throws zone-unknown, file-empty, format-foreign, gzip-damaged, store-full, and what the body throws
   */
  take(body: ReadableStream<Uint8Array> | null, about: UploadAbout): Promise<ReplayJob>;
  /** Takes a waiting one out, ends one at work; an ended one stays as it is. @throws not-found */
  cancel(id: string): Promise<ReplayJob>;
}
