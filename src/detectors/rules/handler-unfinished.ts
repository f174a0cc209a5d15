// A3: post-pay production of an item began, and no handler said that it ended well.
import type { WebRequest } from '../../model/transaction.js';
import { requestOver } from '../../model/transaction/requests.js';
import { distinct } from '../../model/transaction/runs.js';
import { text } from '../../model/texts/render.js';
import { listed } from '../../model/texts/words.js';
import type { CaseRule, JudgeContext } from '../detector.js';
import { context, proof, seenIn } from '../evidence.js';
import { unfinishedItems, type UnfinishedItem } from './unfinished-items.js';

interface Judged {
  readonly items: readonly UnfinishedItem[];
  readonly dueAt: number | null;
}

/** A failure that is told is known at once, a missing end only when the request is over. */
function judgeRequest(request: WebRequest, { coverage }: JudgeContext): Judged {
  const all = unfinishedItems(request);
  if (all.length === 0) return { items: [], dueAt: null };
  const { over, dueAt } = requestOver(request, coverage);
  const items = over ? all : all.filter((item) => item.failure !== null);
  return { items, dueAt: items.length === all.length ? null : dueAt };
}

export const handlerUnfinished: CaseRule = {
  shape: 'case',
  id: 'handler-unfinished',
  codes: ['A3'],
  title: 'Handler unfinished',
  caseKind: 'transaction',
  severity: 'high',
  version: 1,
  firesWhen:
    '`producing for` an item is followed, in its request, by an error of the handler or an empty response, or by no end line at all; counted are requests.',
  staysQuietWhen:
    'The handler says that it is complete, or is disabled or missing; a message that is not known follows, which may be its end.',
  cannotSee: 'Items of code before 2018-12, which prints no `producing for`.',
  advice: text('handler-unfinished.advice'),
  thresholds: {},
  judge(transaction, judging) {
    if (!transaction.codes.has('POS1')) return null;
    const judged = transaction.requests.map((request) => judgeRequest(request, judging));
    const broken = judged.filter(({ items }) => items.length > 0);
    const due = judged.flatMap(({ dueAt }) => dueAt ?? []);
    const wakeAt = due.length === 0 ? null : Math.min(...due);
    const items = broken.length > 0 ? broken.flatMap((each) => each.items) : [];
    const waiting = transaction.requests.flatMap(unfinishedItems);
    const shown = items.length > 0 ? items : waiting;
    if (items.length === 0 && (wakeAt === null || waiting.length === 0)) return null;
    const params = {
      count: Math.max(broken.length, 1),
      items: listed(distinct(shown.map(({ item }) => item))),
    };
    const proofs = shown.map(({ began, failure }) => failure ?? began);
    return {
      verdict: items.length > 0 ? 'violated' : 'pending',
      count: params.count,
      ...seenIn(proofs),
      dueAt: items.length > 0 ? null : wakeAt,
      wakeAt: items.length > 0 ? wakeAt : null,
      summary: text('handler-unfinished.summary', params),
      advice: text('handler-unfinished.advice', params),
      evidence: [
        ...proofs.map(proof),
        ...shown.flatMap(({ began, failure }) => (failure === null ? [] : [context(began)])),
      ],
    };
  },
  tests: [
    {
      name: 'the enrolment fails with an exception, the order is completed all the same',
      expect: 'fires',
      count: 1,
      lines: `-- 2025-1-01 10:00:00 100 -1-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Post Pay process
-- 2025-1-01 10:00:00 110 -2-  [TU8WCDJKS0LJCWZZTQ==] Postpay Production : producing for COURSE1
-- 2025-1-01 10:00:00 150 -3-  [TU8WCDJKS0LJCWZZTQ==] STD_ENROL_ONE_COURSE PostPay : Failed enrol... Course is gone
-- 2025-1-01 10:00:00 160 -4-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Transaction Complete Operations
`,
    },
    {
      name: 'no end line, and the file ends: the request may still run',
      expect: 'pending',
      lines: `-- 2025-1-01 10:00:00 110 -2-  [TU8WCDJKS0LJCWZZTQ==] Postpay Production : producing for COURSE1
`,
    },
    {
      name: 'enrolled and completed',
      expect: 'quiet',
      lines: `-- 2025-1-01 10:00:00 110 -1-  [TU8WCDJKS0LJCWZZTQ==] Postpay Production : producing for COURSE1
-- 2025-1-01 10:00:00 140 -2-  [TU8WCDJKS0LJCWZZTQ==] STD_ENROL_ONE_COURSE PostPay : User 12 Enrolled in course C1${' '}
-- 2025-1-01 10:00:00 150 -3-  [TU8WCDJKS0LJCWZZTQ==] STD_ENROL_ONE_COURSE PostPay : Completed for C1...
`,
    },
    {
      name: 'a message that is not known may be the end of the handler',
      expect: 'near-miss',
      asOf: '2025-01-02T00:00:00Z',
      lines: `-- 2025-1-01 10:00:00 110 -1-  [TU8WCDJKS0LJCWZZTQ==] Postpay Production : producing for COURSE1
-- 2025-1-01 10:00:00 140 -2-  [TU8WCDJKS0LJCWZZTQ==] MY_OWN_HANDLER Postpay : done
`,
    },
  ],
};
