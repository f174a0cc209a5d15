// A7: a paid order was placed again, which puts its bill back to PLACED.
import { compareEvents } from '../../model/event.js';
import { text } from '../../model/texts/render.js';
import type { CaseRule } from '../detector.js';
import { context, proof, seenIn } from '../evidence.js';

export const paidBillReset: CaseRule = {
  shape: 'case',
  id: 'paid-bill-reset',
  codes: ['A7'],
  title: 'Paid bill reset',
  caseKind: 'transaction',
  severity: 'critical',
  version: 1,
  firesWhen:
    '`Order placed : … objects` comes after evidence of payment for the same ID; counted are such placements.',
  staysQuietWhen: 'The order was placed again before it was paid.',
  cannotSee: 'Payments that leave no trace (check, transfer).',
  advice: text('paid-bill-reset.advice'),
  thresholds: {},
  judge({ placements, paidEvidence }) {
    const [paid] = paidEvidence;
    if (paid === undefined) return null;
    const again = placements.map(({ event }) => event).filter((event) => compareEvents(event, paid) > 0);
    if (again.length === 0) return null;
    return {
      verdict: 'violated',
      count: again.length,
      ...seenIn(again),
      summary: text('paid-bill-reset.summary', { count: again.length }),
      evidence: [...again.map(proof), context(paid)],
    };
  },
  tests: [
    {
      name: 'paid, and placed again by a reload',
      expect: 'fires',
      count: 1,
      lines: `-- 2017-8-21 20:38:55 778 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:39:55 778 --  [TU90QMLVYXD5UMZYUQ==]  Test Interactive : Payment Success
-- 2017-8-21 20:41:55 778 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
    {
      name: 'placed twice, then paid',
      expect: 'near-miss',
      lines: `-- 2017-8-21 20:38:55 778 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:39:15 778 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:39:55 778 --  [TU90QMLVYXD5UMZYUQ==]  Test Interactive : Payment Success
`,
    },
  ],
};
