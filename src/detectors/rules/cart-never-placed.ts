// A10: the order step was reached, and no order was placed.
import type { TraceEvent } from '../../model/event.js';
import type { Transaction } from '../../model/transaction.js';
import { isBusinessRecord } from '../../model/transaction/record-kinds.js';
import { text } from '../../model/texts/render.js';
import type { CaseRule } from '../detector.js';
import { printedStamp } from '../evidence.js';
import { judgeWaiting, waitingStatement, type Waiting } from './waiting.js';

const MINUTE_MS = 60_000;

/** From the last order record before the first placement; null when anything else came first. */
function waitOf(transaction: Transaction): Waiting | null {
  let last: TraceEvent | null = null;
  for (const event of transaction.records) {
    if (!isBusinessRecord(event)) continue;
    if (/^(ORD|CRT)/.test(event.code)) last = event;
    else if (last !== null && event.code.startsWith('PLC')) return { since: last, ended: event };
    else if (!event.code.startsWith('SHP')) return null;
  }
  return last === null ? null : { since: last, ended: null };
}

export const cartNeverPlaced: CaseRule = {
  shape: 'case',
  id: 'cart-never-placed',
  codes: ['A10'],
  title: 'Cart never placed',
  caseKind: 'transaction',
  severity: 'low',
  version: 1,
  firesWhen:
    'An ID has only order-step or partner records 30 minutes after the last of them. Late when the placement came after that time.',
  staysQuietWhen: 'The order was placed in time, or other records show that it went on.',
  cannotSee: 'Carts that never reached the order summary: they have no ID.',
  advice: text('cart-never-placed.advice'),
  thresholds: {
    waitMs: {
      value: 30 * MINUTE_MS,
      unit: 'ms',
      why: 'The step redirects to the placement at once; half an hour leaves room for a sign-in in between.',
    },
  },
  judge(transaction, judging) {
    const wait = waitOf(transaction);
    const waitMs = judging.threshold('waitMs');
    const judged = wait === null ? null : judgeWaiting(wait, waitMs, judging);
    if (judged === null) return null;
    const minutes = Math.round(waitMs / MINUTE_MS);
    const key = judged.verdict === 'violated' ? '' : (`.${judged.verdict}` as const);
    const summary = text(`cart-never-placed${key}.summary`, { at: printedStamp(judged.since), minutes });
    return waitingStatement(judged, summary, text('expected.placement', { minutes }));
  },
  tests: [
    {
      name: 'only the order step',
      expect: 'fires',
      count: 1,
      asOf: '2017-08-21T20:00:00Z',
      lines: `-- 2017-8-21 20:38:55 525 --  [TU90QMLVYXD5UMZYUQ==] Ordering Controller: Shop Transaction Confirm Notification to sales
`,
    },
    {
      name: 'the file ends at once',
      expect: 'pending',
      lines: `-- 2017-8-21 20:38:55 525 --  [TU90QMLVYXD5UMZYUQ==] Ordering Controller: Shop Transaction Confirm Notification to sales
`,
    },
    {
      name: 'placed after 29 minutes',
      expect: 'near-miss',
      lines: `-- 2017-8-21 20:38:55 525 --  [TU90QMLVYXD5UMZYUQ==] Ordering Controller: Shop Transaction Confirm Notification to sales
-- 2017-8-21 21:07:55 525 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
  ],
};
