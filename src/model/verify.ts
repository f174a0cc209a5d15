// What comparing a file with the store says, in bytes.

export type VerifyKind =
  /** Bytes of the file that the store does not hold there. */
  | 'differs'
  /** Stored bytes that the file does not have; `from` and `to` are places of the stored file. */
  | 'missing'
  /** Bytes that were replaced when they were stored: their originals cannot be compared one by one. */
  | 'masked'
  /** Bytes that the store never kept: behind what was read, or the end of an endless line. */
  | 'not-covered'
  /** The file is what was read, the store is not what was stored. */
  | 'database';

export interface VerifyRange {
  readonly kind: VerifyKind;
  /** Bytes [from, to) of the (decompressed) file. */
  readonly from: number;
  readonly to: number;
  /** Line of the first byte, from 1. */
  readonly line: number;
}

export interface VerifyAnswer {
  readonly type: 'verify';
  readonly file: string;
  /** The stored content that it was compared with; null when none begins with its first line. */
  readonly generation: string | null;
  /** `equal` allows for masked bytes; `part`: equal as far as the store covers it. */
  readonly verdict: 'equal' | 'part' | 'differs' | 'unknown';
  readonly bytes: number;
  readonly bytesOf: Readonly<Record<VerifyKind, number>>;
  /** The first ones, in the order of the file. */
  readonly ranges: readonly VerifyRange[];
  /** Ranges beyond those listed. */
  readonly moreRanges: number;
  /** What the stored content holds behind the end of the file, when all before is alike; `missing` only under the name it was read by. */
  readonly behindEnd: { readonly bytes: number; readonly lines: number } | null;
  /** Path of the version that it departs from, when it is stored as an altered one: `differs` and `missing` compare with that. */
  readonly alteredFrom: string | null;
}
