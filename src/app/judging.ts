// Who judges what a pipeline stores: the engine in this thread, or one in a thread of its own.
import { DetectionEngine, type EngineOptions, type EngineStatistics } from '../detectors/engine.js';
import type { JudgeRequest, SourceNotice } from '../detectors/engine.js';
import type { Commit } from '../ingest/lane-contract.js';
import type { Finding } from '../model/finding.js';

/** Calls are taken in the order they are made. What is said of findings is what changed since it was last said. */
export interface Judging {
  /** Takes what the store has acknowledged. */
  observe(commit: Commit): Promise<void>;
  /** Reads what is stored and was not judged, all files. */
  catchUp(request: Omit<JudgeRequest, 'mode'>): Promise<readonly Finding[]>;
  judge(request: JudgeRequest): Promise<readonly Finding[]>;
  /** A finding that ingest itself reports about a file; written with the next judging. */
  note(notice: SourceNotice): void;
  /** What was judged was forgotten: begins again with what is stored. Nothing may be under way. */
  reopen(): Promise<void>;
  /** As of the last call that ended. */
  statistics(): EngineStatistics;
  close(): Promise<void>;
}

/** The engine in this thread. */
export class JudgingHere implements Judging {
  readonly #options: EngineOptions;
  #engine: DetectionEngine;

  private constructor(options: EngineOptions, engine: DetectionEngine) {
    this.#options = options;
    this.#engine = engine;
  }

  static async open(options: EngineOptions): Promise<JudgingHere> {
    return new JudgingHere(options, await DetectionEngine.open(options));
  }

  async observe({ generation, shop, events, attachments, checkpointOffset }: Commit): Promise<void> {
    await this.#engine.observe({ generation: generation.id, shop, events, attachments, checkpointOffset });
  }

  async catchUp(request: Omit<JudgeRequest, 'mode'>): Promise<readonly Finding[]> {
    return (await this.#engine.catchUp(request)).changedFindings;
  }

  async judge(request: JudgeRequest): Promise<readonly Finding[]> {
    return (await this.#engine.judge(request)).changedFindings;
  }

  note(notice: SourceNotice): void {
    this.#engine.note(notice);
  }

  async reopen(): Promise<void> {
    this.#engine = await DetectionEngine.open(this.#options);
  }

  statistics(): EngineStatistics {
    return this.#engine.statistics();
  }

  async close(): Promise<void> {}
}
