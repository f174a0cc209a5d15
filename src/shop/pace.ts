// How the shop's clock follows the wall clock: in step with it, some times as fast, or not at all.
import { setTimeout as wait } from 'node:timers/promises';
import type { Simulation } from './simulation.js';

export interface Clocks {
  readonly signal?: AbortSignal;
  /** Wall clock, UTC ms. */
  readonly now: () => number;
  /** Default: timers. Must return early when the signal is aborted. */
  readonly sleep?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
}

/** Takes the next step when it is due; false: waited instead. */
export type Pace = (clock: Simulation) => Promise<boolean>;

/** How the shop's clock of a run goes: as options say. Null: as fast as it can. */
export function paceFor(
  { live, speed }: { readonly live: boolean; readonly speed: string },
  start: number,
  clocks: Clocks,
): Pace | null {
  if (live) return paceOf(start, 1, clocks);
  return speed === 'max' ? null : paceOf(start, Number(speed.slice(1)), clocks);
}

const longestWaitMs = 60_000;

/** @param start of the shop's clock, UTC ms @param factor shop seconds in a wall second */
export function paceOf(start: number, factor: number, clocks: Clocks): Pace {
  const { signal, now } = clocks;
  const sleep = clocks.sleep ?? timer;
  const wallStart = now();
  return async (clock) => {
    const shopNow = start + (now() - wallStart) * factor;
    const aheadMs = (clock.nextWake - shopNow) / factor;
    if (aheadMs > 0) {
      await sleep(Math.min(aheadMs, longestWaitMs), signal);
      return false;
    }
    clock.step(shopNow);
    return true;
  };
}

async function timer(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(Math.ceil(ms), undefined, signal === undefined ? {} : { signal });
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
}
