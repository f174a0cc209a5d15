// The verdict and story of a transaction, on the documented sample and on orders of other kinds.
import { beforeAll, describe, expect, it } from 'vitest';
import type { TransactionAnswer } from '../../src/model/answers.js';
import type { Dataset } from '../../src/queries/question.js';
import { transaction } from '../../src/queries/transaction.js';
import { datasetOf, datasetOfLines, knownRules, sampleId, samplePath } from './support/read-dataset.js';

async function told(dataset: Dataset, id: string, shop = 'default'): Promise<TransactionAnswer> {
  const answer = await transaction(dataset, knownRules, { shop, id });
  if (answer === null) throw new Error(`${id} is not there`);
  return answer;
}

describe('the documented sample', () => {
  let answer: TransactionAnswer;
  beforeAll(async () => {
    const { dataset } = await datasetOf([{ path: samplePath }]);
    answer = await told(dataset, sampleId);
  });

  it('has the verdict first', () => {
    expect(answer.outcome).toBe('failed');
    expect(answer.headline).toBe(
      'Placed 4 times, produced never: the request died in post-pay 3 times. Support course missing. Account 174 exists.',
    );
  });

  it('has its figures', () => {
    expect(answer).toMatchObject({
      placements: 4,
      productions: 3,
      items: ['EFORM'],
      users: [{ id: '174', name: 'benoit.tostain' }],
      amount: null,
      firstSeen: '2017-08-21T18:38:55.525Z',
      lastSeen: '2017-08-21T18:39:33.825Z',
      sharedWith: [],
    });
  });

  it('tells four placements, three runs, three deaths at their times', () => {
    const steps = (kind: string) => answer.story.filter((step) => step.kind === kind);
    expect(answer.story.filter(({ what }) => what.startsWith('Order placed'))).toHaveLength(4);
    expect(steps('death').map(({ at }) => at)).toEqual([
      '2017-08-21T18:39:01.075Z',
      '2017-08-21T18:39:19.086Z',
      '2017-08-21T18:39:31.602Z',
    ]);
    expect(steps('death')[0]?.what).toContain('died in post-pay at 20:39:01');
    expect(answer.story.filter(({ what }) => what.includes('EFORM prepared'))).toHaveLength(3);
  });

  it('proves every step but the missing ones with its lines', () => {
    const ids = new Set(answer.lines.map(({ event }) => event));
    const proven = answer.story.filter(({ kind }) => kind !== 'missing');
    expect(proven.every(({ events }) => events.length > 0 && events.every((id) => ids.has(id)))).toBe(true);
    const unproven = answer.lines.filter(({ event }) => !proven.some(({ events }) => events.includes(event)));
    expect(unproven).toEqual([]);
  });

  it('shows the lines as they stand in the file, with deltas', () => {
    expect(answer.lines).toHaveLength(23);
    expect(answer.lines[1]).toMatchObject({
      file: samplePath,
      line: 2,
      at: '2017-08-21T18:38:55.778Z',
      localTime: '2017-8-21 20:38:55 778',
      zone: 'Europe/Paris',
      deltaMs: 253,
      level: 'info',
      code: 'PLC2',
      transaction: sampleId,
      message: 'Order placed : 1 objects',
      raw: `-- 2017-8-21 20:38:55 778 -- [${sampleId}] Order placed : 1 objects`,
      attached: 'own',
    });
    expect(answer.lines[0]?.deltaMs).toBeNull();
  });

  it('has its findings, those of its user and product, and what is pending', () => {
    expect(answer.findings.map(({ rule, count, verdict }) => `${rule} ${count} ${verdict}`).sort()).toEqual([
      'abandoned-after-placement 1 pending',
      'buyer-retry-storm 1 violated',
      'order-placed-again 3 violated',
      'post-pay-died 3 violated',
      'product-always-fails 3 violated',
      'production-repeated 2 violated',
      'support-course-missing 3 violated',
      'user-created-again 2 violated',
    ]);
    expect(answer.findings[0]?.rule).toBe('post-pay-died');
  });

  it('says what to do: the buyer first, then the root cause', () => {
    expect(answer.advice[0]).toMatch(/^Contact the buyer first/);
    expect(answer.advice[1]).toMatch(/PHP error at 20:39:01, 20:39:19 and 20:39:31.*EFORM/);
    expect(answer.advice.join('\n')).toContain('customersupport');
    expect(answer.advice.join('\n')).toContain('account 174');
  });

  it('names what is missing and after which line', () => {
    const missing = answer.expected.filter(({ what }) => what === 'Transaction Complete Operations');
    expect(missing).toHaveLength(3);
    expect(new Set(missing.map(({ after }) => after)).size).toBe(3);
    expect(answer.expected.some(({ dueAt }) => dueAt === '2017-08-22T18:39:33.825Z')).toBe(true);
  });
});

it('judges the abandonment of the sample when the analyst speaks for a later time', async () => {
  const { dataset } = await datasetOf([{ path: samplePath }], { asOf: Date.UTC(2017, 7, 23) });
  const answer = await told(dataset, sampleId);
  const abandoned = answer.findings.find(({ rule }) => rule === 'abandoned-after-placement');
  expect(abandoned).toMatchObject({ verdict: 'violated', severity: 'low' });
  expect(answer.coverage).toMatchObject({
    asOf: '2017-08-23T00:00:00.000Z',
    through: '2017-08-23T00:00:00.000Z',
  });
  expect(answer.outcome).toBe('failed');
});

const healthy = (id: string): string =>
  [
    `-- 2017-8-21 10:00:00 100 --  [${id}] Ordering Controller: Shop Transaction Confirm Notification to sales`,
    `-- 2017-8-21 10:00:00 300 --  [${id}] Order placed : 2 objects`,
    `-- 2017-8-21 10:00:05 000 --  [${id}] Production Controller : Full production starting from PLACED ...`,
    `-- 2017-8-21 10:00:05 003 --  [${id}] Prepay Production : preproducing for BOOK`,
    `-- 2017-8-21 10:00:05 030 --  [${id}] GENERIC : New user created ann with ID 9.`,
    `-- 2017-8-21 10:00:05 031 --  [${id}] GENERIC : Registering Customer Support`,
    `-- 2017-8-21 10:00:05 033 --  [${id}] Production Process : Customer support enrolled.`,
    `-- 2017-8-21 10:00:05 040 --  [${id}] Production Controller : Post Pay process`,
    `-- 2017-8-21 10:00:05 050 --  [${id}] STD_ENROL_ONE_COURSE PostPay : Completed for C1...`,
    `-- 2017-8-21 10:00:05 060 --  [${id}] Production Controller : Transaction Complete Operations`,
    `-- 2017-8-21 10:00:05 070 --  [${id}] Production Controller : shop Transaction Confirm Notification to Customer`,
    `-- 2017-8-21 10:00:05 080 --  [${id}] Production Controller : shop Transaction Confirm Notification to sales`,
    '',
  ].join('\n');

describe('a healthy order', () => {
  it('is told without deaths, gaps or advice', async () => {
    const id = 'TU8AAAAAAAAAAAAAAA==';
    const { dataset } = await datasetOfLines([{ lines: healthy(id) }]);
    const answer = await told(dataset, id);
    expect(answer.outcome).toBe('delivered');
    expect(answer.headline).toBe('Placed once, produced once. Account 9 exists.');
    expect(answer.story.map(({ kind }) => kind)).not.toContain('death');
    expect(answer.story.map(({ kind }) => kind)).not.toContain('missing');
    expect(answer.advice).toEqual([]);
    expect(answer.story.map(({ what }) => what)).toContain('The buyer was notified.');
  });

  it('of the same ID in two shops is told apart, and each names the other', async () => {
    const id = 'TU8BBBBBBBBBBBBBBB==';
    const { dataset } = await datasetOfLines([
      { lines: healthy(id), shop: 'north' },
      { lines: healthy(id).replaceAll('BOOK', 'FILM').replaceAll('10:00', '11:00'), shop: 'south' },
    ]);
    const north = await told(dataset, id, 'north');
    const south = await told(dataset, id, 'south');
    expect(north.items).toEqual(['BOOK']);
    expect(south.items).toEqual(['FILM']);
    expect(north.sharedWith).toEqual(['south']);
    expect(south.sharedWith).toEqual(['north']);
  });
});

describe('an order of the newer code', () => {
  const id = 'TU8DDDDDDDDDDDDDDD==';
  const lines = [
    `-- 2025-1-01 10:31:00 100 -1-  [${id}] Bill.save Saving state and record. Pass 1`,
    `-- 2025-1-01 10:31:00 110 -2-  [${id}] Bill.recalculate : Bill recalculated to final amount : 379.6`,
    `-- 2025-1-01 10:31:00 120 -3-  [${id}] Order placed : 5 objects`,
    `-- 2025-1-01 10:31:36 617 -1-  [${id}] Prepay Production : preproducing for EXCEL`,
    `-- 2025-1-01 10:31:36 620 -2-  [${id}] Prepay Commons : Known account wanda at process entry.`,
    `-- 2025-1-01 10:31:36 630 -3-  [${id}] Prepay Production : preproducing for PY101`,
    `-- 2025-1-01 10:31:36 647 -4-  [${id}] Production Controller : Transaction Complete Operations`,
    `-- 2025-1-04 07:18:07 895 -1-  [${id}] Internal transaction: bill_transition_pending_soldout`,
    `-- 2025-1-04 07:18:07 900 -2-  [${id}] Bill Controller : Transaction Soldout Operation on seller behalf by boss`,
    `-- 2025-1-04 07:18:07 904 -3-  [${id}] Postpay Production : producing for EXCEL`,
    `-- 2025-1-04 07:18:07 914 -4-  [${id}] STD_ENROL_ONE_COURSE PostPay : User 198 Enrolled in course EXCEL-BASICS `,
    `-- 2025-1-04 07:18:07 926 -5-  [${id}] STD_ENROL_ONE_COURSE PostPay : Completed for EXCEL-BASICS...`,
    `-- 2025-1-04 07:18:07 952 -6-  [${id}] Bill Controller : Transaction Autocompletion Operation on seller behalf by boss`,
    '',
  ].join('\n');

  it('is told with bill, items, staff and amount', async () => {
    const { dataset } = await datasetOfLines([{ lines }]);
    const answer = await told(dataset, id);
    expect(answer).toMatchObject({ amount: 379.6, items: ['EXCEL', 'PY101'], outcome: 'delivered' });
    expect(answer.headline).toBe('Placed once, produced once. Paid. Account wanda exists.');
    expect(answer.story.map(({ what }) => what)).toEqual([
      'The bill was saved or recalculated (2 lines).',
      'Order placed: 5 objects, total 379.6.',
      'Production run 1 began; EXCEL prepared.',
      'Known account wanda.',
      'PY101 prepared.',
      'Production was completed.',
      'Staff moved the bill from pending to soldout.',
      'Staff (boss) marked the order as sold.',
      'Post-pay produces EXCEL.',
      'User 198 was enrolled in course EXCEL-BASICS.',
      '“STD_ENROL_ONE_COURSE PostPay : Completed for EXCEL-BASICS...”',
      'Staff (boss) completed the order; the buyer is about to be notified.',
    ]);
  });
});

it('shows continuation lines and hostile text as they are: making them safe is up to who prints', async () => {
  const id = 'TU8CCCCCCCCCCCCCCC==';
  const { dataset } = await datasetOfLines([
    {
      lines: `-- 2017-8-21 10:00:00 100 --  [${id}] Something \u001b[31mred\nPHP Fatal error: \u202egnp.exe\n`,
    },
  ]);
  const answer = await told(dataset, id);
  expect(answer.lines[0]?.raw).toBe(
    `-- 2017-8-21 10:00:00 100 --  [${id}] Something \u001b[31mred\nPHP Fatal error: \u202egnp.exe`,
  );
  expect(answer.lines[0]?.code).toBe('unknown');
  expect(answer.headline).toBe('1 line; nothing tells of an order, a payment or a production.');
  expect(answer.story[0]?.what).not.toContain('\u001b');
});

it('answers null for an ID without lines', async () => {
  const { dataset } = await datasetOf([{ path: samplePath }]);
  expect(await transaction(dataset, knownRules, { shop: 'default', id: 'TU8NONE' })).toBeNull();
});
