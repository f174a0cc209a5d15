// The web requests of one transaction: which records belong together, what the request was for, when it is known to be over.
import type { TraceEvent } from '../event.js';
import type { CoveredSpan, RequestPurpose, WebRequest } from '../transaction.js';
import { opensRequest, requestOf, requestSilenceMs, type RequestRecord } from './request-openers.js';
import {
  isGatewayRecord,
  isPlacement,
  isStaffRecord,
  isTestNotification,
  textField,
} from './record-kinds.js';

function hasCode(events: readonly TraceEvent[], pattern: RegExp): boolean {
  return events.some((event) => pattern.test(event.code));
}

function isNotification(event: TraceEvent): boolean {
  return (
    isTestNotification(event) || /^PPL([4-9]|1\d|2[0-8])$/.test(event.code) || /\bIPN\b/.test(event.message)
  );
}

function purposeOf(events: readonly TraceEvent[]): RequestPurpose {
  if (events.some(isStaffRecord)) return 'staff';
  if (events.some((event) => event.stage === 'payment' && isNotification(event)))
    return 'gateway-notification';
  if (events.some(isPlacement)) return 'placement';
  if (hasCode(events, /^(PRD|PRE|POS)/)) return 'production';
  if (hasCode(events, /^ORD/)) return 'order-step';
  if (hasCode(events, /^TST[123]$/)) return 'navigate';
  if (events.some(isGatewayRecord)) return 'gateway-return';
  if (hasCode(events, /^PLC/)) return 'placement';
  return events.every((event) => /^BIL[1-8]/.test(event.code)) ? 'read' : 'unknown';
}

const recordOf = (event: TraceEvent): RequestRecord => ({
  time: event.time,
  code: event.code,
  itemCode: textField(event, 'itemCode'),
});

/**
 * Whether a request goes on with a record of another file, where it was cut by a rotation. Without counters it does with
 * any record that opens no other request; with counters `hole`: numbers between are missing.
 */
function goesOn(group: readonly TraceEvent[], first: TraceEvent): 'next' | 'hole' | null {
  const before = group.at(-1);
  if (before === undefined || before.generation === first.generation) return null;
  if (first.orderTime - before.orderTime > requestSilenceMs) return null;
  if (first.counter !== null && before.counter !== null) {
    const step = first.counter - before.counter;
    if (step < 1 || first.counter === 1) return null;
    // The number between is that of a mail record.
    const isMailBetween = step === 2 && (before.code === 'PRD8' || first.code === 'GEN1');
    return step === 1 || isMailBetween ? 'next' : 'hole';
  }
  if (first.counter !== before.counter) return null;
  return opensRequest(requestOf(group.map(recordOf)), recordOf(first)) ? null : 'next';
}

/** Records by request, in the order of first records; `events` in total order. */
function groupByRequest(events: readonly TraceEvent[]): Map<string, TraceEvent[]> {
  const groups = new Map<string, TraceEvent[]>();
  const joined = new Map<string, TraceEvent[]>();
  /** Those that may go on in another file. */
  let recent: TraceEvent[][] = [];
  for (const event of events) {
    const known = groups.get(event.request) ?? joined.get(event.request);
    if (known !== undefined) {
      known.push(event);
      continue;
    }
    recent = recent.filter((group) => event.orderTime - lastTime(group) <= requestSilenceMs);
    const open = cutGroup(recent, event);
    if (open !== null) {
      open.push(event);
      joined.set(event.request, open);
      continue;
    }
    const group = [event];
    groups.set(event.request, group);
    recent.push(group);
  }
  return groups;
}

/** The request that goes on with a record of another file: with the next number, else behind a hole; the one that wrote last. */
function cutGroup(recent: readonly TraceEvent[][], first: TraceEvent): TraceEvent[] | null {
  const latestFirst = recent.toSorted((a, b) => lastTime(b) - lastTime(a));
  if (first.counter === null) return latestFirst.slice(0, 1).find((group) => goesOn(group, first)) ?? null;
  return (
    latestFirst.find((group) => goesOn(group, first) === 'next') ??
    latestFirst.find((group) => goesOn(group, first) === 'hole') ??
    null
  );
}

/** Requests in the order of their first records. `events` in total order. */
export function buildRequests(events: readonly TraceEvent[]): WebRequest[] {
  const groups = groupByRequest(events);
  const starts = [...groups.values()].map((group) => firstTime(group));
  return [...groups].map(([id, group], index) => {
    const lastRecord = lastTime(group);
    return {
      id,
      get purpose() {
        return purposeOf(group);
      },
      events: group,
      start: starts[index] ?? lastRecord,
      lastRecord,
      nextRequestAt: nextStart(starts, index, lastRecord),
    };
  });
}

function nextStart(starts: readonly number[], index: number, lastRecord: number): number | null {
  for (let later = index + 1; later < starts.length; later++) {
    const start = starts[later];
    if (start !== undefined && start >= lastRecord) return start;
  }
  return null;
}

function firstTime(events: readonly TraceEvent[]): number {
  return events[0]?.orderTime ?? 0;
}

function lastTime(events: readonly TraceEvent[]): number {
  return events.at(-1)?.orderTime ?? 0;
}

/**
 * What can be said about "nothing came in (from, to]".
 * `known`: the span is covered; `not-yet`: wait until `to` is; `never`: a hole or the beginning of the files forbids it.
 */
export type AbsenceKnowledge = 'known' | 'not-yet' | 'never';

export function absenceKnown(span: CoveredSpan, from: number, to: number): AbsenceKnowledge {
  if (from < span.from) return 'never';
  if (span.holes.some((hole) => hole.from < to && hole.to > from)) return 'never';
  return to <= span.through ? 'known' : 'not-yet';
}

/** Whether no more of the request can come: the next request began, or 120 s passed, both inside the coverage. */
export function requestOver(
  request: WebRequest,
  span: CoveredSpan,
): { readonly over: boolean; readonly dueAt: number | null } {
  const silentAt = request.lastRecord + requestSilenceMs;
  const endsAt = Math.min(silentAt, request.nextRequestAt ?? silentAt);
  const begun = request.nextRequestAt !== null && request.nextRequestAt <= silentAt;
  const knowledge = absenceKnown(span, request.lastRecord, endsAt);
  if (knowledge === 'never') return { over: false, dueAt: null };
  if (begun || knowledge === 'known') return { over: true, dueAt: null };
  return { over: false, dueAt: silentAt };
}
