// A6: one order placed more than once.
import type { Placement, Transaction } from '../../model/transaction.js';
import { text } from '../../model/texts/render.js';
import type { CaseRule, JudgeContext } from '../detector.js';
import { context, proof, seenIn } from '../evidence.js';

/** A double click and nothing else. */
function isHarmless(
  transaction: Transaction,
  again: readonly Placement[],
  { threshold }: JudgeContext,
): boolean {
  const first = transaction.placements[0];
  const last = again.at(-1);
  if (first === undefined || last === undefined) return false;
  return last.at - first.at < threshold('doubleClickMs') && transaction.runs.every((run) => run.complete);
}

export const orderPlacedAgain: CaseRule = {
  shape: 'case',
  id: 'order-placed-again',
  codes: ['A6'],
  title: 'Order placed again',
  caseKind: 'transaction',
  severity: 'medium',
  version: 1,
  firesWhen:
    'Two or more `Order placed : … objects` for one ID; counted are those beyond the first. Low when all stand within a few seconds and no run stopped short.',
  staysQuietWhen: 'The later placement made a new bill (`Dirty state. Pass 0` before it).',
  cannotSee: 'In code before 2019-08, whether the later placement made a new bill.',
  advice: text('order-placed-again.advice'),
  thresholds: {
    doubleClickMs: {
      value: 5_000,
      unit: 'ms',
      why: 'A double click or a quick reload; a buyer who reads an error page needs longer.',
    },
  },
  judge(transaction, judging) {
    const again = transaction.placements.slice(1).filter((placement) => !placement.newBill);
    if (again.length === 0) return null;
    const first = transaction.placements[0];
    const events = again.map((placement) => placement.event);
    return {
      verdict: 'violated',
      severity: isHarmless(transaction, again, judging) ? 'low' : 'medium',
      count: again.length,
      ...seenIn(events),
      summary: text('order-placed-again.summary', {
        count: again.length,
        placements: transaction.placements.length,
      }),
      evidence: [...events.map(proof), ...(first === undefined ? [] : [context(first.event)])],
    };
  },
  tests: [
    {
      name: 'the placement link is reloaded',
      expect: 'fires',
      count: 2,
      lines: `-- 2017-8-21 20:38:55 778 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:39:16 680 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
-- 2017-8-21 20:39:21 211 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
    {
      name: 'placed, and the payment page shown: one placement in two records',
      expect: 'near-miss',
      lines: `-- 2025-1-01 10:00:00 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Bill.save : Dirty state. Pass 0
-- 2025-1-01 10:00:00 101 -2-  [TU8WCDJKS0LJCWZZTQ==] Order placed : 1 objects
-- 2025-1-01 10:00:00 102 -3-  [TU8WCDJKS0LJCWZZTQ==] Order placed : 1 product types for 120
`,
    },
    {
      name: 'two bills under one ID are not one placed again',
      expect: 'quiet',
      lines: `-- 2025-1-01 10:00:00 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Bill.save : Dirty state. Pass 0
-- 2025-1-01 10:00:00 101 -2-  [TU8WCDJKS0LJCWZZTQ==] Order placed : 1 objects
-- 2025-1-01 10:10:00 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Bill.save : Dirty state. Pass 0
-- 2025-1-01 10:10:00 101 -2-  [TU8WCDJKS0LJCWZZTQ==] Order placed : 1 objects
`,
    },
  ],
};
