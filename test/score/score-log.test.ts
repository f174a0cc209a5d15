// Scoring a whole log: the work grows with the log, not with its square, counted by how often the labels and numbers are looked at.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openProject } from '../../src/app/index.js';
import type { OpenProject } from '../../src/app/project-contract.js';
import { scoreLog } from '../../src/cli/score-log.js';
import { loadSettings } from '../../src/config/settings.js';
import type { HoleAnswer } from '../../src/model/sequence-answers.js';
import type { FindingAnswer } from '../../src/model/answers.js';
import { readLabels, type FindingLabel, type NumberLabel } from '../../src/queries/score/labels.js';
import { scoreFindings } from '../../src/queries/score/score-findings.js';
import { scoreNumbers } from '../../src/queries/score/score-numbers.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoptrace-score-test-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The list, and how often one of its items was looked at. */
function watched<T>(items: readonly T[]): { list: readonly T[]; looks: () => number } {
  let looks = 0;
  const list = new Proxy(items, {
    get(target, name, receiver) {
      if (typeof name === 'string' && /^\d+$/.test(name)) looks += 1;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  return { list, looks: () => looks };
}

const finding = (key: string): FindingAnswer =>
  ({
    rule: 'r',
    codes: ['A1'],
    case: { kind: 'transaction', key },
    count: 1,
    summary: key,
  }) as unknown as FindingAnswer;

function looksAtFindings(count: number): number {
  const keys = Array.from({ length: count }, (_, index) => `T${index}`);
  const labels = watched(
    keys.map((key): FindingLabel => ({
      code: 'A1',
      rule: 'r',
      case: { kind: 'transaction', key },
      count: 1,
    })),
  );
  const findings = watched(keys.map(finding));
  const rows = scoreFindings(labels.list, {
    findings: findings.list,
    pending: [],
    rules: [{ id: 'r', codes: ['A1'] }],
  });
  expect(rows).toMatchObject([{ true: count, missed: 0, false: 0 }]);
  return labels.looks() + findings.looks();
}

function looksAtNumbers(count: number): number {
  const printed = (index: number): string => `1${String(index * 2).padStart(8, '0')}`;
  const labels = watched(
    Array.from({ length: count }, (_, index): NumberLabel => ({
      code: 'number-gap',
      rule: 'number-gap',
      series: 's',
      number: printed(index),
      to: null,
      cause: 'c',
      classes: ['declined_owned'],
    })),
  );
  const holes = watched(
    Array.from({ length: count }, (_, index) => ({
      series: 's',
      from: printed(index),
      to: printed(index),
      count: 1,
      class: 'declined_owned',
      text: '',
    })) as unknown as HoleAnswer[],
  );
  const truth = { ...readLabels([], false), numbers: labels.list };
  const [row] = scoreNumbers(truth, { holes: holes.list, late: [], duplicates: [] });
  expect(row).toMatchObject({ true: count, reasonRight: count });
  return labels.looks() + holes.looks();
}

describe('the score of a log', () => {
  it.each([
    ['findings', looksAtFindings],
    ['numbers', looksAtNumbers],
  ])('of ten times as many %s looks ten times as often', (_, looksAt) => {
    expect(looksAt(2000)).toBeLessThanOrEqual(11 * looksAt(200));
  });

  it('judges in a store on disk, whose indexes find a line without looking at all, and takes it away afterwards', async () => {
    const log = join(folder, 'orders.log');
    const line = (number: number): string =>
      `-- 2014-9-20 10:0${number}:00 000 --  [${number}] Order created : number 10000000${number}, order ${number}, store 1, state processing, amount 10.00 EUR\n`;
    writeFileSync(log, line(1) + line(3));
    const labels = join(folder, 'labels.ndjson');
    const label = { code: 'n', rule: 'number-gap', series: '1xxxxxxxx', number: '100000002', cause: 'c' };
    writeFileSync(labels, `${JSON.stringify({ ...label, classes: ['no_data'] })}\n`);
    const stores: string[] = [];
    const watching: OpenProject = async (settings) => {
      stores.push(settings.store);
      return await openProject(settings);
    };
    const settings = await loadSettings(
      { data: folder },
      { env: {}, cwd: folder, home: folder, platform: 'linux' },
    );
    const rows = await scoreLog(watching, settings, {
      log,
      labels,
      exports: null,
      platform: null,
      zone: 'UTC',
      now: 1,
      signal: new AbortController().signal,
    });
    expect(rows).toContainEqual(expect.objectContaining({ rule: 'number-gap', true: 1, missed: 0 }));
    const own = /^sqlite:(.+)$/.exec(stores[0] ?? '')?.[1] ?? '';
    expect(own).toContain('shoptrace-score-');
    expect(existsSync(own)).toBe(false);
  });
});
