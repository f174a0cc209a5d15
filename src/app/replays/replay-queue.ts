// The jobs of uploaded files: one at work, some waiting, the ended ones as long as the server lives.
import { randomBytes } from 'node:crypto';
import { merchantTrace } from '../../../parsers/index.js';
import { isZone, zoneAsWritten } from '../../config/zone.js';
import { lookAtNamed } from '../../ingest/inputs.js';
import { ShoptraceError } from '../../model/errors.js';
import type { ReplayDesk, ReplayJob, ReplayOutcome, UploadAbout } from '../../model/replays.js';
import { plainError } from '../worker-messages.js';
import { problemOf } from './replay-work.js';
import type { ReplayRun } from './replay-process.js';
import type { Uploads } from './uploads.js';

export const MOST_WAITING = 4;
/** Ended jobs that are remembered. */
const MOST_ENDED = 50;

export interface QueuedReplay {
  readonly about: UploadAbout;
  readonly zone: string;
  /** Where the bytes lie. */
  readonly at: string;
}

export interface ReplayQueueOptions {
  readonly uploads: Uploads;
  readonly zone: string;
  readonly maxBytes: number;
  readonly now: () => number;
  /** @returns null when it was ended */
  readonly run: (replay: QueuedReplay, run: ReplayRun) => Promise<ReplayOutcome | null>;
  /** Takes away what an ended replay left of a dataset that it made. */
  readonly drop: (dataset: string) => Promise<void>;
  readonly onDone: (dataset: string) => void;
  /** A fault of ours: told in the log with its stack. */
  readonly onFault: (error: unknown) => void;
}

interface Entry {
  job: ReplayJob;
  readonly replay: QueuedReplay;
  readonly stopping: AbortController;
}

const isEnded = ({ state }: ReplayJob): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

export class ReplayQueue implements ReplayDesk {
  readonly zone: string;
  readonly maxBytes: number;
  readonly mostWaiting = MOST_WAITING;
  readonly #options: ReplayQueueOptions;
  readonly #entries = new Map<string, Entry>();
  /** Files that are on their way here. */
  #arriving = 0;
  #working: Promise<void> | null = null;
  #isClosed = false;

  constructor(options: ReplayQueueOptions) {
    this.#options = options;
    this.zone = options.zone;
    this.maxBytes = options.maxBytes;
  }

  jobs(): readonly ReplayJob[] {
    return [...this.#entries.values()].map(({ job }) => job).toReversed();
  }

  job(id: string): ReplayJob {
    return this.#entry(id).job;
  }

  hasRoom(): boolean {
    const open = this.jobs().filter((job) => !isEnded(job)).length;
    return !this.#isClosed && open + this.#arriving <= MOST_WAITING;
  }

  async take(body: ReadableStream<Uint8Array> | null, about: UploadAbout): Promise<ReplayJob> {
    const zone = about.zone === null ? this.zone : requiredZone(about.zone);
    const id = randomBytes(8).toString('hex');
    this.#arriving += 1;
    try {
      const { path, bytes } = await this.#options.uploads.keep(id, about.name, body);
      await this.#requireReadable(id, path, about);
      return this.#queue(id, bytes, { about, zone, at: path });
    } finally {
      this.#arriving -= 1;
    }
  }

  async cancel(id: string): Promise<ReplayJob> {
    const entry = this.#entry(id);
    if (isEnded(entry.job)) return entry.job;
    entry.stopping.abort();
    if (entry.job.state === 'waiting') await this.#end(entry, { state: 'cancelled' });
    return entry.job;
  }

  /** Ends what is at work, forgets what waits, and leaves no file behind. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#entries.keys()].map(async (id) => await this.cancel(id)));
    await this.#working;
  }

  #entry(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry !== undefined) return entry;
    throw new ShoptraceError(
      'not-found',
      `There is no replay ${id}.`,
      'Replays are remembered until shoptrace ends; GET /api/v1/datasets lists what they made.',
    );
  }

  /** What is plainly no trace is refused at once. @throws format-foreign, gzip-damaged */
  async #requireReadable(id: string, path: string, { name, kind }: UploadAbout): Promise<void> {
    const { problem } = await lookAtNamed(path, name, merchantTrace, kind);
    if (problem === null && !this.#isClosed) return;
    await this.#options.uploads.discard(id);
    throw problem ?? new Error('the server ends');
  }

  #queue(id: string, size: number, replay: QueuedReplay): ReplayJob {
    const { about, zone } = replay;
    const job: ReplayJob = {
      id,
      file: about.name,
      zone,
      shop: about.shop ?? 'default',
      size,
      state: 'waiting',
      createdAt: this.#options.now(),
      endedAt: null,
      progress: { bytes: 0, bytesTotal: null, lines: 0, records: 0 },
      outcome: null,
      problem: null,
    };
    this.#entries.set(id, { job, replay, stopping: new AbortController() });
    this.#forgetOld();
    this.#working ??= this.#work().finally(() => {
      this.#working = null;
    });
    return job;
  }

  async #work(): Promise<void> {
    for (;;) {
      const next = [...this.#entries.values()].find(({ job }) => job.state === 'waiting');
      if (next === undefined) return;
      await this.#replay(next);
    }
  }

  async #replay(entry: Entry): Promise<void> {
    const made: string[] = [];
    const change = (changes: Partial<ReplayJob>): void => {
      entry.job = { ...entry.job, ...changes };
    };
    change({ state: 'reading' });
    try {
      const outcome = await this.#options.run(entry.replay, {
        signal: entry.stopping.signal,
        onProgress: (progress) => change({ progress }),
        onJudging: () => change({ state: 'judging' }),
        onDataset: (dataset, isNew) => {
          if (isNew) made.push(dataset);
        },
      });
      if (outcome === null) {
        for (const dataset of made) await this.#options.drop(dataset);
        await this.#end(entry, { state: 'cancelled' });
        return;
      }
      await this.#end(entry, { state: 'done', outcome });
      this.#options.onDone(outcome.dataset);
    } catch (error) {
      if (!(error instanceof ShoptraceError)) this.#options.onFault(error);
      await this.#end(entry, { state: 'failed', problem: problemOf(plainError(error)) });
    }
  }

  /** The file is gone before the job is said to have ended. */
  async #end(entry: Entry, changes: Partial<ReplayJob>): Promise<void> {
    if (entry.job.state === 'waiting') entry.job = { ...entry.job, ...changes };
    await this.#options.uploads.discard(entry.job.id).catch(this.#options.onFault);
    entry.job = { ...entry.job, ...changes, endedAt: this.#options.now() };
  }

  #forgetOld(): void {
    const ended = [...this.#entries.values()].filter(({ job }) => isEnded(job));
    for (const { job } of ended.slice(0, Math.max(ended.length - MOST_ENDED, 0)))
      this.#entries.delete(job.id);
  }
}

/** @throws zone-unknown */
function requiredZone(zone: string): string {
  if (isZone(zone)) return zoneAsWritten(zone);
  throw new ShoptraceError(
    'zone-unknown',
    `There is no time zone ${JSON.stringify(zone)}.`,
    'Write an IANA name such as Europe/Paris, or an offset such as +02:00.',
  );
}
