// How long live judging rests between two times: short, but with thousands of files never so short that judging is all it does.

const JUDGE_MS = 300;
/** While nothing comes, judging takes at most so much of the time; each time it looks at every file. */
const QUIET_SHARE = 0.01;
/** While something comes. */
const BUSY_SHARE = 0.1;
const MOST_MS = 10_000;
const MOST_RETRY_MS = 30_000;

export class JudgePause {
  #quietMs = JUDGE_MS;
  #busyMs = JUDGE_MS;

  /** Until the next judging, when nothing comes. */
  get quietMs(): number {
    return this.#quietMs;
  }

  /** Until the next judging, once something came. */
  get busyMs(): number {
    return this.#busyMs;
  }

  /** @param tookMs how long the last judging took */
  judged(tookMs: number): void {
    this.#quietMs = Math.min(MOST_MS, Math.max(JUDGE_MS, tookMs / QUIET_SHARE));
    this.#busyMs = Math.min(MOST_MS, Math.max(JUDGE_MS, tookMs / BUSY_SHARE));
  }

  /** The store took nothing: longer and longer. */
  refused(): void {
    this.#quietMs = Math.min(MOST_RETRY_MS, this.#quietMs * 2);
    this.#busyMs = this.#quietMs;
  }
}
