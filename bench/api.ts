// Measures what the API takes to answer over HTTP, one question after the other: `--lines 1000000 [--asks 300] [--url URL]`.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { openProject } from '../src/app/index.js';
import { configSchema } from '../src/config/schema.js';
import type { PageAnswer, TransactionListItem } from '../src/model/answers.js';
import { quantile } from './figures.js';
import { writeTraceFile } from './trace-file.js';

/** One kind of question; the text of the path may differ with each ask. */
interface Question {
  readonly name: string;
  readonly path: (ask: number) => string;
}

export interface Timing {
  readonly name: string;
  readonly answerBytes: number;
  /** Of each ask. */
  readonly timesMs: readonly number[];
}

/** A bare round trip stands first: what HTTP itself costs on this machine in this minute. */
export async function questionsFor(url: string, dataset: string): Promise<readonly Question[]> {
  const ids = await someTransactions(url, dataset);
  const within = `dataset=${encodeURIComponent(dataset)}`;
  const id = (ask: number): string => encodeURIComponent(ids[ask % ids.length] ?? '');
  return [
    { name: 'nothing (/livez)', path: () => '/livez' },
    { name: 'transaction by ID', path: (ask) => `/api/v1/transactions/${id(ask)}?${within}` },
    {
      name: 'transaction by 8 characters',
      path: (ask) => `/api/v1/transactions/${(ids[ask % ids.length] ?? '').slice(0, 8)}?${within}`,
    },
    { name: 'list of transactions', path: () => `/api/v1/transactions?limit=50&${within}` },
    { name: 'lines by word', path: (ask) => `/api/v1/lines?words=COURSE${ask % 40}&limit=100&${within}` },
    { name: 'findings', path: () => `/api/v1/findings?limit=100&${within}` },
    { name: 'overview', path: () => `/api/v1/overview?${within}` },
    { name: 'dashboard overview', path: () => `/api/v1/dashboards/overview/data?${within}` },
    { name: 'dashboard production-runs', path: () => `/api/v1/dashboards/production-runs/data?${within}` },
    { name: 'dashboard support-courses', path: () => `/api/v1/dashboards/support-courses/data?${within}` },
  ];
}

/** Up to 1,000 IDs, the newest. @throws when there are none */
async function someTransactions(url: string, dataset: string): Promise<readonly string[]> {
  const response = await fetch(
    `${url}/api/v1/transactions?limit=1000&dataset=${encodeURIComponent(dataset)}`,
  );
  const { items } = (await response.json()) as PageAnswer<TransactionListItem>;
  if (items.length === 0) throw new Error(`dataset ${dataset} of ${url} has no transactions`);
  return items.map((item) => item.id);
}

/** Asks one after the other, as one person does; the answer is read to its end. */
export async function measure(url: string, { name, path }: Question, asks: number): Promise<Timing> {
  const times: number[] = [];
  let bytes = 0;
  for (let ask = 0; ask < asks; ask++) {
    const startedAt = performance.now();
    const response = await fetch(url + path(ask));
    bytes += (await response.arrayBuffer()).byteLength;
    times.push(performance.now() - startedAt);
    if (response.status >= 500) throw new Error(`${path(ask)} was answered with ${response.status}`);
  }
  return { name, answerBytes: Math.round(bytes / asks), timesMs: times };
}

export function timingTable(title: string, timings: readonly Timing[]): string {
  const table = new Table({ head: [title, 'asks', 'p50 ms', 'p99 ms', 'bytes'], style: { head: [] } });
  for (const { name, answerBytes, timesMs } of timings)
    table.push([
      name,
      timesMs.length,
      quantile(timesMs, 0.5).toFixed(1),
      quantile(timesMs, 0.99).toFixed(1),
      answerBytes,
    ]);
  return table.toString();
}

/** Reads a made file into a store of its own, serves it, and cleans up whatever happens. */
export async function withServedFile(
  lines: number,
  use: (url: string, dataset: string, where: { readonly data: string }) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'shoptrace-bench-'));
  const path = join(folder, 'merchant_trace.log');
  writeTraceFile({ path, lines });
  const config = configSchema.parse({ serve: { port: 0 } });
  const settings = {
    ...config,
    data: folder,
    store: `sqlite:${folder}`,
    dataset: null,
    lang: 'en',
    file: null,
  } as const;
  const project = await openProject(settings);
  try {
    const now = Date.now();
    const read = {
      paths: [path],
      dataset: 'bench',
      zone: 'Europe/Paris',
      form: null,
      kind: null,
      shop: null,
      now,
    };
    const { seconds } = await project.replay({ ...read, asOf: null, speed: 'max' });
    process.stderr.write(`${lines} lines read and judged in ${seconds.toFixed(1)} s\n`);
    const running = await project.serve({ now });
    try {
      await use(running.url ?? '', 'bench', { data: folder });
    } finally {
      await running.stop();
    }
  } finally {
    await project.close();
    await rm(folder, { recursive: true });
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '1000000' },
      asks: { type: 'string', default: '300' },
      url: { type: 'string' },
      dataset: { type: 'string', default: 'live' },
    },
  });
  const asks = Number(values.asks);
  const run = async (url: string, dataset: string): Promise<void> => {
    const timings: Timing[] = [];
    for (const question of await questionsFor(url, dataset)) {
      await measure(url, question, Math.min(asks, 20));
      timings.push(await measure(url, question, asks));
    }
    process.stdout.write(`${timingTable('API, idle', timings)}\n`);
  };
  if (values.url !== undefined) return await run(values.url, values.dataset);
  await withServedFile(Number(values.lines), run);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
