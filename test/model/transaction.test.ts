// The transaction that its records tell: requests, placements, runs, accounts, payments, amounts, outcome.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merchantTrace } from '../../parsers/index.js';
import type { AttachedEvent } from '../../src/model/event.js';
import { buildTransaction } from '../../src/model/transaction/build.js';
import { outcomeOf } from '../../src/model/transaction/outcome.js';
import { absenceKnown, requestOver } from '../../src/model/transaction/requests.js';
import { runEnd } from '../../src/model/transaction/runs.js';
import type { CoveredSpan, Transaction } from '../../src/model/transaction.js';

const ID17 = 'TU90QMLVYXD5UMZYUQ==';
const ID25 = 'TU8WCDJKS0LJCWZZTQ==';

function eventsOf(lines: string, id: string, generation = 'g'): AttachedEvent[] {
  const reader = merchantTrace.open({
    generation,
    shop: 's',
    kind: 'trace',
    zone: 'Europe/Paris',
    form: null,
    masking: 'off',
    maskingKey: new Uint8Array(32),
  });
  const parts = [reader.read(Buffer.from(lines, 'utf8').toString('latin1')), reader.finish('')];
  const attachments = new Map(parts.flatMap((part) => part.attachments).map((item) => [item.event, item]));
  return parts
    .flatMap((part) => part.events)
    .flatMap((event): AttachedEvent[] => {
      if (event.transaction === id) return [{ event, attached: 'own', confidence: 1 }];
      const found = attachments.get(event.id);
      if (found?.transaction !== id) return [];
      return [{ event, attached: found.how, confidence: found.confidence }];
    });
}

function read(name: string): string {
  return readFileSync(new URL(`../../samples/${name}`, import.meta.url), 'utf8');
}

function transactionOf(name: string, id: string): Transaction {
  return buildTransaction('s', id, eventsOf(read(name), id));
}

const later: CoveredSpan = { from: 0, through: Date.parse('2030-01-01T00:00:00Z'), holes: [] };
const documented = transactionOf('documented-merchant-trace.log', ID17);

describe('the documented order', () => {
  it('was placed four times and produced in three runs that died in post-pay', () => {
    expect(documented.placements.map((placement) => placement.event.line)).toEqual([2, 9, 16, 23]);
    expect(documented.runs.map((run) => runEnd(run, later).end)).toEqual([
      'died-post-pay',
      'died-post-pay',
      'died-post-pay',
    ]);
    expect(documented.runs.map((run) => run.billState)).toEqual(['PLACED', 'PLACED', 'PLACED']);
  });

  it('concerns item EFORM and account 174, unpaid, of unknown amount', () => {
    expect(documented.items).toEqual(['EFORM']);
    expect(documented.accounts).toMatchObject([{ userId: '174', userName: 'benoit.tostain' }]);
    expect(documented.accounts[0]?.events).toHaveLength(3);
    expect(documented.paidEvidence).toEqual([]);
    expect(documented.amount).toBeNull();
  });

  it('shows seven to eight requests, each with what it was for', () => {
    const purposes = documented.requests.map((request) => request.purpose);
    expect(purposes.filter((purpose) => purpose === 'placement')).toHaveLength(4);
    expect(purposes.filter((purpose) => purpose === 'production')).toHaveLength(3);
  });
});

describe('healthy orders of today', () => {
  it('know the amount, the payment and the delivery of a PayPal order', () => {
    const paypal = transactionOf('quiet/2025-paypal.log', ID25);
    expect(paypal).toMatchObject({ amount: 120, currency: 'EUR', items: ['TRAIN1'] });
    expect(paypal.paidEvidence.map((event) => event.code)).toEqual(['PPL25']);
    expect(paypal.placements[0]).toMatchObject({ newBill: true, amount: 120, objects: 1 });
    expect(outcomeOf(paypal, { lastRunDied: false, abandoned: false })).toBe('delivered');
  });

  it('tell a staff run from one of the front', () => {
    const offline = transactionOf('quiet/2025-offline-order.log', ID25);
    expect(offline.runs.map((run) => [run.staff, run.paid])).toEqual([
      [false, false],
      [true, true],
    ]);
  });
});

describe('amounts', () => {
  const placed = (date: string, amount: string): Transaction =>
    buildTransaction(
      's',
      ID17,
      eventsOf(`-- ${date} 20:00:00 000 --  [${ID17}] Order placed : ${amount} for 2 objects\n`, ID17),
    );

  it('do not believe a zero of the years in which every placement printed zero', () => {
    expect(placed('2017-3-02', '0').amount).toBeNull();
    expect(placed('2016-8-20', '0').amount).toBe(0);
    expect(placed('2017-3-02', '12.5').amount).toBe(12.5);
  });
});

describe('outcomes', () => {
  const outcome = (
    messages: readonly string[],
    verdicts = { lastRunDied: false, abandoned: false },
  ): string => {
    const lines = messages.map((message, at) => `-- 2025-1-01 10:0${at}:00 000 -1-  [${ID25}] ${message}\n`);
    return outcomeOf(buildTransaction('s', ID25, eventsOf(lines.join(''), ID25)), verdicts);
  };
  const placement = 'Order placed : 1 objects';

  it.each([
    ['placed', [placement]],
    ['cart', ['Ordering Controller: Shop Transaction Confirm Notification to sales']],
    ['paid', [placement, ' Test Interactive : Payment Success']],
    ['cancelled', [placement, 'Internal transaction: bill_transition_placed_cancelled']],
    ['placed', [placement, 'Internal transaction: bill_transition_placed_cancelled', placement]],
    ['refunded', [placement, 'Internal transaction: bill_transition_soldout_payback']],
    ['unknown', ['Bill.recalculate : Bill recalculated to final amount : 12']],
  ])('%s: %j', (expected, messages) => {
    expect(outcome(messages)).toBe(expected);
  });

  it('failed before abandoned, and both only where the rules say so', () => {
    expect(outcome([placement], { lastRunDied: true, abandoned: true })).toBe('failed');
    expect(outcome([placement], { lastRunDied: false, abandoned: true })).toBe('abandoned');
  });
});

describe('what is known to be absent', () => {
  const span: CoveredSpan = { from: 100, through: 200, holes: [{ from: 150, to: 160 }] };

  it('is nothing outside the coverage and nothing across a hole', () => {
    expect(absenceKnown(span, 110, 140)).toBe('known');
    expect(absenceKnown(span, 170, 201)).toBe('not-yet');
    expect(absenceKnown(span, 90, 120)).toBe('never');
    expect(absenceKnown(span, 140, 170)).toBe('never');
  });

  it('ends a request with the next one or after 120 seconds', () => {
    const last = documented.requests.at(-1);
    const before = documented.requests.at(-2);
    const end = documented.lastSeen;
    const toEnd: CoveredSpan = { from: 0, through: end, holes: [] };
    expect(before && requestOver(before, toEnd)).toEqual({ over: true, dueAt: null });
    expect(last && requestOver(last, toEnd)).toEqual({ over: false, dueAt: end + 120_000 });
    expect(last && requestOver(last, { ...toEnd, through: end + 120_000 }).over).toBe(true);
  });
});

describe('any order of the records, any repeats', () => {
  it('tell the same transaction', () => {
    const events = eventsOf(read('quiet/2025-test-notification.log'), ID25);
    const whole = buildTransaction('s', ID25, events);
    fc.assert(
      fc.property(fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 }), (mixed) => {
        expect(buildTransaction('s', ID25, mixed)).toEqual(whole);
      }),
      { numRuns: 40 },
    );
  });

  it('join a request that the rotation of the file cut', () => {
    const lines = read('documented-merchant-trace.log').split(/(?<=\n)/);
    const [one, two] = [lines.slice(0, 5).join(''), lines.slice(5).join('')];
    const cut = buildTransaction('s', ID17, [...eventsOf(one, ID17, 'g1'), ...eventsOf(two, ID17, 'g2')]);
    expect(cut.requests.map((request) => request.events.length)).toEqual(
      documented.requests.map((request) => request.events.length),
    );
  });
});
