// A2: production began, and its request ended before post-pay, completion or a staff sell-out.
import { text } from '../../model/texts/render.js';
import type { CaseRule } from '../detector.js';
import { deadRunStatement, runsStoppedIn } from './dead-runs.js';

export const prePayDied: CaseRule = {
  shape: 'case',
  id: 'pre-pay-died',
  codes: ['A2'],
  title: 'Silent death in pre-pay',
  caseKind: 'transaction',
  severity: 'high',
  version: 1,
  firesWhen:
    'A run began (`Full production starting` or `preproducing for`), its request shows neither post-pay nor completion nor a staff sell-out afterwards, and has ended.',
  staysQuietWhen:
    'The run went on; the request may still be running (pending for 120 seconds); a hole hides the end.',
  cannotSee: 'Why it died. A death before the first record of production looks like an abandoned order.',
  advice: text('pre-pay-died.advice'),
  thresholds: {},
  judge(transaction, judging) {
    const runs = runsStoppedIn(transaction, 'pre-pay', judging);
    const caught = runs.dead.some((run) => run.request.events.some((event) => event.code === 'TST8'));
    return deadRunStatement(runs, {
      severity: 'high',
      summary: (params) => text(caught ? 'pre-pay-died.caught.summary' : 'pre-pay-died.summary', params),
      advice: (params) => text('pre-pay-died.advice', params),
      missing: text('expected.post-pay'),
    });
  },
  tests: [
    {
      name: 'the second buyer of the same name: death after preproducing',
      expect: 'fires',
      count: 1,
      asOf: '2018-05-02T00:00:00Z',
      lines: `-- 2018-5-01 10:00:00 100 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from SOLDOUT ...
-- 2018-5-01 10:00:00 110 --  [TU90QMLVYXD5UMZYUQ==] Prepay Production : preproducing for COURSE1
`,
    },
    {
      name: 'a handler that cannot be loaded: the opening record is the last',
      expect: 'fires',
      count: 1,
      asOf: '2025-01-02T00:00:00Z',
      lines: `-- 2025-1-01 10:00:00 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Full production starting from SOLDOUT ...
`,
    },
    {
      name: 'the file ends at once',
      expect: 'pending',
      lines: `-- 2018-5-01 10:00:00 100 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from SOLDOUT ...
-- 2018-5-01 10:00:00 110 --  [TU90QMLVYXD5UMZYUQ==] Prepay Production : preproducing for COURSE1
`,
    },
    {
      name: 'an offline order is confirmed: completion without post-pay',
      expect: 'near-miss',
      asOf: '2018-05-02T00:00:00Z',
      lines: `-- 2018-5-01 10:00:00 110 --  [TU90QMLVYXD5UMZYUQ==] Prepay Production : preproducing for COURSE1
-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Transaction Complete Operations
`,
    },
    {
      name: 'production began from a placed order and had nothing to do',
      expect: 'quiet',
      asOf: '2018-05-02T00:00:00Z',
      lines: `-- 2018-5-01 10:00:00 110 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2018-5-01 10:00:00 140 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Transaction Complete Operations
`,
    },
  ],
};
