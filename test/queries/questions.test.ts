// Lists, counts, freshness, ledger, datasets, findings: the same figures from every side.
import { beforeAll, describe, expect, it } from 'vitest';
import { ledgerProblems } from '../../src/model/block.js';
import { decodeBytes } from '../../src/model/decode-bytes.js';
import { coverage } from '../../src/queries/coverage.js';
import { datasetAnswer, datasets } from '../../src/queries/datasets.js';
import { everyFinding, findingDetail, listFindings, pendingFindings } from '../../src/queries/findings.js';
import { zoneOfDataset } from '../../src/queries/generation-notes.js';
import { ledgers } from '../../src/queries/ledger.js';
import { searchLines } from '../../src/queries/lines.js';
import type { Dataset, Store } from '../../src/queries/question.js';
import { sources } from '../../src/queries/sources.js';
import {
  bucketFor,
  countAll,
  countOverTime,
  countTop,
  countTransactions,
} from '../../src/queries/statistics.js';
import { readAnswer } from '../../src/queries/summary.js';
import { listTransactions } from '../../src/queries/transactions.js';
import {
  datasetOf,
  datasetOfLines,
  knownRules,
  sampleId,
  samplePath,
  testNow,
} from './support/read-dataset.js';

const hour = 3_600_000;
const day = 24 * hour;

let store: Store;
let dataset: Dataset;
beforeAll(async () => {
  ({ store, dataset } = await datasetOf([{ path: samplePath }]));
});

describe('lines', () => {
  it('come page by page, in both directions, each once', async () => {
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchLines(dataset, { filter: {}, order: 'oldest', limit: 10, cursor });
      seen.push(...page.items.map(({ line }) => line));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(Array.from({ length: 23 }, (_, index) => index + 1));
  });

  it('are found by all their words, folded, the last as a beginning', async () => {
    const found = async (words: string): Promise<number> =>
      (await searchLines(dataset, { filter: { words }, order: 'newest', limit: 100 })).items.length;
    expect(await found('Customer SUPPORT exi')).toBe(3);
    expect(await found('benoît')).toBe(3);
    expect(await found('nothing of the kind')).toBe(0);
  });

  it('of bytes that are not UTF-8 are read as Windows-1252', () => {
    expect(decodeBytes(new Uint8Array([0x42, 0xe9, 0x80]))).toEqual({ text: 'Bé€', valid: false });
    expect(decodeBytes(new TextEncoder().encode('Bé€'))).toEqual({ text: 'Bé€', valid: true });
  });
});

describe('findings', () => {
  it('are listed by filter, newest first, with proofs that have file and line', async () => {
    const page = await listFindings(dataset, knownRules, { severities: ['high'], limit: 10 });
    expect(page.items.map(({ rule }) => rule).sort()).toEqual([
      'buyer-retry-storm',
      'post-pay-died',
      'product-always-fails',
    ]);
    const died = page.items.find(({ rule }) => rule === 'post-pay-died');
    expect(died?.title).toBe('Silent death in post-pay');
    expect(died?.evidence).toContainEqual(
      expect.objectContaining({ role: 'proof', file: samplePath, line: 8 }),
    );
  });

  it('come all, page by page', async () => {
    const all = [];
    for await (const finding of everyFinding(dataset, knownRules, {})) all.push(finding.id);
    expect(new Set(all).size).toBe(7);
  });

  it('that are pending are told apart', async () => {
    const pending = await pendingFindings(dataset, knownRules, { limit: 10 });
    expect(pending).toMatchObject([
      { rule: 'abandoned-after-placement', verdict: 'pending', dueAt: '2017-08-22T18:39:33.825Z' },
    ]);
    expect(await pendingFindings(dataset, knownRules, { limit: 10, rules: ['post-pay-died'] })).toEqual([]);
  });

  it('are shown with their lines in context, each line once', async () => {
    const { items } = await listFindings(dataset, knownRules, {
      rules: ['support-course-missing'],
      limit: 1,
    });
    const detail = await findingDetail(dataset, knownRules, items[0]?.id ?? '');
    expect(detail?.lines.filter(({ role }) => role === 'proof').map(({ line }) => line)).toEqual([7, 14, 21]);
    const numbers = detail?.lines.map(({ line }) => line) ?? [];
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    expect(numbers).toEqual(expect.arrayContaining([5, 6, 7, 8, 9]));
    expect(await findingDetail(dataset, knownRules, 'nothing')).toBeNull();
  });
});

describe('a read', () => {
  it('is summed up with what was looked at', async () => {
    const { findings, pending, summary } = await readAnswer(dataset, knownRules, {
      files: 1,
      lines: 23,
      records: 23,
      seconds: 1,
    });
    expect(findings.map(({ severity }) => severity)).toEqual([
      'high',
      'high',
      'high',
      'medium',
      'medium',
      'medium',
      'low',
    ]);
    expect(pending).toHaveLength(1);
    expect(summary).toMatchObject({
      rules: knownRules.length,
      occurrences: 17,
      transactions: 1,
      coveredUntil: '2017-08-21T18:39:33.825Z',
    });
    expect(summary.cases).toBeGreaterThan(0);
  });
});

describe('files', () => {
  it('have a ledger that adds up', async () => {
    const [ledger] = await ledgers(dataset);
    expect(ledger).toMatchObject({ file: samplePath, form: 'S', lines: 23, records: 23, indexed: 23 });
    expect(ledger === undefined ? ['missing'] : ledgerProblems(ledger)).toEqual([]);
  });

  it('have a freshness', async () => {
    expect(await sources(dataset)).toMatchObject([
      {
        file: samplePath,
        kind: 'trace',
        followed: false,
        offset: 2294,
        lastRecord: '2017-08-21T18:39:33.825Z',
        upToDateAt: null,
      },
    ]);
  });

  it('cover a time, of one shop or of all', async () => {
    const expected = {
      from: '2017-08-21T18:38:55.525Z',
      through: '2017-08-21T18:39:33.825Z',
      asOf: null,
      holes: [],
    };
    expect(await coverage(dataset, null)).toEqual(expected);
    expect(await coverage(dataset, 'default')).toEqual(expected);
    expect(await coverage(dataset, 'elsewhere')).toEqual({
      from: null,
      through: null,
      asOf: null,
      holes: [],
    });
  });

  it('make a dataset', async () => {
    expect(await datasetAnswer(dataset)).toMatchObject({
      name: 'test',
      live: false,
      createdAt: new Date(testNow).toISOString(),
      zone: 'Europe/Paris',
      files: 1,
      records: 23,
      transactions: 1,
    });
    expect((await datasets(store)).map(({ name }) => name)).toEqual(['test']);
  });

  it('of different zones are shown in UTC', async () => {
    const line = '-- 2017-8-21 10:00:00 300 --  [TU8AAAAAAAAAAAAAAA==] Order placed : 2 objects\n';
    const mixed = await datasetOfLines([
      { lines: line, zone: 'Europe/Paris' },
      { lines: line.replace('10:', '11:'), zone: '+05:30', shop: 'other' },
    ]);
    expect(await zoneOfDataset(mixed.dataset)).toBe('UTC');
    expect((await datasetAnswer(mixed.dataset)).zone).toBeNull();
    expect(await zoneOfDataset(dataset)).toBe('Europe/Paris');
  });
});

describe('counts', () => {
  it('of findings leave out what was withdrawn unless it is asked for', async () => {
    expect(await countAll(dataset, { ask: 'findings', filter: {}, by: [] })).toBe(7);
    expect(await countAll(dataset, { ask: 'findings', filter: { severities: ['high'] }, by: [] })).toBe(3);
    expect(await countAll(dataset, { ask: 'findings', filter: { verdicts: ['withdrawn'] }, by: [] })).toBe(0);
  });

  it('of lines', async () => {
    expect(await countAll(dataset, { ask: 'lines', filter: { levels: ['error'] }, by: [] })).toBe(3);
  });

  it('give top lists with the total of all', async () => {
    const top = await countTop(dataset, { ask: 'lines', filter: {}, by: ['code'] }, 2);
    expect(top).toMatchObject({ items: [{ keys: ['PLC2'], count: 4 }, { count: 3 }], total: 23 });
    const severe = await countTop(dataset, { ask: 'findings', filter: {}, by: ['severity'] }, 5);
    expect(severe.items).toEqual([
      { keys: ['high'], count: 3 },
      { keys: ['medium'], count: 3 },
      { keys: ['low'], count: 1 },
    ]);
  });

  it('say when there is more than is counted', async () => {
    const codes = { ask: 'lines', filter: {}, by: ['code'] } as const;
    const all = await countTop(dataset, codes, 50);
    expect(all.cut).toBe(false);
    const kinds = all.items.length;
    expect((await countTop(dataset, codes, 50, kinds)).cut).toBe(false);
    const fewer = await countTop(dataset, codes, 50, kinds - 1);
    expect(fewer.cut).toBe(true);
    expect(fewer.items).toHaveLength(kinds - 1);
    expect(fewer.total).toBeLessThan(all.total);
    const range = { fromMs: Date.UTC(2017, 7, 21, 17), toMs: Date.UTC(2017, 7, 21, 20) };
    const lines = { ask: 'lines', filter: {}, by: ['level'] } as const;
    expect((await countOverTime(dataset, lines, range)).cut).toBe(false);
    expect((await countOverTime(dataset, lines, range, 1)).cut).toBe(true);
  });

  it('over time have a bar for every bucket, empty ones too', async () => {
    const range = { fromMs: Date.UTC(2017, 7, 21, 17), toMs: Date.UTC(2017, 7, 21, 20) };
    const bars = await countOverTime(dataset, { ask: 'lines', filter: {}, by: ['level'] }, range);
    expect(bars.bucket).toBe('minute');
    expect(bars.points).toHaveLength(180);
    expect(bars.series).toEqual(['info', 'error']);
    expect(bars.total).toBe(23);
    expect(bars.points.find(({ at }) => at === '2017-08-21T18:39:00.000Z')?.counts).toEqual({
      info: 18,
      error: 3,
    });
    const findings = await countOverTime(dataset, { ask: 'findings', filter: {}, by: [] }, range);
    expect(findings.bucket).toBe('hour');
    expect(findings.points.map(({ counts }) => counts['count'] ?? 0)).toEqual([0, 7, 0]);
  });

  it('take the bucket that fits the range', () => {
    expect(bucketFor(0, 3 * hour)).toBe('minute');
    expect(bucketFor(0, 7 * day)).toBe('hour');
    expect(bucketFor(0, 60 * day)).toBe('day');
  });

  it('of transactions, all or by outcome', async () => {
    expect(await countTransactions(dataset, {})).toBe(1);
    expect(await countTransactions(dataset, { outcome: 'failed' })).toBe(1);
    expect(await countTransactions(dataset, { outcome: 'delivered' })).toBe(0);
  });
});

it('transactions are listed by the beginning of their ID in any case', async () => {
  const page = await listTransactions(dataset, { prefix: 'tu90', limit: 10 });
  expect(page.items).toMatchObject([{ id: sampleId, outcome: 'failed', dataset: 'test', records: 23 }]);
  expect((await listTransactions(dataset, { prefix: 'tu8', limit: 10 })).items).toEqual([]);
});
