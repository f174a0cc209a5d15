// A11: an order with a total of zero stops at the payment page.
import type { Transaction } from '../../model/transaction.js';
import { isBusinessRecord, numberField } from '../../model/transaction/record-kinds.js';
import { text } from '../../model/texts/render.js';
import type { CaseRule } from '../detector.js';
import { expected, proof, seenIn } from '../evidence.js';
import { judgeWaiting, type Waiting } from './waiting.js';

const MINUTE_MS = 60_000;

function waits(transaction: Transaction): Waiting[] {
  return transaction.requests.flatMap((request) => {
    const last = request.events.findLast(isBusinessRecord);
    if (last?.code !== 'PLC3' || numberField(last, 'amount') !== 0) return [];
    const at = transaction.records.indexOf(last);
    const run = transaction.records.slice(at + 1).find((event) => event.code === 'PRD4');
    return { since: last, ended: run ?? null };
  });
}

export const freeOrderDeadEnd: CaseRule = {
  shape: 'case',
  id: 'free-order-dead-end',
  codes: ['A11'],
  title: 'Free order dead end',
  caseKind: 'transaction',
  severity: 'high',
  version: 1,
  firesWhen:
    '`Order placed : … product types for 0` is the last of its request, and no production begins within 10 minutes; counted are such requests.',
  staysQuietWhen: 'Production follows, or the total is not zero.',
  cannotSee: 'Free orders of code before 2024-03, which prints no total here (and can finish them).',
  advice: text('free-order-dead-end.advice'),
  thresholds: {
    waitMs: {
      value: 10 * MINUTE_MS,
      unit: 'ms',
      why: 'A free order goes on by itself within seconds; ten minutes leave room for a buyer who reads.',
    },
  },
  judge(transaction, judging) {
    const waitMs = judging.threshold('waitMs');
    const judged = waits(transaction).flatMap((waiting) => judgeWaiting(waiting, waitMs, judging) ?? []);
    const broken = judged.filter(({ verdict }) => verdict !== 'pending');
    const shown = broken.length > 0 ? broken : judged;
    const events = shown.map(({ since }) => since);
    if (events.length === 0) return null;
    const waiting = judged.filter(({ verdict }) => verdict === 'pending').map(({ dueAt }) => dueAt);
    const dueAt = waiting.length === 0 ? null : Math.min(...waiting);
    const isLate = broken.length > 0 && broken.every(({ verdict }) => verdict === 'late');
    const verdict = isLate ? 'late' : 'violated';
    return {
      verdict: broken.length > 0 ? verdict : 'pending',
      count: events.length,
      ...seenIn(events),
      dueAt: broken.length > 0 ? (broken[0]?.dueAt ?? null) : dueAt,
      wakeAt: broken.length > 0 ? dueAt : null,
      summary: text('free-order-dead-end.summary', { count: events.length }),
      evidence: [
        ...events.map(proof),
        expected(text('expected.production', { minutes: Math.round(waitMs / MINUTE_MS) }), dueAt),
      ],
    };
  },
  tests: [
    {
      name: 'the payment page of a free order dies',
      expect: 'fires',
      count: 1,
      asOf: '2025-01-01T10:00:00Z',
      lines: `-- 2025-1-01 10:00:00 101 -1-  [TU8WCDJKS0LJCWZZTQ==] Order placed : 1 objects
-- 2025-1-01 10:00:00 102 -2-  [TU8WCDJKS0LJCWZZTQ==] Order placed : 1 product types for 0
`,
    },
    {
      name: 'the file ends at once',
      expect: 'pending',
      lines: `-- 2025-1-01 10:00:00 102 -1-  [TU8WCDJKS0LJCWZZTQ==] Order placed : 1 product types for 0
`,
    },
    {
      name: 'production follows after nine minutes',
      expect: 'near-miss',
      lines: `-- 2025-1-01 10:00:00 102 -1-  [TU8WCDJKS0LJCWZZTQ==] Order placed : 1 product types for 0
-- 2025-1-01 10:09:00 102 -1-  [TU8WCDJKS0LJCWZZTQ==] Production Controller : Full production starting from PLACED ...
`,
    },
    {
      name: 'an order with a price',
      expect: 'quiet',
      asOf: '2025-01-01T10:00:00Z',
      lines: `-- 2025-1-01 10:00:00 102 -1-  [TU8WCDJKS0LJCWZZTQ==] Order placed : 1 product types for 120
`,
    },
  ],
};
