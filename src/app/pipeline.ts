// One dataset being written: files are read into the store, and what is stored is judged in the same process.
import { merchantTrace } from '../../parsers/index.js';
import type { EngineStatistics } from '../detectors/engine.js';
import type { Rule } from '../detectors/detector.js';
import { rules as allRules } from '../detectors/rules/index.js';
import type { Settings } from '../config/schema.js';
import type { Commit } from '../ingest/lane-contract.js';
import { defaultIngestOptions, type IngestOptions } from '../ingest/options.js';
import type { FileToRead, ReadDependencies, ReadProgress, ReadReport } from '../ingest/reading.js';
import { readOnce } from '../ingest/read-once.js';
import type { SourceNotice } from '../ingest/source-notice.js';
import type { Finding } from '../model/finding.js';
import type { Dataset, Pruned } from '../stores/store.js';
import { coverageOf, type LiveReach } from './coverage.js';
import { forgetJudged } from './judge-anew.js';
import { JudgeThread } from './judge-thread.js';
import { JudgingHere, type Judging } from './judging.js';
import { KnownFiles } from './known-files.js';
import { loadMaskingKey } from './masking-key.js';
import { SequenceJob } from './sequence-job.js';

export interface PipelineOptions {
  readonly dataset: Dataset;
  readonly rules: readonly Rule[];
  readonly thresholds: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly mute: readonly string[];
  /** What the configuration says about order numbers; default: nothing. */
  readonly orderNumbers?: Settings['orderNumbers'];
  readonly maskingKey: Uint8Array;
  /** Wall clock, UTC ms. */
  readonly now: () => number;
  readonly ingest?: IngestOptions;
  /** Who judges; default: an engine in this thread. */
  readonly judging?: Judging | undefined;
}

export interface ReadControl {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
  /** Called before the next batch is read; holds a paced replay back. */
  readonly pace?: ((commit: Commit) => Promise<void>) | undefined;
}

export class Pipeline {
  readonly dataset: Dataset;
  readonly #judging: Judging;
  readonly #options: PipelineOptions;
  readonly #files: KnownFiles;
  readonly #sequences: SequenceJob;
  #asOf: number | null;

  private constructor(options: PipelineOptions, judging: Judging) {
    this.dataset = options.dataset;
    this.#judging = judging;
    this.#options = options;
    this.#files = new KnownFiles(options.dataset);
    this.#sequences = new SequenceJob(options);
    this.#asOf = options.dataset.info.asOf;
  }

  statistics(): EngineStatistics {
    return this.#judging.statistics();
  }

  /** Goes on where the dataset stands: what was stored and not judged is judged first. */
  static async open(options: PipelineOptions): Promise<Pipeline> {
    const { dataset, rules, thresholds, mute } = options;
    const judging = options.judging ?? (await JudgingHere.open({ dataset, rules, thresholds, mute }));
    const pipeline = new Pipeline(options, judging);
    await judging.catchUp({ coverage: await pipeline.coverage(), detectedAt: options.now() });
    return pipeline;
  }

  /** Raises the coverage: the analyst's word, kept with the dataset. */
  async raiseAsOf(asOf: number): Promise<void> {
    await this.dataset.setAsOf(asOf);
    this.#asOf = Math.max(this.#asOf ?? asOf, asOf);
  }

  /** Deletes lines before `before` (UTC ms): see `Dataset.prune`. */
  async prune(before: number): Promise<Pruned> {
    try {
      return await this.dataset.prune(before);
    } finally {
      this.#files.touchAll();
    }
  }

  /** @param live how far followed sources speak now, where the store does not know it yet */
  async coverage(live?: LiveReach) {
    return coverageOf(await this.#files.now(), this.#asOf, live);
  }

  /** Judges what other processes have stored since. */
  async judgeStored(): Promise<readonly Finding[]> {
    this.#files.forget();
    const found = await this.#judging.catchUp({
      coverage: await this.coverage(),
      detectedAt: this.#options.now(),
    });
    return [...found, ...(await this.judge('settle'))];
  }

  /** @throws what `readOnce` says about the file */
  async read(file: FileToRead, control: ReadControl = {}): Promise<ReadReport> {
    const options = this.#options.ingest ?? defaultIngestOptions;
    return await readOnce(file, { ...this.readDependencies('on', control.pace), ...control, options });
  }

  readDependencies(masking: 'on' | 'off', pace?: ReadControl['pace']): Omit<ReadDependencies, 'options'> {
    const { maskingKey } = this.#options;
    return {
      dataset: this.#files.watched(),
      format: merchantTrace,
      masking,
      maskingKey,
      onCommitted: async (commit) => {
        await this.observe(commit);
        await this.judge('streaming');
        await pace?.(commit);
      },
      onNotice: (notice) => this.notice(notice),
      onRetired: async () => await this.#judgeAnew(),
    };
  }

  /** Records that were judged stand in another file now. */
  async #judgeAnew(): Promise<void> {
    const { rules, now } = this.#options;
    await this.judge('settle');
    await forgetJudged(this.dataset, rules, now());
    this.#sequences.forget();
    await this.#judging.reopen();
    await this.#judging.catchUp({ coverage: await this.coverage(), detectedAt: now() });
  }

  /** What ingest noticed about a file becomes a finding with the next judging. */
  notice(notice: SourceNotice): void {
    this.#judging.note(notice);
  }

  async observe(commit: Commit): Promise<void> {
    this.#sequences.observe(commit.events);
    await this.#judging.observe(commit);
  }

  async judge(mode: 'streaming' | 'settle', live?: LiveReach): Promise<readonly Finding[]> {
    const coverage = await this.coverage(live);
    const changed = await this.#judging.judge({ coverage, detectedAt: this.#options.now(), mode });
    if (mode === 'streaming') return changed;
    const numbers = await this.#sequences.judge(this.#asOf, live === undefined);
    return [...changed, ...numbers];
  }

  /** Lets go of the thread that judges, if there is one; the dataset stays open. */
  async close(): Promise<void> {
    await this.#judging.close();
  }
}

/** With all rules and what the settings say about them. */
export async function openPipeline(given: {
  readonly settings: Settings;
  readonly dataset: Dataset;
  readonly now: () => number;
  readonly ingest?: IngestOptions;
  /** Much is to be read: it is judged in a thread of its own. */
  readonly judgesBeside?: boolean;
}): Promise<Pipeline> {
  const { settings, judgesBeside = false, ...rest } = given;
  const { thresholds, mute } = settings.rules;
  const maskingKey = await loadMaskingKey(settings.data);
  const { dataset } = given;
  const here = await JudgingHere.open({ dataset, rules: allRules, thresholds, mute });
  const task = { store: settings.store, dataset: dataset.info.name, thresholds, mute };
  const judging = judgesBeside ? new JudgeThread(task, here) : here;
  const { orderNumbers } = settings;
  return await Pipeline.open({
    rules: allRules,
    thresholds,
    mute,
    orderNumbers,
    maskingKey,
    judging,
    ...rest,
  });
}
