// What ingest noticed about files, as data: kept with the generation, and handed to detection by the composition root.
import type { Generation } from '../model/block.js';

export interface SourceNotice {
  /** Rule that the notice is evidence for. */
  readonly rule: 'source-altered' | 'source-overlaps' | 'source-silent' | 'bytes-vanished' | 'trace-reset';
  readonly generation: string;
  readonly shop: string;
  readonly source: string;
  readonly path: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Event ids. */
  readonly evidence: readonly string[];
}

/** The generation with what was noticed about it; of one rule the latest stands. */
export function withNotices(generation: Generation, notices: readonly SourceNotice[]): Generation {
  if (notices.length === 0) return generation;
  const kept = (generation.notices ?? []).filter(({ rule }) =>
    notices.every((notice) => notice.rule !== rule),
  );
  const fresh = notices.map(({ rule, path, details, evidence }) => ({ rule, path, details, evidence }));
  return { ...generation, notices: [...kept, ...fresh] };
}
