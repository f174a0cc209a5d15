// A1: a production run reached post-pay, and its request ended without completing it.
import { text } from '../../model/texts/render.js';
import type { CaseRule } from '../detector.js';
import { deadRunStatement, runsStoppedIn } from './dead-runs.js';

export const postPayDied: CaseRule = {
  shape: 'case',
  id: 'post-pay-died',
  codes: ['A1'],
  title: 'Silent death in post-pay',
  caseKind: 'transaction',
  severity: 'high',
  version: 1,
  firesWhen:
    'A run holds `Post Pay process` or `producing for`, no `Transaction Complete Operations` (in a staff run: after its last `producing for` neither a handler end line nor the autocompletion), and its request has ended: the next request of the ID began, or 120 seconds passed. Critical when the order was paid.',
  staysQuietWhen:
    'The run completed; the request may still be running (pending until 120 seconds after its last record); a hole in the files hides the end.',
  cannotSee: 'Why it died: PHP errors are never traced.',
  advice: text('post-pay-died.advice'),
  thresholds: {},
  judge(transaction, judging) {
    const runs = runsStoppedIn(transaction, 'post-pay', judging);
    const paid = runs.dead.some((run) => run.paid);
    return deadRunStatement(runs, {
      severity: paid ? 'critical' : 'high',
      summary: (params) => text(paid ? 'post-pay-died.paid.summary' : 'post-pay-died.summary', params),
      advice: (params) => text('post-pay-died.advice', params),
      missing: text('expected.completion'),
    });
  },
  tests: [
    {
      name: 'dies after Post Pay process, the buyer places the order again',
      expect: 'fires',
      count: 1,
      lines: `-- 2017-8-21 20:39:01 029 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:39:01 031 --  [TU90QMLVYXD5UMZYUQ==] Prepay Production : preproducing for EFORM
-- 2017-8-21 20:39:01 075 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Post Pay process
-- 2017-8-21 20:39:16 680 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects
`,
    },
    {
      name: 'nothing more for two minutes',
      expect: 'fires',
      count: 1,
      asOf: '2017-08-21T18:41:02Z',
      lines: `-- 2017-8-21 20:39:01 029 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:39:01 031 --  [TU90QMLVYXD5UMZYUQ==] Prepay Production : preproducing for EFORM
-- 2017-8-21 20:39:01 075 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Post Pay process
`,
    },
    {
      name: 'the file ends while the request may still run',
      expect: 'pending',
      lines: `-- 2017-8-21 20:39:01 029 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:39:01 075 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Post Pay process
`,
    },
    {
      name: 'a slow handler completes 100 seconds later',
      expect: 'near-miss',
      asOf: '2017-08-22T00:00:00Z',
      lines: `-- 2017-8-21 20:39:01 029 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:39:01 031 --  [TU90QMLVYXD5UMZYUQ==] Prepay Production : preproducing for EFORM
-- 2017-8-21 20:39:01 075 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Post Pay process
-- 2017-8-21 20:40:41 075 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Transaction Complete Operations
`,
    },
    {
      name: 'a staff sell-out ends with a handler line and no completion',
      expect: 'quiet',
      asOf: '2025-01-02T00:00:00Z',
      lines: `-- 2025-1-01 10:00:00 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Internal transaction: bill_transition_pending_soldout
-- 2025-1-01 10:00:00 101 -2-  [TU8WCDJKS0LJCWZZTQ==] Bill Controller : Transaction Soldout Operation on seller behalf by admin
-- 2025-1-01 10:00:00 110 -3-  [TU8WCDJKS0LJCWZZTQ==] Postpay Production : producing for COURSE1
-- 2025-1-01 10:00:00 150 -4-  [TU8WCDJKS0LJCWZZTQ==] STD_ENROL_ONE_COURSE PostPay : Completed for C1...
`,
    },
  ],
};
