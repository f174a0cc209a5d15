// Whether the page can be trusted to be complete up to now: never green while something that is followed stands still.
import { ApiProblem } from '../api/client.js';
import { useSources, useZone } from '../api/hooks.js';
import { useLive } from '../api/live.js';
import { useReached } from '../api/reach.js';
import { liveStateOf, type LiveState } from '../format/live-state.js';
import { agoText, clockText, dayText, durationText } from '../format/time.js';
import { AppLink } from '../parts/AppLink.js';
import { useNow } from '../parts/use-now.js';
import { texts } from '../texts/texts.js';
import classes from './LiveDot.module.css';

const DAY_MS = 86_400_000;

function useLiveState(now: number): LiveState {
  const { status, heardAtMs } = useLive();
  const sources = useSources();
  const reached = useReached();
  const noDataset = sources.error instanceof ApiProblem && sources.error.code === 'dataset-unknown';
  const known = sources.data?.items ?? (noDataset ? [] : null);
  const judged = sources.data?.judged ?? null;
  const failed = !reached || (sources.isError && !noDataset);
  return liveStateOf({ stream: status, sources: known, judged, failed, heardAtMs }, now);
}

/** The clock, or the day when it is longer ago. */
function sinceText(since: string, now: number, zone: string | null): string {
  return now - Date.parse(since) < DAY_MS ? clockText(since, zone).slice(0, 5) : dayText(since, zone);
}

function wordsOf(state: LiveState, now: number, zone: string | null): readonly [name: string, hint: string] {
  const { live } = texts;
  switch (state.kind) {
    case 'live':
      return [live.on, live.onHint];
    case 'connecting':
      return [live.waiting, live.waitingHint];
    case 'unreachable':
      return [live.off, live.offHint];
    case 'no-data':
      return [live.noData, live.noDataHint];
    case 'read-once':
      return [live.readOnce, live.readOnceHint];
    case 'behind':
      return [
        live.behind,
        live.behindHint(state.sources, state.since === null ? null : agoText(state.since, now)),
      ];
    case 'not-judged':
      return [live.notJudged, live.notJudgedHint];
    case 'judged-late':
      return [
        live.judgedLate(state.through === null ? '–' : sinceText(state.through, now, zone)),
        live.judgedLateHint(durationText(state.behindMs)),
      ];
    case 'stopped':
      if (state.since === null) return [live.notRead, live.notReadHint];
      return [live.stopped(sinceText(state.since, now, zone)), live.stoppedHint(agoText(state.since, now))];
  }
}

/** @param compact for narrow screens: words only where something is wrong */
export function LiveDot({ compact = false }: { readonly compact?: boolean }) {
  const now = useNow();
  const zone = useZone();
  const { status } = useLive();
  const state = useLiveState(now);
  const [name, hint] = wordsOf(state, now, zone);
  return (
    <output
      className={classes['live']}
      data-status={state.kind}
      data-stream={status}
      data-compact={compact || undefined}
      title={hint}
    >
      <AppLink to="/sources" className={classes['link']}>
        <span className={classes['dot']} />
        <span className={classes['name']}>{name}</span>
      </AppLink>
    </output>
  );
}
