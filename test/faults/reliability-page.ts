// What docs/reliability.md says of a run of the fault tests: a row passes only when every test that it names ran and passed.
import type { FaultRow } from './fault-table.js';

export interface TestResult {
  /** Below test/. */
  readonly file: string;
  readonly name: string;
  readonly status: string;
}

/** How long a run was: what, the variable that sets it, and its value. */
export type Amount = readonly [what: string, variable: string, value: string];

/** As vitest's JSON reporter writes it. */
export interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** A file that broke before its tests ran counts as a failed test of its own. */
export function resultsOf(report: VitestReport, fileOf: (path: string) => string): readonly TestResult[] {
  return report.testResults.flatMap(({ name: path, status, assertionResults }) => {
    const file = fileOf(path);
    const own = assertionResults.map(({ fullName, status: of }) => ({
      file,
      name: fullName.trim(),
      status: of,
    }));
    const isBroken = status === 'failed' && own.every((result) => result.status !== 'failed');
    return isBroken ? [...own, { file, name: '', status: 'failed' }] : own;
  });
}

function matching(
  [file, name]: FaultRow['tests'][number],
  results: readonly TestResult[],
): readonly TestResult[] {
  return results.filter(
    (result) => result.file === file && (name === undefined || result.name === '' || name.test(result.name)),
  );
}

export function resultOf({ tests }: FaultRow, results: readonly TestResult[]): string {
  const own = new Set(tests.flatMap((test) => matching(test, results)));
  const count = (status: string): number => [...own].filter((result) => result.status === status).length;
  const passed = count('passed');
  const failed = count('failed');
  const others = own.size - passed - failed;
  const absent = tests.filter(
    (test) => !matching(test, results).some(({ status }) => status === 'passed'),
  ).length;
  if (failed > 0) return `**${failed} failed**, ${passed} passed`;
  if (absent > 0 || others > 0)
    return `**not all run**: ${passed} passed, ${others} skipped, ${absent} without result`;
  return `${passed} passed`;
}

/** Whether every row was proven. */
export function isProven(table: readonly FaultRow[], results: readonly TestResult[]): boolean {
  return (
    results.every(({ status }) => status !== 'failed') &&
    table.every((row) => /^\d+ passed$/.test(resultOf(row, results)))
  );
}

export function reliabilityPage(
  table: readonly FaultRow[],
  results: readonly TestResult[],
  amounts: readonly Amount[],
): string {
  const rows = table.map(
    (row) => `| ${row.id} | ${row.fault} | ${row.asserted} | ${resultOf(row, results)} |`,
  );
  const sizes = amounts.map(([what, name, value]) => `| ${what} | \`${name}\` | ${value} |`);
  const verdict = isProven(table, results)
    ? 'In this run every row was proven.'
    : '**In this run not every row was proven.** Look for bold results.';
  return `# Nothing lost, nothing twice

Made by \`npm run faults\`; every row is proven by tests that anybody can run. The oracle: every line carries a number;
after the fault, the numbers in the store are those that were written (without what the fault itself destroyed, which is
reported), each once, every ledger adds up, and no descriptor is left open.

${verdict}

| # | fault | asserted | tests of this run |
|---|---|---|---|
${rows.join('\n')}

How long this run was (\`npm run faults -- --long\` sets all of these; without it, they are what \`npm test\` runs):

| what | set by | this run |
|---|---|---|
${sizes.join('\n')}

A test of a named fault tells one story for each seed; a failure names its seed. Not run here: a stale NFS handle; power
loss of the disk (a process that is killed is).
`;
}
