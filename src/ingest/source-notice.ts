// What ingest noticed about files, as data: the composition root hands it to detection.

export interface SourceNotice {
  /** Rule that the notice is evidence for. */
  readonly rule: 'source-altered' | 'source-overlaps' | 'bytes-vanished' | 'trace-reset';
  readonly generation: string;
  readonly shop: string;
  readonly source: string;
  readonly path: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Event ids. */
  readonly evidence: readonly string[];
}
