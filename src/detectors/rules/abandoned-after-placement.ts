// A9: an order was placed, and nothing followed.
import type { TraceEvent } from '../../model/event.js';
import type { Transaction } from '../../model/transaction.js';
import { codesLike, isActivity } from '../../model/transaction/record-kinds.js';
import { text } from '../../model/texts/render.js';
import type { CaseRule } from '../detector.js';
import { printedStamp } from '../evidence.js';
import { judgeWaiting, worstWaiting, waitingStatement, type Waiting } from './waiting.js';

const HOUR_MS = 3_600_000;

const isPlacing = codesLike(/^(PLC|ORD)/);

/** Stretches without activity that hold a placement, each from its last placement or order record. */
function waits(transaction: Transaction): Waiting[] {
  const found: Waiting[] = [];
  let last: TraceEvent | null = null;
  let placed = false;
  for (const event of transaction.records) {
    if (event.code.startsWith('PLC')) placed = true;
    if (isPlacing(event.code)) last = event;
    else if (isActivity(event)) {
      if (placed && last !== null) found.push({ since: last, ended: event });
      last = null;
      placed = false;
    }
  }
  if (placed && last !== null) found.push({ since: last, ended: null });
  return found;
}

export const abandonedAfterPlacement: CaseRule = {
  shape: 'case',
  id: 'abandoned-after-placement',
  codes: ['A9'],
  title: 'Abandoned after placement',
  caseKind: 'transaction',
  severity: 'low',
  version: 1,
  firesWhen:
    'The last business record of an ID is a placement, and none follows in the 24 hours after it. Late when the next payment, production or staff record came after that time.',
  staysQuietWhen:
    'Anything but bill arithmetic and order steps follows in time; the files do not reach 24 hours beyond (pending), or have a hole there.',
  cannotSee:
    'Payments outside the shop, which the trace never shows; a bill changed by hand in the database.',
  advice: text('abandoned-after-placement.advice'),
  thresholds: {
    waitMs: {
      value: 24 * HOUR_MS,
      unit: 'ms',
      why: 'Gateways answer within minutes and buyers come back the same day; staff confirm offline orders within a day or the buyer is worth a question.',
    },
  },
  judge(transaction, judging) {
    const waitMs = judging.threshold('waitMs');
    const worst = worstWaiting(waits(transaction).map((waiting) => judgeWaiting(waiting, waitMs, judging)));
    if (worst === null) return null;
    const hours = Math.round(waitMs / HOUR_MS);
    const key = worst.verdict === 'violated' ? '' : (`.${worst.verdict}` as const);
    const placedAt = printedStamp(worst.since);
    const summary = text(`abandoned-after-placement${key}.summary`, { placedAt, hours });
    const said = waitingStatement(worst, summary, text('expected.activity', { hours }));
    return { ...said, wakeAt: worst.wakeAt };
  },
  tests: [
    {
      name: 'placed, and a day passes',
      expect: 'fires',
      count: 1,
      asOf: '2017-08-23T00:00:00Z',
      lines: `-- 2017-8-21 20:38:55 525 --  [TU90QMLVYXD5UMZYUQ==] Ordering Controller: Shop Transaction Confirm Notification to sales
-- 2017-8-21 20:38:55 778 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
    {
      name: 'the file ends an hour later',
      expect: 'pending',
      asOf: '2017-08-21T20:00:00Z',
      lines: `-- 2017-8-21 20:38:55 778 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
    {
      name: 'staff activate it 25 hours later: late',
      expect: 'fires',
      count: 1,
      lines: `-- 2017-8-21 20:00:00 000 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-22 21:00:00 000 --  [TU90QMLVYXD5UMZYUQ==] Bill Controller : Transaction Soldout Operation on seller behalf by admin
`,
    },
    {
      name: 'confirmed 23 hours later',
      expect: 'near-miss',
      asOf: '2017-08-30T00:00:00Z',
      lines: `-- 2017-8-21 20:00:00 000 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-22 19:00:00 000 --  [TU90QMLVYXD5UMZYUQ==] Prepay Production : preproducing for COURSE1
-- 2017-8-22 19:00:00 040 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Transaction Complete Operations
`,
    },
    {
      name: 'a cart that was never placed is no abandoned placement',
      expect: 'quiet',
      asOf: '2017-08-30T00:00:00Z',
      lines: `-- 2017-8-21 20:38:55 525 --  [TU90QMLVYXD5UMZYUQ==] Ordering Controller: Shop Transaction Confirm Notification to sales
`,
    },
  ],
};
