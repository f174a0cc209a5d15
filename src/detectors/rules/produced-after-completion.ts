// A5: something was produced again after the order was complete.
import type { Run, Transaction } from '../../model/transaction.js';
import { isTestNotification, textField } from '../../model/transaction/record-kinds.js';
import { text } from '../../model/texts/render.js';
import type { TraceEvent } from '../../model/event.js';
import type { CaseRule } from '../detector.js';
import { context, proof, seenIn } from '../evidence.js';

/** The record that completes a run: state COMPLETE, or the completion of a paid run; null while it has none. */
function completingRecord(run: Run): TraceEvent | null {
  const stated = run.events.find(
    (event) => event.code === 'PRD6' && textField(event, 'billState')?.toUpperCase() === 'COMPLETE',
  );
  if (stated !== undefined) return stated;
  return run.paid ? (run.events.find((event) => event.code === 'PRD7') ?? null) : null;
}

function outsideTests(transaction: Transaction): Run[] {
  return transaction.runs.filter((run) => !run.request.events.some(isTestNotification));
}

export const producedAfterCompletion: CaseRule = {
  shape: 'case',
  id: 'produced-after-completion',
  codes: ['A5'],
  title: 'Produced after completion',
  caseKind: 'transaction',
  severity: 'high',
  version: 1,
  firesWhen:
    'A run that prepares or produces an item begins after another run was complete (state COMPLETE, or completion of a paid run); counted are the later runs.',
  staysQuietWhen:
    'The later run had nothing to do; the run stands in a Test-IPN request, which produces twice.',
  cannotSee: 'In code before 2020-05, a bill that was complete without payment: its state is not printed.',
  advice: text('produced-after-completion.advice'),
  thresholds: {},
  judge(transaction) {
    const runs = outsideTests(transaction);
    const completed = runs.flatMap((run) => completingRecord(run) ?? []);
    const first = completed.toSorted((a, b) => a.orderTime - b.orderTime)[0];
    if (first === undefined) return null;
    const behind = new Set(transaction.records.slice(transaction.records.indexOf(first) + 1));
    const openers = runs
      .filter((run) => run.preproduced || run.events.some((event) => event.code === 'POS1'))
      .flatMap((run) => run.events[0] ?? [])
      .filter((event) => behind.has(event));
    if (openers.length === 0) return null;
    return {
      verdict: 'violated',
      count: openers.length,
      ...seenIn(openers),
      summary: text('produced-after-completion.summary', { count: openers.length }),
      evidence: [...openers.map(proof), context(first)],
    };
  },
  tests: [
    {
      name: 'staff sell out what the gateway had completed',
      expect: 'fires',
      count: 1,
      lines: `-- 2025-1-01 10:00:00 090 -1-  [TU8WCDJKS0LJCWZZTQ==]  Test Interactive : Payment Success
-- 2025-1-01 10:00:01 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Full production starting from SOLDOUT ...
-- 2025-1-01 10:00:01 110 -2-  [TU8WCDJKS0LJCWZZTQ==] Prepay Production : preproducing for COURSE1
-- 2025-1-01 10:00:01 120 -3-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Post Pay process
-- 2025-1-01 10:00:01 125 -4-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Updating bill state to COMPLETE
-- 2025-1-01 10:00:01 130 -5-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Transaction Complete Operations
-- 2025-1-02 10:00:00 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Internal transaction: bill_transition_pending_soldout
-- 2025-1-02 10:00:00 110 -2-  [TU8WCDJKS0LJCWZZTQ==] Bill Controller : Transaction Soldout Operation on seller behalf by admin
-- 2025-1-02 10:00:00 120 -3-  [TU8WCDJKS0LJCWZZTQ==] Postpay Production : producing for COURSE1
`,
    },
    {
      name: 'an unpaid order is confirmed, then sold out by staff',
      expect: 'near-miss',
      lines: `-- 2025-1-01 10:00:01 110 -1-  [TU8WCDJKS0LJCWZZTQ==] Prepay Production : preproducing for COURSE1
-- 2025-1-01 10:00:01 130 -2-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Transaction Complete Operations
-- 2025-1-02 10:00:00 110 -1-  [TU8WCDJKS0LJCWZZTQ==] Bill Controller : Transaction Soldout Operation on seller behalf by admin
-- 2025-1-02 10:00:00 120 -2-  [TU8WCDJKS0LJCWZZTQ==] Postpay Production : producing for COURSE1
`,
    },
  ],
};
