// Each reason of the decision table: a case that yields it, a near miss that does not, and never more confidence than allowed.
import { describe, expect, it } from 'vitest';
import { classLimits, classNames, holeClasses, type HoleClass } from '../../src/model/sequences/classes.js';
import type { NumberFactKind, SequenceSettings } from '../../src/model/sequences/number-fact.js';
import type { ExplainedHole } from '../../src/model/sequences/hole.js';
import {
  DAY, MINUTE, order, ordersInTurn, quoteRow, range, Scene, START, type FactWithoutPlace,
} from './number-scene.js'; // prettier-ignore

const N = '100000002';
const at = (minute: number): number => START + minute * MINUTE;

type Line = [kind: NumberFactKind, minute: number, more?: Partial<FactWithoutPlace>];

/** Lines about the missing number and its cart, in a trace that speaks about orders, carts and payments for two days. */
function trace(lines: readonly Line[], settings: Partial<SequenceSettings> = {}): Scene {
  const numbered = new Set<NumberFactKind>([
    'reserved',
    'save-failed',
    'invoiced',
    'order-mailed',
    'order-deleted',
  ]);
  const around: FactWithoutPlace[] = [
    order('100000001', 0, { quote: 'q1', order: '1' }),
    { kind: 'reserved', at: at(-1), number: '100000001', quote: 'q1' },
    { kind: 'payment-captured', at: at(-1), number: '100000001', quote: 'q1', txn: 't1', amount: 10 },
    order('100000003', 60, { quote: 'q3', order: '3' }),
    order('100000004', 2 * 24 * 60, { quote: 'q4', order: '4' }),
    { kind: 'reserved', at: at(2 * 24 * 60), number: '100000004', quote: 'q4' },
    {
      kind: 'payment-captured',
      at: at(2 * 24 * 60),
      number: '100000004',
      quote: 'q4',
      txn: 't4',
      amount: 10,
    },
  ];
  const own = lines.map(([kind, minute, more]): FactWithoutPlace => {
    const named = numbered.has(kind) || kind.startsWith('payment-') ? { number: N } : {};
    return { kind, at: at(minute), quote: 'q2', ...named, ...more };
  });
  return new Scene()
    .file('trace', 't', [...around, ...own], { from: at(-60), to: at(2 * 24 * 60) })
    .with(settings);
}

function hole(scene: Scene, body = 2): ExplainedHole | undefined {
  const found = scene.series().holes.find(({ from, to }) => from <= body && body <= to);
  const most = found === undefined ? 0 : classLimits[found.class].confidence;
  expect(found?.confidence ?? 0).toBeLessThanOrEqual(most);
  return found;
}

const guest: Line = ['quote-created', 5, { customer: null, session: 's2' }];
const owned: Line = ['quote-created', 5, { customer: 'c7', session: 's2' }];
const reserved: Line = ['reserved', 6];
const requested: Line = ['payment-requested', 6, { amount: 44 }];
const declined: Line = ['payment-declined', 7, { detail: 'no funds' }];
const captured: Line = ['payment-captured', 7, { txn: 't2', amount: 44 }];
const expired: Line = ['session-expired', 70, { session: 's2' }];

const burst = (clients: readonly string[]): Scene => {
  const bodies = [2, 3, 4, 5, 6];
  const lines = bodies.flatMap((body, index): FactWithoutPlace[] => {
    const number = `10000000${body}`;
    const quote = `b${body}`;
    return [
      { kind: 'quote-created', at: at(index), quote, customer: null },
      { kind: 'order-requested', at: at(index), quote, client: clients[index % clients.length] ?? '' },
      { kind: 'reserved', at: at(index), quote, number },
      { kind: 'payment-declined', at: at(index), quote, number },
    ];
  });
  return new Scene().file('trace', 't', [order('100000001', -1), ...lines, order('100000007', 30)]);
};

const twoExports = (later: readonly number[]): Scene =>
  new Scene().file('orders', 'may', ordersInTurn(range(1, 9)), { takenAt: START + DAY }).file(
    'orders',
    'june',
    ordersInTurn(range(1, 9)).filter((_, index) => later.includes(index + 1)),
    { takenAt: START + 30 * DAY },
  );

const access = (minutes: readonly number[]): Scene =>
  new Scene()
    .file('orders', 'o', [order('100000001', 0), order('100000003', 60), order('100000004', 90)])
    .file(
      'access-log',
      'a',
      minutes.map((minute) => ({ kind: 'order-request-failed', at: at(minute) }) as const),
      { from: at(-60), to: at(120) },
    );

interface Row {
  readonly yields: Scene;
  readonly nearMiss: Scene;
  readonly missed?: HoleClass | null;
  readonly body?: number;
  readonly severity?: string;
  readonly confidence?: number;
}

const table: Partial<Record<HoleClass, Row>> = {
  paid_no_order: {
    yields: trace([guest, reserved, requested, captured]),
    nearMiss: trace([
      guest,
      reserved,
      requested,
      captured,
      ['payment-refunded', 30, { txn: 't2', amount: 44 }],
    ]),
    severity: 'critical',
    confidence: 0.95,
  },
  deleted_order: {
    yields: twoExports([1, 3, 4, 5, 6, 7, 8, 9]),
    nearMiss: twoExports(range(3, 9)),
    missed: null,
    severity: 'critical',
    confidence: 0.95,
  },
  save_failed: {
    yields: trace([owned, reserved, ['save-failed', 7, { detail: 'Deadlock found' }]]),
    nearMiss: trace([owned, reserved, ['save-failed', 7, { detail: 'Deadlock found' }], captured]),
    missed: 'paid_no_order',
    severity: 'medium',
  },
  step_cluster: {
    yields: new Scene().file('orders', 'o', ordersInTurn(range(1, 1 + 3 * 59, 3))),
    nearMiss: new Scene().file('orders', 'o', ordersInTurn(range(1, 1 + 3 * 40, 3))),
    missed: null,
    confidence: 0.95,
  },
  counter_jump: {
    yields: new Scene().file('orders', 'o', ordersInTurn([1, 1002, 1003])),
    nearMiss: new Scene().file('orders', 'o', ordersInTurn([1, 19, 20])),
    missed: 'no_data',
    severity: 'medium',
    confidence: 0.6,
  },
  bot_burst: {
    yields: burst(['k1']),
    nearMiss: burst(['k1', 'k2']),
    missed: 'declined_guest_live',
    severity: 'high',
  },
  declined_owned: {
    yields: trace([owned, reserved, requested, declined]),
    nearMiss: trace([guest, reserved, requested, declined]),
    missed: 'declined_guest_expired',
    confidence: 0.9,
  },
  declined_guest_live: {
    yields: trace([guest, reserved, requested, ['payment-declined', 2 * 24 * 60 - 40]]),
    nearMiss: trace([guest, reserved, requested, ['payment-declined', 2 * 24 * 60 - 70]]),
    missed: 'declined_guest_expired',
  },
  declined_guest_expired: {
    yields: trace([guest, ['checkout-started', 6, { method: 'register' }], reserved, declined, expired]),
    nearMiss: trace([guest, reserved, declined, ['login', 8, { customer: 'c7' }], expired]),
    missed: 'declined_owned',
  },
  in_flight: {
    yields: trace([owned, ['reserved', 2 * 24 * 60 - 10], ['payment-requested', 2 * 24 * 60 - 10]]),
    nearMiss: trace([owned, ['reserved', 2 * 24 * 60 - 40], ['payment-requested', 2 * 24 * 60 - 40]]),
    missed: 'abandoned_gateway_owned',
    severity: 'none',
  },
  abandoned_gateway_owned: {
    yields: trace([owned, reserved, requested]),
    nearMiss: trace([owned, reserved, requested, declined]),
    missed: 'declined_owned',
    confidence: 0.8,
  },
  abandoned_gateway_guest: {
    yields: trace([guest, reserved, requested]),
    nearMiss: trace([guest, reserved]),
    missed: 'reserved_guest',
    confidence: 0.8,
  },
  reserved_pending_owned: {
    yields: trace([owned, reserved]),
    nearMiss: trace([owned, reserved, requested]),
    missed: 'abandoned_gateway_owned',
    confidence: 0.7,
  },
  reserved_guest: {
    yields: trace([guest, reserved]),
    nearMiss: trace([['quote-created', 5, { customer: null }], reserved, ['login', 8, { customer: 'c7' }]]),
    missed: 'reserved_pending_owned',
    confidence: 0.7,
  },
  multi_address_run: {
    yields: new Scene()
      .file('orders', 'o', ordersInTurn([1, 5]))
      .file('quotes', 'q', [quoteRow('100000004', 0, 'q2', { severalAddresses: true, customer: 'c7' })]),
    nearMiss: new Scene()
      .file('orders', 'o', ordersInTurn([1, 5]))
      .file('quotes', 'q', [quoteRow('100000004', 0, 'q2', { customer: 'c7' })]),
    missed: 'no_data',
  },
  left_edge: {
    yields: new Scene().file('orders', 'o', ordersInTurn([4, 5])).with({ first: ['100000001'] }),
    nearMiss: new Scene().file('orders', 'o', ordersInTurn([1, 4, 5])).with({ first: ['100000001'] }),
    missed: 'no_data',
    severity: 'none',
  },
  right_edge: {
    yields: new Scene().file('orders', 'o', ordersInTurn([1])).with({ last: ['100000003'] }),
    nearMiss: new Scene().file('orders', 'o', ordersInTurn([1, 3])).with({ last: ['100000003'] }),
    missed: 'no_data',
    severity: 'none',
  },
  declined_inferred: { yields: access([30]), nearMiss: access([70]), missed: 'no_data', confidence: 0.8 },
  unexplained: {
    yields: trace([]),
    nearMiss: new Scene().file('orders', 'o', ordersInTurn([1, 3, 4])),
    missed: 'no_data',
    severity: 'medium',
    confidence: 0.9,
  },
  no_data: {
    yields: new Scene().file('orders', 'o', ordersInTurn([1, 3, 4])),
    nearMiss: trace([]),
    missed: 'unexplained',
    severity: 'none',
    confidence: 0,
  },
};

describe('the decision table', () => {
  it('has a case for every reason', () => {
    expect(Object.keys(table).toSorted()).toEqual([...holeClasses].toSorted());
  });

  it.each(Object.entries(table))('%s', (name, row) => {
    const found = hole(row.yields);
    expect(found?.class).toBe(name);
    expect(found?.confidence).toBe(row.confidence ?? found?.confidence);
    expect(found?.severity).toBe(row.severity ?? 'info');
    const missed = hole(row.nearMiss)?.class ?? null;
    expect(missed).not.toBe(name);
    expect(missed).toBe(row.missed === undefined ? missed : row.missed);
  });

  it('speaks to people who know no class names, and calls nothing fraud', () => {
    for (const row of Object.values(table)) {
      const found = hole(row.yields);
      const words = `${found?.text} ${found?.wouldChange}`;
      expect(words).toMatch(/^[A-Z].*\.$/s);
      expect(words).not.toMatch(/undefined|NaN|fraud/i);
      expect(holeClasses.filter((name) => name.includes('_') && words.includes(name))).toEqual([]);
    }
    for (const name of Object.values(classNames)) expect(name).not.toMatch(/_|fraud/i);
  });

  it('costs a tenth for each source that does not cover the time', () => {
    const tables = new Scene()
      .file('orders', 'o', ordersInTurn([1, 3]))
      .file('quotes', 'q', [quoteRow(N, 1, 'q2', { method: 'guest' })]);
    expect(hole(tables)).toMatchObject({ class: 'reserved_guest', confidence: 0.6 });
  });

  it('joins a payment without reference by amount and time, with less confidence', () => {
    const scene = (amount: number): Scene =>
      new Scene()
        .file('orders', 'o', [...ordersInTurn([1, 3]), order('100000004', 600)])
        .file('quotes', 'q', [quoteRow(N, 1, 'q2', { amount: 44 })])
        .file('gateway', 'g', [{ kind: 'payment-captured', at: at(3), txn: 'x', amount }], {
          from: at(-60),
          to: at(700),
        });
    expect(hole(scene(44))).toMatchObject({ class: 'paid_no_order', confidence: 0.7 });
    expect(hole(scene(45))?.class).toBe('reserved_guest');
    expect(
      scene(45)
        .report()
        .payments.map(({ fact }) => fact.txn),
    ).toEqual(['x']);
  });

  it('takes a mail alone for less than an invoice, where the order is gone', () => {
    const scene = (kind: 'invoiced' | 'order-mailed'): Scene =>
      trace([[kind, 10]]).file('orders', 'o', ordersInTurn([1, 3, 4]));
    expect(hole(scene('invoiced'))).toMatchObject({ class: 'deleted_order', confidence: 0.95 });
    expect(hole(scene('order-mailed'))).toMatchObject({ class: 'deleted_order', confidence: 0.6 });
  });

  it('keeps what else it could be, and all together is never surer than certain', () => {
    const found = hole(trace([owned, reserved, requested, declined, ['save-failed', 8]]));
    expect(found?.class).toBe('save_failed');
    expect(found?.alternatives.map((other) => other.class)).toContain('declined_owned');
    const all = (found?.alternatives ?? []).map(({ confidence }) => confidence);
    expect((found?.confidence ?? 1) + all.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1 + 1e-9);
  });

  const made: Line = ['order', 8, { number: N, order: '2', state: 'processing' }];
  const removed: Line = ['order-deleted', 300, { detail: 'admin' }];

  it('takes an order that was there and was deleted for deleted, however much was paid', () => {
    const found = hole(
      trace([owned, reserved, requested, captured, made, ['order-mailed', 8], ['invoiced', 90], removed]),
    );
    expect(found).toMatchObject({
      class: 'deleted_order',
      confidence: 0.95,
      severity: 'critical',
      mayStillArrive: false,
      alternatives: [],
    });
    expect(found?.text).toMatch(
      /order deleted by admin.* Money was taken, no refund is seen \(payment of 44/,
    );
    const proofs = found?.evidence.filter(({ role }) => role === 'proof').map(({ fact }) => fact.kind);
    expect(proofs).toEqual(['order', 'order-deleted', 'payment-captured']);
  });

  it('says of a deleted order that its money was given back, and nothing of money where none was taken', () => {
    const back: Line = ['payment-refunded', 200, { txn: 't2', amount: 44 }];
    const refunded = hole(trace([owned, reserved, requested, captured, made, back, removed]));
    expect(refunded?.class).toBe('deleted_order');
    expect(refunded?.text).toContain('The money was given back (payment of 44.00 given back');
    expect(refunded?.text).not.toContain('no refund');
    expect(hole(trace([owned, reserved, made, removed]))?.text).not.toMatch(/money/i);
  });

  it('knows a deletion from the invoice or an older export, where the order itself is in no trace', () => {
    const gone = ordersInTurn([1, 3, 4]);
    const invoiced = trace([owned, reserved, requested, captured, ['invoiced', 90]]).file(
      'orders',
      'o',
      gone,
    );
    expect(hole(invoiced)).toMatchObject({ class: 'deleted_order', severity: 'critical' });
    expect(hole(invoiced)?.text).toContain('no refund is seen');
  });

  it('leaves a mail alone open: it may be sent before all is written', () => {
    const mailed = trace([owned, reserved, requested, captured, ['order-mailed', 8]]);
    const found = hole(mailed.file('orders', 'o', ordersInTurn([1, 3, 4])));
    expect(found).toMatchObject({ class: 'paid_no_order', confidence: 0.95 });
    expect(found?.alternatives).toEqual([{ class: 'deleted_order', confidence: 0.05 }]);
  });

  it('marks money without any number: a loss need not make a hole', () => {
    const scene = new Scene()
      .file('orders', 'o', [...ordersInTurn([1, 2]), order('100000003', 600)])
      .file('gateway', 'g', [
        { kind: 'payment-captured', at: at(3), txn: 'lost', amount: 77 },
        { kind: 'payment-captured', at: at(3), txn: 'fine', amount: 10, number: '100000001' },
      ]);
    expect(scene.report().payments.map(({ fact }) => fact.txn)).toEqual(['lost']);
    expect(scene.series().holes).toEqual([]);
  });

  it('takes money taken twice for one number for a duplicate', () => {
    const scene = trace([]).file('gateway', 'g', [
      { kind: 'payment-captured', at: at(1), txn: 'a', amount: 10, number: '100000003' },
      { kind: 'payment-captured', at: at(2), txn: 'b', amount: 10, number: '100000003' },
    ]);
    expect(scene.series().duplicates).toMatchObject([{ reason: 'paid_twice', number: '100000003' }]);
  });
});
