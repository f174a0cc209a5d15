// Says once that the store takes nothing, and once that it does again, whoever notices.
export class StoreHealth {
  readonly #tell: (problem: Error | null) => void;
  readonly #troubled = new Set<object>();

  constructor(tell: (problem: Error | null) => void) {
    this.#tell = tell;
  }

  /** @param who each of those who write; the store is well when it is so for all of them */
  report(who: object, problem: Error | null): void {
    const wasWell = this.#troubled.size === 0;
    if (problem === null) this.#troubled.delete(who);
    else this.#troubled.add(who);
    if (wasWell !== (this.#troubled.size === 0)) this.#tell(problem);
  }
}
