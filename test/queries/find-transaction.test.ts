// Which transaction is meant: whole, cut, lower case, bracketed, pasted, by word; several; none.
import { beforeAll, describe, expect, it } from 'vitest';
import { findTransaction } from '../../src/queries/find-transaction.js';
import type { Dataset } from '../../src/queries/question.js';
import { transactionHints } from '../../src/queries/transaction-hints.js';
import { datasetOf, datasetOfLines, sampleId, samplePath } from './support/read-dataset.js';

const line = (id: string, seconds: number, message = 'Order placed : 1 objects'): string =>
  `-- 2017-8-21 20:38:${String(seconds).padStart(2, '0')} 525 --  [${id}] ${message}\n`;

async function find(dataset: Dataset, query: string, shop?: string) {
  return await findTransaction(dataset, { query, shop, otherDatasets: ['older'] });
}

describe('the sample is found by', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    ({ dataset } = await datasetOf([{ path: samplePath }]));
  });

  it.each([
    sampleId,
    'tu90qmlvyxd5umzyuq==',
    `[${sampleId}]`,
    'TU90QMLVYXD5UMZYUQ',
    'TU90QM',
    'tu90qm',
    `  ${sampleId}\t\n`,
    `-- 2017-8-21 20:39:01 029 -- [${sampleId}] Production Controller : Full production starting from PLACED ...`,
    `local/shop/front/scantrace.php?id=1&transid=${encodeURIComponent(sampleId)}`,
    'benoit.tostain',
    'EFORM',
  ])('%j', async (query) => {
    expect(await find(dataset, query)).toEqual({ found: { shop: 'default', id: sampleId }, notFound: null });
  });

  it.each(['TU90Q', 'TU90QMX', '', '   ', '[', '%', '.*', 'TU9[', 'nobody.here'])(
    'not by %j',
    async (query) => {
      const { found, notFound } = await find(dataset, query);
      expect(found).toBeNull();
      expect(notFound).toMatchObject({
        query,
        dataset: 'test',
        matches: [],
        otherDatasets: ['older'],
        coverage: { from: '2017-08-21T18:38:55.525Z', through: '2017-08-21T18:39:33.825Z' },
      });
    },
  );

  it('is proposed for a mistyped ID', async () => {
    const { notFound } = await find(dataset, 'TU90QMLVYXD5UMZYUX==');
    expect(notFound?.near).toEqual([sampleId]);
  });

  it('is not found in another shop', async () => {
    expect((await find(dataset, sampleId, 'elsewhere')).found).toBeNull();
  });
});

describe('several that fit', () => {
  it('are listed, the newest first, unless one is whole', async () => {
    const { dataset } = await datasetOfLines([
      { lines: line('TU8AAAAAAAA', 1) + line('TU8AAAAAAAABBBBBBB==', 2) + line('TU8AAAAAACCCCCCCCC==', 3) },
    ]);
    const { found, notFound } = await find(dataset, 'tu8aaaaaa');
    expect(found).toBeNull();
    expect(notFound?.matches.map(({ id }) => id)).toEqual([
      'TU8AAAAAACCCCCCCCC==',
      'TU8AAAAAAAABBBBBBB==',
      'TU8AAAAAAAA',
    ]);
    expect((await find(dataset, 'TU8AAAAAAAA')).found?.id).toBe('TU8AAAAAAAA');
  });

  it('are the same ID in two shops until one is named', async () => {
    const { dataset } = await datasetOfLines([
      { lines: line(sampleId, 1), shop: 'north' },
      { lines: line(sampleId, 2), shop: 'south' },
    ]);
    const { notFound } = await find(dataset, sampleId);
    expect(notFound?.matches.map(({ shop }) => shop).sort()).toEqual(['north', 'south']);
    expect((await find(dataset, sampleId, 'south')).found).toEqual({ shop: 'south', id: sampleId });
  });

  it('are found by a word of their lines', async () => {
    const known = 'STD_X Prepay : Known account zoe at process entry.';
    const { dataset } = await datasetOfLines([
      { lines: line('TU8AAAAAAAAAAAAAAA==', 1, known) + line('TU8BBBBBBBBBBBBBBB==', 2, known) },
    ]);
    expect((await find(dataset, 'zoe')).notFound?.matches).toHaveLength(2);
  });
});

describe('what was pasted', () => {
  it('gives candidates of at least six characters', () => {
    expect(transactionHints('TU90Q')).toEqual([]);
    expect(transactionHints('[tu90qm]')).toEqual(['TU90QM', 'tu90qm']);
  });

  it('may be an ID of another shop system', () => {
    expect(transactionHints('Order_77')).toEqual(['ORDER_77', 'Order_77']);
  });
});
