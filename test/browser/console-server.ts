// The real server for browser tests: the console built afresh, the documented sample replayed into SQLite and judged, the API over it.
import { defaultSequenceSettings } from '../../src/model/sequences/number-fact.js';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { systemClock } from '../../src/api/clock.js';
import type { ApiDeps } from '../../src/api/dependencies.js';
import { serveApi } from '../../src/api/server.js';
import { openProject } from '../../src/app/index.js';
import { LiveBus } from '../../src/app/live-bus.js';
import { openReplays } from '../../src/app/replays/open-replays.js';
import type { Project } from '../../src/app/project-contract.js';
import { loadSettings } from '../../src/config/settings.js';
import { loadDashboards } from '../../src/dashboards/load-dashboards.js';
import { runDashboard } from '../../src/dashboards/run-dashboard.js';
import type { FindingAnswer, PageAnswer } from '../../src/model/answers.js';
import { localStamp } from '../../src/model/local-time.js';
import type { ReplayDesk } from '../../src/model/replays.js';
import { datasets } from '../../src/queries/datasets.js';
import type { Dataset } from '../../src/queries/question.js';
import { createMetrics } from '../../src/telemetry/metrics.js';
import { hostileLog } from '../api/hostile-lines.js';

export interface ConsoleServer {
  readonly url: string;
  /** Findings of the documented sample, as the API lists them. */
  findings(rule: string): Promise<readonly FindingAnswer[]>;
  /** Lets all files of a dataset look followed, last found complete at that time (UTC ms; null: never). */
  follow(dataset: string, upToDateAt: number | null): Promise<void>;
  /** Forgets what was judged of a dataset; from now on all datasets look as in a store that processes share. */
  forgetJudged(dataset: string, judge: 'at-work' | 'none'): Promise<void>;
  close(): Promise<void>;
}

/** Replayed last: as the newest it answers where the address names none. */
const SAMPLE_DATASET = 'sample';

interface TraceFile {
  readonly dataset: string;
  readonly path: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Builds into a folder of its own, so that no test depends on what lies in `dist`. */
async function buildConsole(folder: string): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--config',
      join(root, 'src/console/vite.config.ts'),
      '--outDir',
      folder,
      '--emptyOutDir',
      '--logLevel',
      'error',
    ],
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
  );
}

export interface ConsoleServerOptions {
  /** Adds the dataset `quiet`: a healthy order, nothing to find. */
  readonly quiet?: boolean;
  /** Adds the dataset `hostile`: lines that want to run in browsers. */
  readonly hostile?: boolean;
  /** Adds the dataset `long`: one transaction of as many lines. */
  readonly longLines?: number;
  /** Adds the dataset `numbers`: a trace and tables with gaps in the order numbers. */
  readonly numbers?: boolean;
  /** Adds the dataset `recent`: a line a second, from five minutes ago until now. */
  readonly recent?: boolean;
  /** Adds the dataset `empty`, into which nothing was read. */
  readonly empty?: boolean;
  /** No dataset at all, whatever else is asked for. */
  readonly bare?: boolean;
}

/** Orders placed again and again, as a client in a loop writes them: one line each 100 ms. */
function longLog(lines: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return Array.from({ length: lines }, (_, index) => {
    const seconds = Math.floor(index / 10);
    const clock = `${two(8 + Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    const text =
      index % 2 === 0
        ? 'Order placed : 1 objects'
        : 'Production Controller : Full production starting from PLACED ...';
    return `-- 2017-8-22 ${clock} ${index % 10}00 -- [LONGQMLVYXD5UMZYUQ==] ${text}\n`;
  }).join('');
}

function recentLog(now: number): string {
  return Array.from({ length: 300 }, (_, index) => {
    const stamp = localStamp(now - (300 - index) * 1000, 'Europe/Paris');
    const [, year, month, day, clock, ms] = /^(.+)-0?(.+)-0?(.+) (.+)\.(.+)$/.exec(stamp) ?? [];
    return `-- ${year}-${month}-${day} ${clock} ${ms} -- [RECEMLVYXD5UMZYUQ${index}==] Order placed : 1 objects\n`;
  }).join('');
}

async function filesOf(folder: string, options: ConsoleServerOptions): Promise<TraceFile[]> {
  const files: TraceFile[] = [];
  const write = async (dataset: string, text: string): Promise<void> => {
    const path = join(folder, `${dataset}.log`);
    await writeFile(path, text);
    files.push({ dataset, path });
  };
  if (options.quiet === true)
    files.push({ dataset: 'quiet', path: join(root, 'samples/quiet/2017-free-order.log') });
  if (options.hostile === true) await write('hostile', hostileLog);
  if (options.numbers === true) files.push({ dataset: 'numbers', path: numberSample('story.log') });
  if (options.recent === true) await write('recent', recentLog(Date.now()));
  if (options.longLines !== undefined) await write('long', longLog(options.longLines));
  files.push({ dataset: SAMPLE_DATASET, path: join(root, 'samples/documented-merchant-trace.log') });
  return files;
}

async function openReplayed(folder: string, files: readonly TraceFile[]): Promise<Project> {
  const around = { env: {}, cwd: folder, home: folder, platform: process.platform };
  const project = await openProject(await loadSettings({ data: join(folder, 'data') }, around));
  for (const { dataset, path } of files)
    await project.replay({
      paths: [path],
      dataset,
      zone: 'Europe/Paris',
      form: null,
      kind: null,
      shop: null,
      now: Date.now(),
      asOf: null,
      speed: 'max',
    });
  return project;
}

const numberSample = (name: string): string => join(root, 'samples/order-numbers', name);

async function addNumbers(project: Project): Promise<void> {
  await project.importTables({
    paths: ['orders.csv', 'later-orders.csv', 'quotes.csv'].map(numberSample),
    dataset: 'numbers',
    shop: null,
    zone: 'Europe/Paris',
    platform: null,
    quoteLifeDays: null,
    first: null,
    last: null,
    takenAt: null,
    map: [],
    dryRun: false,
    now: Date.now(),
  });
}

async function addEmpty({ store }: Project): Promise<void> {
  const create = { live: false, createdAt: 0, catalogueVersion: '' };
  const dataset = await store.open('empty', { mode: 'write', create });
  await dataset.close();
}

async function follow(
  { store }: Project,
  live: LiveBus,
  name: string,
  upToDateAt: number | null,
): Promise<void> {
  const dataset = await store.open(name, { mode: 'write' });
  try {
    for (const generation of await dataset.generations()) {
      await dataset.updateGeneration({ ...generation, followed: true });
      const { id, source } = generation;
      await dataset.setSourceStatus({ source, generation: id, upToDateAt, size: 0 });
    }
  } finally {
    await dataset.close();
  }
  live.publish({ type: 'sources', dataset: name });
}

interface Shown {
  readonly project: Project;
  readonly live: LiveBus;
  /** What `isJudged` answers. */
  judge: boolean | null;
}

async function forgetJudged({ project, live }: Shown, name: string): Promise<void> {
  const dataset = await project.store.open(name, { mode: 'write' });
  try {
    await dataset.resetDetection();
  } finally {
    await dataset.close();
  }
  live.publish({ type: 'sources', dataset: name });
}

const quietLog: ApiDeps['log'] = {
  info: () => {},
  error: (fields, message) => process.stderr.write(`${message} ${String(fields['err'])}\n`),
};

async function apiOf(shown: Shown, replays: ReplayDesk): Promise<ApiDeps> {
  const { project, live } = shown;
  const open = async (name?: string): Promise<Dataset> => {
    const { dataset } = await project.dataset(name ?? null);
    const isJudged = async (): Promise<boolean | null> => shown.judge;
    return Object.assign(Object.create(dataset) as Dataset, { isJudged });
  };
  const saved = await loadDashboards(join(root, 'dashboards'));
  const { store, rules } = project;
  return {
    clock: systemClock,
    version: '0.0.0-test',
    metrics: createMetrics(),
    log: quietLog,
    project: {
      dataset: open,
      writableDataset: async (name) => (await project.dataset(name ?? null, 'write')).dataset,
      datasets: async () => await datasets(store),
      datasetNames: async () => (await store.datasets()).map(({ name }) => name),
      rules: () => rules,
      sequenceSettings: () => defaultSequenceSettings,
      dashboards: () => saved,
      runDashboard: async (dashboard, dataset, range) =>
        await runDashboard(dataset, dashboard, { ...range, now: Date.now(), rules }),
      live,
      replays,
      troubles: () => [],
      readiness: async () => [{ name: 'store', ready: true, detail: store.kind }],
    },
  };
}

export async function startConsoleServer(options: ConsoleServerOptions = {}): Promise<ConsoleServer> {
  const folder = await mkdtemp(join(tmpdir(), 'shoptrace-console-'));
  const consoleFolder = join(folder, 'console');
  await buildConsole(consoleFolder);
  const project = await openReplayed(folder, options.bare ? [] : await filesOf(folder, options));
  if (options.numbers) await addNumbers(project);
  if (options.empty) await addEmpty(project);
  const live = new LiveBus();
  const shown: Shown = { project, live, judge: null };
  const { settings, store } = project;
  const replays = await openReplays({ settings, store, live, log: quietLog });
  const served = await serveApi({ deps: await apiOf(shown, replays), port: 0, consoleFolder });
  return {
    url: served.url,
    findings: async (rule) => {
      const answer = await fetch(`${served.url}/api/v1/findings?dataset=${SAMPLE_DATASET}&rule=${rule}`);
      return ((await answer.json()) as PageAnswer<FindingAnswer>).items;
    },
    forgetJudged: async (dataset, judge) => {
      shown.judge = judge === 'at-work';
      await forgetJudged(shown, dataset);
    },
    follow: async (dataset, upToDateAt) => await follow(project, live, dataset, upToDateAt),
    close: async () => {
      await served.close();
      await replays.close();
      await project.close();
      await rm(folder, { recursive: true });
    },
  };
}
