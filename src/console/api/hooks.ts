// The console's questions as hooks; every one names the dataset of the page.
import {
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  type QueryClient,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import type {
  DatasetAnswer,
  FindingAnswer,
  FindingCounts,
  LineAnswer,
  PageAnswer,
  RuleAnswer,
  SourceAnswer,
  TransactionAnswer,
  TransactionListItem,
} from '../../model/answers.js';
import type { NumberLifeAnswer, SeriesAnswer, SeriesDetailAnswer } from '../../model/sequence-answers.js';
import type { DashboardAnswer, DashboardListItem, Dashboard } from '../../model/dashboard.js';
import { useDataset } from '../navigation/query-state.js';
import { getJson, type Parameters } from './client.js';
import type { FindingDetail, LineHistogramAnswer, OverviewAnswer, SourcesAnswer } from './shapes.js';

/** First part of each cache key: what a live change makes stale. */
export type Topic =
  | 'overview'
  | 'transactions'
  | 'findings'
  | 'lines'
  | 'sources'
  | 'datasets'
  | 'rules'
  | 'dashboards'
  | 'numbers';

function useAsk<T>(
  topic: Topic,
  path: string,
  parameters: Parameters = {},
  options: { readonly enabled?: boolean; readonly keep?: boolean; readonly refetchMs?: number } = {},
): UseQueryResult<T> {
  const dataset = useDataset();
  const asked = { dataset, ...parameters };
  return useQuery<T>({
    queryKey: [topic, path, asked],
    queryFn: ({ signal }) => getJson<T>(path, asked, signal),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
    ...(options.refetchMs ? { refetchInterval: options.refetchMs } : {}),
  });
}

function usePages<T>(topic: Topic, path: string, parameters: Parameters) {
  const dataset = useDataset();
  const asked = { dataset, ...parameters };
  return useInfiniteQuery({
    queryKey: [topic, path, asked, 'pages'],
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) => getJson<PageAnswer<T>>(path, { ...asked, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

export const useOverview = () => useAsk<OverviewAnswer>('overview', '/overview', {}, { refetchMs: 30_000 });
export const useTransactions = (parameters: Parameters) =>
  usePages<TransactionListItem>('transactions', '/transactions', parameters);
export const useTransaction = (id: string) =>
  useAsk<TransactionAnswer>(
    'transactions',
    `/transactions/${encodeURIComponent(id)}`,
    {},
    { enabled: id !== '' },
  );
export const useFindings = (parameters: Parameters) =>
  usePages<FindingAnswer>('findings', '/findings', parameters);
export const useFindingCounts = (parameters: Parameters, enabled: boolean) =>
  useAsk<FindingCounts>('findings', '/findings/counts', parameters, { enabled, keep: true });
export const useFinding = (id: string) =>
  useAsk<FindingDetail>('findings', `/findings/${encodeURIComponent(id)}`);
export const useLines = (parameters: Parameters) => usePages<LineAnswer>('lines', '/lines', parameters);
export const useLineHistogram = (parameters: Parameters, enabled: boolean) =>
  useAsk<LineHistogramAnswer>('lines', '/lines/histogram', parameters, { enabled, keep: true });
/** Of the answer of `useSources`, for those who know more than the last request. */
export const sourcesKey = (dataset: string | null) => ['sources', '/sources', { dataset }] as const;
export const useSources = () => useAsk<SourcesAnswer>('sources', '/sources', {}, { refetchMs: 15_000 });

/** The given sources as the live stream last told them. */
export function useFreshSources(sources: readonly SourceAnswer[]): readonly SourceAnswer[] {
  const fresh = new Map(useSources().data?.items.map((source) => [source.generation, source]));
  return sources.map((source) => fresh.get(source.generation) ?? source);
}

export const useDatasets = () => useAsk<PageAnswer<DatasetAnswer>>('datasets', '/datasets');
const MOST_HOLES = 1000;
export const useSeries = () => useAsk<PageAnswer<SeriesAnswer>>('numbers', '/series');
export const useSeriesDetail = (series: string, shop: string) =>
  useAsk<SeriesDetailAnswer>('numbers', `/series/${encodeURIComponent(series)}`, { shop, limit: MOST_HOLES });
export const useNumber = (number: string) =>
  useAsk<PageAnswer<NumberLifeAnswer>>('numbers', `/numbers/${encodeURIComponent(number)}`);
export const useRules = () => useAsk<PageAnswer<RuleAnswer>>('rules', '/rules');
export const useDashboards = () => useAsk<PageAnswer<DashboardListItem>>('dashboards', '/dashboards');
export const useDashboard = (slug: string) =>
  useAsk<Dashboard>('dashboards', `/dashboards/${encodeURIComponent(slug)}`);

export interface DashboardAsk {
  /** Part of the cache key; what it begins at moves with the clock. */
  readonly range: string | null;
  /** UTC; asked for anew with each request. */
  from(): string | null;
  readonly refetchMs: number;
}

/** Waits while the range is not known. */
export function useDashboardData(slug: string, ask: DashboardAsk): UseQueryResult<DashboardAnswer> {
  const dataset = useDataset();
  const path = `/dashboards/${encodeURIComponent(slug)}/data`;
  return useQuery<DashboardAnswer>({
    queryKey: ['dashboards', path, { dataset, range: ask.range }],
    queryFn: ({ signal }) => getJson<DashboardAnswer>(path, { dataset, from: ask.from() }, signal),
    enabled: ask.range !== null,
    placeholderData: (before) => (before?.slug === slug ? before : undefined),
    refetchInterval: ask.refetchMs,
  });
}

/** The dataset that answers this page, and the zone its times are told in. */
export function useCurrentDataset(): DatasetAnswer | null {
  const name = useDataset();
  const datasets = useDatasets();
  const items = datasets.data?.items ?? [];
  if (name !== null) return items.find((dataset) => dataset.name === name) ?? null;
  const live = items.find((dataset) => dataset.live);
  if (live) return live;
  return [...items].sort((a, b) => b.createdAt.localeCompare(a.createdAt))[0] ?? null;
}

/** IANA name of the dataset's zone, null for the browser's. */
export function useZone(): string | null {
  return useCurrentDataset()?.zone ?? null;
}

export function renew(client: QueryClient, topics: readonly Topic[]): Promise<unknown> {
  return Promise.all(topics.map((topic) => client.invalidateQueries({ queryKey: [topic] })));
}

/** What a rule is called where people read it; ids that are none stay as they are. */
export function useRuleTitle(): (rule: string) => string {
  const rules = useRules().data?.items;
  return useMemo(() => {
    const titles = new Map(rules?.map(({ id, title }) => [id, title]));
    return (rule) => titles.get(rule) ?? rule;
  }, [rules]);
}
