// Pieces of statements that many rules use: evidence, printed times, the time that statements span.
import type { TraceEvent } from '../model/event.js';
import type { Evidence, Text } from '../model/finding.js';
import { renderText } from '../model/texts/render.js';
import { listed } from '../model/texts/words.js';

export function proof(event: TraceEvent): Evidence {
  return { role: 'proof', event: event.id, line: event.line };
}

export function context(event: TraceEvent): Evidence {
  return { role: 'context', event: event.id, line: event.line };
}

export function expected(what: Text, dueAt: number | null = null): Evidence {
  return { role: 'expected', what: renderText(what), dueAt };
}

/** Time of day as printed: `20:39:01`. */
export function printedTime(event: TraceEvent): string {
  return event.localTime.split(' ')[1] ?? event.localTime;
}

/** Date and time as printed: `2017-8-21 20:39:01`. */
export function printedStamp(event: TraceEvent): string {
  return event.localTime.split(' ').slice(0, 2).join(' ');
}

export function printedTimes(events: readonly TraceEvent[]): string {
  return listed(events.map(printedTime));
}

/** First and last time of some records; there is at least one. */
export function seenIn(events: readonly TraceEvent[]): { firstSeen: number; lastSeen: number } {
  const times = events.map((event) => event.orderTime);
  return { firstSeen: Math.min(...times), lastSeen: Math.max(...times) };
}
