// Clock, sleep and chance as arguments, and the jittered pauses between attempts.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Timing {
  /** Wall clock, UTC ms. */
  now(): number;
  /** Never goes back, ms. */
  monotonic(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** 0 ≤ n < 1 */
  random(): number;
  uniqueId(): string;
  /** @returns what stops it */
  every(ms: number, work: () => void): () => void;
}

export const realTiming: Timing = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  sleep: async (ms, signal) => {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  },
  random: () => Math.random(),
  uniqueId: () => randomUUID(),
  every(ms, work) {
    const timer = setInterval(work, ms);
    timer.unref();
    return () => clearInterval(timer);
  },
};

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 15_000;

/** Before attempt n + 1 (n from 0): doubles, between half and the whole of it, so that many writers do not come at once. */
export function pauseBefore(attempt: number, random: () => number): number {
  const whole = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 20));
  return Math.round(whole * (0.5 + random() / 2));
}
