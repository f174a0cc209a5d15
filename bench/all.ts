// Runs every benchmark after the other (or `--only FILE`), prints their tables and writes them to a page: `npm run bench`, `npm run long`.
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { canRunServer, serverVersions } from '../test/support/elasticsearch/machine.js';
import { toMarkdown } from './markdown.js';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '1000000' },
    page: { type: 'string' },
    only: { type: 'string', multiple: true },
  },
});
const { lines, only } = values;

interface Benchmark {
  readonly file: string;
  readonly title: string;
  readonly args: readonly string[];
}

const benchmark = (file: string, title: string, ...args: string[]): Benchmark => ({ file, title, args });

/** Where the machine can run a node. */
const onElasticsearch = serverVersions
  .slice(-1)
  .filter(canRunServer)
  .map((version) => benchmark('elasticsearch.ts', `Elasticsearch ${version}`, '--lines', '200000'));

/** What grows with the lines. Each in a process of its own, so that none sees another's memory. */
const bySize: readonly Benchmark[] = [
  benchmark('parse.ts', 'Records and messages', '--lines', lines),
  benchmark('store-sqlite.ts', 'The embedded store', '--lines', lines),
  benchmark('replay.ts', 'From the file to the findings', '--lines', lines),
  benchmark('api.ts', 'The API', '--lines', lines),
  benchmark('sequences.ts', 'Order numbers', '--lines', lines),
];

/** What is measured at one size. */
const others: readonly Benchmark[] = [
  benchmark('rules.ts', 'What judging costs'),
  benchmark('api-during-replay.ts', 'The API during a replay', '--lines', '1000000'),
  benchmark('follow.ts', 'Following a file'),
  benchmark('follow-many.ts', 'Following many files', '--files', '10000', '--active', '100'),
  benchmark('tx-process.ts', 'Whole processes', '--lines', '200000'),
  benchmark('shop.ts', 'The reference shop', '1000000'),
  ...onElasticsearch,
];

const all = Number(lines) > 1_000_000 ? bySize : [...bySize, ...others];
const benchmarks = only === undefined ? all : all.filter(({ file }) => only.includes(file));

interface Taken {
  readonly code: number | null;
  readonly printed: string;
}

async function run({ file, args }: Benchmark): Promise<Taken> {
  const script = fileURLToPath(new URL(file, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
    process.stdout.write(text);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  return { code, printed };
}

function conditions(): string {
  const commit = spawnSync('git', ['describe', '--always', '--dirty'], { encoding: 'utf8' }).stdout.trim();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  return `Commit ${commit}, ${new Date().toISOString().slice(0, 10)}, Node ${process.versions.node}, \
${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, ${gigabytes} GB; \
load average ${(loadavg()[0] ?? 0).toFixed(1)} before the first benchmark.`;
}

async function inHouseStyle(text: string, page: string): Promise<string> {
  return await format(text, { ...(await resolveConfig(page)), parser: 'markdown' });
}

async function main(): Promise<void> {
  const sections = [
    `# Measurements, ${Number(lines).toLocaleString('en')} lines`,
    `Written by \`node --import tsx bench/all.ts --lines ${lines}\`; what was to be reached, and why it is missed where \
it is missed, stands in [performance.md](performance.md).`,
    conditions(),
  ];
  let failed = 0;
  for (const each of benchmarks) {
    console.log(`\n${each.title} (bench/${each.file})\n`);
    const { code, printed } = await run(each);
    if (code !== 0) failed += 1;
    sections.push(`## ${each.title}`, `\`bench/${[each.file, ...each.args].join(' ')}\``);
    if (printed.trim() !== '') sections.push(toMarkdown(printed));
    if (code !== 0) sections.push(`**This benchmark failed** (exit code ${code ?? 'none'}).`);
  }
  if (values.page !== undefined)
    writeFileSync(values.page, await inHouseStyle(sections.join('\n\n'), values.page));
  if (failed > 0) {
    console.error(`${failed} of ${benchmarks.length} benchmarks failed`);
    process.exitCode = 1;
  }
}

await main();
