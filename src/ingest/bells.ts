// Wakes the follower at once when a file changes: the package `tail` is the bell, never the hand that reads.
import { Tail } from 'tail';
import type { PathStatus } from './follow-settings.js';

export class Bells {
  readonly #most: number;
  readonly #hung = new Map<string, Tail>();
  #rung = false;
  #closed = false;
  #wake: (() => void) | null = null;

  /** @param most files watched at once; the others wait for the timer */
  constructor(most: number) {
    this.#most = most;
  }

  /** Hangs a bell at every live file that has none, the most recently changed first. */
  hang(paths: readonly PathStatus[]): void {
    if (this.#closed) return;
    const wanted = paths
      .filter(({ generation }) => generation !== null)
      .toSorted((a, b) => (b.upToDateAt ?? 0) - (a.upToDateAt ?? 0))
      .slice(0, this.#most);
    const keep = new Set(wanted.map(({ path, generation }) => `${path}\n${generation}`));
    for (const [name, bell] of this.#hung)
      if (!keep.has(name)) {
        bell.unwatch();
        this.#hung.delete(name);
      }
    for (const { path, generation } of wanted) this.#hangOne(`${path}\n${generation}`, path);
  }

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Until a bell rings, at most `timeoutMs`; then `gatherMs` more, for what rings meanwhile. Closing ends both. */
  async wait(timeoutMs: number, gatherMs: number): Promise<void> {
    if (!this.#rung) await this.#pause(timeoutMs);
    if (this.#rung) await this.#pause(gatherMs);
    this.#rung = false;
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
    for (const bell of this.#hung.values()) bell.unwatch();
    this.#hung.clear();
  }

  async #pause(ms: number): Promise<void> {
    if (this.#closed) return;
    const isGathering = this.#rung;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        if (isGathering && !this.#closed) return;
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }

  #hangOne(name: string, path: string): void {
    if (this.#hung.has(name)) return;
    try {
      const bell = new Tail(path, { separator: null, encoding: 'latin1', follow: false });
      bell.on('line', () => this.ring());
      bell.on('error', () => {
        bell.unwatch();
        this.#hung.delete(name);
        this.ring();
      });
      this.#hung.set(name, bell);
    } catch {
      // Not there at this moment: the timer looks again.
    }
  }
}
