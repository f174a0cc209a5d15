// API and console over the datasets of one store, in this process.
import { systemClock } from '../api/clock.js';
import type { ApiDeps, ApiLog, ApiProject, ReadinessCheck } from '../api/dependencies.js';
import { serveApi, type ServedApi } from '../api/server.js';
import type { Settings } from '../config/schema.js';
import { loadDashboards } from '../dashboards/load-dashboards.js';
import { runDashboard } from '../dashboards/run-dashboard.js';
import type { RuleAnswer } from '../model/answers.js';
import { ShoptraceError } from '../model/errors.js';
import type { SourceTrouble } from '../model/source-trouble.js';
import { judgedAdvice } from '../model/texts/judged.js';
import { datasets } from '../queries/datasets.js';
import { judged } from '../queries/judged.js';
import type { DatasetInfo, Store } from '../stores/store.js';
import { createMetrics, type Metrics } from '../telemetry/metrics.js';
import type { OpenDatasets } from './datasets.js';
import type { LiveBus } from './live-bus.js';
import { openReplays } from './replays/open-replays.js';
import { sequenceSettings } from './sequence-settings.js';
import { readTroubles } from './troubles.js';
import { consoleFolder, dashboardsFolder, programVersion } from './package-paths.js';

export interface Serving {
  readonly settings: Settings;
  readonly store: Store;
  readonly open: OpenDatasets;
  readonly rules: readonly RuleAnswer[];
  readonly live: LiveBus;
  readonly log: ApiLog;
  readonly metrics?: Metrics;
}

/** @throws bind-refused, port-taken, usage (authentication that is not there) */
export async function serve(serving: Serving): Promise<ServedApi> {
  const { settings, log } = serving;
  const { host, port, publicUrl } = settings.serve;
  requireNoAuthentication(settings);
  const replays = await openReplays(serving);
  const deps: ApiDeps = {
    project: { ...(await apiProject(serving)), replays },
    clock: systemClock,
    metrics: serving.metrics ?? createMetrics(),
    log,
    version: programVersion,
  };
  const served = await serveApi({ deps, host, port, consoleFolder, publicUrl });
  return {
    url: served.url,
    close: async () => void (await Promise.all([served.close(), replays.close()])),
  };
}

/** Tokens and proxies are not built yet: better no service than one that looks guarded. */
function requireNoAuthentication(settings: Settings): void {
  const { auth } = settings.serve;
  if (auth === 'none') return;
  throw new ShoptraceError(
    'config-invalid',
    `serve.auth is ${auth}, which this version does not offer`,
    'Set it to none and listen on 127.0.0.1; put a proxy with its own login in front to open it to others.',
  );
}

/** A detector that lags or is missing is told, and keeps nobody from asking. */
async function judging(open: OpenDatasets, found: readonly DatasetInfo[]): Promise<ReadinessCheck[]> {
  const live = found.find((dataset) => dataset.live);
  if (live === undefined) return [];
  const answer = await judged((await open.get(live.name)).dataset);
  return [{ name: `judging ${live.name}`, ready: true, detail: judgedAdvice(answer, 'UTC') }];
}

/** A file that cannot be read keeps nobody from asking about the others. */
function sourceChecks(troubles: readonly SourceTrouble[]): ReadinessCheck[] {
  return troubles.map(({ path, problem, since }) => ({
    name: `source ${path}`,
    ready: true,
    isTroubled: true,
    detail: `${problem} (since ${since})`,
  }));
}

async function apiProject({
  settings,
  store,
  open,
  rules,
  live,
}: Serving): Promise<Omit<ApiProject, 'replays'>> {
  const dashboards = await loadDashboards(dashboardsFolder);
  return {
    dataset: async (name) => (await open.get(name ?? null)).dataset,
    writableDataset: async (name) => (await open.get(name ?? null)).dataset,
    datasets: async () => await datasets(store),
    datasetNames: async () => (await store.datasets()).map((dataset) => dataset.name),
    rules: () => rules,
    sequenceSettings: () => sequenceSettings(settings),
    dashboards: () => dashboards,
    runDashboard: async (dashboard, dataset, range) =>
      await runDashboard(dataset, dashboard, { ...range, now: systemClock.now(), rules }),
    troubles: (dataset) => readTroubles(settings.data, dataset),
    live,
    readiness: async () => {
      const found = await store.datasets();
      const detail = `${found.length} dataset${found.length === 1 ? '' : 's'}`;
      const troubles = found.flatMap(({ name }) => sourceChecks(readTroubles(settings.data, name)));
      return [{ name: 'store', ready: true, detail }, ...troubles, ...(await judging(open, found))];
    },
  };
}
