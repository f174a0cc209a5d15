// Short changes beside the dataset's writer: tried again and again without holding up the thread that serves.
import { setTimeout as delay } from 'node:timers/promises';
import { ShoptraceError } from '../../model/errors.js';

/** Waits between tries; the last one is repeated until `PATIENCE_MS` are over. */
const waitsMs = [1, 2, 5, 10, 25];
const PATIENCE_MS = 5_000;

/** @throws dataset-busy when the writer holds the file all the time, and what the work throws */
export async function whenFree<T>(work: () => T, patienceMs = PATIENCE_MS): Promise<T> {
  let waited = 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return work();
    } catch (error) {
      const busy = error instanceof ShoptraceError && error.code === 'dataset-busy';
      if (!busy || waited >= patienceMs) throw error;
    }
    const ms = waitsMs[Math.min(attempt, waitsMs.length - 1)] as number;
    await delay(ms);
    waited += ms;
  }
}
