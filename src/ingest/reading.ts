// What is read, with what, and what is said about it afterwards; and the first look into a file.
import type { FileKind, Generation, GenerationLedger } from '../model/block.js';
import { ShoptraceError } from '../model/errors.js';
import type { RecordForm } from '../model/event.js';
import type { FileContent, Packing } from './file-content.js';
import { HEAD_BYTES } from './foreign-content.js';
import { firstLine } from './generation-id.js';
import type { Match } from './known-generations.js';
import type { LaneDependencies } from './lane-contract.js';
import type { IngestOptions } from './options.js';
import type { SourceNotice } from './source-notice.js';

export interface FileToRead {
  /** `-` is standard input. */
  readonly path: string;
  /** Where its bytes lie, when the path is only what its user calls it. */
  readonly at?: string;
  readonly source: string;
  readonly shop: string;
  /** Null: what its first bytes look like. */
  readonly kind: FileKind | null;
  readonly zone: string;
  /** The zone is the user's word: content that is known under another one is refused. */
  readonly zoneIsGiven?: boolean;
  readonly form: 'A' | 'B' | 'C' | null;
  /** The user's word: its lines were taken out of a file. */
  readonly extract?: boolean;
}

export interface ReadProgress {
  readonly path: string;
  readonly bytes: number;
  readonly bytesTotal: number | null;
  readonly lines: number;
  readonly records: number;
}

export interface ReadDependencies extends Omit<LaneDependencies, 'maxLineBytes'> {
  readonly options: IngestOptions;
  /** False: what is found again is not added to the duplicates of its generation. Default true. */
  readonly countCopies?: boolean | undefined;
  /** False: records are not compared with those of other files (a followed family). Default true. */
  readonly compareRecords?: boolean | undefined;
  readonly onNotice?: ((notice: SourceNotice) => void) | undefined;
  /** Records that were judged are no events any more: everything must be judged anew. */
  readonly onRetired?: (() => Promise<void>) | undefined;
  /** Ends the read after the batch in flight. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
}

/** What one read saw and did. Both equations of the ledger hold for `ledger`. */
export interface ReadReport {
  readonly path: string;
  readonly generation: Generation;
  readonly packing: Packing;
  readonly kind: FileKind;
  readonly forms: readonly RecordForm[];
  /** How the content stood to what was stored before. */
  readonly relation: 'new' | 'altered' | Match['relation']['kind'];
  /** Counts of this read; `transactions`, `from` and `to` are those of the generation. */
  readonly ledger: GenerationLedger;
  /** Damage of a compressed file whose good part was read. */
  readonly problem: ShoptraceError | null;
  /** False when `signal` ended it early: reading the file again goes on there. */
  readonly complete: boolean;
}

/** A file without a single head among its first bytes is no trace. */
export const MAX_HEADLESS_BYTES = 16 * 1024 * 1024;

/** One file being read. */
export interface Reading {
  readonly file: FileToRead;
  readonly content: FileContent;
  readonly dependencies: ReadDependencies;
  readonly kind: FileKind;
  readonly form: RecordForm | null;
  /** Its first bytes. */
  readonly head: Uint8Array;
}

export function laneDependencies({ dependencies }: Reading): LaneDependencies {
  return { ...dependencies, maxLineBytes: dependencies.options.maxLineBytes };
}

export interface Beginning {
  readonly bytes: Buffer;
  readonly firstLine: Buffer;
}

/** @throws file-empty, no-records, gzip-damaged */
export async function readBeginning(
  path: string,
  content: FileContent,
  maxLineBytes: number,
): Promise<Beginning> {
  let bytes: Buffer = Buffer.alloc(0);
  let found: Buffer | null = null;
  for await (const chunk of content.chunks()) {
    bytes = Buffer.concat([bytes, chunk]);
    found = firstLine(bytes, maxLineBytes, false);
    if (found !== null && bytes.length >= HEAD_BYTES) break;
    if (found === null && bytes.length > MAX_HEADLESS_BYTES) break;
  }
  found ??= firstLine(bytes, maxLineBytes, true);
  if (found !== null) return { bytes: bytes.subarray(0, HEAD_BYTES), firstLine: found };
  if (content.damage !== null) throw content.damage;
  if (bytes.length === 0)
    throw new ShoptraceError('file-empty', `${path} holds no bytes.`, 'Is it the right file?');
  throw noRecords(path);
}

export function noRecords(path: string): ShoptraceError {
  return new ShoptraceError(
    'no-records',
    `No line of ${path} begins a trace record.`,
    'A record begins like "-- 2017-8-21 20:38:55 525 --". Is it the right file?',
  );
}
