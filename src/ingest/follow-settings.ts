// What a follower is given and what it tells: paths, clock, status, coverage.
import type { FileKind } from '../model/block.js';
import type { ShoptraceError } from '../model/errors.js';
import type { LaneDependencies } from './lane-contract.js';
import type { IngestOptions } from './options.js';
import type { SourceNotice } from './source-notice.js';

export interface FollowedPath {
  /** The live file; its rotated names beside it belong to it. */
  readonly path: string;
  readonly source: string;
  readonly shop: string;
  readonly kind: FileKind | null;
  readonly zone: string;
  /** The zone is the user's word: content that is known under another one is not read. */
  readonly zoneIsGiven?: boolean;
  readonly form: 'A' | 'B' | 'C' | null;
}

export interface FollowDependencies extends Omit<LaneDependencies, 'maxLineBytes'> {
  readonly options: IngestOptions;
  /** Wall clock, UTC ms. */
  readonly now: () => number;
  readonly onNotice?: ((notice: SourceNotice) => void) | undefined;
  /** Something is wrong with a path or the store, and is tried again; null when it is well again. */
  readonly onProblem?: ((path: string, problem: ShoptraceError | null) => void) | undefined;
}

/** Where one followed path stands. */
export interface PathStatus {
  readonly path: string;
  readonly source: string;
  /** Null before the first line is there. */
  readonly generation: string | null;
  readonly size: number;
  /** Bytes taken. */
  readonly position: number;
  /** Wall time of the last poll that found nothing left to read and everything acknowledged, UTC ms. */
  readonly upToDateAt: number | null;
  readonly problem: ShoptraceError | null;
}

/** Before the first look. */
export function unseen({ path, source }: FollowedPath): PathStatus {
  return { path, source, generation: null, size: 0, position: 0, upToDateAt: null, problem: null };
}

/** How far a source speaks, UTC ms. */
export interface SourceCoverage {
  readonly source: string;
  readonly shop: string;
  readonly from: number;
  readonly through: number;
}
