// Follows files into a dataset and judges what comes, until it is stopped.
import type { Follower } from '../ingest/follower.js';
import { defaultIngestOptions } from '../ingest/options.js';
import type { Commit } from '../ingest/lane-contract.js';
import { isStoreTrouble } from '../ingest/store-trouble.js';
import type { Finding } from '../model/finding.js';
import type { LiveReach } from './coverage.js';
import { followersOf } from './followers.js';
import { JudgePause } from './judge-pause.js';
import type { Pipeline } from './pipeline.js';
import { StoreHealth } from './store-health.js';
import type { FollowedPath } from './worker-messages.js';

/** What followers call the store where they tell what is wrong. */
const STORE = 'store';

export interface LiveEvents {
  readonly onFindings: (findings: readonly Finding[]) => void;
  /** Records were stored since the last call, or a look found nothing new. */
  readonly onProgress: (progress: { readonly records: number; readonly bytes: number }) => void;
  /** Something is wrong with a path or the store, or well again (null). */
  readonly onProblem: (path: string, problem: Error | null) => void;
}

/** So many records waiting are judged as a stream, with bounded memory, before everything is settled. */
const BACKLOG_RECORDS = 5_000;

export class LiveIngest {
  readonly #pipeline: Pipeline;
  readonly #events: LiveEvents;
  /** One for each way of masking. */
  readonly #followers: readonly Follower[];
  #timer: NodeJS.Timeout | null = null;
  #judging: Promise<void> = Promise.resolve();
  #records = 0;
  #bytes = 0;
  #stopped = false;
  readonly #health: StoreHealth;
  readonly #pause = new JudgePause();
  /** The timer is set for a time when nothing comes. */
  #rests = false;
  #fail: (error: unknown) => void = () => undefined;

  constructor(pipeline: Pipeline, paths: readonly FollowedPath[], now: () => number, events: LiveEvents) {
    this.#pipeline = pipeline;
    this.#events = events;
    this.#health = new StoreHealth((problem) => events.onProblem(STORE, problem));
    this.#followers = followersOf(paths, (masking) => {
      const who = {};
      return {
        ...pipeline.readDependencies(masking),
        options: defaultIngestOptions,
        now,
        onCommitted: async (commit) => await this.#committed(commit),
        onNotice: (notice) => pipeline.notice(notice),
        onProblem: (path, problem) => {
          if (path === STORE) this.#health.report(who, problem);
          else events.onProblem(path, problem);
        },
      };
    });
  }

  /** @returns when it was stopped; rejects with a fault that waiting does not heal */
  async run(): Promise<void> {
    const failed = new Promise<never>((_, reject) => {
      this.#fail = reject;
    });
    this.#schedule();
    await Promise.race([Promise.all(this.#followers.map((follower) => follower.start())), failed]);
  }

  /** Ends after the batch in flight, with everything stored judged, unless the store takes nothing: then the next start does it. */
  async stop(): Promise<void> {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    await Promise.all(this.#followers.map((follower) => follower.stop()));
    await this.#judging;
    await this.#whenWell(async () => void (await this.#pipeline.judge('settle')));
  }

  async #committed(commit: Commit): Promise<void> {
    await this.#pipeline.observe(commit);
    this.#records += commit.events.length;
    this.#bytes += commit.events.reduce((sum, event) => sum + event.byteLength, 0);
    if (this.#rests) this.#schedule();
    if (this.#records > BACKLOG_RECORDS) this.#tell(await this.#pipeline.judge('streaming'));
  }

  #schedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#rests = this.#records === 0;
    const pauseMs = this.#rests ? this.#pause.quietMs : this.#pause.busyMs;
    this.#timer = setTimeout(() => {
      this.#rests = false;
      this.#judging = this.#whenWell(async () => await this.#settle()).then(
        () => this.#schedule(),
        this.#fail,
      );
    }, pauseMs);
  }

  /** @throws a fault that waiting does not heal */
  async #whenWell(work: () => Promise<void>): Promise<void> {
    try {
      const begun = performance.now();
      await work();
      this.#pause.judged(performance.now() - begun);
      this.#health.report(this, null);
    } catch (error) {
      if (!isStoreTrouble(error)) throw error;
      this.#pause.refused();
      this.#health.report(this, error);
    }
  }

  async #settle(): Promise<void> {
    const reach = await this.#reach();
    const backlog = this.#records > BACKLOG_RECORDS;
    const progress = { records: this.#records, bytes: this.#bytes };
    this.#records = 0;
    this.#bytes = 0;
    try {
      if (!backlog) this.#tell(await this.#pipeline.judge('settle', reach));
    } finally {
      this.#events.onProgress(progress);
    }
  }

  /** Followers may share a source: it speaks as far as the one that is behind. */
  async #reach(): Promise<LiveReach> {
    const spans = await Promise.all(this.#followers.map((follower) => follower.coverage()));
    const reach = new Map<string, number>();
    for (const { source, through } of spans.flat())
      reach.set(source, Math.min(through, reach.get(source) ?? through));
    return reach;
  }

  #tell(findings: readonly Finding[]): void {
    if (findings.length > 0) this.#events.onFindings(findings);
  }
}
