// What a merchant exports agrees with the trace: orders, quotes, payments, logs, each with its own headers and times.
import { describe, expect, test } from 'vitest';
import { cells, writeNumbers, type WrittenNumbers } from './magento-run.js';

const faults =
  'cardRefused=0.08,leftAtGateway=0.05,saveFailedUnpaid=0.01,saveFailedAfterPayment=0.02,notificationLost=0.05,orderDeleted=0.03,orderEdited=0.02,orderCancelled=0.03';

/** Printed numbers of orders that are still there. */
function present({ lines, labels }: WrittenNumbers): string[] {
  const created = lines.flatMap(
    ({ message }) => /^Order created : number ([\d-]+),/.exec(message)?.[1] ?? [],
  );
  const deleted = new Set(
    labels.flatMap(({ cause, number }) => (cause.startsWith('order-deleted') ? [number] : [])),
  );
  return created.filter((number) => !deleted.has(number)).sort();
}

function column(rows: readonly string[][], name: string): string[] {
  const at = (rows[0] ?? []).indexOf(name);
  expect([name, at]).not.toEqual([name, -1]);
  return rows.slice(1).map((cellsOfRow) => cellsOfRow[at] ?? '');
}

describe.each([
  { platform: 'magento', orders: 'sales_flat_order.csv', quotes: 'sales_flat_quote.csv', number: 'Order #' },
  { platform: 'magento2', orders: 'sales_order.csv', quotes: 'quote.csv', number: 'ID' },
] as const)('exports of $platform', ({ platform, orders, quotes, number }) => {
  const written = writeNumbers({ platform, orders: 600, seed: 9, ordersPerDay: 60, faults });
  const table = async (name: string): Promise<string[][]> => cells((await written).exports.get(name));

  test('hold every order that is there, by time', async () => {
    const rows = await table(orders);
    expect(column(rows, 'increment_id').sort()).toEqual(present(await written));
    const times = column(rows, 'created_at');
    expect(times).toEqual(times.toSorted());
    expect(column(rows, 'original_increment_id').filter((original) => /^\d+$/.test(original))).not.toEqual(
      [],
    );
  });

  test('show in the grid what the table holds, in local time', async () => {
    const text = (await written).exports.get('orders-grid.csv') ?? '';
    const grid = cells(text.replaceAll(/(?<!")\n(?!"\d|$)/g, ' ').replaceAll(/, (\d{4} )/g, ' $1'));
    expect(column(grid, number).sort()).toEqual(present(await written));
    const afternoon =
      platform === 'magento2'
        ? /"[A-Z][a-z]{2} \d{1,2}, \d{4} 1[3-9]:\d\d:\d\d PM"/
        : /"[A-Z][a-z]{2} \d{1,2}, \d{4} \d{1,2}:\d\d:\d\d PM"/;
    expect(text).toMatch(afternoon);
  });

  test('have an earlier grid with orders that are gone since', async () => {
    const { exports, labels } = await written;
    const earlier = exports.get('orders-grid-earlier.csv') ?? '';
    const later = exports.get('orders-grid.csv') ?? '';
    const gone = labels
      .filter(({ cause }) => cause.startsWith('order-deleted'))
      .map((label) => `"${label.number}"`);
    expect(gone.filter((printed) => earlier.includes(printed)).length).toBeGreaterThan(0);
    expect(gone.filter((printed) => later.includes(printed))).toEqual([]);
    expect(earlier.split('\n')[0]).toBe(later.split('\n')[0]);
  });

  test('keep quotes with the number that was reserved for them', async () => {
    const { lines } = await written;
    const reserved = new Set(
      lines.flatMap(({ quote, message }) => {
        const printed = /^Order number reserved : number (\d+),/.exec(message)?.[1];
        return printed === undefined ? [] : [`${quote ?? ''} ${printed}`];
      }),
    );
    const rows = await table(quotes);
    const numbers = column(rows, 'reserved_order_id');
    const kept = column(rows, 'entity_id').map((quote, index) => `${quote} ${numbers[index] ?? ''}`);
    // The nightly job of Magento 2 leaves no cart that nobody has touched for a month.
    expect(kept.length).toBeGreaterThan(platform === 'magento' ? 20 : 0);
    expect(kept.filter((pair) => !reserved.has(pair))).toEqual([]);
    expect([...new Set(column(rows, 'is_active'))].sort()).toEqual(
      platform === 'magento' ? ['0', '1'] : ['0'],
    );
  });

  test('show payments that the shop never heard of at the gateway alone', async () => {
    const { labels, lines } = await written;
    const rows = await table('gateway.csv');
    const captured = new Set(
      column(rows, 'Merchant Reference').filter((_, index) => rows[index + 1]?.[3] === 'Captured'),
    );
    const lost = labels.filter(({ cause }) => cause === 'notification-lost');
    expect(lost.length).toBeGreaterThan(0);
    for (const label of lost) {
      expect(captured.has(label.number)).toBe(true);
      expect(
        lines.some(({ message }) => message.startsWith(`Payment approved : number ${label.number},`)),
      ).toBe(false);
    }
  });

  test('tell failed saves in the log of the edition', async () => {
    const { exports, lines } = await written;
    const failed = lines.filter(({ message }) => message.startsWith('Saving order ')).length;
    expect(failed).toBeGreaterThan(3);
    const log = exports.get(platform === 'magento2' ? 'system.log' : 'exception.log') ?? '';
    const pattern =
      platform === 'magento2'
        ? /^\[\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00\] main\.CRITICAL: Saving order \d{9,10} failed: /gm
        : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00 ERR \(3\): \nexception 'Zend_Db_Statement_Exception'/gm;
    expect(log.match(pattern)).toHaveLength(failed);
  });

  test('say in the access log who pressed the order button', async () => {
    const { exports, lines } = await written;
    const log = exports.get('access.log') ?? '';
    const pressed = lines.filter(({ message }) => message.startsWith('Place order ')).length;
    const button =
      platform === 'magento2'
        ? /\/payment-information HTTP/g
        : /"POST \/checkout\/onepage\/saveOrder\/ HTTP/g;
    // The merchant's own first orders and those to several addresses do not pass the page.
    expect(log.match(button)?.length).toBe(pressed - 2);
  });
});
