// What the rules on dead production runs share: which runs died, which may still, and the statement about them.
import type { TraceEvent } from '../../model/event.js';
import type { Severity, Text } from '../../model/finding.js';
import type { Run, Transaction } from '../../model/transaction.js';
import { distinct, runEnd } from '../../model/transaction/runs.js';
import { listed } from '../../model/texts/words.js';
import type { JudgeContext, Statement } from '../detector.js';
import { context, expected, printedTimes, proof, seenIn } from '../evidence.js';

export interface RunsOfEnd {
  readonly dead: readonly Run[];
  /** Requests that are not known to be over. */
  readonly open: readonly { readonly run: Run; readonly dueAt: number }[];
}

export function runsStoppedIn(
  transaction: Transaction,
  where: 'pre-pay' | 'post-pay',
  { coverage }: JudgeContext,
): RunsOfEnd {
  const dead: Run[] = [];
  const open: { run: Run; dueAt: number }[] = [];
  for (const run of transaction.runs) {
    const { end, stoppedIn, dueAt } = runEnd(run, coverage);
    if (stoppedIn !== where) continue;
    if (end !== 'open') dead.push(run);
    else if (dueAt !== null) open.push({ run, dueAt });
  }
  return { dead, open };
}

export function lastRecords(runs: readonly Run[]): TraceEvent[] {
  return runs.flatMap((run) => run.events.at(-1) ?? []);
}

export interface DeadRunTexts {
  readonly severity: Severity;
  readonly summary: (params: Text['params']) => Text;
  readonly advice: (params: Text['params']) => Text;
  readonly missing: Text;
}

/** Violated for dead runs (count = runs), pending while only open ones are there, null without either. */
export function deadRunStatement({ dead, open }: RunsOfEnd, texts: DeadRunTexts): Statement | null {
  const runs = dead.length > 0 ? dead : open.map(({ run }) => run);
  const last = lastRecords(runs);
  if (last.length === 0) return null;
  const dueAt = open.length === 0 ? null : Math.min(...open.map((item) => item.dueAt));
  const params = {
    count: runs.length,
    times: printedTimes(last),
    items: listed(distinct(runs.flatMap((run) => run.items))) || 'of the order',
  };
  const firstRecords = runs.flatMap((run) => (run.events.length > 1 ? (run.events[0] ?? []) : []));
  return {
    verdict: dead.length > 0 ? 'violated' : 'pending',
    severity: texts.severity,
    count: runs.length,
    ...seenIn(last),
    dueAt: dead.length > 0 ? null : dueAt,
    wakeAt: dead.length > 0 ? dueAt : null,
    summary: texts.summary(params),
    advice: texts.advice(params),
    evidence: [
      ...last.map(proof),
      ...firstRecords.map(context),
      expected(texts.missing, dead.length > 0 ? null : dueAt),
    ],
  };
}
