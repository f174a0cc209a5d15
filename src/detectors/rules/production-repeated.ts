// A4: more than one production run for one order.
import type { Run, Transaction } from '../../model/transaction.js';
import { isTestNotification, textField } from '../../model/transaction/record-kinds.js';
import { text } from '../../model/texts/render.js';
import type { CaseRule } from '../detector.js';
import { context, proof, seenIn } from '../evidence.js';

/** The staff action that a run belongs to; null for a run of the shop's front. */
function transitionOf(run: Run): string | null {
  if (!run.staff) return null;
  const printed = run.request.events.find((event) => event.code === 'BIL9');
  if (printed !== undefined) return `${textField(printed, 'from')}_${textField(printed, 'to')}`;
  return run.request.events.find((event) => event.code.startsWith('TRN'))?.code ?? 'staff';
}

function isTestRequest(run: Run): boolean {
  return run.request.events.some(isTestNotification);
}

interface CountedRuns {
  readonly first: readonly Run[];
  readonly repeats: readonly Run[];
}

/** Runs beyond the first of their kind: of the front, and of each staff transition; a Test-IPN request counts once. */
function countRuns(transaction: Transaction): CountedRuns {
  const first: Run[] = [];
  const repeats: Run[] = [];
  const met = new Set<string>();
  const testRequests = new Set<string>();
  for (const run of transaction.runs.filter((candidate) => candidate.preproduced)) {
    if (isTestRequest(run)) {
      if (testRequests.has(run.request.id)) continue;
      testRequests.add(run.request.id);
    }
    const kind = transitionOf(run) ?? '';
    (met.has(kind) ? repeats : first).push(run);
    met.add(kind);
  }
  return { first, repeats };
}

/** Two runs that both came to their end deliver twice; a retry after a death mostly does not. */
function afterCompletion(repeat: Run, runs: readonly Run[]): boolean {
  return runs.some((run) => run.complete && run.lastRecord <= repeat.start);
}

export const productionRepeated: CaseRule = {
  shape: 'case',
  id: 'production-repeated',
  codes: ['A4'],
  title: 'Production repeated',
  caseKind: 'transaction',
  severity: 'medium',
  version: 1,
  firesWhen:
    'Two or more runs with `preproducing for` for one ID; counted are those beyond the first. High when an earlier run had completed (gateway and browser both producing), medium when it is a retry after a death.',
  staysQuietWhen:
    'Both runs stand in one Test-IPN request; a staff run follows a run of the front (it counts only after a staff run of the same transition).',
  cannotSee: 'Whether the handlers delivered twice: some find what is there and do nothing.',
  advice: text('production-repeated.advice'),
  thresholds: {},
  judge(transaction) {
    const { first, repeats } = countRuns(transaction);
    const openers = repeats.flatMap((run) => run.events[0] ?? []);
    if (openers.length === 0) return null;
    const high = repeats.some((run) => afterCompletion(run, transaction.runs));
    return {
      verdict: 'violated',
      severity: high ? 'high' : 'medium',
      count: repeats.length,
      ...seenIn(openers),
      summary: text('production-repeated.summary', {
        count: repeats.length,
        runs: first.length + repeats.length,
      }),
      evidence: [
        ...openers.map(proof),
        ...first.flatMap((run) => (run.events[0] ? [context(run.events[0])] : [])),
      ],
    };
  },
  tests: [
    {
      name: 'gateway and browser both produce',
      expect: 'fires',
      count: 1,
      lines: `-- 2025-1-01 10:00:00 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Full production starting from SOLDOUT ...
-- 2025-1-01 10:00:00 110 -2-  [TU8WCDJKS0LJCWZZTQ==] Prepay Production : preproducing for COURSE1
-- 2025-1-01 10:00:00 120 -3-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Post Pay process
-- 2025-1-01 10:00:00 130 -4-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Transaction Complete Operations
-- 2025-1-01 10:00:05 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Full production starting from SOLDOUT ...
-- 2025-1-01 10:00:05 110 -2-  [TU8WCDJKS0LJCWZZTQ==] Prepay Production : preproducing for COURSE1
-- 2025-1-01 10:00:05 120 -3-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Post Pay process
-- 2025-1-01 10:00:05 130 -4-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Transaction Complete Operations
`,
    },
    {
      name: 'a second run that prepares nothing',
      expect: 'near-miss',
      lines: `-- 2025-1-01 10:00:00 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Full production starting from SOLDOUT ...
-- 2025-1-01 10:00:00 110 -2-  [TU8WCDJKS0LJCWZZTQ==] Prepay Production : preproducing for COURSE1
-- 2025-1-01 10:00:00 120 -3-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Post Pay process
-- 2025-1-01 10:00:00 130 -4-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Transaction Complete Operations
-- 2025-1-01 10:00:05 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Full production starting from COMPLETE ...
-- 2025-1-01 10:00:05 130 -2-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Transaction Complete Operations
`,
    },
    {
      name: 'an offline order is confirmed, and sold out by staff weeks later',
      expect: 'quiet',
      lines: `-- 2025-1-01 10:00:00 110 -1-  [TU8WCDJKS0LJCWZZTQ==] Prepay Production : preproducing for COURSE1
-- 2025-1-01 10:00:00 130 -2-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Transaction Complete Operations
-- 2025-1-20 10:00:00 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Internal transaction: bill_transition_placed_soldout
-- 2025-1-20 10:00:00 105 -2-  [TU8WCDJKS0LJCWZZTQ==] Prepay Production : preproducing for COURSE1
-- 2025-1-20 10:00:00 110 -3-  [TU8WCDJKS0LJCWZZTQ==] Bill Controller : Transaction Soldout Operation on seller behalf by admin
-- 2025-1-20 10:00:00 120 -4-  [TU8WCDJKS0LJCWZZTQ==] Postpay Production : producing for COURSE1
-- 2025-1-20 10:00:00 150 -5-  [TU8WCDJKS0LJCWZZTQ==] STD_ENROL_ONE_COURSE PostPay : Completed for C1...
`,
    },
  ],
};
