// Why a followed file or folder cannot be read.

export interface SourceTrouble {
  readonly path: string;
  /** What is wrong with it, as a sentence. */
  readonly problem: string;
  /** What to do about it. */
  readonly hint: string;
  /** UTC, ISO 8601. */
  readonly since: string;
}
