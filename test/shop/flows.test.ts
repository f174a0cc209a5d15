// The ways of an order, line by line, as the code of 2017 and of 2025 is known to print them.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ShopInput } from '../../src/shop/index.js';
import { recordOf, writeShop, type WrittenRecord } from './run-for-test.js';

type Payment = 'free' | 'check' | 'transfer' | 'test' | 'paypal';

/** The first order by a new buyer of one product, its parameters replaced by letters. */
async function story(era: '2017' | '2025', payment: Payment, faults = 'none'): Promise<string[]> {
  for (let seed = 1; seed < 60; seed += 1) {
    const options: Omit<ShopInput, 'out'> = { era, orders: 1, seed, faults, payments: { [payment]: 1 } };
    const { lines } = await writeShop(options);
    const records = lines.map((line) => recordOf(line));
    const items = new Set(records.map((record) => /preproducing for (.*)$/.exec(record.message)?.[1]));
    items.delete(undefined);
    const single = lines.some((line) => line.endsWith('Order placed : 1 objects'));
    if (items.size <= 1 && single) return records.map((record) => shown(record));
  }
  throw new Error('no such order in sixty shops');
}

function shown(record: WrittenRecord): string {
  const counter = record.counter === null ? '' : `${record.counter} `;
  const message = record.message
    .replace(/(preproducing for|producing for|BILLING\/)( ?)[A-Z0-9-]+/, '$1$2X')
    .replace(/item data\. \S+ \*/, 'item data. x *')
    .replace(/(created) \S+ with ID \d+/, '$1 u with ID n')
    .replace(/New user created (?!u )\S+\.$/, 'New user created u.')
    .replace(/User \d+ Enrolled in course \S+ $/, 'User n Enrolled in course C ')
    .replace(/Completed for \S+\.\.\./, 'Completed for C...')
    .replace(/(amount :|types for) [1-9][\d.]*/, '$1 a')
    .replace(/behalf by \S+/, 'behalf by s');
  return `${counter}${record.id === null ? message : `* ${message}`}`;
}

const account2017 = [
  '* GENERIC : New user created u with ID n.',
  '* GENERIC : Registering Customer Support',
  '* Production Process : Customer support enrolled.',
];
const handler2017 = [
  '* STD_ENROL_ONE_COURSE PostPay : User n Enrolled in course C ',
  '* STD_ENROL_ONE_COURSE Postpay : Registering Customer Support',
  '* Production Process : Customer support enrolled.',
  '* STD_ENROL_ONE_COURSE PostPay : Completed for C...',
];
const end2017 = [
  '* Production Controller : Transaction Complete Operations',
  '* Production Controller : shop Transaction Confirm Notification to Customer',
  '* Production Controller : shop Transaction Confirm Notification to sales',
];
const begin2017 = [
  '* Ordering Controller: Shop Transaction Confirm Notification to sales',
  '* Order placed : 1 objects',
];
const staff2017 = [
  '* Bill Controller : Transaction Soldout Operation on seller behalf by s',
  ...handler2017,
  '* Bill Controller : Transaction Autocompletion Operation on seller behalf by s',
];

describe('2017', () => {
  test('a free order', async () => {
    expect(await story('2017', 'free')).toEqual([
      ...begin2017,
      '* Production Controller : Full production starting from PLACED ...',
      '* Prepay Production : preproducing for X',
      ...account2017,
      '* Production Controller : Post Pay process',
      ...handler2017,
      ...end2017,
    ]);
  });

  test.each(['check', 'transfer'] as const)('an order by %s', async (payment) => {
    expect(await story('2017', payment)).toEqual([
      ...begin2017,
      '* Prepay Production : preproducing for X',
      ...account2017,
      ...end2017,
      ...staff2017,
    ]);
  });

  test('an order paid in test mode', async () => {
    expect(await story('2017', 'test')).toEqual([
      ...begin2017,
      '*  Test Processing : paying',
      '*  Test Interactive : Payment Success',
      '* Production Controller : Full production starting from SOLDOUT ...',
      '* Prepay Production : preproducing for X',
      ...account2017,
      '* Production Controller : Post Pay process',
      ...handler2017,
      ...end2017,
    ]);
  });

  test('PayPal comes back, its notification never passes, the staff sells out', async () => {
    const { lines } = await writeShop({
      era: '2017',
      orders: 60,
      seed: 4,
      faults: 'none',
      payments: { check: 1, paypal: 3 },
    });
    const records = lines.map((line) => recordOf(line));
    const ids = new Set(
      records.filter((record) => record.message.startsWith('Paypal IPN ERROR')).map((record) => record.id),
    );
    expect(ids.size).toBeGreaterThan(5);
    for (const id of ids) {
      const own = records
        .filter((record) => record.id === id)
        .map((record) => shown(record).replace(/placed : \d+/, 'placed : 1'));
      expect([...own].sort()).toEqual(
        [
          ...begin2017,
          '* Paypal Return Controller Complete : Redirecting',
          "* Paypal IPN ERROR : Paypal returned info do not match the bill's shop.",
          ...staff2017,
        ].sort(),
      );
    }
    expect(records.filter((record) => record.text === 'Paypal Return Controller')).toHaveLength(ids.size);
    expect(records.filter((record) => record.text === 'Success Controller : IPN Paypal return')).toHaveLength(
      ids.size,
    );
  });

  test('the failing product gives the documented sample', async () => {
    const sample = readFileSync(
      new URL('../../samples/documented-merchant-trace.log', import.meta.url),
      'utf8',
    )
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/^-- \S+ \S+ \d{3} -- \[\S+\] /, ''));
    const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
    const found: string[][] = [];
    for (const seed of seeds) {
      const { lines } = await writeShop({ era: '2017', orders: 1, seed, faults: 'failingProduct=1' });
      const own = lines.map((line) => recordOf(line)).filter((record) => record.id !== null);
      found.push(
        own.map((record) => record.message.replace(/created \S+ with ID/, 'created benoit.tostain with ID')),
      );
    }
    expect(found).toContainEqual(sample);
  });
});

const order2025 = [
  '1 * Ordering Controller: Shop Transaction Confirm Notification to sales',
  '1 * Bill.save : Dirty state. Pass 0',
  '2 * Bill.recalculate : Bill recalculated to final amount : 0',
  '3 * Bill.save Saving state and record. Pass 1',
  '4 * Bill.Add item data. x * 1',
  '5 * Bill.save : Dirty state. Pass 1',
  '6 * Bill.recalculate : Bill recalculated to final amount : a',
  '7 * Bill.save Saving state and record. Pass 2',
  '8 * Bill.save Saving Items BILLING/X',
  '9 * Order placed : 1 objects',
  '10 * Order placed : 1 product types for a',
];

/** With the counters that follow; a number is a hole: a mail was written. */
function counted(from: number, messages: readonly (string | number)[]): string[] {
  let counter = from;
  const lines: string[] = [];
  for (const message of messages) {
    if (typeof message === 'string') lines.push(`${counter} ${message}`);
    counter += typeof message === 'string' ? 1 : message;
  }
  return lines;
}

const recalculated = '* Bill.recalculate : Bill recalculated to final amount : a';
const account2025 = [
  '* Prepay Production : preproducing for X',
  '* STD_ENROL_ONE_COURSE Prepay : Start processing.',
  1,
  '* GENERIC : New user created u with ID n.',
  '* GENERIC : Registering Customer Support',
  '* Production Process : Customer support enrolled.',
  '* Prepay Commons : New user created u.',
];
const handler2025 = [
  '* Postpay Production : producing for X',
  '* STD_ENROL_ONE_COURSE Postpay : Start processing.',
  '* STD_ENROL_ONE_COURSE PostPay : User n Enrolled in course C ',
  '* STD_ENROL_ONE_COURSE Postpay : Registering in Origin Shop Group',
  '* STD_ENROL_ONE_COURSE Postpay : Registering Customer Support',
  '* Production Process : Customer support enrolled.',
  '* STD_ENROL_ONE_COURSE PostPay : Completed for C...',
];
const end2025 = [
  '* Production Controller : Transaction Complete Operations',
  '* Production Controller : shop Transaction Confirm Notification to Customer',
  1,
  '* Production Controller : shop Transaction Confirm Notification to sales',
];
const confirmed = [
  ...counted(1, [recalculated]),
  ...counted(1, [recalculated, ...account2025, '* Bill.save Saving state and record. Pass 1', ...end2025]),
];
const produced = (pass: number): (string | number)[] => [
  '* Production Controller : Full production starting from SOLDOUT ...',
  ...account2025,
  '* Production Controller : Post Pay process',
  ...handler2025,
  '* Production Controller : Updating bill state to COMPLETE',
  `* Bill.save Saving state and record. Pass ${pass}`,
  '* Bill.save Saving Items BILLING/X',
  `* Bill.save Saving state and record. Pass ${pass + 1}`,
  ...end2025,
];

describe('2025', () => {
  test('an order by check, and the staff when the check has come', async () => {
    expect(await story('2025', 'check')).toEqual([
      ...order2025,
      ...counted(11, [recalculated, '* Bill.save Saving state and record. Pass 3']),
      ...confirmed,
      ...counted(1, [
        recalculated,
        '* Internal transaction: bill_transition_pending_soldout',
        '* Bill Controller : Transaction Soldout Operation on seller behalf by s',
        '* Bill.save Saving state and record. Pass 1',
        ...handler2025,
        '* Bill.save Saving state and record. Pass 2',
        '* Bill Controller : Transaction Autocompletion Operation on seller behalf by s',
      ]),
    ]);
  });

  test('an order by transfer', async () => {
    expect(await story('2025', 'transfer')).toEqual([...order2025, ...confirmed]);
  });

  test('an order paid in test mode', async () => {
    expect(await story('2025', 'test')).toEqual([
      ...order2025,
      ...counted(1, [
        recalculated,
        '*  Test Processing : paying',
        recalculated,
        '* Bill.save Saving state and record. Pass 1',
        '*  Test Interactive : Payment Success',
      ]),
      ...counted(1, [recalculated, ...produced(1)]),
    ]);
  });

  test('an order paid by PayPal: notification and return', async () => {
    const all = await story('2025', 'paypal');
    const notification = all.findIndex((line) => line === '1 Success Controller : IPN Paypal return');
    expect(notification).toBeGreaterThan(0);
    const plain = all.filter((line) => !/^\d+ \* Paypal IPN : paypal \w+ : /.test(line));
    const values = all.filter((line) => /^\d+ \* Paypal IPN : paypal \w+ : /.test(line));
    expect(values.slice(0, 3).map((line) => line.replace(/ : [^:]*$/, ''))).toEqual([
      '3 * Paypal IPN : paypal txn',
      '4 * Paypal IPN : paypal trans',
      '5 * Paypal IPN : paypal mc_gross',
    ]);
    const messages = plain.map((line) =>
      line
        .replace(/^\d+ /, '')
        .replace(
          /request: https:\/\/www\.paypal\.com\/cgi-bin\/webscr\?cmd=_notify-validate&mc_gross=.*/,
          'request',
        )
        .replace(/STATE on \w{17}$/, 'STATE on t'),
    );
    const bare = (lines: readonly (string | number)[]): string[] =>
      lines.filter((line) => typeof line === 'string');
    expect(messages.filter((message) => message.includes('Paypal') && !message.includes('Return'))).toEqual([
      'Success Controller : IPN Paypal return',
      '* Paypal IPN : Recording paypal event',
      '* Paypal IPN : sending validation request',
      '* Paypal IPN : Raw Response : VERIFIED.',
      '* Paypal IPN : Recording VERIFIED STATE on t',
      '* Paypal IPN Start Production',
      '* Paypal IPN End Production',
      '* Paypal IPN : End of transaction',
    ]);
    const start = messages.indexOf('* Paypal IPN Start Production');
    const stop = messages.indexOf('* Paypal IPN End Production');
    const between = messages
      .slice(start + 1, stop)
      .filter((message) => !message.includes('Return Controller'));
    expect(between.filter((message) => message !== recalculated)).toEqual(bare(produced(2)));
  });

  test('a free order dies while its payment page is shown', async () => {
    const all = await story('2025', 'free');
    expect(all.slice(0, -1)).toEqual(
      order2025.slice(0, -1).map((line) => line.replace('amount : a', 'amount : 0')),
    );
    expect(all.at(-1)).toBe('10 * Order placed : 1 product types for 0');
  });

  test('a second placement begins with the save', async () => {
    const { lines } = await writeShop({
      era: '2025',
      orders: 40,
      seed: 2,
      faults: 'reloaded=1',
      payments: { transfer: 1 },
    });
    const records = lines.map((line) => recordOf(line));
    const first = records[0]?.id;
    const own = records.filter((record) => record.id === first);
    const again = own.findIndex((record, index) => index > 1 && record.counter === 1);
    expect(own[again]?.message).toBe('Bill.save Saving state and record. Pass 1');
    expect(own[again + 1]?.message).toMatch(/^Bill\.Add item data\. /);
  });

  test('the failing product dies after its post-pay step has begun', async () => {
    const { lines, labels } = await writeShop({
      era: '2025',
      orders: 1,
      seed: 5,
      faults: 'failingProduct=1',
    });
    const messages = lines.map((line) => recordOf(line).message);
    expect(messages.at(-1)).toBe('STD_ENROL_ONE_COURSE Postpay : Start processing.');
    expect(messages.at(-2)).toBe('Postpay Production : producing for EFORM');
    expect(messages).not.toContain('Production Controller : Transaction Complete Operations');
    expect(labels.map((label) => label.code)).toEqual(
      expect.arrayContaining(['A1', 'A3', 'A4', 'A18', 'A52', 'A53']),
    );
  });
});

describe('the mail trace', () => {
  test('of 2017 has heads as the trace has, and bodies without an end mark', async () => {
    const { mail } = await writeShop({
      era: '2017',
      orders: 3,
      seed: 1,
      faults: 'none',
      payments: { free: 1 },
    });
    expect(mail).toMatch(/^-- 2017-8-\d{2} \d{2}:\d{2}:\d{2} \d{3} -- {2}\n<p>Dear /);
    expect(mail).not.toContain('@@@@@@@@');
  });

  test('of 2025 is made of fenced blocks whose counters fill the holes of the trace', async () => {
    const { mail, lines } = await writeShop({
      era: '2025',
      orders: 1,
      seed: 3,
      faults: 'none',
      payments: { transfer: 1 },
    });
    const heads = [
      ...mail.matchAll(
        /^-- 2025-\d+-\d{2} \d{2}:\d{2}:\d{2} \d{3} -(\d+)-\nMailTo: \S+\nMailContent:\n@@@@@@@@\n/gm,
      ),
    ];
    expect(heads.map((match) => Number(match[1]))).toEqual([4, 12]);
    expect(mail.match(/^@@@@@@@@$/gm)).toHaveLength(4);
    const confirm = lines.map((line) => recordOf(line).counter);
    expect(confirm.slice(-10)).toEqual([2, 3, 5, 6, 7, 8, 9, 10, 11, 13]);
  });
});
