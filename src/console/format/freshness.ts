// Whether a source can be trusted to be complete up to now.
import type { SourceAnswer } from '../../model/answers.js';

export type Freshness =
  /** Read once; it will not grow. */
  | { readonly kind: 'read-once' }
  /** Everything written so far is in the store. */
  | { readonly kind: 'up-to-date'; readonly at: string }
  /** Followed, but the end of the file was not seen for a while. */
  | { readonly kind: 'behind'; readonly at: string | null };

/** A follower polls every second or so; after this long something is wrong. */
const BEHIND_AFTER_MS = 30_000;

export function freshnessOf(source: Pick<SourceAnswer, 'followed' | 'upToDateAt'>, nowMs: number): Freshness {
  if (!source.followed) return { kind: 'read-once' };
  const at = source.upToDateAt;
  if (at !== null && nowMs - Date.parse(at) <= BEHIND_AFTER_MS) return { kind: 'up-to-date', at };
  return { kind: 'behind', at };
}
