// UTC milliseconds to the instants of answers, and back.
import type { Instant } from '../model/answers.js';

export function toInstant(timeMs: number): Instant {
  return new Date(timeMs).toISOString();
}

export function toInstantOrNull(timeMs: number | null): Instant | null {
  return timeMs === null ? null : toInstant(timeMs);
}
