// Generations whose file lost them: looked for in copies for a while, then closed, with what vanished unread.
import { closeGeneration, showOpenRecord } from './close-generation.js';
import type { FollowedPath } from './follow-settings.js';
import type { FollowState, Loss } from './follow-state.js';
import { storedEnd } from './known-generations.js';
import { withNotices, type SourceNotice } from './source-notice.js';

export class LostContent {
  readonly #losses = new Map<string, Loss>();
  readonly #fresh = new Set<string>();
  /** Source → generations with bytes that may be unread. */
  readonly #unread = new Map<string, Set<string>>();
  /** Of the losses: a file of the family holds the beginning, or was made beside it, so it was a rotation. */
  readonly #copied = new Set<string>();
  /** Source → when a copy was seen that holds nothing yet; what is written between it and the truncation is in no copy. */
  readonly #copyBegun = new Map<string, number>();
  /** Source → when all its files were looked at. */
  readonly #lookedAt = new Map<string, number>();
  readonly #graceMs: number;
  /** Of the losses: all files of the source were seen since, none of them between two names. */
  readonly #missedIn = new Set<string>();
  #sawAll = false;

  /** At the start every followed generation counts as lost until its file is found. */
  static async atStart(
    state: FollowState,
    paths: readonly FollowedPath[],
    now: number,
  ): Promise<LostContent> {
    const { dataset, options } = state.dependencies;
    const lost = new LostContent(options.graceMs);
    const sizes = new Map((await dataset.sourceStatus()).map(({ generation, size }) => [generation, size]));
    const sources = new Set(paths.map(({ source }) => source));
    for (const generation of state.known.all()) {
      if (!generation.followed || !sources.has(generation.source)) continue;
      const end = storedEnd(await dataset.marks(generation.id));
      const lastSize = sizes.get(generation.id) ?? end;
      lost.add({ generation, storedEnd: end, lastSize, since: now, how: 'missing' });
    }
    state.onFound = (generation) => lost.#found(generation);
    state.isMissingBytes = (source) => (lost.#unread.get(source)?.size ?? 0) > 0;
    state.onCopySeen = (generation) => void lost.#copied.add(generation);
    state.onCopyBegun = (source, at) => lost.#begun(source, at);
    return lost;
  }

  private constructor(graceMs: number) {
    this.#graceMs = graceMs;
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

  /** All files of the source were looked at, and none was between two names. */
  looked(source: string, now: number): void {
    this.#lookedAt.set(source, now);
    for (const [id, { generation, since }] of this.#losses)
      if (generation.source === source && since < now) this.#missedIn.add(id);
  }

  add(loss: Loss): void {
    const { id, source } = loss.generation;
    this.#losses.set(id, loss);
    this.#fresh.add(id);
    this.#missedIn.delete(id);
    this.#copied.delete(id);
    const begun = this.#copyBegun.get(source) ?? -Infinity;
    if (begun >= (this.#lookedAt.get(source) ?? loss.since) - this.#graceMs) this.#copied.add(id);
    const isUnread = loss.storedEnd === null || loss.lastSize > loss.storedEnd;
    if (isUnread) this.#unread.set(source, (this.#unread.get(source) ?? new Set()).add(id));
  }

  #begun(source: string, now: number): void {
    this.#copyBegun.set(source, now);
    for (const [id, { generation, since }] of this.#losses)
      if (generation.source === source && since >= now - this.#graceMs) this.#copied.add(id);
  }

  #found(id: string): void {
    const loss = this.#losses.get(id);
    this.#losses.delete(id);
    this.#fresh.delete(id);
    this.#missedIn.delete(id);
    if (loss !== undefined) this.#unread.get(loss.generation.source)?.delete(id);
  }

  async settle(now: number, state: FollowState): Promise<void> {
    for (const [id, loss] of this.#losses) {
      if (this.#fresh.has(id)) await showOpenRecord(loss.generation, state.laneDependencies);
      this.#fresh.delete(id);
      if (now - loss.since < state.dependencies.options.graceMs) continue;
      if (!this.#missedIn.has(id)) continue;
      await this.#giveUp(loss, state);
      this.#found(id);
    }
  }

  async #giveUp(loss: Loss, state: FollowState): Promise<void> {
    const { dataset, onNotice } = state.dependencies;
    const { id } = loss.generation;
    const end = loss.storedEnd ?? storedEnd(await dataset.marks(id));
    const bytes = Math.max(0, loss.lastSize - end);
    const now = state.readAs(loss.generation.path);
    const isSaid = now !== null && (now.notices ?? []).some(({ rule }) => rule === 'trace-reset');
    const notices = this.#noticesOf(loss, bytes, end, isSaid);
    const generation = withNotices({ ...loss.generation, followed: false }, notices);
    await closeGeneration(generation, bytes, state.laneDependencies);
    state.known.add(generation);
    for (const notice of notices) onNotice?.(notice);
  }

  /** @param isSaid what stands there now begins as a reset leaves a file, and that is said of it */
  #noticesOf({ generation, how }: Loss, bytes: number, offset: number, isSaid: boolean): SourceNotice[] {
    const { id, shop, source, path } = generation;
    const about = { generation: id, shop, source, path, evidence: [] };
    const notices: SourceNotice[] = [];
    if (bytes > 0) notices.push({ ...about, rule: 'bytes-vanished', details: { bytes, offset } });
    if (how === 'replaced' && !this.#copied.has(id) && !isSaid)
      notices.push({ ...about, rule: 'trace-reset', details: { bytes } });
    return notices;
  }
}
