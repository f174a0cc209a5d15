// Time that passes while the wall clock is set: for waiting, never for what is told.

/** The wall clock moving on by more than this between two looks was set, or the machine slept. */
const MOST_STEP_MS = 5_000;

export class SteadyClock {
  #wall: number | null = null;
  #elapsed = 0;

  /** @param wall wall clock, UTC ms @returns ms, never less than before */
  at(wall: number): number {
    if (this.#wall === null) this.#elapsed = wall;
    else this.#elapsed += Math.min(MOST_STEP_MS, Math.max(0, wall - this.#wall));
    this.#wall = wall;
    return this.#elapsed;
  }
}
