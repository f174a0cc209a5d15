// Exports and logs as merchants have them: recognised, read row by row, what cannot be read is named.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importTime } from '../../src/ingest/imports/import-times.js';
import type { ImportRequest } from '../../src/ingest/imports/import-reader.js';
import { readImport } from '../../src/ingest/imports/read-import.js';
import type { NumberFact } from '../../src/model/sequences/number-fact.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shoptrace-import-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(name: string, content: string | Uint8Array, more: Partial<ImportRequest> = {}) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const facts: NumberFact[] = [];
  const { table, form } = await readImport({
    path,
    shop: 'default',
    zone: null,
    said: { platform: null, quoteLifeDays: null, first: null, last: null },
    takenAt: null,
    columns: new Map(),
    now: 1,
    keep: async (_id, _part, part) => void facts.push(...part),
    ...more,
  });
  return { table, form, facts };
}

const m2Grid = `\ufeff"ID","Purchase Point","Purchase Date","Bill-to Name","Ship-to Name","Grand Total (Base)","Grand Total (Purchased)","Status","Customer Email"
"000000404","Main Website
 Main Website Store
  Default Store View","Jul 3, 2017 14:05:09 PM","Ann ""A"" Example","Ann Example","45.0000","45.0000","Processing","ann@example.org"
"000000403","Main Website","Jul 3, 2017 2:05:09 PM","Bob","Bob","1,045.5000","45.0000","Canceled","b@example.org"
"","Main Website","Jul 3, 2017 2:05:09 PM","Bob","Bob","45.0000","45.0000","Canceled","b@example.org"
"000000405","Main Website","the other day","Bob","Bob","45.0000","45.0000","Canceled","b@example.org"
"000000403","Main Website","Jul 3, 2017 2:05:09 PM","Bob","Bob","1,045.5000","45.0000","Canceled","b@example.org"
`;

describe('grid exports', () => {
  it('of Magento 2: quoted fields over several lines, a byte order mark, odd times, repeated and unreadable rows', async () => {
    const { table, facts } = await read('m2.csv', m2Grid, { zone: 'Europe/Paris' });
    expect(table).toMatchObject({ kind: 'grid', rows: 5, facts: 2, unreadable: 2, parts: 1 });
    expect(table.unreadableRows).toEqual([
      { line: 6, reason: 'no order number' },
      { line: 7, reason: '"the other day" is no time' },
    ]);
    expect(table.warnings).toEqual(['1 rows stand in the file more than once; each was read once.']);
    expect(facts.map(({ number, at, line, state, amount }) => [number, at, line, state, amount])).toEqual([
      ['000000404', Date.parse('2017-07-03T12:05:09Z'), 2, 'Processing', 45],
      ['000000403', Date.parse('2017-07-03T12:05:09Z'), 5, 'Canceled', 1045.5],
    ]);
    expect(JSON.stringify([table, facts])).not.toContain('example.org');
    expect(table.columns).toMatchObject({
      ID: 'number',
      'Purchase Date': 'createdAt',
      'Customer Email': 'not used',
    });
  });

  it('of Magento 1, with semicolons, without a zone', async () => {
    const text = `"Order #";"Purchased From (Store)";"Purchased On";"Bill to Name";"G.T. (Base)";"Status"\r\n"100000350";"Main";"2014-09-22 19:40:55";"X; Y";"35,50";"Complete"\r\n`;
    const { table, facts } = await read('m1.csv', text);
    expect(facts).toMatchObject([
      { number: '100000350', amount: 35.5, at: Date.UTC(2014, 8, 22, 19, 40, 55) },
    ]);
    expect(table.warnings.join()).toContain('no zone was given');
  });

  it('goes on behind a quote that is never closed as far as rows can be told', async () => {
    const { table, facts } = await read(
      'torn.csv',
      '"Order #","Purchased On","Status"\n"100000001","2014-09-22","x"\n"100000002","2014-09',
    );
    expect(facts).toHaveLength(1);
    expect(table).toMatchObject({
      unreadable: 1,
      unreadableRows: [{ line: 3, reason: 'a quote is opened and not closed' }],
    });
  });
});

describe('rows that cannot be read', () => {
  it('are counted to the last one; a thousand of them are named', async () => {
    const row = (index: number): string =>
      `"${index % 2 === 0 ? '' : 100_000_000 + index}","the other day ${index}"`;
    const text = `"Order #","Purchased On"\n${Array.from({ length: 5000 }, (_, index) => row(index)).join('\n')}\n`;
    const { table, facts } = await read('unreadable.csv', text, { zone: 'UTC' });
    expect(facts).toEqual([]);
    expect(table).toMatchObject({ rows: 5000, unreadable: 5000 });
    expect(table.unreadableRows).toHaveLength(1000);
    expect(table.unreadableRows.slice(0, 2)).toEqual([
      { line: 2, reason: 'no order number' },
      { line: 3, reason: '"the other day 1" is no time' },
    ]);
    expect(table.unreadableRows.at(-1)?.line).toBe(1001);
  });
});

describe('database exports', () => {
  it('of orders, with NULL in its three spellings', async () => {
    const text = `entity_id,increment_id,store_id,state,status,created_at,quote_id,customer_id,customer_is_guest,remote_ip,grand_total
9001,100000367,1,complete,complete,2014-09-20 08:12:44,55120,NULL,1,203.0.113.9,59.9000
9004,100000369,1,processing,processing,2014-09-21 17:03:10,\\N,881,0,198.51.100.4,120.0000
`;
    const { table, facts } = await read('orders.csv', text);
    expect(table).toMatchObject({ kind: 'orders', facts: 2, takenAt: Date.UTC(2014, 8, 21, 17, 3, 10) });
    expect(facts).toMatchObject([
      { number: '100000367', order: '9001', quote: '55120', customer: null, store: '1', amount: 59.9 },
      { number: '100000369', customer: '881' },
    ]);
    expect(facts[1]?.quote).toBeUndefined();
  });

  it('of carts: those without a number are passed over; customer 0 is a guest', async () => {
    const text = `entity_id\tstore_id\tcreated_at\tupdated_at\tis_active\tis_multi_shipping\tcheckout_method\tcustomer_id\treserved_order_id
55160\t1\t2014-09-21 16:50:01\t2014-09-21 16:58:20\t1\t0\tguest\t0\t100000368
55161\t1\t2014-09-21 16:50:01\t2014-09-21 16:58:20\t1\t0\tguest\t0\tNULL
55162\t1\t2014-09-21 16:50:01\t0000-00-00 00:00:00\t1\t1\tlogin_in\t7\t100000370
`;
    const { facts } = await read('quotes.tsv', text);
    expect(facts).toMatchObject([
      { kind: 'quote', quote: '55160', customer: null, method: 'guest', number: '100000368' },
      {
        kind: 'quote',
        quote: '55162',
        customer: '7',
        severalAddresses: true,
        at: Date.UTC(2014, 8, 21, 16, 50, 1),
      },
    ]);
  });

  it('as NDJSON', async () => {
    const text =
      '{"increment_id":"100000007","quote_id":3,"created_at":"2014-09-20 08:00:00","state":null}\nbroken\n';
    const { table, facts } = await read('orders.ndjson', text);
    expect(facts).toMatchObject([{ number: '100000007', quote: '3', line: 1 }]);
    expect(table.unreadableRows).toEqual([{ line: 2, reason: 'no JSON object' }]);
  });

  it('of a gateway: outcomes by their words, columns named by the user', async () => {
    const text = `Psp Reference,Merchant Reference,Creation Date,TimeZone,Value,Currency,Type
p1,100000368,2014-09-21 16:58:22,UTC,44.00,EUR,Refused
p2,100000367,2014-09-20 08:12:44,UTC,59.90,EUR,SettledBulk
p3,100000366,2014-09-20 08:12:44,UTC,59.90,EUR,Whatever
`;
    const { table, facts } = await read('gateway.csv', text);
    expect(table).toMatchObject({ kind: 'gateway', unreadable: 1 });
    expect(facts.map(({ kind, txn, number }) => [kind, txn, number])).toEqual([
      ['payment-declined', 'p1', '100000368'],
      ['payment-captured', 'p2', '100000367'],
    ]);
    const own = await read('own.csv', 'Beleg,Am,Stand\n100000001,03.07.2017 14:00,declined\n', {
      columns: new Map([['number', 'Beleg'], ['time', 'Am'], ['status', 'Stand']]),
    }); // prettier-ignore
    expect(own.facts).toEqual([]);
    expect(own.table.unreadableRows[0]?.reason).toContain('is no time');
  });

  it('is refused with the columns it has when it is nothing known', async () => {
    await expect(read('stock.csv', 'sku,qty\nA,3\n')).rejects.toMatchObject({
      code: 'format-foreign',
      message: expect.stringContaining('sku, qty') as string,
    });
    await expect(read('empty.csv', '')).rejects.toMatchObject({ code: 'file-empty' });
  });
});

describe('logs', () => {
  it('of Magento 2: refused orders, failed saves, numbers in the way; other records only say that the file speaks', async () => {
    const text = `[2023-03-15T16:50:14.912626+00:00] main.CRITICAL: Placing an order with quote_id 55160 is failed: Transaction has been declined. Please try again later. [] []
[2023-03-15 17:02:31] main.CRITICAL: Saving order 000042312 failed: SQLSTATE[40001]: Serialization failure: 1213 Deadlock found [] []
#0 /var/www/vendor/x.php(12): y()
[2023-03-15 17:03:00] main.CRITICAL: SQLSTATE[23000]: 1062 Duplicate entry '000042313-1' for key 'SALES_ORDER_INCREMENT_ID_STORE_ID' [] []
[2023-03-15 18:00:00] main.INFO: Cache cleaned [] []
`;
    const { table, facts } = await read('exception.log', text, { zone: 'UTC' });
    expect(table).toMatchObject({ kind: 'log', takenAt: null, to: Date.UTC(2023, 2, 15, 18) });
    expect(facts).toMatchObject([
      {
        kind: 'payment-declined',
        quote: '55160',
        detail: 'Transaction has been declined. Please try again later.',
      },
      { kind: 'save-failed', number: '000042312', line: 2 },
      { kind: 'save-failed', number: '000042313', store: '1' },
    ]);
  });

  it('of Magento 1: arrays of the payment debug over several lines', async () => {
    const text = `2013-05-02T18:11:48+00:00 DEBUG (7): Array
(
    [SetExpressCheckout] => Array
        (
            [INVNUM] => 100000368
            [AMT] => 44.00
        )
    [__pid] => 21034
)
2013-05-02T18:11:52+00:00 ERR (3): 
exception 'Mage_Core_Exception' with message 'Gateway request error: timeout' in /var/www/x.php
`;
    const { facts } = await read('payment_paypal_express.log', text);
    expect(facts).toMatchObject([
      { kind: 'payment-requested', number: '100000368', amount: 44, at: Date.UTC(2013, 4, 2, 18, 11, 48) },
      { kind: 'order-request-failed', detail: 'Gateway request error: timeout' },
    ]);
  });

  it('of the web server, compressed: the address itself tells guests from customers; visitors stay unnamed', async () => {
    const line = (clock: string, request: string, status: number) =>
      `203.0.113.9 - - [15/Mar/2023:${clock} +0100] "${request} HTTP/1.1" ${status} 512 "-" "Mozilla/5.0"\n`;
    const text =
      line('17:50:14', 'POST /rest/default/V1/guest-carts/abc/payment-information', 400) +
      line('17:51:14', 'POST /rest/default/V1/carts/mine/payment-information', 200) +
      line('17:52:14', 'POST /checkout/onepage/saveOrder/', 200) +
      line('17:53:14', 'GET /index.html', 200) +
      'garbage\n';
    const { table, facts } = await read('access.log.gz', gzipSync(text));
    expect(facts).toMatchObject([
      { kind: 'order-request-failed', method: 'guest', at: Date.UTC(2023, 2, 15, 16, 50, 14) },
      { kind: 'order-requested', method: 'login' },
      { kind: 'order-requested' },
    ]);
    expect(table).toMatchObject({ kind: 'access-log', unreadable: 1, to: Date.UTC(2023, 2, 15, 16, 53, 14) });
    expect(JSON.stringify(facts)).not.toContain('203.0.113.9');
  });
});

describe('times', () => {
  it.each([
    ['2017-07-03 14:05:09', 'UTC', '2017-07-03T14:05:09Z'],
    ['2017-07-03T14:05:09.5+02:00', 'UTC', '2017-07-03T12:05:09.500Z'],
    ['Jul 3, 2017 14:05:09 PM', 'Europe/Paris', '2017-07-03T12:05:09Z'],
    ['Jul 3, 2017 2:05:09 PM', 'UTC', '2017-07-03T14:05:09Z'],
    ['Jul 3, 2017 12:05:09 AM', 'UTC', '2017-07-03T00:05:09Z'],
    ['Jul 3, 2017 00:05:09 AM', 'UTC', '2017-07-03T00:05:09Z'],
    ['3 July 2017 14:05', '+02:00', '2017-07-03T12:05:00Z'],
    ['13/07/2017 14:05', 'UTC', '2017-07-13T14:05:00Z'],
  ])('%s in %s', (text, zone, expected) => {
    expect(importTime(text, zone, null)).toBe(Date.parse(expected));
  });

  it('are refused where day and month cannot be told apart, or do not exist', () => {
    expect(importTime('03/07/2017', 'UTC', null)).toBeNull();
    expect(importTime('03/07/2017', 'UTC', 'day-first')).toBe(Date.UTC(2017, 6, 3));
    expect(importTime('03/07/2017', 'UTC', 'month-first')).toBe(Date.UTC(2017, 2, 7));
    for (const text of ['2017-02-30', 'Foo 3, 2017', '2017-07-03 25:00:00', 'now', ''])
      expect(importTime(text, 'UTC', null)).toBeNull();
  });
});
