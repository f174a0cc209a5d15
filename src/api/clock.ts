// The clock of the machine: the only place where the API learns what time it is.
import type { Clock } from './dependencies.js';

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
