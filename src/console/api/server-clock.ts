// How far the server's clock is ahead of this browser's: freshness is measured on the server's.

/** The Date header counts whole seconds, and an answer takes its time. */
const NOISE_MS = 3000;
let aheadMs = 0;

export function noteServerTime(dateHeader: string | null): void {
  const serverMs = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  if (Number.isNaN(serverMs)) return;
  const difference = serverMs - Date.now();
  aheadMs = Math.abs(difference) < NOISE_MS ? 0 : difference;
}

/** UTC ms. */
export const serverNow = (): number => Date.now() + aheadMs;
