// A16: an order was paid, and nothing was produced.
import type { TraceEvent } from '../../model/event.js';
import type { Transaction } from '../../model/transaction.js';
import { text } from '../../model/texts/render.js';
import type { CaseRule } from '../detector.js';
import { printedStamp } from '../evidence.js';
import { judgeWaiting, waitingStatement, type Waiting } from './waiting.js';

const MINUTE_MS = 60_000;
/** From then on the code prints `producing for`; before, a staff sell-out of a silent handler leaves no record. */
const producingPrintedFrom = Date.UTC(2018, 11, 10);

function isProduction(event: TraceEvent): boolean {
  return (
    event.code === 'PRD5' || event.code === 'POS1' || event.code === 'TRN2' || event.stage === 'delivery'
  );
}

function countsAsPaid(event: TraceEvent, printsProducing: boolean): boolean {
  return event.code !== 'TRN1' || printsProducing || event.time >= producingPrintedFrom;
}

function waitOf(transaction: Transaction): Waiting | null {
  const events = transaction.records;
  const printsProducing = events.some((event) => event.code === 'POS1');
  const paid = transaction.paidEvidence.find((event) => countsAsPaid(event, printsProducing));
  if (paid === undefined) return null;
  const ended = events.slice(events.indexOf(paid) + 1).find(isProduction);
  return { since: paid, ended: ended ?? null };
}

export const paidNotProduced: CaseRule = {
  shape: 'case',
  id: 'paid-not-produced',
  codes: ['A16'],
  title: 'Paid, not produced',
  caseKind: 'transaction',
  severity: 'critical',
  version: 1,
  firesWhen:
    'Evidence of payment (gateway success, verified PayPal with production start, test payment, staff sell-out) and within 10 minutes neither post-pay nor a handler line. Late when it came after that.',
  staysQuietWhen: 'Post-pay or a handler follows in time.',
  cannotSee: 'Staff sell-outs of code before 2018-12, whose production may print nothing.',
  advice: text('paid-not-produced.advice'),
  thresholds: {
    waitMs: {
      value: 10 * MINUTE_MS,
      unit: 'ms',
      why: 'Production follows payment in the same request or in the redirect after it.',
    },
  },
  judge(transaction, judging) {
    const wait = waitOf(transaction);
    const waitMs = judging.threshold('waitMs');
    const judged = wait === null ? null : judgeWaiting(wait, waitMs, judging);
    if (judged === null) return null;
    const minutes = Math.round(waitMs / MINUTE_MS);
    const key = judged.verdict === 'late' ? 'paid-not-produced.late.summary' : 'paid-not-produced.summary';
    const summary = text(key, { paidAt: printedStamp(judged.since), minutes });
    return waitingStatement(judged, summary, text('expected.production', { minutes }));
  },
  tests: [
    {
      name: 'paid, and silence',
      expect: 'fires',
      count: 1,
      asOf: '2017-08-21T20:00:00Z',
      lines: `-- 2017-8-21 20:39:55 778 --  [TU90QMLVYXD5UMZYUQ==]  Test Interactive : Payment Success
`,
    },
    {
      name: 'the file ends at once',
      expect: 'pending',
      lines: `-- 2017-8-21 20:39:55 778 --  [TU90QMLVYXD5UMZYUQ==]  Test Interactive : Payment Success
`,
    },
    {
      name: 'produced after nine minutes',
      expect: 'near-miss',
      lines: `-- 2017-8-21 20:39:55 778 --  [TU90QMLVYXD5UMZYUQ==]  Test Interactive : Payment Success
-- 2017-8-21 20:48:55 778 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Post Pay process
`,
    },
    {
      name: 'a staff sell-out of 2017 that prints no handler line',
      expect: 'quiet',
      asOf: '2017-08-21T20:00:00Z',
      lines: `-- 2017-8-21 20:39:55 778 --  [TU90QMLVYXD5UMZYUQ==] Bill Controller : Transaction Soldout Operation on seller behalf by admin
`,
    },
  ],
};
