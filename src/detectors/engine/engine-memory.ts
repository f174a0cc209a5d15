// What the engine holds in memory, made from what the store acknowledged: at the start, and anew after a fault.
import type { Attachment } from '../../model/event.js';
import type { DetectionState } from '../../stores/store.js';
import type { EngineOptions } from '../engine.js';
import { EngineJudge } from './engine-judge.js';
import { emptyEngineState, restoreEngineState, type EngineState } from './engine-state.js';
import { FactTable } from './fact-table.js';
import { OpenCases, type CaseOrigin } from './open-cases.js';
import type { RuleBook } from './rule-book.js';
import { SeenBefore } from './seen-before.js';
import { SourceFolds } from './source-folds.js';

export class EngineMemory {
  readonly cases = new OpenCases();
  readonly folds: SourceFolds;
  readonly judge: EngineJudge;
  /** Generation → offset of the next record to be fed. */
  readonly fed = new Map<string, number>();
  /** Attachments that were given before their record: the record was still open. */
  readonly early = new Map<string, Attachment>();
  readonly #seen = new SeenBefore();
  /** Nothing was judged before: a case that was not met since is new. */
  readonly #startedEmpty: boolean;

  private constructor(options: EngineOptions, book: RuleBook, stored: DetectionState, state: EngineState) {
    this.#startedEmpty = stored.casesJudged === 0;
    this.folds = new SourceFolds(book.foldRules, stored.folds);
    for (const [generation, offset] of Object.entries(stored.positions)) {
      this.fed.set(generation, Math.min(offset, state.resumeFrom[generation] ?? offset));
    }
    const facts = new FactTable(this.#seen, this.#startedEmpty);
    for (const name of state.factsWaiting) facts.markDirty(name);
    this.judge = new EngineJudge({
      dataset: options.dataset,
      book,
      cases: this.cases,
      seen: this.#seen,
      facts,
      folds: this.folds,
      state,
      stored,
      maxOpenCases: options.maxOpenCases ?? 20_000,
    });
  }

  static async load(options: EngineOptions, book: RuleBook): Promise<EngineMemory> {
    const stored = await options.dataset.detectionState();
    const state = restoreEngineState(stored.engineState);
    if (state !== null) return new EngineMemory(options, book, stored, state);
    await options.dataset.resetDetection();
    return new EngineMemory(options, book, await options.dataset.detectionState(), emptyEngineState);
  }

  originOf(key: string): CaseOrigin {
    if (this.#seen.mayHave(key)) return 'stored';
    return this.#startedEmpty ? 'new' : 'unknown';
  }
}
