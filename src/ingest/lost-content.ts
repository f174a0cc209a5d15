// Generations whose file lost them: looked for in copies for a while, then closed, with what vanished unread.
import { closeGeneration, showOpenRecord } from './close-generation.js';
import type { FollowedPath } from './follow-settings.js';
import type { FollowState, Loss } from './follow-state.js';
import { storedEnd } from './known-generations.js';

export class LostContent {
  readonly #losses = new Map<string, Loss>();
  readonly #fresh = new Set<string>();
  #sawAll = false;

  /** At the start every followed generation counts as lost until its file is found. */
  static async atStart(
    state: FollowState,
    paths: readonly FollowedPath[],
    now: number,
  ): Promise<LostContent> {
    const lost = new LostContent();
    const { dataset } = state.dependencies;
    const sizes = new Map((await dataset.sourceStatus()).map(({ generation, size }) => [generation, size]));
    const sources = new Set(paths.map(({ source }) => source));
    for (const generation of state.known.all()) {
      if (!generation.followed || !sources.has(generation.source)) continue;
      const end = storedEnd(await dataset.marks(generation.id));
      const lastSize = sizes.get(generation.id) ?? end;
      lost.add({ generation, storedEnd: end, lastSize, since: now, how: 'missing' });
    }
    state.onFound = (generation) => lost.#found(generation);
    return lost;
  }

  /** Content is looked for in copies. */
  get isLooking(): boolean {
    return this.#losses.size > 0;
  }

  /** Every path was looked at for the first time: from now on what is not found counts as lost. */
  allSeen(now: number): void {
    if (this.#sawAll) return;
    this.#sawAll = true;
    for (const [id, loss] of this.#losses) this.#losses.set(id, { ...loss, since: now });
  }

  add(loss: Loss): void {
    this.#losses.set(loss.generation.id, loss);
    this.#fresh.add(loss.generation.id);
  }

  #found(generation: string): void {
    this.#losses.delete(generation);
    this.#fresh.delete(generation);
  }

  async settle(now: number, state: FollowState): Promise<void> {
    for (const [id, loss] of this.#losses) {
      if (this.#fresh.delete(id)) await showOpenRecord(loss.generation, state.laneDependencies);
      if (now - loss.since < state.dependencies.options.graceMs) continue;
      await this.#giveUp(loss, state);
      this.#losses.delete(id);
    }
  }

  async #giveUp(loss: Loss, state: FollowState): Promise<void> {
    const { generation } = loss;
    const bytes = Math.max(0, loss.lastSize - loss.storedEnd);
    await closeGeneration(generation, bytes, state.laneDependencies);
    state.known.add({ ...generation, followed: false });
    const { id, shop, source, path } = generation;
    const notice = { generation: id, shop, source, path, evidence: [] };
    const { onNotice } = state.dependencies;
    if (bytes > 0)
      onNotice?.({ ...notice, rule: 'bytes-vanished', details: { bytes, offset: loss.storedEnd } });
    if (loss.how === 'replaced') onNotice?.({ ...notice, rule: 'trace-reset', details: { bytes } });
  }
}
