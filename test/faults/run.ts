// `npm run faults`: runs the tests of the fault table and writes docs/reliability.md. `SHOPTRACE_FAULT_*` make it longer.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultTable, type FaultRow } from './fault-table.js';

interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly status: string;
}

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

const root = fileURLToPath(new URL('../..', import.meta.url));
const env = process.env;

/** What the long modes are set to, for the page. */
const amounts = [
  [
    'Random histories of a file (memory; without descriptors half, SQLite a quarter of it)',
    'SHOPTRACE_FAULT_RUNS',
    '60',
  ],
  ['kill -9, in each of four ways to rotate', 'SHOPTRACE_FAULT_KILLS', '3'],
  ['Seed of the kills', 'SHOPTRACE_FAULT_SEED', '1'],
  [
    'Seconds under the system’s logrotate, for each of five configurations',
    'SHOPTRACE_FAULT_LOGROTATE_SECONDS',
    '5',
  ],
] as const;

function runTests(): readonly TestResult[] {
  const files = [...new Set(faultTable.flatMap(({ tests }) => tests.map(([file]) => join('test', file))))];
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-reliability-'));
  const output = join(folder, 'report.json');
  try {
    const vitest = ['vitest', 'run', ...files, '--reporter=default', '--reporter=json'];
    spawnSync('npx', [...vitest, `--outputFile.json=${output}`], { cwd: root, stdio: 'inherit' });
    const report = JSON.parse(readFileSync(output, 'utf8')) as Report;
    return report.testResults.flatMap(({ name: path, assertionResults }) => {
      const file = relative(join(root, 'test'), path);
      return assertionResults.map(({ fullName, status }) => ({ file, name: fullName.trim(), status }));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function resultOf({ tests }: FaultRow, results: readonly TestResult[]): string {
  const own = results.filter((result) =>
    tests.some(([file, name]) => result.file === file && (name === undefined || name.test(result.name))),
  );
  const passed = own.filter(({ status }) => status === 'passed').length;
  const failed = own.filter(({ status }) => status === 'failed').length;
  const skipped = own.length - passed - failed;
  if (failed > 0) return `**${failed} failed**, ${passed} passed`;
  if (passed === 0) return '**not run**';
  return `${passed} passed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function page(results: readonly TestResult[]): string {
  const rows = faultTable.map(
    (row) => `| ${row.id} | ${row.fault} | ${row.asserted} | ${resultOf(row, results)} |`,
  );
  const sizes = amounts.map(
    ([what, name, byDefault]) => `| ${what} | \`${name}\` | ${env[name] ?? byDefault} |`,
  );
  return `# Nothing lost, nothing twice

Made by \`npm run faults\`; every row is proven by tests that anybody can run. The oracle: every line carries a number;
after the fault, the numbers in the store are those that were written (without what the fault itself destroyed, which is
reported), each once, and every ledger adds up.

| # | fault | asserted | tests of this run |
|---|---|---|---|
${rows.join('\n')}

How long this run was:

| what | set by | this run |
|---|---|---|
${sizes.join('\n')}

Not run here: a stale NFS handle; files beyond 4 GB (F15); outputs other than the embedded store.
`;
}

const results = runTests();
writeFileSync(join(root, 'docs/reliability.md'), page(results));
process.stdout.write('docs/reliability.md is written\n');
process.exitCode = results.some(({ status }) => status === 'failed') ? 1 : 0;
