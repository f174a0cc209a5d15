// The page about reliability cannot say more than the tests did, and the page in docs/ is of the table as it is now.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { faultTable, type FaultRow } from './fault-table.js';
import { isProven, reliabilityPage, resultOf, resultsOf, type TestResult } from './reliability-page.js';

const row: FaultRow = {
  id: 'F0',
  fault: 'a fault',
  asserted: 'all is well',
  tests: [['a.test.ts'], ['b.test.ts', /^slow/]],
};
const passed = (file: string, name: string): TestResult => ({ file, name, status: 'passed' });
const all = [passed('a.test.ts', 'x'), passed('b.test.ts', 'slow y'), passed('b.test.ts', 'other')];

describe('a row of the fault table', () => {
  it('passes when every test that it names ran and passed', () => {
    expect(resultOf(row, all)).toBe('2 passed');
    expect(isProven([row], all)).toBe(true);
    expect(reliabilityPage([row], all, [])).toContain('every row was proven.');
  });

  it.each<[string, readonly TestResult[]]>([
    ['a test failed', [...all, { file: 'a.test.ts', name: 'z', status: 'failed' }]],
    ['a test was skipped', [...all, { file: 'a.test.ts', name: 'z', status: 'skipped' }]],
    [
      'all of one file were skipped',
      [passed('b.test.ts', 'slow'), { file: 'a.test.ts', name: 'x', status: 'pending' }],
    ],
    ['a file never ran', [passed('a.test.ts', 'x')]],
    ['no test has the name', [passed('a.test.ts', 'x'), passed('b.test.ts', 'other')]],
    ['nothing ran', []],
  ])('does not when %s', (_why, results) => {
    expect(resultOf(row, results)).toMatch(/\*\*/);
    expect(isProven([row], results)).toBe(false);
    const page = reliabilityPage([row], results, []);
    expect(page).toContain('not every row was proven');
    expect(page).not.toContain('In this run every row was proven');
  });

  it('does not when its file broke before its tests ran', () => {
    const broken = { name: '/test/a.test.ts', status: 'failed', assertionResults: [] };
    const fine = {
      name: '/test/b.test.ts',
      status: 'passed',
      assertionResults: [{ fullName: 'slow', status: 'passed' }],
    };
    const results = resultsOf({ testResults: [broken, fine] }, (path) => path.slice('/test/'.length));
    expect(resultOf(row, results)).toBe('**1 failed**, 1 passed');
    expect(isProven([row], results)).toBe(false);
  });
});

describe('docs/reliability.md', () => {
  const path = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));
  /** Without the padding of tables. */
  const page = readFileSync(path, 'utf8').replace(/ +/g, ' ');
  const rowOf = (id: string): string => page.split('\n').find((text) => text.startsWith(`| ${id} | `)) ?? '';

  it.each(faultTable.map(({ id, fault, asserted }) => [id, fault, asserted] as const))(
    'has row %s as the table has it',
    (id, fault, asserted) => {
      expect(rowOf(id)).toContain(`| ${id} | ${fault} | ${asserted} |`);
      expect(rowOf(id)).toMatch(/\d+ passed/);
    },
  );

  it('calls itself proven when every row passed, and only then', () => {
    const passed = faultTable.filter(({ id }) => / \| \d+ passed \|$/.test(rowOf(id))).length;
    expect(page.includes('In this run every row was proven.')).toBe(passed === faultTable.length);
  });
});
