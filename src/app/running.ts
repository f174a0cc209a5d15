// A service in work: its address, and one way to end it.
import type { Running } from '../model/jobs.js';

/** @param failed rejects when the service fails by itself; never resolves */
export function running(
  url: string | null,
  notes: readonly string[],
  stop: () => Promise<void>,
  failed: Promise<never> = new Promise(() => undefined),
): Running {
  let stopping: Promise<void> | null = null;
  let stopped: () => void = () => undefined;
  const end = new Promise<void>((resolve) => {
    stopped = resolve;
  });
  return {
    url,
    notes,
    ended: Promise.race([end, failed]),
    stop: async () => {
      stopping ??= stop().finally(stopped);
      await stopping;
    },
  };
}
