// A53: most production runs of one product fail.
import type { Fact } from '../../model/finding.js';
import type { Run, Transaction } from '../../model/transaction.js';
import { textField } from '../../model/transaction/record-kinds.js';
import { requestOver } from '../../model/transaction/requests.js';
import { runEnd } from '../../model/transaction/runs.js';
import { text } from '../../model/texts/render.js';
import type { FactRule, JudgeContext } from '../detector.js';
import { unfinishedItems } from './unfinished-items.js';

const KIND = 'product-run';
const DAY_MS = 86_400_000;

type RunOutcome = 'failed' | 'open' | 'done';

function outcomeOf(run: Run, item: string, { coverage }: JudgeContext): RunOutcome {
  const { end } = runEnd(run, coverage);
  if (end === 'died-pre-pay' || end === 'died-post-pay') return 'failed';
  if (end === 'open') return 'open';
  const unfinished = unfinishedItems(run.request).filter((found) => found.item === item);
  if (unfinished.some(({ failure }) => failure !== null)) return 'failed';
  if (unfinished.length === 0) return 'done';
  return requestOver(run.request, coverage).over ? 'failed' : 'open';
}

function factsOf(transaction: Transaction, judging: JudgeContext): Fact[] {
  return transaction.runs.flatMap((run) =>
    run.items.flatMap((item) => {
      const began = run.events.find(
        (event) => /^(PRE1|POS1)$/.test(event.code) && textField(event, 'itemCode') === item,
      );
      if (began === undefined) return [];
      return {
        shop: transaction.shop,
        about: { kind: 'product', key: item } as const,
        transaction: transaction.id,
        kind: KIND,
        time: run.start,
        outcome: outcomeOf(run, item, judging),
        event: began.id,
        line: began.line,
      };
    }),
  );
}

interface FailingRuns {
  readonly failed: readonly Fact[];
  readonly runs: number;
}

/** Runs inside the spans, each ending with a failed run, in which enough runs failed and they are a large enough share. */
function failingRuns(runs: readonly Fact[], { threshold }: JudgeContext): FailingRuns {
  const spanMs = threshold('spanMs');
  const inside = new Set<number>();
  let from = 0;
  let failedInSpan = 0;
  runs.forEach((run, index) => {
    if (run.outcome === 'failed') failedInSpan++;
    while ((runs[from]?.time ?? run.time) < run.time - spanMs) {
      if (runs[from]?.outcome === 'failed') failedInSpan--;
      from++;
    }
    if (run.outcome !== 'failed' || failedInSpan < threshold('failures')) return;
    if (failedInSpan < threshold('share') * (index - from + 1)) return;
    for (let at = index; at >= from && !inside.has(at); at--) inside.add(at);
  });
  const counted = runs.filter((_, index) => inside.has(index));
  return { failed: counted.filter((run) => run.outcome === 'failed'), runs: counted.length };
}

export const productAlwaysFails: FactRule = {
  shape: 'fact',
  id: 'product-always-fails',
  codes: ['A53'],
  title: 'One product always fails',
  caseKind: 'product',
  severity: 'high',
  version: 1,
  firesWhen:
    'Within 7 days up to a failed run, three or more runs of an item code ended in a death or a failed handler, and these are at least half of its runs in that time; counted are the failed runs.',
  staysQuietWhen: 'Most runs of the product come to their end.',
  cannotSee: 'Which of several items of one order killed its run: all of them count.',
  advice: text('product-always-fails.advice'),
  thresholds: {
    failures: { value: 3, unit: 'count', why: 'Two failures may be one buyer trying twice.' },
    share: {
      value: 0.5,
      unit: 'share',
      why: 'A product that works fails rarely; half is far beyond chance.',
    },
    spanMs: {
      value: 7 * DAY_MS,
      unit: 'ms',
      why: 'A week holds enough runs of a product that sells slowly.',
    },
  },
  facts: factsOf,
  judge(facts, judging) {
    const runs = facts.filter((fact) => fact.kind === KIND);
    const found = failingRuns(runs, judging);
    const first = found.failed[0];
    if (first === undefined) return null;
    const params = { item: first.about.key, count: found.failed.length, runs: found.runs };
    return {
      verdict: 'violated',
      count: found.failed.length,
      firstSeen: first.time,
      lastSeen: found.failed.at(-1)?.time ?? first.time,
      summary: text('product-always-fails.summary', params),
      advice: text('product-always-fails.advice', params),
      evidence: found.failed.map(({ event, line }) => ({ role: 'proof', event, line })),
    };
  },
  tests: [
    {
      name: 'three of three runs die',
      expect: 'fires',
      count: 3,
      asOf: '2017-08-22T00:00:00Z',
      lines: `-- 2017-8-21 20:39:01 029 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:39:01 031 --  [TU90QMLVYXD5UMZYUQ==] Prepay Production : preproducing for EFORM
-- 2017-8-21 20:39:01 075 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Post Pay process
-- 2017-8-21 20:59:01 029 --  [TU9AQMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:59:01 031 --  [TU9AQMLVYXD5UMZYUQ==] Prepay Production : preproducing for EFORM
-- 2017-8-21 20:59:01 075 --  [TU9AQMLVYXD5UMZYUQ==] Production Controller : Post Pay process
-- 2017-8-21 21:39:01 029 --  [TU9BQMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 21:39:01 031 --  [TU9BQMLVYXD5UMZYUQ==] Prepay Production : preproducing for EFORM
-- 2017-8-21 21:39:01 075 --  [TU9BQMLVYXD5UMZYUQ==] Production Controller : Post Pay process
`,
    },
    {
      name: 'two deaths',
      expect: 'near-miss',
      asOf: '2017-08-22T00:00:00Z',
      lines: `-- 2017-8-21 20:39:01 029 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:39:01 031 --  [TU90QMLVYXD5UMZYUQ==] Prepay Production : preproducing for EFORM
-- 2017-8-21 20:39:01 075 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Post Pay process
-- 2017-8-21 20:59:01 029 --  [TU9AQMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:59:01 031 --  [TU9AQMLVYXD5UMZYUQ==] Prepay Production : preproducing for EFORM
-- 2017-8-21 20:59:01 075 --  [TU9AQMLVYXD5UMZYUQ==] Production Controller : Post Pay process
`,
    },
    {
      name: 'a run that completes',
      expect: 'quiet',
      asOf: '2017-08-22T00:00:00Z',
      lines: `-- 2017-8-21 20:39:01 029 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Full production starting from PLACED ...
-- 2017-8-21 20:39:01 031 --  [TU90QMLVYXD5UMZYUQ==] Prepay Production : preproducing for EFORM
-- 2017-8-21 20:39:01 075 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Post Pay process
-- 2017-8-21 20:39:01 085 --  [TU90QMLVYXD5UMZYUQ==] Production Controller : Transaction Complete Operations
`,
    },
  ],
};
