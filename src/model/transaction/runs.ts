// Production runs of one transaction: where one begins and ends, what it produced, and whether it died.
import type { TraceEvent } from '../event.js';
import type { CoveredSpan, Run, RunEnd, WebRequest } from '../transaction.js';
import { isHandlerEnd, isStaffRecord, isUnknown, textField } from './record-kinds.js';
import { requestOver } from './requests.js';

/** Text values without repeats, in order of appearance. */
export function distinct(values: readonly (string | null)[]): string[] {
  return [...new Set(values.filter((value) => value !== null))];
}

function opensRun(event: TraceEvent, runIsOpen: boolean): boolean {
  if (event.code === 'PRD4') return true;
  return !runIsOpen && (event.code === 'PRE1' || event.code === 'POS1' || event.code === 'TRN1');
}

/** Runs of one request: from PRD4 (or PRE1, POS1, TRN1 with none open) to the next PRD4 or the request's end. */
function cutRuns(request: WebRequest): TraceEvent[][] {
  const runs: TraceEvent[][] = [];
  for (const event of request.events) {
    const open = runs.at(-1);
    if (opensRun(event, open !== undefined)) runs.push([event]);
    else open?.push(event);
  }
  return runs;
}

function buildRun(events: readonly TraceEvent[], request: WebRequest, paidSince: number | null): Run {
  const has = (code: string): boolean => events.some((event) => event.code === code);
  const first = events[0];
  const lastRecord = events.at(-1)?.orderTime ?? request.lastRecord;
  const opener = events.find((event) => event.code === 'PRD4');
  const ofItems = events.filter((event) => event.code === 'PRE1' || event.code === 'POS1');
  return {
    events,
    request,
    start: first?.orderTime ?? request.start,
    lastRecord,
    billState: opener === undefined ? null : textField(opener, 'billState'),
    items: distinct(ofItems.map((event) => textField(event, 'itemCode'))),
    staff: request.events.some(isStaffRecord),
    paid: paidSince !== null && paidSince <= lastRecord,
    preproduced: has('PRE1'),
    postPay: has('PRD5') || has('POS1'),
    complete: has('PRD7'),
  };
}

/** All runs in order of their first records. `paidSince`: orderTime of the first paid evidence, null without. */
export function buildRuns(requests: readonly WebRequest[], paidSince: number | null): Run[] {
  return requests
    .flatMap((request) => cutRuns(request).map((events) => buildRun(events, request, paidSince)))
    .toSorted((a, b) => a.start - b.start);
}

/** Event of a run with one of the codes, the last one. */
function lastIndexOf(events: readonly TraceEvent[], pattern: RegExp): number {
  return events.findLastIndex((event) => pattern.test(event.code));
}

/** Post-pay began and nothing says how it ended (domain A1). */
function stoppedInPostPay(run: Run): boolean {
  if (run.complete) return false;
  if (!run.staff) return run.postPay;
  const lastItem = lastIndexOf(run.events, /^POS1$/);
  if (lastItem < 0) return false;
  const after = run.events.slice(lastItem + 1);
  return !after.some((event) => event.code === 'TRN2' || isHandlerEnd(event) || isUnknown(event));
}

/** Pre-pay began and nothing of post-pay, completion or staff sell-out follows in the request (domain A2). */
function stoppedInPrePay(run: Run): boolean {
  if (run.complete || run.postPay) return false;
  if (run.staff && !run.preproduced) return false;
  const first = run.events[0];
  const from = run.request.events.findIndex((event) => event === first);
  const rest = run.request.events.slice(Math.max(from, 0));
  return !rest.some((event) => /^(PRD5|PRD7|TRN1|TRN3)$/.test(event.code));
}

export interface KnownRunEnd {
  readonly end: RunEnd;
  /** Where it stopped short; null when it came to its end. Of an open run: where it has come to. */
  readonly stoppedIn: 'pre-pay' | 'post-pay' | null;
  /** UTC ms at which an open run will be known to have died; null where that can never be said. */
  readonly dueAt: number | null;
}

/** How a run ended, as far as the coverage lets it be said. */
export function runEnd(run: Run, span: CoveredSpan): KnownRunEnd {
  const postPay = stoppedInPostPay(run);
  if (!postPay && !stoppedInPrePay(run)) {
    const produced = run.preproduced || run.postPay || run.staff;
    return { end: produced ? 'complete' : 'nothing-produced', stoppedIn: null, dueAt: null };
  }
  const stoppedIn = postPay ? 'post-pay' : 'pre-pay';
  const { over, dueAt } = requestOver(run.request, span);
  return over ? { end: `died-${stoppedIn}`, stoppedIn, dueAt: null } : { end: 'open', stoppedIn, dueAt };
}
