// Measures the Elasticsearch store beside a bare bulk loop of the same serialised records on the same node: `--lines N [--url URL] [--version V]`.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { merchantTrace } from '../parsers/index.js';
import type { TraceEvent } from '../src/model/event.js';
import { documentOf, versionOf } from '../src/stores/elasticsearch/event-document.js';
import { indexBody } from '../src/stores/elasticsearch/index-definitions.js';
import { openElasticsearchStore } from '../src/stores/elasticsearch/elasticsearch-store.js';
import { definitionOf } from '../src/stores/elasticsearch/index-names.js';
import type { Dataset, Store } from '../src/stores/store.js';
import { Cluster } from '../test/support/elasticsearch/cluster.js';
import { serverVersions } from '../test/support/elasticsearch/machine.js';
import { quantile } from './figures.js';
import { measureInTurn } from './measured-process.js';
import { buildProgram, program } from './program.js';
import { benchDecoder, benchGeneration, fillDataset, secondsSince, type Filled } from './store-filling.js';
import { writeTraceFile } from './trace-file.js';

const BATCH_BYTES = 2 * 1024 * 1024;
/** What the store's own loop does. */
const REQUEST_CHARACTERS = 2 * 1024 * 1024;
const IN_FLIGHT = 2;
const ROUNDS = 3;
const LOOKUPS = 500;
const PROCESS_ROUNDS = 15;
const JSON_LINES = { 'content-type': 'application/x-ndjson' };

async function send(url: string, method: string, path: string, body?: string): Promise<unknown> {
  const headers = path.startsWith('/_bulk') ? JSON_LINES : { 'content-type': 'application/json' };
  const response = await fetch(`${url}${path}`, { method, headers, body: body ?? null });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** Documents as the store writes them, each with its action. */
function serialised(events: readonly TraceEvent[]): string[] {
  return events.map((event) => {
    const original = event.continuation === '' ? event.message : `${event.message}\n${event.continuation}`;
    const document = documentOf(event, { path: benchGeneration.path, original, ingestedAt: 0, commit: 1 });
    const place = `"_id":"${event.id}","version":${versionOf(document)},"version_type":"external_gte"`;
    return `{"index":{${place}}}\n${JSON.stringify(document)}\n`;
  });
}

/** The yardstick: requests of the same size, as many at once, nothing else. */
async function bareBulk(url: string, index: string, lines: readonly string[]): Promise<number> {
  await send(url, 'PUT', `/${index}`, JSON.stringify(indexBody(definitionOf('events'))));
  const requests: string[] = [];
  let request: string[] = [];
  let size = 0;
  for (const line of lines) {
    if (size + line.length > REQUEST_CHARACTERS) {
      requests.push(request.join(''));
      request = [];
      size = 0;
    }
    request.push(line);
    size += line.length;
  }
  requests.push(request.join(''));
  const from = process.hrtime.bigint();
  const work = async (): Promise<void> => {
    for (let body = requests.shift(); body !== undefined; body = requests.shift()) {
      const answer = await send(url, 'POST', `/_bulk?filter_path=errors&index=${index}`, body);
      if ((answer as { errors: boolean }).errors) throw new Error('a document was refused');
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  const taken = secondsSince(from);
  await send(url, 'DELETE', `/${index}`);
  return taken;
}

async function percentiles(rounds: number, work: (round: number) => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = process.hrtime.bigint();
    await work(round);
    times.push(secondsSince(from) * 1000);
  }
  return `${quantile(times, 0.5).toFixed(1)} / ${quantile(times, 0.99).toFixed(1)} ms`;
}

async function questions(dataset: Dataset): Promise<[string, string][]> {
  const ids = await dataset.transactionIds('', 100_000);
  const idAt = (round: number): string => ids[(round * 7919) % ids.length]?.id ?? '';
  const newest = { order: 'newest', limit: 50 } as const;
  return [
    [
      'lookup of a transaction',
      await percentiles(LOOKUPS, (round) => dataset.transactionEvents('default', idAt(round))),
    ],
    [
      'a frequent word, newest 50',
      await percentiles(50, () => dataset.search({ ...newest, filter: { words: 'production' } })),
    ],
    ['lines per day and action', await percentiles(20, () => dataset.countBy(['day', 'action'], {}, 1000))],
  ];
}

/** Beside `node -e 0`. */
async function wholeProcess(url: string, dataset: Dataset): Promise<string> {
  buildProgram();
  const [first] = await dataset.transactionIds('', 1);
  if (first === undefined) throw new Error('there is no transaction');
  const [bare, asked] = await measureInTurn(
    [
      { name: 'node -e 0', args: ['-e', '0'] },
      { name: 'tx', args: [program, 'tx', first.id, '--store', url, '--dataset', dataset.info.name] },
    ],
    PROCESS_ROUNDS,
  );
  if (bare === undefined || asked === undefined) throw new Error('nothing was measured');
  const times = (asked.wallSeconds / bare.wallSeconds).toFixed(1);
  return `${(asked.wallSeconds * 1000).toFixed(0)} ms, ${times} × node -e 0`;
}

interface Round {
  readonly bare: number;
  readonly store: Filled;
}

async function measure(url: string, store: Store, path: string, lines: number): Promise<void> {
  const create = { live: false, createdAt: 0, catalogueVersion: merchantTrace.catalogueVersion };
  const rounds: Round[] = [];
  const documents: string[] = [];
  let last: Dataset | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (last !== null) {
      await last.close();
      await store.drop('bench');
    }
    last = await store.open('bench', { mode: 'write', create });
    const keep =
      round === 0 ? (events: readonly TraceEvent[]) => void documents.push(...serialised(events)) : undefined;
    const filled = await fillDataset(path, last, BATCH_BYTES, keep);
    rounds.push({ bare: await bareBulk(url, `shoptrace-bare-${round}`, documents), store: filled });
  }
  if (last === null) return;
  const again = await fillDataset(path, last, BATCH_BYTES);
  await send(url, 'POST', '/shoptrace-bench-*/_forcemerge?max_num_segments=1');
  await send(url, 'POST', '/shoptrace-bench-*/_flush');
  const size = (await last.size()) ?? 0;
  const best = (of: (round: Round) => number): number => Math.min(...rounds.slice(1).map(of));
  const bare = best((round) => round.bare);
  const filled = best((round) => round.store.seconds);
  const own = best((round) => round.store.storeSeconds);
  const rate = (taken: number): string => `${Math.round(lines / taken).toLocaleString('en')} lines/s`;
  const share = (taken: number): string => `${((100 * bare) / taken).toFixed(0)} % of the bare loop`;
  const table = new Table({ head: ['what', 'result'] });
  table.push(
    ['lines / bytes', `${lines.toLocaleString('en')} / ${statSync(path).size.toLocaleString('en')}`],
    ['bare bulk loop of the same records', rate(bare)],
    ['read, parsed and stored', `${rate(filled)}, ${share(filled)}`],
    ['of that the store alone', `${rate(own)}, ${share(own)}`],
    [
      'the same file again (all there)',
      `${rate(again.seconds)}, ${(filled / again.seconds).toFixed(1)} × faster`,
    ],
    ['on disk, merged', `${(size / lines).toFixed(1)} bytes a line`],
    ...(await questions(last)),
    ['`shoptrace tx ID` as a process', await wholeProcess(url, last)],
    [
      'peak memory of this process, which keeps every document',
      `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`,
    ],
  );
  console.log(table.toString());
  await last.close();
  await store.drop('bench');
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '200000' },
      url: { type: 'string' },
      version: { type: 'string', default: serverVersions.at(-1) ?? '' },
    },
  });
  const version = serverVersions.find((known) => known === values.version);
  if (version === undefined) throw new Error(`--version: use ${serverVersions.join(' or ')}`);
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-bench-'));
  const cluster = values.url === undefined ? await Cluster.start({ version, heap: '512m' }) : null;
  const url = values.url ?? cluster?.url ?? '';
  const store = openElasticsearchStore({ url, decoder: benchDecoder });
  try {
    const path = join(folder, 'trace.log');
    writeTraceFile({ path, lines: Number(values.lines) });
    await measure(url, store, path, Number(values.lines));
  } finally {
    await store.close();
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
