// The live stream: what came in since the page was drawn, counted until somebody asks to see it.
import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import { useDataset } from '../navigation/query-state.js';
import type { FindingAnswer } from '../../model/answers.js';
import { isOwnChange } from './change-state.js';
import { apiAddress } from './client.js';
import { renew, type Topic } from './hooks.js';

export type LiveStatus = 'waiting' | 'on' | 'off';

export interface LiveState {
  readonly status: LiveStatus;
  /** Ids of findings that changed and are not shown yet. */
  readonly freshFindings: ReadonlySet<string>;
  /** Lines came in that are not shown yet. */
  readonly freshLines: boolean;
  /** Loads again what the page shows, and forgets what was fresh. */
  show(topics: readonly Topic[]): void;
}

const LiveContext = createContext<LiveState>({
  status: 'waiting',
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

export function LiveProvider({ children }: { readonly children: React.ReactNode }) {
  const dataset = useDataset();
  const client = useQueryClient();
  const [status, setStatus] = useState<LiveStatus>('waiting');
  const [freshFindings, setFreshFindings] = useState<ReadonlySet<string>>(new Set());
  const [freshLines, setFreshLines] = useState(false);

  useEffect(() => {
    const stream = new EventSource(apiAddress('/live', { dataset }));
    // Numbers and freshness move by themselves; lists wait for their reader.
    const renewQuietly = (): void => void renew(client, QUIET_TOPICS);
    stream.addEventListener('open', () => setStatus('on'));
    stream.addEventListener('error', () =>
      setStatus(stream.readyState === EventSource.CLOSED ? 'off' : 'waiting'),
    );
    stream.addEventListener('findings', (event) => {
      const ids = findingIds(event.data);
      setFreshFindings((known) => new Set([...known, ...ids]));
      renewQuietly();
    });
    stream.addEventListener('freshness', () => {
      setFreshLines(true);
      renewQuietly();
    });
    stream.addEventListener('reset', () => void client.invalidateQueries());
    return () => {
      stream.close();
      setFreshFindings(new Set());
      setFreshLines(false);
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
    () => ({ status, freshFindings, freshLines, show }),
    [status, freshFindings, freshLines, show],
  );
  return <LiveContext value={state}>{children}</LiveContext>;
}

export const useLive = (): LiveState => use(LiveContext);
