// One dataset being written: files are read into the store, and what is stored is judged in the same process.
import { merchantTrace } from '../../parsers/index.js';
import { DetectionEngine, type EngineStatistics } from '../detectors/engine.js';
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
}

export interface ReadControl {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: ReadProgress) => void) | undefined;
  /** Called before the next batch is read; holds a paced replay back. */
  readonly pace?: ((commit: Commit) => Promise<void>) | undefined;
}

export class Pipeline {
  readonly dataset: Dataset;
  #engine: DetectionEngine;
  readonly #options: PipelineOptions;
  readonly #files: KnownFiles;
  readonly #sequences: SequenceJob;
  #asOf: number | null;

  private constructor(options: PipelineOptions, engine: DetectionEngine) {
    this.dataset = options.dataset;
    this.#engine = engine;
    this.#options = options;
    this.#files = new KnownFiles(options.dataset);
    this.#sequences = new SequenceJob(options);
    this.#asOf = options.dataset.info.asOf;
  }

  statistics(): EngineStatistics {
    return this.#engine.statistics();
  }

  /** Goes on where the dataset stands: what was stored and not judged is judged first. */
  static async open(options: PipelineOptions): Promise<Pipeline> {
    const { dataset, rules, thresholds, mute } = options;
    const engine = await DetectionEngine.open({ dataset, rules, thresholds, mute });
    const pipeline = new Pipeline(options, engine);
    await engine.catchUp({ coverage: await pipeline.coverage(), detectedAt: options.now() });
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
    const { changedFindings } = await this.#engine.catchUp({
      coverage: await this.coverage(),
      detectedAt: this.#options.now(),
    });
    return [...changedFindings, ...(await this.judge('settle'))];
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
    const { rules, thresholds, mute, now } = this.#options;
    await this.judge('settle');
    await forgetJudged(this.dataset, rules, now());
    this.#sequences.forget();
    this.#engine = await DetectionEngine.open({ dataset: this.dataset, rules, thresholds, mute });
    await this.#engine.catchUp({ coverage: await this.coverage(), detectedAt: now() });
  }

  /** What ingest noticed about a file becomes a finding with the next judging. */
  notice(notice: SourceNotice): void {
    this.#engine.note(notice);
  }

  async observe(commit: Commit): Promise<void> {
    const { generation, shop, events, attachments, checkpointOffset } = commit;
    this.#sequences.observe(events);
    await this.#engine.observe({ generation: generation.id, shop, events, attachments, checkpointOffset });
  }

  async judge(mode: 'streaming' | 'settle', live?: LiveReach): Promise<readonly Finding[]> {
    const coverage = await this.coverage(live);
    const { changedFindings } = await this.#engine.judge({
      coverage,
      detectedAt: this.#options.now(),
      mode,
    });
    if (mode === 'streaming') return changedFindings;
    const numbers = await this.#sequences.judge(this.#asOf, live === undefined);
    return [...changedFindings, ...numbers];
  }
}

/** With all rules and what the settings say about them. */
export async function openPipeline(given: {
  readonly settings: Settings;
  readonly dataset: Dataset;
  readonly now: () => number;
  readonly ingest?: IngestOptions;
}): Promise<Pipeline> {
  const { settings, ...rest } = given;
  const { thresholds, mute } = settings.rules;
  const maskingKey = await loadMaskingKey(settings.data);
  const { orderNumbers } = settings;
  return await Pipeline.open({
    rules: allRules,
    thresholds,
    mute,
    orderNumbers,
    maskingKey,
    ...rest,
  });
}
