// The web requests of one transaction: which records belong together, what the request was for, when it is known to be over.
import type { TraceEvent } from '../event.js';
import type { CoveredSpan, RequestPurpose, WebRequest } from '../transaction.js';
import { isGatewayRecord, isPlacement, isStaffRecord, isTestNotification } from './record-kinds.js';

/** A request that wrote nothing for this long is over (domain: Terms). */
export const requestSilenceMs = 120_000;

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

const OPENERS: ReadonlySet<string> = new Set(
  'ORD1 ORD1b ORD1c ORD4 PLC1 PLC2 PRD4 PRE1 PPL1 PPL4 TST1 TST5 TST6 BIL9 TRN1 TRN3 TRN4'.split(' '),
);

/** A request that was cut by the rotation of its file goes on in the next one under another id. */
function goesOn(before: TraceEvent, first: TraceEvent): boolean {
  if (before.generation === first.generation) return false;
  if (first.orderTime - before.orderTime > requestSilenceMs) return false;
  if (first.counter === null || before.counter === null) {
    return first.counter === before.counter && !OPENERS.has(first.code);
  }
  return first.counter > before.counter && first.counter > 1;
}

/** Records by request, in the order of first records; `events` in total order. */
function groupByRequest(events: readonly TraceEvent[]): Map<string, TraceEvent[]> {
  const groups = new Map<string, TraceEvent[]>();
  const joined = new Map<string, TraceEvent[]>();
  let before: TraceEvent | null = null;
  for (const event of events) {
    const group = groups.get(event.request) ?? joined.get(event.request);
    if (group !== undefined) group.push(event);
    else {
      const open = before !== null && goesOn(before, event) ? groupOf(before, groups, joined) : undefined;
      if (open === undefined) groups.set(event.request, [event]);
      else {
        open.push(event);
        joined.set(event.request, open);
      }
    }
    before = event;
  }
  return groups;
}

function groupOf(
  event: TraceEvent,
  groups: ReadonlyMap<string, TraceEvent[]>,
  joined: ReadonlyMap<string, TraceEvent[]>,
): TraceEvent[] | undefined {
  return groups.get(event.request) ?? joined.get(event.request);
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
