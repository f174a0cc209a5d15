// The live stream: what came in since the page was drawn, counted until somebody asks to see it.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useDataset } from '../navigation/query-state.js';
import type { FindingAnswer, PageAnswer, SourceAnswer } from '../../model/answers.js';
import { isOwnChange } from './change-state.js';
import { apiAddress } from './client.js';
import { freshnessEvent, mergeFreshness, type FreshnessEvent } from './freshness-event.js';
import { renew, sourcesKey, useCurrentDataset, type Topic } from './hooks.js';
import { serverNow } from './server-clock.js';
import type { StreamStatus } from '../format/live-state.js';

export interface LiveState {
  readonly status: StreamStatus;
  /** When the stream last said that sources moved, UTC ms. */
  readonly heardAtMs: number | null;
  /** Ids of findings that changed and are not shown yet. */
  readonly freshFindings: ReadonlySet<string>;
  /** Lines came in that are not shown yet. */
  readonly freshLines: boolean;
  /** Loads again what the page shows, and forgets what was fresh. */
  show(topics: readonly Topic[]): void;
}

const LiveContext = createContext<LiveState>({
  status: 'waiting',
  heardAtMs: null,
  freshFindings: new Set(),
  freshLines: false,
  show: () => undefined,
});

/** Ids of the findings that a `findings` event carries and that are news here; a text that is no such event carries none. */
function findingIds(data: string): string[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return [];
  }
  if (typeof parsed !== 'object' || parsed === null) return [];
  const { findings } = parsed as { readonly findings?: readonly FindingAnswer[] };
  return (findings ?? []).filter((finding) => !isOwnChange(finding)).map((finding) => finding.id);
}

const QUIET_TOPICS: readonly Topic[] = ['overview', 'sources', 'datasets'];

/** Lays the news over the cached sources without asking again. @returns whether something was read meanwhile */
function takeFreshness(
  client: QueryClient,
  dataset: string | null,
  moved: FreshnessEvent['sources'],
): boolean {
  const key = sourcesKey(dataset);
  const known = client.getQueryData<PageAnswer<SourceAnswer>>(key);
  if (known === undefined) return true;
  const { answer, grown } = mergeFreshness(known, moved);
  client.setQueryData(key, answer);
  return grown;
}

export function LiveProvider({ children }: { readonly children: React.ReactNode }) {
  const dataset = useDataset();
  const shownDataset = useCurrentDataset()?.name ?? null;
  const shown = useRef(shownDataset);
  const client = useQueryClient();
  const [status, setStatus] = useState<StreamStatus>('waiting');
  const [heardAtMs, setHeardAtMs] = useState<number | null>(null);
  const [freshFindings, setFreshFindings] = useState<ReadonlySet<string>>(new Set());
  const [freshLines, setFreshLines] = useState(false);
  useEffect(() => {
    shown.current = shownDataset;
  }, [shownDataset]);

  useEffect(() => {
    const stream = new EventSource(apiAddress('/live', { dataset }));
    // Numbers and freshness move by themselves; lists wait for their reader.
    const renewQuietly = (): void => void renew(client, QUIET_TOPICS);
    stream.addEventListener('open', () => setStatus('on'));
    stream.addEventListener('error', () => {
      setStatus(stream.readyState === EventSource.CLOSED ? 'off' : 'waiting');
      void renew(client, ['sources']);
    });
    stream.addEventListener('findings', (event) => {
      const ids = findingIds(event.data);
      setFreshFindings((known) => new Set([...known, ...ids]));
      renewQuietly();
    });
    stream.addEventListener('freshness', (event) => {
      const news = freshnessEvent(event.data);
      if (news === null || (shown.current !== null && news.dataset !== shown.current)) return;
      setHeardAtMs(serverNow());
      if (!takeFreshness(client, dataset, news.sources)) return;
      setFreshLines(true);
      renewQuietly();
    });
    stream.addEventListener('reset', () => void client.invalidateQueries());
    return () => {
      stream.close();
      setFreshFindings(new Set());
      setFreshLines(false);
      setHeardAtMs(null);
    };
  }, [client, dataset]);

  const show = useCallback(
    (topics: readonly Topic[]) => {
      setFreshFindings(new Set());
      setFreshLines(false);
      void renew(client, topics);
    },
    [client],
  );
  const state = useMemo<LiveState>(
    () => ({ status, heardAtMs, freshFindings, freshLines, show }),
    [status, heardAtMs, freshFindings, freshLines, show],
  );
  return <LiveContext value={state}>{children}</LiveContext>;
}

export const useLive = (): LiveState => use(LiveContext);
