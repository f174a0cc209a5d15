// Measures the SQLite store beside a bare block writer of the same bytes: `--lines 1000000 [--file PATH] [--batch-bytes N]`.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { merchantTrace } from '../parsers/index.js';
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.js';
import type { Store } from '../src/stores/store.js';
import { bareBlocks } from './bare-blocks.js';
import { quantile } from './figures.js';
import { benchDecoder, fillDataset, secondsSince } from './store-filling.js';
import { writeTraceFile } from './trace-file.js';

const LOOKUPS = 1000;

const milliseconds = (value: number): string => `${(value * 1000).toFixed(2)} ms`;

async function timedRounds(rounds: number, work: (round: number) => Promise<unknown>): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = process.hrtime.bigint();
    await work(round);
    times.push(secondsSince(from));
  }
  return `${milliseconds(quantile(times, 0.5))} / ${milliseconds(quantile(times, 0.99))}`;
}

/** Questions over a connection that has only the file. p50 / p99. */
async function questions(store: Store): Promise<[string, string][]> {
  const dataset = await store.open('bench', { mode: 'read' });
  const ids = await dataset.transactionIds('', 1_000_000);
  const step = Math.max(1, Math.floor(ids.length / LOOKUPS));
  const some = ids.filter((_, index) => index % step === 0).slice(0, LOOKUPS);
  const idAt = (round: number): string => some[(round * 7919) % some.length]?.id ?? '';
  const [first] = (await dataset.search({ filter: {}, order: 'oldest', limit: 1 })).items;
  const from = (first?.time ?? 0) + 7 * 3_600_000;
  const newest = { order: 'newest', limit: 50 } as const;
  const rows: [string, string][] = [
    [
      'lookup of a transaction',
      await timedRounds(LOOKUPS, (round) => dataset.transactionEvents('default', idAt(round))),
    ],
    [
      'beginning of an ID',
      await timedRounds(200, (round) => dataset.transactionIds(idAt(round).slice(0, 6), 50)),
    ],
    [
      'a frequent word, newest 50',
      await timedRounds(50, () => dataset.search({ ...newest, filter: { words: 'production' } })),
    ],
    [
      'a rare word (an ID)',
      await timedRounds(100, (round) => dataset.search({ ...newest, filter: { words: idAt(round) } })),
    ],
    [
      'two words in an hour',
      await timedRounds(50, () =>
        dataset.search({ ...newest, filter: { words: 'order plac', from, to: from + 3_600_000 } }),
      ),
    ],
    ['lines per day and action', await timedRounds(20, () => dataset.countBy(['day', 'action'], {}, 1000))],
    [
      'lines per minute of 7 hours',
      await timedRounds(20, () => dataset.countBy(['minute'], { from, to: from + 25_200_000 }, 1000)),
    ],
  ];
  await dataset.close();
  return rows;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      lines: { type: 'string', default: '1000000' },
      file: { type: 'string' },
      'batch-bytes': { type: 'string', default: String(2 * 1024 * 1024) },
    },
  });
  const lines = Number(values.lines);
  const batchBytes = Number(values['batch-bytes']);
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-bench-'));
  try {
    const path = values.file ?? join(folder, 'trace.log');
    if (values.file === undefined) writeTraceFile({ path, lines });
    const bare = await bareBlocks(path, folder, batchBytes);
    const store = openSqliteStore({ folder: join(folder, 'stores'), decoder: benchDecoder });
    const create = { live: false, createdAt: 0, catalogueVersion: merchantTrace.catalogueVersion };
    const dataset = await store.open('bench', { mode: 'write', create });
    const filled = await fillDataset(path, dataset, batchBytes);
    await dataset.close();
    const reader = await store.open('bench', { mode: 'read' });
    const size = (await reader.size()) ?? 0;
    await reader.close();
    const memory = process.resourceUsage().maxRSS;
    const rate = (taken: number, cpu: number): string =>
      `${Math.round(lines / taken).toLocaleString('en')} lines/s, ${Math.round(lines / cpu).toLocaleString('en')} a CPU second`;
    const table = new Table({ head: ['what', 'result'] });
    table.push(
      ['lines / bytes', `${lines.toLocaleString('en')} / ${statSync(path).size.toLocaleString('en')}`],
      [
        'bare block writer',
        `${rate(bare.seconds, bare.cpu)}, ${(bare.bytes / lines).toFixed(1)} bytes a line`,
      ],
      [
        'read, parsed and stored',
        `${rate(filled.seconds, filled.cpu)}, ${(size / lines).toFixed(1)} bytes a line`,
      ],
      ['of that the store alone', rate(filled.storeSeconds, filled.storeCpu)],
      [
        'batches p50 / p99',
        `${milliseconds(quantile(filled.batches, 0.5))} / ${milliseconds(quantile(filled.batches, 0.99))}`,
      ],
      ...(await questions(store)),
      ['peak memory of the writing', `${Math.round(memory / 1024)} MB`],
    );
    console.log(table.toString());
    await store.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
