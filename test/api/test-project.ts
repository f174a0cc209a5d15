// A project on the memory store for tests of the API: files read and judged by the real stages, everything else by hand.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TraceFormat } from '../../parsers/format.js';
import type { ApiDeps, LiveChange } from '../../src/api/dependencies.js';
import { loadDashboards } from '../../src/dashboards/load-dashboards.js';
import { runDashboard } from '../../src/dashboards/run-dashboard.js';
import { DetectionEngine } from '../../src/detectors/engine.js';
import type { Rule } from '../../src/detectors/detector.js';
import { defaultIngestOptions } from '../../src/ingest/options.js';
import { readOnce } from '../../src/ingest/read-once.js';
import type { RuleAnswer } from '../../src/model/answers.js';
import { ShoptraceError } from '../../src/model/errors.js';
import { defaultSequenceSettings } from '../../src/model/sequences/number-fact.js';
import { datasetAnswer } from '../../src/queries/datasets.js';
import { openMemoryStore } from '../../src/stores/memory/memory-store.js';
import type { Dataset } from '../../src/stores/store.js';
import { createMetrics } from '../../src/telemetry/metrics.js';
import { ManualClock } from './manual-clock.js';
import { testReplays } from './test-replays.js';

export interface TestFile {
  readonly dataset: string;
  readonly path: string;
}

export interface TestProject {
  readonly deps: ApiDeps;
  readonly clock: ManualClock;
  dataset(name: string): Dataset;
  change(change: LiveChange): void;
  /** Entries of the log of the API. */
  readonly logged: { readonly fields: Readonly<Record<string, unknown>>; readonly message: string }[];
}

export interface TestProjectOptions {
  /** The dataset `live` is live, others are replays. */
  readonly files: readonly TestFile[];
  readonly format: TraceFormat;
  readonly rules: readonly Rule[];
  readonly zone: string;
  /** UTC ms. */
  readonly now: number;
}

const dashboardsFolder = fileURLToPath(new URL('../../dashboards', import.meta.url));

export async function openTestProject(options: TestProjectOptions): Promise<TestProject> {
  const { now } = options;
  const store = openMemoryStore();
  const datasets = new Map<string, Dataset>();
  for (const { dataset: name } of options.files) {
    if (datasets.has(name)) continue;
    const create = {
      live: name === 'live',
      createdAt: now,
      catalogueVersion: options.format.catalogueVersion,
    };
    datasets.set(name, await store.open(name, { mode: 'write', create }));
  }
  for (const file of options.files) await read(file, named(datasets, file.dataset), options);
  for (const dataset of datasets.values()) await judge(dataset, options);
  const dashboards = await loadDashboards(dashboardsFolder);
  const clock = new ManualClock(now);
  const listeners = new Set<(change: LiveChange) => void>();
  const logged: TestProject['logged'] = [];
  const rules = options.rules.map(ruleAnswer);
  const choose = (name?: string): Dataset =>
    named(datasets, name ?? (datasets.has('live') ? 'live' : ([...datasets.keys()][0] ?? '')));
  return {
    clock,
    logged,
    dataset: (name) => named(datasets, name),
    change: (change) => listeners.forEach((listener) => listener(change)),
    deps: {
      clock,
      version: '0.0.0-test',
      metrics: createMetrics(),
      log: {
        info: () => {},
        error: (fields, message) => void logged.push({ fields, message }),
      },
      project: {
        dataset: async (name) => choose(name),
        writableDataset: async (name) => choose(name),
        datasets: async () => await Promise.all([...datasets.values()].map(datasetAnswer)),
        datasetNames: async () => [...datasets.keys()],
        rules: () => rules,
        sequenceSettings: () => defaultSequenceSettings,
        dashboards: () => dashboards,
        runDashboard: async (dashboard, dataset, { from, to }) =>
          await runDashboard(dataset, dashboard, { now: clock.now(), from, to, rules }),
        live: {
          subscribe(listener) {
            listeners.add(listener);
            return () => listeners.delete(listener);
          },
        },
        replays: testReplays(clock),
        troubles: () => [],
        readiness: async () => [{ name: 'store', ready: true, detail: 'memory' }],
      },
    },
  };
}

function named(datasets: ReadonlyMap<string, Dataset>, name: string): Dataset {
  const dataset = datasets.get(name);
  if (dataset !== undefined) return dataset;
  throw new ShoptraceError(
    'dataset-unknown',
    `There is no dataset ${name}.`,
    'GET /api/v1/datasets lists them.',
  );
}

async function read(
  { path }: TestFile,
  dataset: Dataset,
  { format, zone }: TestProjectOptions,
): Promise<void> {
  await readOnce(
    { path, source: 'test', shop: 'default', kind: null, zone, form: null },
    {
      dataset,
      format,
      masking: 'on',
      maskingKey: new Uint8Array(32),
      options: defaultIngestOptions,
      onCommitted: () => {},
    },
  );
}

/** As a replay does it: what the files cover is what they speak for. */
async function judge(dataset: Dataset, { rules, now }: TestProjectOptions): Promise<void> {
  const engine = await DetectionEngine.open({ dataset, rules });
  const { from, to } = await datasetAnswer(dataset);
  const coverage =
    from === null || to === null
      ? []
      : [{ shop: 'default', from: Date.parse(from), through: Date.parse(to), holes: [] }];
  await engine.catchUp({ coverage, detectedAt: now });
  await engine.judge({ coverage, detectedAt: now, mode: 'settle' });
}

function ruleAnswer(rule: Rule): RuleAnswer {
  const { id, codes, title, severity, caseKind, version, firesWhen, staysQuietWhen, cannotSee, thresholds } =
    rule;
  return { id, codes, title, severity, caseKind, version, firesWhen, staysQuietWhen, cannotSee, thresholds };
}

/** Runs `use` with a file of this text, and removes the file. */
export async function withTextFile<T>(text: string, use: (path: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'api-'));
  try {
    const path = join(folder, 'merchant_trace.log');
    await writeFile(path, text);
    return await use(path);
  } finally {
    await rm(folder, { recursive: true });
  }
}
