// Whether a process is at work that judges, as far as a reader can tell from its lease.
import { isDead, LASTS_MS, LEASE, type LeaseBody } from './lease.js';
import type { StateDocuments } from './state-documents.js';
import type { Timing } from './timing.js';

export class JudgePresence {
  readonly #state: StateDocuments;
  readonly #timing: Timing;
  /** Version of the lease that was seen last. */
  #seqNo: number | null = null;
  /** When a reader's look last found it renewed since the look before, by a clock that never goes back. */
  #renewedAt = -Infinity;

  constructor(state: StateDocuments, timing: Timing) {
    this.#state = state;
    this.#timing = timing;
  }

  /** Clocks of two hosts may differ: a lease that was renewed between two looks stands whatever its time says. */
  async isThere(): Promise<boolean> {
    const found = await this.#state.read<LeaseBody>(LEASE);
    if (found === null) return false;
    const { body, place } = found;
    const now = this.#timing.monotonic();
    if (this.#seqNo !== null && this.#seqNo !== place.seqNo) this.#renewedAt = now;
    this.#seqNo = place.seqNo;
    if (body.holder === null || isDead(body)) return false;
    return Math.abs(this.#timing.now() - body.renewedAt) < LASTS_MS || now - this.#renewedAt < LASTS_MS;
  }
}
