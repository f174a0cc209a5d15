// `npm run faults [-- --long]`: runs the tests of the fault table and writes docs/reliability.md. `SHOPTRACE_FAULT_*` make it longer.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { faultTable } from './fault-table.js';
import {
  isProven,
  reliabilityPage,
  resultsOf,
  type TestResult,
  type VitestReport,
} from './reliability-page.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const page = join(root, 'docs/reliability.md');
const { values } = parseArgs({ options: { long: { type: 'boolean', default: false } } });

/** What can be made longer: by default, and in the long run. */
const amounts = [
  ['Seeds of each named fault', 'SHOPTRACE_FAULT_SEEDS', '2', '20'],
  ['First seed', 'SHOPTRACE_FAULT_SEED', '1', '1'],
  [
    'Random histories of a file (memory; without descriptors half, SQLite a quarter of it)',
    'SHOPTRACE_FAULT_RUNS',
    '60',
    '2000',
  ],
  ['kill -9 at random times, in each of four ways to rotate', 'SHOPTRACE_FAULT_KILLS', '3', '50'],
  [
    'Seconds under the system’s logrotate, for each of five configurations',
    'SHOPTRACE_FAULT_LOGROTATE_SECONDS',
    '5',
    '120',
  ],
  ['Files beyond 4 GB', 'SHOPTRACE_FAULT_LARGE', 'no', '1'],
] as const;

const env: NodeJS.ProcessEnv = { ...process.env };
if (values.long) for (const [, name, , long] of amounts) env[name] ??= long;

function runTests(): readonly TestResult[] {
  const files = [...new Set(faultTable.flatMap(({ tests }) => tests.map(([file]) => join('test', file))))];
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-reliability-'));
  const output = join(folder, 'report.json');
  try {
    const vitest = ['vitest', 'run', ...files, '--reporter=default', '--reporter=json'];
    spawnSync('npx', [...vitest, `--outputFile.json=${output}`], { cwd: root, stdio: 'inherit', env });
    const report = JSON.parse(readFileSync(output, 'utf8')) as VitestReport;
    return resultsOf(report, (path) => relative(join(root, 'test'), path));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const results = runTests();
const sizes = amounts.map(([what, name, byDefault]) => [what, name, env[name] ?? byDefault] as const);
const text = reliabilityPage(faultTable, results, sizes);
writeFileSync(page, await format(text, { ...(await resolveConfig(page)), filepath: page }));
const proven = isProven(faultTable, results);
process.stdout.write(
  `docs/reliability.md is written: ${proven ? 'every row is proven' : 'NOT every row is proven'}\n`,
);
process.exitCode = proven ? 0 : 1;
