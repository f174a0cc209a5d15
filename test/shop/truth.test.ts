// The labels say what the trace shows: counted here from the lines, without the shop's own notes.
import { describe, expect, test } from 'vitest';
import { recordOf, writeShop, type WrittenRecord, type WrittenShop } from './run-for-test.js';

function perTransaction(shop: WrittenShop): Map<string, WrittenRecord[]> {
  const all = new Map<string, WrittenRecord[]>();
  for (const line of shop.lines) {
    const record = recordOf(line);
    if (record.id === null) continue;
    const own = all.get(record.id) ?? [];
    own.push(record);
    all.set(record.id, own);
  }
  return all;
}

function labelled(shop: WrittenShop, code: string): Record<string, number> {
  return Object.fromEntries(
    shop.labels.filter((label) => label.code === code).map((label) => [label.case.key, label.count]),
  );
}

function counts(
  transactions: Map<string, WrittenRecord[]>,
  count: (records: readonly WrittenRecord[]) => number,
): Record<string, number> {
  const rows = [...transactions].map(([id, records]) => [id, count(records)] as const);
  return Object.fromEntries(rows.filter(([, number]) => number > 0));
}

const having = (records: readonly WrittenRecord[], part: string): number =>
  records.filter((record) => record.message.includes(part)).length;
const placements = (records: readonly WrittenRecord[]): number =>
  records.filter((record) => /^Order placed : \d+ objects$/.test(record.message)).length;

describe.each(['2017', '2025'] as const)('labels of era %s', (era) => {
  const faults = 'failingProduct=0.06,abandoned=0.1,cartNeverPlaced=0.1,reloaded=0.1';
  const written = writeShop({ era, orders: 500, seed: 21, faults });

  test('placed again, died in post-pay, support missing', async () => {
    const shop = await written;
    const all = perTransaction(shop);
    expect(all.size).toBe(500);
    expect(labelled(shop, 'A6')).toEqual(counts(all, (records) => placements(records) - 1));
    expect(labelled(shop, 'A1')).toEqual(
      counts(all, (records) => {
        const begun = having(records, 'Post Pay process');
        return begun - Math.min(begun, having(records, 'Transaction Complete Operations'));
      }),
    );
    expect(labelled(shop, 'A18')).toEqual(
      counts(all, (records) => having(records, 'Customer support course does not exist.')),
    );
    expect(labelled(shop, 'A4')).toEqual(
      counts(all, (records) => having(records, 'Full production starting') - 1),
    );
  });

  test('abandoned, never placed', async () => {
    const shop = await written;
    const all = perTransaction(shop);
    expect(labelled(shop, 'A10')).toEqual(counts(all, (records) => (placements(records) === 0 ? 1 : 0)));
    expect(labelled(shop, 'A9')).toEqual(
      counts(all, (records) => {
        const business = records.filter((record) => !record.message.startsWith('Bill.'));
        return business.at(-1)?.message.startsWith('Order placed ') === true ? 1 : 0;
      }),
    );
  });

  test('retry storms, and the product that always fails', async () => {
    const shop = await written;
    const all = perTransaction(shop);
    const failing = [...all].filter(([, records]) => having(records, 'preproducing for EFORM') > 0);
    expect(failing.length).toBeGreaterThan(10);
    expect(Object.keys(labelled(shop, 'A52')).sort()).toEqual(failing.map(([id]) => id).sort());
    const runs = failing.reduce((sum, [, records]) => sum + having(records, 'preproducing for EFORM'), 0);
    expect(labelled(shop, 'A53')).toEqual({ EFORM: runs });
  });

  test('end with the time until which the trace speaks', async () => {
    const shop = await written;
    expect(Date.parse(shop.coveredUntil)).toBe(Math.trunc(shop.report.to));
    expect(shop.report.labels).toBe(shop.labels.length);
  });
});

test('accounts made again in 2017 are labelled by user', async () => {
  const shop = await writeShop({ era: '2017', orders: 200, seed: 8, faults: 'failingProduct=0.1' });
  const created = new Map<string, number>();
  for (const line of shop.lines) {
    const user = / with ID (\d+)\.$/.exec(line)?.[1];
    if (user !== undefined) created.set(user, (created.get(user) ?? 0) + 1);
  }
  const again = [...created].filter(([, count]) => count > 1).map(([user, count]) => [user, count - 1]);
  expect(again.length).toBeGreaterThan(5);
  expect(labelled(shop, 'A21')).toEqual(Object.fromEntries(again));
});

test.each(['2017', '2025'] as const)(
  'a healthy shop of %s has nothing to label but personal data',
  async (era) => {
    const shop = await writeShop({ era, orders: 300, seed: 5, faults: 'none' });
    expect([...new Set(shop.labels.map((label) => label.code))]).toEqual(era === '2017' ? [] : ['A55']);
  },
);
