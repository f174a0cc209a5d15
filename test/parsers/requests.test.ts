// Which web request wrote a record, and to whose transaction records without ID belong.
import { describe, expect, it } from 'vitest';
import { codes, ID, OTHER_ID, readLines, requestsOf, type Reading } from './reading.js';

const R = 'Bill.recalculate : Bill recalculated to final amount : 120';

/** `second n text` of form C; texts carry their own brackets. */
function counted(records: readonly (readonly [number, number, string])[]): Reading {
  return readLines(
    records.map(([ms, n, text]) => {
      const second = String(Math.floor(ms / 1000) % 60).padStart(2, '0');
      const minute = String(Math.floor(ms / 60_000)).padStart(2, '0');
      return `-- 2025-1-01 10:${minute}:${second} ${String(ms % 1000).padStart(3, '0')} -${n}-  ${text}`;
    }),
  );
}

function uncounted(records: readonly (readonly [number, string])[]): Reading {
  return readLines(
    records.map(([ms, text]) => {
      const second = String(Math.floor(ms / 1000) % 60).padStart(2, '0');
      const minute = String(Math.floor(ms / 60_000)).padStart(2, '0');
      return `-- 2017-8-21 10:${minute}:${second} ${String(ms % 1000).padStart(3, '0')} --  ${text}`;
    }),
  );
}

describe('form C', () => {
  it('separates interleaved requests of two transactions', () => {
    const { events } = counted([
      [0, 1, `[${ID}] ${R}`],
      [1, 1, `[${OTHER_ID}] ${R}`],
      [2, 2, `[${ID}] ${R}`],
      [3, 2, `[${OTHER_ID}] ${R}`],
      [4, 3, `[${OTHER_ID}] ${R}`],
      [5, 3, `[${ID}] ${R}`],
    ]);
    expect(requestsOf(events)).toEqual([0, 1, 0, 1, 1, 0]);
  });

  it('separates two requests of one transaction, also at the same number', () => {
    const { events } = counted([
      [0, 1, `[${ID}] ${R}`],
      [10, 2, `[${ID}] ${R}`],
      [4000, 1, `[${ID}] ${R}`],
      [4010, 2, `[${ID}] ${R}`],
      [4020, 3, `[${ID}] ${R}`],
      [4030, 3, `[${ID}] ${R}`],
    ]);
    expect(requestsOf(events)).toEqual([0, 0, 2, 2, 2, 0]);
  });

  it('sees the number of a mail record as no hole', () => {
    const { events } = counted([
      [0, 1, `[${ID}] Production Controller : shop Transaction Confirm Notification to Customer`],
      [5, 3, `[${ID}] Production Controller : shop Transaction Confirm Notification to sales`],
      [9, 1, `[${ID}] Prepay Production : preproducing for X`],
      [12, 3, `[${ID}] GENERIC : New user created u with ID 9.`],
    ]);
    expect(requestsOf(events)).toEqual([0, 0, 2, 2]);
  });

  it('keeps a request with a lost record together', () => {
    const { events } = counted([
      [0, 1, `[${ID}] ${R}`],
      [5, 4, `[${ID}] ${R}`],
    ]);
    expect(requestsOf(events)).toEqual([0, 0]);
  });

  it('begins a request in the middle of its life at the beginning of a file', () => {
    const { events } = counted([
      [0, 7, `[${ID}] ${R}`],
      [5, 8, `[${ID}] ${R}`],
    ]);
    expect(requestsOf(events)).toEqual([0, 0]);
  });

  it('puts the lines of a bill list into one request', () => {
    const { events } = counted([
      [0, 1, `[${ID}] ${R}`],
      [5, 2, `[${OTHER_ID}] ${R}`],
      [9, 3, `[TU8ZZDJKS0LJCWZZTQ==] ${R}`],
    ]);
    expect(requestsOf(events)).toEqual([0, 0, 0]);
  });

  it('tells records without ID their transaction, before and after it is known', () => {
    const { events, attachments } = counted([
      [0, 1, 'Success Controller : IPN Paypal return'],
      [5, 2, `[${ID}] Paypal IPN : sending validation request: https://www.paypal.com/?cmd=x`],
      [60_000, 3, '[$transid] Paypal IPN ERROR : VERIFICATION RESPONSE ERROR'],
    ]);
    expect(requestsOf(events)).toEqual([0, 0, 0]);
    expect(attachments).toEqual([
      { event: events[0]?.id, offset: 0, transaction: ID, how: 'request', confidence: 0.9 },
      { event: events[2]?.id, offset: events[2]?.offset, transaction: ID, how: 'request', confidence: 0.95 },
    ]);
  });

  it('is less sure when two requests fit', () => {
    const { attachments } = counted([
      [0, 1, `[${ID}] ${R}`],
      [2, 1, `[${OTHER_ID}] ${R}`],
      [3, 2, 'Customer support defaults to block settings.'],
    ]);
    expect(attachments).toEqual([expect.objectContaining({ transaction: OTHER_ID, confidence: 0.8 })]);
  });

  it('marks a line that a visitor wrote in the shape of a record', () => {
    const { events } = counted([
      [0, 1, 'Success Controller : IPN Paypal return'],
      [5, 2, `[${ID}] Paypal IPN : paypal custom : x`],
      [5, 9, `[${OTHER_ID}] Production Controller : Transaction Complete Operations`],
      [6, 3, `[${ID}] Paypal IPN : paypal memo : y`],
    ]);
    expect(events.map(({ flags }) => flags.includes('forged'))).toEqual([false, false, true, false]);
    expect(requestsOf(events)).toEqual([0, 0, 2, 0]);
  });

  it('does not suspect the requests of others between the values', () => {
    const { events } = counted([
      [0, 1, `[${OTHER_ID}] ${R}`],
      [1, 1, `[${ID}] ${R}`],
      [5, 2, `[${ID}] Paypal IPN : paypal custom : x`],
      [6, 2, `[${OTHER_ID}] ${R}`],
      [7, 1, `[TU8ZZDJKS0LJCWZZTQ==] ${R}`],
    ]);
    expect(events.flatMap(({ flags }) => flags)).toEqual([]);
  });

  it('holds a bounded number of requests', () => {
    const many: [number, number, string][] = [];
    for (let i = 0; i < 2000; i += 1) many.push([i, 1, `[TU9${String(i).padStart(6, 'A')}] ${R}`]);
    const first = counted(many).events;
    const lost = '[TU9AAAAA0] Production Controller : Post Pay process';
    const again = counted([...many, [2001, 2, lost]]).events;
    expect(first).toHaveLength(2000);
    expect(again.at(-1)?.request).toBe(again.at(-1)?.id);
  });
});

describe('forms without counter', () => {
  it('cut the healthy free order of 2017 into its three requests', () => {
    const { events } = uncounted([
      [0, `[${ID}] Ordering Controller: Shop Transaction Confirm Notification to sales`],
      [300, `[${ID}] Order placed : 1 objects`],
      [5000, `[${ID}] Production Controller : Full production starting from PLACED ...`],
      [5005, `[${ID}] Prepay Production : preproducing for X`],
      [5010, `[${ID}] Production Controller : Post Pay process`],
      [5020, `[${ID}] Production Controller : Transaction Complete Operations`],
      [5030, `[${ID}] Production Controller : shop Transaction Confirm Notification to Customer`],
      [5040, `[${ID}] Production Controller : shop Transaction Confirm Notification to sales`],
    ]);
    expect(requestsOf(events)).toEqual([0, 1, 2, 2, 2, 2, 2, 2]);
  });

  it('end a request after two minutes of silence', () => {
    const { events } = uncounted([
      [0, `[${ID}] Production Controller : Post Pay process`],
      [100_000, `[${ID}] Production Process : Customer support enrolled.`],
      [220_001, `[${ID}] Production Process : Customer support enrolled.`],
    ]);
    expect(requestsOf(events)).toEqual([0, 0, 2]);
  });

  it('end a request at the second pre-production of one item', () => {
    const { events } = uncounted([
      [0, `[${ID}] Prepay Production : preproducing for X`],
      [10, `[${ID}] Prepay Production : preproducing for Y`],
      [20, `[${ID}] Prepay Production : preproducing for X`],
    ]);
    expect(requestsOf(events)).toEqual([0, 0, 2]);
  });

  it('keep a test notification, which produces twice, in one request', () => {
    const { events } = uncounted([
      [0, 'Test Autoresponse (IPN) : This simulates an asynchronous '],
      [1, `[${ID}]  Test IPN : examinating`],
      [2, `[${ID}] Production Controller : Full production starting from PLACED ...`],
      [3, `[${ID}] Production Controller : Transaction Complete Operations`],
      [4, `[${ID}] Production Controller : shop Transaction Confirm Notification to sales`],
      [5, `[${ID}]  Test IPN : Payment Success, transferring to production controller`],
      [6, `[${ID}] Production Controller : Full production starting from SOLDOUT ...`],
      [7, `[${ID}] Prepay Production : preproducing for X`],
      [8, `[${ID}] Production Controller : shop Transaction Confirm Notification to sales`],
      [9, `[${ID}] Order placed : 1 objects`],
    ]);
    expect(requestsOf(events)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 9]);
  });

  it('give a notification its opener without ID', () => {
    const { events, attachments } = uncounted([
      [0, 'Success Controller : IPN Paypal return'],
      [20, `[${ID}] Paypal IPN : paypal txn : 12345`],
      [30, `[${ID}] Paypal IPN : Recording paypal event`],
    ]);
    expect(requestsOf(events)).toEqual([0, 0, 0]);
    expect(attachments).toEqual([
      { event: events[0]?.id, offset: 0, transaction: ID, how: 'neighbour', confidence: 0.6 },
    ]);
  });

  it('attach a record without ID to the line before it, of the same part of the shop', () => {
    const { events, attachments } = uncounted([
      [0, `[${OTHER_ID}] Ordering Controller: Shop Transaction Confirm Notification to sales`],
      [1, `[${ID}] Prepay Production : preproducing for X`],
      [5, ' Customer support defaults to block settings.'],
    ]);
    expect(codes(events)).toEqual(['ORD1c', 'PRE1', 'ASG1']);
    expect(requestsOf(events)).toEqual([0, 1, 1]);
    expect(attachments).toEqual([
      expect.objectContaining({ transaction: ID, how: 'neighbour', confidence: 0.7 }),
    ]);
  });

  it('attach nothing over more than a second, nor to another part of the shop', () => {
    const { attachments } = uncounted([
      [0, `[${ID}] Prepay Production : preproducing for X`],
      [1500, ' Customer support defaults to block settings.'],
      [4000, `[${ID}] Order placed : 1 objects`],
      [4100, 'Paypal Return Controller'],
    ]);
    expect(attachments).toEqual([]);
  });

  it('mark a line behind visitors’ text that goes back in time', () => {
    const { events } = uncounted([
      [50_000, `[${ID}] Paypal IPN : paypal custom : x`],
      [1000, `[${ID}] Production Controller : Transaction Complete Operations`],
      [50_010, `[${ID}] Paypal IPN : paypal memo : y`],
    ]);
    expect(events.map(({ flags }) => flags.includes('forged'))).toEqual([false, true, false]);
  });

  it('separate the requests of the documented staff sale', () => {
    const { events } = uncounted([
      [0, `[${ID}] Internal transaction: bill_transition_pending_soldout`],
      [5, `[${ID}] Bill Controller : Transaction Soldout Operation on seller behalf by admin`],
      [9, `[${ID}] STD_ENROL_ONE_COURSE PostPay : Completed for C1...`],
      [10, `[${ID}] Bill Controller : Transaction Autocompletion Operation on seller behalf by admin`],
      [30_000, `[${ID}] Bill Controller : Transaction Soldout Operation on seller behalf by admin`],
    ]);
    expect(requestsOf(events)).toEqual([0, 0, 0, 0, 4]);
  });
});
