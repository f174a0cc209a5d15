// Passes on what changed (findings, freshness) to whoever listens in this process.
import type { LiveChange, LiveSource } from '../api/dependencies.js';

export class LiveBus implements LiveSource {
  readonly #listeners = new Set<(change: LiveChange) => void>();

  subscribe(listener: (change: LiveChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publish(change: LiveChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
