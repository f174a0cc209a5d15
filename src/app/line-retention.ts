// Deletes old lines of a dataset that is being written: at once, then every hour.
import { before } from '../actions/age.js';
import { isStoreTrouble } from '../ingest/store-trouble.js';
import type { Pipeline } from './pipeline.js';

const EVERY_MS = 3_600_000;

export interface LineRetentionOptions {
  /** Such as `7d` or `12mo`. */
  readonly keep: string;
  readonly prune: (before: number) => Promise<unknown>;
  /** Wall clock, UTC ms. */
  readonly now: () => number;
  /** A fault that waiting does not heal. Trouble of the store is waited out: an hour later it is tried again. */
  readonly onFailed: (error: unknown) => void;
}

export class LineRetention {
  readonly #options: LineRetentionOptions;
  #timer: NodeJS.Timeout | null = null;
  #pruning: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: LineRetentionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#pruning = this.#prune();
  }

  /** Ends after the deletion in flight. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#pruning;
  }

  async #prune(): Promise<void> {
    const { keep, prune, now, onFailed } = this.#options;
    try {
      await prune(before(now(), keep));
    } catch (error) {
      if (!isStoreTrouble(error)) {
        onFailed(error);
        return;
      }
    }
    if (!this.#stopped) this.#timer = setTimeout(() => this.start(), EVERY_MS);
  }
}

/**
 * Whoever judges prunes. @param keep null or undefined: all lines are kept
 * @param broken aborted by a fault that waiting does not heal, which is its reason
 */
export function retentionOf(
  keep: string | null | undefined,
  pipeline: Pipeline,
  now: () => number,
  broken: AbortController,
): LineRetention | null {
  if (keep == null) return null;
  const prune = async (before: number): Promise<unknown> => await pipeline.prune(before);
  return new LineRetention({ keep, prune, now, onFailed: (error) => broken.abort(error) });
}
