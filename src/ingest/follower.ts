// Follows files through everything that happens to them; all that must survive is in the store, so a restart is nothing special.
import { ShoptraceError } from '../model/errors.js';
import { Bells } from './bells.js';
import { FamilyFollower } from './family-follower.js';
import { FolderScan } from './family.js';
import { fileFault } from './file-content.js';
import type { FollowDependencies, FollowedPath, PathStatus, SourceCoverage } from './follow-settings.js';
import { FollowState } from './follow-state.js';
import { LostContent } from './lost-content.js';

const MOST_RETRY_MS = 30_000;
const STATUS_EVERY_MS = 5_000;

export class Follower {
  readonly #dependencies: FollowDependencies;
  readonly #paths: readonly FollowedPath[];
  readonly #bells: Bells;
  #state: FollowState | null = null;
  #families: readonly FamilyFollower[] = [];
  #lost: LostContent | null = null;
  #retry = { at: 0, pauseMs: 0 };
  #written = new Map<string, { at: number; text: string }>();
  /** First records of generations that grow no more. */
  readonly #closedFrom = new Map<string, number>();
  #running: Promise<void> | null = null;
  #stopping = false;

  constructor(paths: readonly FollowedPath[], dependencies: FollowDependencies) {
    this.#paths = paths;
    this.#dependencies = dependencies;
    this.#bells = new Bells(dependencies.options.openFiles);
  }

  /** Polls until `stop`. @returns when it has stopped; rejects with a fault that waiting does not heal */
  start(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  /** Ends after the batch in flight; what is not committed is read again next time. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#bells.ring();
    await this.#running?.catch(() => {});
    this.#bells.close();
    await this.#state?.close();
  }

  /**
   * One look at every path.
   * @returns whether more can be read at once
   * @throws zone-conflict at the first look
   */
  async poll(): Promise<boolean> {
    const now = this.#dependencies.now();
    if (now < this.#retry.at) return false;
    try {
      const state = await this.#begin(now);
      const more = await this.#look(now);
      await this.#lost?.settle(now, state);
      await this.#writeStatus(now);
      this.#storeIsWell();
      return more;
    } catch (error) {
      await this.#postpone(error, now);
      return false;
    }
  }

  status(): readonly PathStatus[] {
    return this.#families.map((family) => family.status());
  }

  /** Of every source that has records. */
  async coverage(): Promise<readonly SourceCoverage[]> {
    const { options } = this.#dependencies;
    const found = new Map<string, SourceCoverage>();
    for (const family of this.#families) {
      const { source, upToDateAt } = family.status();
      const from = await this.#firstRecord(source);
      if (from === null || upToDateAt === null) continue;
      const through = Math.min(found.get(source)?.through ?? Infinity, upToDateAt - options.settleMs);
      found.set(source, { source, shop: family.followed.shop, from, through });
    }
    return [...found.values()];
  }

  /** Time of the earliest record of a source, UTC ms; null without records. */
  async #firstRecord(source: string): Promise<number | null> {
    const { dataset } = this.#dependencies;
    let first: number | null = null;
    for (const { id, source: owner, followed } of this.#state?.known.all() ?? []) {
      if (owner !== source) continue;
      const from = this.#closedFrom.get(id) ?? (await dataset.ledger(id))?.from ?? null;
      if (from === null) continue;
      if (!followed) this.#closedFrom.set(id, from);
      if (first === null || from < first) first = from;
    }
    return first;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const more = await this.poll();
      this.#bells.hang(this.#families.map((family) => family.status()));
      if (!more && !this.#stopping) await this.#bells.wait(this.#dependencies.options.pollMs);
    }
  }

  async #begin(now: number): Promise<FollowState> {
    if (this.#state !== null) return this.#state;
    const state = await FollowState.load(this.#dependencies);
    for (const { source, zone } of this.#paths) state.known.requireZone(source, zone);
    this.#lost = await LostContent.atStart(state, this.#paths, now);
    state.onLost = (loss) => this.#lost?.add(loss);
    this.#families = this.#paths.map((path) => new FamilyFollower(path, state));
    this.#state = state;
    return state;
  }

  async #look(now: number): Promise<boolean> {
    const scan = new FolderScan();
    let more = false;
    for (const family of this.#families) {
      try {
        more = (await family.look(scan, now)) || more;
      } catch (error) {
        const problem = fileFault(family.followed.path, error);
        if (problem === null) throw error;
        family.problem(problem);
      }
    }
    return more;
  }

  async #writeStatus(now: number): Promise<void> {
    for (const family of this.#families) {
      const { source, generation, size, upToDateAt, path } = family.status();
      if (generation === null) continue;
      const text = `${generation} ${size}`;
      const before = this.#written.get(path);
      if (before?.text === text && now - before.at < STATUS_EVERY_MS) continue;
      await this.#dependencies.dataset.setSourceStatus({ source, generation, size, upToDateAt });
      this.#written.set(path, { at: now, text });
    }
  }

  #storeIsWell(): void {
    if (this.#retry.pauseMs > 0) this.#dependencies.onProblem?.('store', null);
    this.#retry = { at: 0, pauseMs: 0 };
  }

  /** The store is full or away: everything unacknowledged is dropped, and read again when it is back. */
  async #postpone(error: unknown, now: number): Promise<void> {
    if (!(error instanceof ShoptraceError) || !isStoreTrouble(error)) throw error;
    await this.#state?.dropLanes();
    const { retryMs } = this.#dependencies.options;
    const pauseMs = Math.min(MOST_RETRY_MS, this.#retry.pauseMs === 0 ? retryMs : this.#retry.pauseMs * 2);
    this.#retry = { at: now + pauseMs, pauseMs };
    this.#dependencies.onProblem?.('store', error);
  }
}

const isStoreTrouble = (error: ShoptraceError): boolean =>
  error.code === 'store-full' || error.code === 'store-unreachable';
