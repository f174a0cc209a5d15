// Production runs with what the story needs: their number, how they ended, which records tell their beginning.
import type { TraceEvent } from '../../model/event.js';
import { runEnd } from '../../model/transaction/runs.js';
import type { CoveredSpan, Run, RunEnd, Transaction } from '../../model/transaction.js';

export interface ToldRun {
  readonly run: Run;
  /** From 1. */
  readonly number: number;
  readonly end: RunEnd;
  /** Records that are told as "production run n began". */
  readonly beginning: readonly TraceEvent[];
}

export function toldRuns(transaction: Transaction, span: CoveredSpan): readonly ToldRun[] {
  return transaction.runs.map((run, index) => ({
    run,
    number: index + 1,
    end: runEnd(run, span).end,
    beginning: beginningOf(run),
  }));
}

/** PRD4 and the preparations that follow it without a break. */
function beginningOf(run: Run): readonly TraceEvent[] {
  const breakAt = run.events.findIndex((event) => event.code !== 'PRD4' && event.code !== 'PRE1');
  return breakAt < 0 ? run.events : run.events.slice(0, breakAt);
}
