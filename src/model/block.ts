// The unit of evidence and of commit: a run of complete lines of one generation, and what is said about the file it comes from.
import type { Attachment, QuarantinedLine, QuarantineReason, TraceEvent } from './event.js';

/** A block closes at the first line end at or after this many bytes, so its borders depend on the content only. */
export const BLOCK_BYTES = 64 * 1024;

export interface Block {
  readonly generation: string;
  /** From 0. */
  readonly number: number;
  /** Byte offset of its first byte in the (decompressed) file. */
  readonly start: number;
  /** The very bytes, personal data replaced in place at equal length. */
  readonly bytes: Uint8Array;
  /** Line number of its first line, from 1. */
  readonly firstLine: number;
  readonly lines: number;
  /** Bytes of the file this block stands for: `bytes.length`, more where an endless line was cut. */
  readonly length: number;
  /** Hex of m[k] = SHA-256(m[k-1] ‖ original bytes); m[-1] is empty. Of an open block: over what is there. */
  readonly mark: string;
  /** False for the block at the end of a file that may grow; it is rewritten by the next batch. */
  readonly closed: boolean;
  /** State of the reader at `start` (`TraceReader.saveForDecoding`); decoding the block alone starts here. */
  readonly readerState: string;
  /** [start, end) inside `bytes` that were masked. */
  readonly masked: readonly (readonly [number, number])[];
}

export type FileKind = 'trace' | 'mail';

/** What ingest noticed about a file: the rule that puts it into words, and what that needs. */
export interface FileNotice {
  readonly rule: string;
  /** The path that the file was last seen under then. */
  readonly path: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Event ids that prove it; may be empty. */
  readonly evidence: readonly string[];
}

/** One content history of a file, whatever its names. */
export interface Generation {
  /** base32 (16 characters) of the first 80 bits of SHA-256 over the first complete non-blank line. */
  readonly id: string;
  readonly source: string;
  readonly shop: string;
  readonly kind: FileKind;
  /** The path it was last seen under, as given by the user or found by the follower. */
  readonly path: string;
  readonly zone: string;
  /** Form forced by the user, or null. */
  readonly form: 'A' | 'B' | 'C' | null;
  /** True while it is read by a follower. */
  readonly followed: boolean;
  /** Of an altered version: the generation it departs from; null otherwise. */
  readonly parent: string | null;
  /** Of an altered version: UTC ms of the parent's last record. Records up to it are `alternate`, later ones are not. */
  readonly alternateThrough?: number;
  /** Stored with what they are about, so that they are said whatever happens, and when all is judged anew. Absent: none. */
  readonly notices?: readonly FileNotice[];
  /** The user's word: lines taken out of a file. It speaks for its own lines only. */
  readonly extract?: true;
  /** Generations that it holds whole and that are to be retired once it is read to its end. */
  readonly supersedes?: readonly string[];
  /**
   * Id that the first line alone gives: two generations may begin with the same line, and are found by it.
   * Absent: the same as `id`.
   */
  readonly firstLine?: string;
}

/** Counts of one file or of one read of it. The two equations hold: see `ledgerProblems`. */
export interface LedgerCounts {
  bytes: number;
  nulBytes: number;
  vanishedBytes: number;
  truncatedBytes: number;
  lines: number;
  records: number;
  continuation: number;
  blank: number;
  quarantinedLines: Partial<Record<QuarantineReason, number>>;
  indexed: number;
  duplicate: number;
  pending: number;
  rejected: Partial<Record<string, number>>;
}

/** What was deleted from the beginning of a file; its records stay counted as indexed. */
export interface PrunedPart {
  readonly blocks: number;
  readonly bytes: number;
  readonly records: number;
  /** UTC ms of the earliest record of the first block kept that has any; null where none is kept. */
  readonly keptFrom: number | null;
}

export interface GenerationLedger extends LedgerCounts {
  readonly generation: string;
  /** SHA-256 (hex) of the whole content, where the file was read to its end; else null. */
  sha256: string | null;
  transactions: number;
  /** UTC ms of the first and last record, null without records. */
  from: number | null;
  to: number | null;
  /** The store's answer. Absent: nothing was pruned. */
  pruned?: PrunedPart;
}

export interface Checkpoint {
  readonly generation: string;
  /** Bytes of complete lines that the store has acknowledged. */
  readonly offset: number;
  /** Complete lines before `offset`. */
  readonly line: number;
  /** The open block's number and start; its bytes are in the store. */
  readonly block: number;
  readonly blockStart: number;
  /** Whole state of the reader at `offset` (JSON). */
  readonly readerState: string;
  /** Event id of the last record when it may still grow (stored as provisional). */
  readonly openRecord: string | null;
  /** Records before `offset` that are skipped: they stand in another file of the shop. Absent: none. */
  readonly skipped?: number;
  /** Event id of the last record when it is skipped and may still grow; not among `skipped`. */
  readonly openSkipped?: string;
}

/** A record whose bytes are kept and which is no event here, because another file of the shop holds it. */
export interface SkippedRecord {
  /** Byte offset of its head line. */
  readonly offset: number;
}

/** What the ingest stage hands to a store in one transaction. */
export interface AppendBatch {
  readonly generation: Generation;
  /** Consecutive blocks; only the last may be open. An open block of the previous batch is given again, whole. */
  readonly blocks: readonly Block[];
  /** New events, and again the one that was provisional in the previous batch. In file order. */
  readonly events: readonly TraceEvent[];
  readonly attachments: readonly Attachment[];
  /**
   * Records that are not to be events: kept with their block and left out whenever it is decoded. An offset that is given
   * again among `events` is an event from then on. Absent: none.
   */
  readonly skipped?: readonly SkippedRecord[];
  readonly quarantined: readonly QuarantinedLine[];
  readonly checkpoint: Checkpoint;
  /** Totals of the generation after this batch, without indexed/duplicate/rejected/pending: those are the store's answer. */
  readonly ledger: GenerationLedger;
}

/** Records of a generation that are skipped, the open one included. */
export function skippedRecords({ skipped = 0, openSkipped }: Checkpoint): number {
  return skipped + (openSkipped === undefined ? 0 : 1);
}

/** So many records of one single transaction: somebody took them out of a file. */
const EXTRACT_RECORDS = 20;

/** Whether a file is an extract, by the user's word or by what stands in it. */
export function isExtract(
  { followed, extract }: Generation,
  { transactions, indexed }: Pick<GenerationLedger, 'transactions' | 'indexed'>,
): boolean {
  return extract === true || (!followed && transactions === 1 && indexed >= EXTRACT_RECORDS);
}

/** The event as its generation makes it: a record of an altered version is `alternate` up to the parent's last one. */
export function asAlternate(
  event: TraceEvent,
  { alternateThrough }: Pick<Generation, 'alternateThrough'>,
): TraceEvent {
  if (alternateThrough === undefined || event.time > alternateThrough) return event;
  return event.flags.includes('alternate') ? event : { ...event, flags: [...event.flags, 'alternate'] };
}

export interface AppendResult {
  readonly indexed: number;
  readonly duplicate: number;
  /** Provisional records that were there and now stand as given. */
  readonly replaced: number;
  readonly rejected: readonly { readonly event: string; readonly reason: string }[];
}

export function emptyLedger(generation: string): GenerationLedger {
  return {
    generation,
    sha256: null,
    bytes: 0,
    nulBytes: 0,
    vanishedBytes: 0,
    truncatedBytes: 0,
    lines: 0,
    records: 0,
    continuation: 0,
    blank: 0,
    quarantinedLines: {},
    indexed: 0,
    duplicate: 0,
    pending: 0,
    rejected: {},
    transactions: 0,
    from: null,
    to: null,
  };
}

const sum = (counts: Partial<Record<string, number>>): number =>
  Object.values(counts).reduce<number>((total, n) => total + (n ?? 0), 0);

/** The equations that do not hold, in words; empty when the ledger adds up. */
export function ledgerProblems(ledger: LedgerCounts): string[] {
  const problems: string[] = [];
  const lines = ledger.records + ledger.continuation + ledger.blank + sum(ledger.quarantinedLines);
  if (lines !== ledger.lines)
    problems.push(`lines ${ledger.lines} ≠ records + continuation + blank + quarantined ${lines}`);
  const records = ledger.indexed + ledger.duplicate + ledger.pending + sum(ledger.rejected);
  if (records !== ledger.records)
    problems.push(`records ${ledger.records} ≠ indexed + duplicate + rejected + pending ${records}`);
  return problems;
}
