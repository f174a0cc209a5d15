// Follows files through everything that happens to them; all that must survive is in the store, so a restart is nothing special.
import { Bells } from './bells.js';
import { FamilyFollower } from './family-follower.js';
import { FolderScan } from './family.js';
import { fileFault } from './file-content.js';
import type { FollowDependencies, FollowedPath, PathStatus, SourceCoverage } from './follow-settings.js';
import { FollowState } from './follow-state.js';
import { LookPlan } from './look-plan.js';
import { SilenceWatch } from './silence-watch.js';
import { SteadyClock } from './steady-clock.js';
import { LostContent } from './lost-content.js';
import { isStoreTrouble } from './store-trouble.js';

/** What a busy shop writes meanwhile is read, stored and judged together. */
const GATHER_MS = 100;
const MOST_RETRY_MS = 30_000;
const STATUS_EVERY_MS = 5_000;
/** Of files that are asleep. */
const QUIET_STATUS_EVERY_MS = 300_000;

export class Follower {
  readonly #dependencies: FollowDependencies;
  readonly #paths: readonly FollowedPath[];
  readonly #bells: Bells;
  #state: FollowState | null = null;
  #families: readonly FamilyFollower[] = [];
  #plan: LookPlan | null = null;
  readonly #scan = new FolderScan();
  #lost: LostContent | null = null;
  #silence: SilenceWatch | null = null;
  #retry = { at: 0, pauseMs: 0 };
  readonly #clock = new SteadyClock();
  #looked: readonly FamilyFollower[] = [];
  #written = new Map<string, { at: number; text: string }>();
  /** Times of first records, by generation. */
  readonly #from = new Map<string, number>();
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
    this.#bells.close();
    await this.#running?.catch(() => {});
    await this.#state?.close();
  }

  /**
   * One look at every path.
   * @returns whether more can be read at once
   * @throws zone-conflict at the first look
   */
  async poll(): Promise<boolean> {
    const wall = this.#dependencies.now();
    const now = this.#clock.at(wall);
    if (now < this.#retry.at) return false;
    try {
      const state = await this.#begin(now);
      state.wall = wall;
      const more = await this.#look(now);
      if (this.#plan?.sawAll === true) await this.#lost?.settle(now, state);
      await this.#writeStatus(now);
      await this.#silence?.look(() => this.status(), { wall, steady: now });
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

  /** Of every source that has records, unless one of its paths was never found up to date. */
  async coverage(): Promise<readonly SourceCoverage[]> {
    const { options } = this.#dependencies;
    const first = await this.#firstRecords();
    const found = new Map<string, SourceCoverage>();
    for (const family of this.#families) {
      const { source, upToDateAt } = family.status();
      const from = first.get(source);
      if (family.isAbsent || from === undefined) continue;
      const end = upToDateAt === null ? -Infinity : upToDateAt - options.settleMs;
      const through = Math.min(found.get(source)?.through ?? Infinity, end);
      found.set(source, { source, shop: family.followed.shop, from, through });
    }
    return [...found.values()].filter(({ through }) => through > -Infinity);
  }

  /** Time of the earliest record of each source that has any, UTC ms. */
  async #firstRecords(): Promise<ReadonlyMap<string, number>> {
    const { dataset } = this.#dependencies;
    const first = new Map<string, number>();
    for (const { id, source } of this.#state?.known.all() ?? []) {
      const from = this.#from.get(id) ?? (await dataset.ledger(id))?.from ?? null;
      if (from === null) continue;
      this.#from.set(id, from);
      first.set(source, Math.min(first.get(source) ?? from, from));
    }
    return first;
  }

  async #run(): Promise<void> {
    while (!this.#stopping) {
      const more = await this.poll();
      this.#bells.hang(this.#families.filter(({ staysOpen }) => staysOpen).map((family) => family.status()));
      if (!more && !this.#stopping) await this.#bells.wait(this.#dependencies.options.pollMs, GATHER_MS);
    }
  }

  async #begin(now: number): Promise<FollowState> {
    if (this.#state !== null) return this.#state;
    const state = await FollowState.load(this.#dependencies);
    for (const { source, zone } of this.#paths) state.known.requireZone(source, zone);
    this.#lost = await LostContent.atStart(state, this.#paths, now);
    state.onLost = (loss) => this.#lost?.add(loss);
    this.#silence = new SilenceWatch({
      dataset: this.#dependencies.dataset,
      generationOf: (id) => state.known.get(id),
      generationsOf: (source) => state.known.ofSource(source),
      say: async (notice) => await state.say(notice),
    });
    this.#families = this.#paths.map((path) => new FamilyFollower(path, state));
    const { openFiles, pollMs } = this.#dependencies.options;
    this.#plan = new LookPlan(this.#families, openFiles, pollMs);
    this.#state = state;
    return state;
  }

  async #look(now: number): Promise<boolean> {
    if (this.#plan === null) return false;
    this.#scan.begin(this.#state?.wall ?? 0);
    if (this.#lost?.isLooking === true) this.#scan.wake();
    const open = new Set([...(this.#state?.views.values() ?? [])].map(({ owner }) => owner));
    const due = this.#plan.due(now, open);
    this.#looked = due.families;
    let more = due.more;
    const seen = new Set<string>();
    const missed = new Set<string>();
    for (const family of due.families) {
      let readsOn = false;
      try {
        readsOn = await family.look(this.#scan, now);
      } catch (error) {
        const problem = fileFault(family.followed.path, error);
        if (problem === null) throw error;
        family.problem(problem);
      }
      (family.sawWhole ? seen : missed).add(family.followed.source);
      this.#plan.looked(family, readsOn, now);
      more ||= readsOn;
    }
    for (const source of seen) if (!missed.has(source)) this.#lost?.looked(source, now);
    if (this.#plan.sawAll) this.#lost?.allSeen(now);
    return more;
  }

  async #writeStatus(now: number): Promise<void> {
    for (const family of this.#looked) {
      const { source, generation, size, upToDateAt, path } = family.status();
      if (generation === null) continue;
      const text = `${generation} ${size}`;
      const before = this.#written.get(path);
      const everyMs = family.staysOpen ? STATUS_EVERY_MS : QUIET_STATUS_EVERY_MS;
      if (before?.text === text && now - before.at < everyMs) continue;
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
    if (!isStoreTrouble(error)) throw error;
    this.#state?.dropLanes(now);
    const { retryMs } = this.#dependencies.options;
    const pauseMs = Math.min(MOST_RETRY_MS, this.#retry.pauseMs === 0 ? retryMs : this.#retry.pauseMs * 2);
    this.#retry = { at: now + pauseMs, pauseMs };
    this.#dependencies.onProblem?.('store', error);
  }
}
