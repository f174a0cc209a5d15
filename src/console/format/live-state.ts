// What the dot may say: live only when the stream is open and everything that is followed is up to date.
import type { JudgedAnswer, SourceAnswer } from '../../model/answers.js';
import { freshnessOf } from './freshness.js';

export type StreamStatus = 'waiting' | 'on' | 'off';

export type LiveState =
  | { readonly kind: 'live' }
  | { readonly kind: 'connecting' }
  /** The server does not answer, or gives no stream. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'no-data' }
  | { readonly kind: 'read-once' }
  /** The follower is at work, but some of what it follows was not read to its end lately. */
  | { readonly kind: 'behind'; readonly sources: number; readonly since: string | null }
  /** Nothing was heard of the follower since. */
  | { readonly kind: 'stopped'; readonly since: string | null }
  /** Everything is read, and waits: the detector lags, or there is none. */
  | {
      readonly kind: 'judged-late' | 'not-judged';
      readonly through: string | null;
      readonly behindMs: number;
    };

export interface LiveFacts {
  readonly judged: JudgedAnswer | null;
  readonly stream: StreamStatus;
  /** Null until they are known. */
  readonly sources: readonly Pick<SourceAnswer, 'followed' | 'upToDateAt'>[] | null;
  /** The last question for the sources failed. */
  readonly failed: boolean;
  /** Wall clock of the last word of the follower on the stream, UTC ms. */
  readonly heardAtMs: number | null;
}

/** A follower at work speaks every second or so. */
const SILENT_AFTER_MS = 30_000;

export function liveStateOf(facts: LiveFacts, nowMs: number): LiveState {
  const { stream, sources, judged, failed, heardAtMs } = facts;
  if (failed || stream === 'off') return { kind: 'unreachable' };
  if (sources === null) return { kind: 'connecting' };
  if (sources.length === 0) return { kind: 'no-data' };
  const followed = sources.filter((source) => source.followed);
  if (followed.length === 0) return unjudged(judged) ?? { kind: 'read-once' };
  const behind = followed.filter((source) => freshnessOf(source, nowMs).kind === 'behind');
  if (behind.length > 0) {
    const since = behind.flatMap(({ upToDateAt }) => upToDateAt ?? []).toSorted()[0] ?? null;
    const silent = heardAtMs === null || nowMs - heardAtMs > SILENT_AFTER_MS;
    if (silent && behind.length === followed.length)
      return {
        kind: 'stopped',
        since:
          behind
            .flatMap(({ upToDateAt }) => upToDateAt ?? [])
            .toSorted()
            .at(-1) ?? null,
      };
    return { kind: 'behind', sources: behind.length, since };
  }
  return unjudged(judged) ?? (stream === 'on' ? { kind: 'live' } : { kind: 'connecting' });
}

function unjudged(judged: JudgedAnswer | null): LiveState | null {
  if (judged === null || judged.state === 'current') return null;
  const { state, through, behindMs } = judged;
  return { kind: state === 'behind' ? 'judged-late' : 'not-judged', through, behindMs };
}
