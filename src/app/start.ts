// All roles in one process: workers follow, judge and write; this thread only serves.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Settings } from '../config/schema.js';
import type { RuleAnswer } from '../model/answers.js';
import type { Running, StartRequest } from '../model/jobs.js';
import type { Store } from '../stores/store.js';
import { createLog } from '../telemetry/log.js';
import { createMetrics, type Metrics } from '../telemetry/metrics.js';
import { LIVE_DATASET, type OpenDatasets } from './datasets.js';
import { DEMO_KEEPS, prepareDemo } from './demo.js';
import { LiveBus } from './live-bus.js';
import { running } from './running.js';
import { serve } from './serving.js';
import { followedPaths } from './followed-paths.js';
import { Troubles } from './troubles.js';
import { startWorker, type WorkerThread } from './worker-thread.js';
import { revivedError, type FollowedPath, type WorkerMessage } from './worker-messages.js';

export interface StartOptions {
  readonly settings: Settings;
  readonly store: Store;
  readonly datasets: OpenDatasets;
  readonly rules: readonly RuleAnswer[];
  readonly request: StartRequest;
}

/** Everything must have ended two seconds after Ctrl-C. */
const PATIENCE_MS = 1_500;

/** @throws dataset-busy, port-taken, bind-refused, zone-unknown */
export async function startAll(options: StartOptions): Promise<Running> {
  const { settings, store, datasets, rules, request } = options;
  const live = new LiveBus();
  const metrics = createMetrics();
  const dataset = settings.dataset ?? LIVE_DATASET;
  const demo = isDemo(options) ? await prepareDemo(settings.data, request.now) : null;
  const troubles = new Troubles(settings.data, dataset, () => Date.now());
  const onTrouble = (path: string, problem: Error | null): void => {
    troubles.report(path, problem);
    live.publish({ type: 'sources', dataset });
    request.onNews?.(problem === null ? `${path}: well again` : `${path}: ${withoutPath(problem, path)}`);
  };
  const paths = demo?.paths ?? (await followedPaths(request, settings, onTrouble));
  const keepLines = settings.retention.lines ?? (demo === null ? null : DEMO_KEEPS);
  const listen = (message: WorkerMessage): void => {
    relay(message, dataset, live, metrics);
    if (message.type === 'trouble')
      onTrouble(message.path, message.problem === null ? null : revivedError(message.problem));
  };
  const threads: WorkerThread[] = [];
  const stopThreads = async (): Promise<void> => {
    await Promise.all(threads.map((thread) => thread.stop(PATIENCE_MS)));
  };
  try {
    const ingest = startWorker({ role: 'ingest', settings, dataset, paths, keepLines }, listen);
    threads.push(ingest);
    await ingest.opened;
    const log = createLog({ level: 'warn', format: 'text' });
    const served = await serve({ settings, store, open: datasets, rules, live, log, metrics });
    for (const shop of demo?.shops ?? []) threads.push(startWorker({ role: 'shop', shop }, listen));
    const stop = async (): Promise<void> => {
      await Promise.all([served.close(), stopThreads()]);
      troubles.clear();
    };
    const failed = Promise.race(threads.map((thread) => thread.failed));
    return running(served.url, notes(demo !== null, paths, request, settings, dataset), stop, failed);
  } catch (error) {
    await stopThreads();
    troubles.clear();
    throw error;
  }
}

/** `/logs/trace.log cannot be read (EACCES).` behind its path says the path once. */
function withoutPath({ message }: Error, path: string): string {
  return message.startsWith(`${path} `) ? message.slice(path.length + 1) : message;
}

function isDemo({ request, settings }: StartOptions): boolean {
  return request.paths.length === 0 && settings.sources.length === 0;
}

function relay(message: WorkerMessage, dataset: string, live: LiveBus, metrics: Metrics): void {
  if (message.type === 'findings') {
    live.publish({ type: 'findings', dataset, ids: message.findings.map((finding) => finding.id) });
    for (const { rule, verdict } of message.findings) metrics.findings.inc({ rule, verdict });
  }
  if (message.type === 'sources') {
    live.publish({ type: 'sources', dataset });
    metrics.bytes.inc({ source: 'all' }, message.bytes);
    metrics.events.inc({ source: 'all', verdict: 'indexed' }, message.records);
  }
}

function notes(
  demo: boolean,
  paths: readonly FollowedPath[],
  request: StartRequest,
  settings: Settings,
  dataset: string,
): readonly string[] {
  if (!demo) {
    const named = new Set(request.paths.map((path) => resolve(path)));
    const missing = paths.map(({ path }) => path).filter((path) => named.has(path) && !existsSync(path));
    const zones = [...new Set(paths.map((path) => path.zone))].join(', ');
    return [
      `Following ${paths.map((path) => path.path).join(', ')} (zone ${zones}) into dataset ${dataset}.`,
      ...missing.map((path) => `${path} is not there yet: it is followed as soon as it appears.`),
      'The next start goes on where this one ends.',
    ];
  }
  return [
    `Demo: three reference shops write to ${resolve(settings.data, 'demo')}; the first anomalies show within half a minute.`,
    'Your own files: shoptrace replay your.log --zone Europe/Paris',
    '                shoptrace start /path/to/moodledata',
  ];
}
