// The detection engine: takes records as they are stored, judges their cases, and writes what it found with its positions.
import type { AttachedEvent, Attachment, TraceEvent } from '../model/event.js';
import type { Finding } from '../model/finding.js';
import type { Coverage, Dataset, DetectionState } from '../stores/store.js';
import type { Rule, SourceNotice } from './detector.js';
import { emptyEngineState, restoreEngineState, type EngineState } from './engine/engine-state.js';
import { EngineJudge } from './engine/engine-judge.js';
import { FactTable } from './engine/fact-table.js';
import { OpenCases, caseKeyOf, type CaseOrigin } from './engine/open-cases.js';
import { RuleBook, type ThresholdSettings } from './engine/rule-book.js';
import { SeenBefore } from './engine/seen-before.js';
import { SourceFolds } from './engine/source-folds.js';

/** Stores keep what the engine says; tests and tools hand one in. */
export type DetectionDataset = Dataset;

export interface EngineOptions {
  readonly dataset: DetectionDataset;
  readonly rules: readonly Rule[];
  /** Values in place of the rules' defaults: rule id → threshold → value. */
  readonly thresholds?: ThresholdSettings;
  /** Rule ids that are off. */
  readonly mute?: readonly string[];
  /** Transactions held in memory; default 20,000. */
  readonly maxOpenCases?: number;
}

export interface ObservedBatch {
  readonly generation: string;
  readonly shop: string;
  /** As stored, in file order. */
  readonly events: readonly TraceEvent[];
  readonly attachments: readonly Attachment[];
  /** `offset` of the checkpoint that the store acknowledged with them. */
  readonly checkpointOffset: number;
}

export type JudgeMode = 'streaming' | 'settle';

export interface JudgeRequest {
  readonly coverage: readonly Coverage[];
  /** Wall clock, UTC ms; recorded, never judged by. */
  readonly detectedAt: number;
  /** `streaming`: cases that are quiet, so that memory stays bounded; `settle`: everything there is to say. */
  readonly mode: JudgeMode;
}

export interface JudgeResult {
  /** New, changed and withdrawn (verdict `withdrawn`) findings. */
  readonly changedFindings: readonly Finding[];
  /** Cases judged by this call. */
  readonly casesJudged: number;
}

export interface EngineStatistics {
  readonly rules: number;
  /** Transactions looked at since the dataset began. */
  readonly cases: number;
  readonly openCases: number;
  readonly recordsHeld: number;
}

const CHUNK = 5_000;

/** One detector of one dataset. Calls are taken one after the other, in the order they were made. */
export class DetectionEngine {
  readonly #dataset: DetectionDataset;
  readonly #cases = new OpenCases();
  readonly #seen = new SeenBefore();
  readonly #folds: SourceFolds;
  readonly #judge: EngineJudge;
  readonly #book: RuleBook;
  /** Nothing was judged before this engine: a case that it has not met is new. */
  readonly #startedEmpty: boolean;
  /** Generation → offset of the next record to be fed. */
  readonly #fed = new Map<string, number>();
  /** Attachments that were given before their record: the record was still open. */
  readonly #early = new Map<string, Attachment>();
  #batch = 0;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(options: EngineOptions, stored: DetectionState, state: EngineState) {
    this.#dataset = options.dataset;
    this.#book = new RuleBook(options.rules, options.thresholds ?? {}, options.mute ?? []);
    this.#startedEmpty = stored.casesJudged === 0;
    this.#folds = new SourceFolds(this.#book.foldRules, state.folds);
    for (const [generation, offset] of Object.entries(stored.positions)) {
      this.#fed.set(generation, Math.min(offset, state.resumeFrom[generation] ?? offset));
    }
    const facts = new FactTable(this.#seen, this.#startedEmpty);
    for (const name of state.factsWaiting) facts.markDirty(name);
    this.#judge = new EngineJudge({
      dataset: options.dataset,
      book: this.#book,
      cases: this.#cases,
      seen: this.#seen,
      facts,
      folds: this.#folds,
      state,
      stored,
      maxOpenCases: options.maxOpenCases ?? 20_000,
    });
  }

  /** Goes on from what the dataset holds; call `catchUp` before feeding. */
  static async open(options: EngineOptions): Promise<DetectionEngine> {
    const stored = await options.dataset.detectionState();
    const state = restoreEngineState(stored.engineState);
    if (state !== null) return new DetectionEngine(options, stored, state);
    await options.dataset.resetDetection();
    return new DetectionEngine(options, await options.dataset.detectionState(), emptyEngineState);
  }

  /** Takes a batch that the store has acknowledged. What lies before the position is ignored; a gap is read from the store. */
  observe(batch: ObservedBatch): Promise<void> {
    return this.#exclusive(async () => {
      await this.#closeGap(batch);
      const from = this.#fed.get(batch.generation) ?? 0;
      const events = batch.events.filter((event) => event.offset >= from);
      if (events.length === 0 && batch.attachments.length === 0) return;
      const attached = new Map(batch.attachments.map((item) => [item.event, item]));
      await this.#feed(batch.generation, batch.shop, events, attached);
      this.#judge.spillOverflow();
    });
  }

  /**
   * Reads what the store holds beyond the positions. With `judging`, quiet cases are judged between chunks, so that
   * memory stays bounded however much there is to read.
   */
  catchUp(judging?: Omit<JudgeRequest, 'mode'>): Promise<JudgeResult> {
    return this.#exclusive(async () => {
      const changedFindings: Finding[] = [];
      let casesJudged = 0;
      for (const generation of await this.#dataset.generations()) {
        const checkpoint = await this.#dataset.checkpoint(generation.id);
        if (checkpoint === null) continue;
        while (await this.#readChunk(generation.id, generation.shop, checkpoint.offset)) {
          if (judging === undefined) this.#judge.spillOverflow();
          else {
            const result = await this.#judge.run({ ...judging, mode: 'streaming' }, this.#fed);
            changedFindings.push(...result.changedFindings);
            casesJudged += result.casesJudged;
          }
        }
      }
      return { changedFindings, casesJudged };
    });
  }

  /** Judges, and writes findings, obligations, facts, summaries and positions in one commit (several when much is due). */
  judge(request: JudgeRequest): Promise<JudgeResult> {
    return this.#exclusive(() => this.#judge.run(request, this.#fed));
  }

  /** A finding that ingest itself reports about a file; written with the next commit. */
  note(notice: SourceNotice): void {
    this.#judge.note(notice);
  }

  statistics(): EngineStatistics {
    return {
      rules: this.#book.size,
      cases: this.#judge.casesJudged,
      openCases: this.#cases.size,
      recordsHeld: this.#cases.held,
    };
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** Records between the position and the batch were stored without being fed: all up to its end is read from the store. */
  async #closeGap(batch: ObservedBatch): Promise<void> {
    const first = batch.events[0];
    if (first === undefined || first.offset <= (this.#fed.get(batch.generation) ?? 0)) return;
    while (await this.#readChunk(batch.generation, batch.shop, batch.checkpointOffset));
  }

  /** Feeds the next chunk of stored records before `to`; false when there is none. */
  async #readChunk(generation: string, shop: string, to: number): Promise<boolean> {
    const from = this.#fed.get(generation) ?? 0;
    if (from >= to) return false;
    const { events, attachments, next } = await this.#dataset.eventsOfRange(generation, from, to, CHUNK);
    const attached = new Map(attachments.map((item) => [item.event, item]));
    if (events.length > 0 || attached.size > 0) {
      await this.#feed(
        generation,
        shop,
        events.map(({ event }) => event),
        attached,
      );
    }
    this.#fed.set(generation, Math.max(next, from));
    return next > from && next < to;
  }

  async #feed(
    generation: string,
    shop: string,
    events: readonly TraceEvent[],
    attachments: ReadonlyMap<string, Attachment>,
  ): Promise<void> {
    this.#batch++;
    const from = this.#fed.get(generation) ?? 0;
    const here = new Set<string>();
    let fed = from;
    let latest = 0;
    for (const event of events) {
      if (event.flags.includes('alternate')) {
        fed = Math.max(fed, event.offset + event.byteLength);
        continue;
      }
      this.#folds.step(event);
      const attachment = attachments.get(event.id) ?? this.#early.get(event.id);
      if (attachment !== undefined) here.add(event.id);
      this.#addToCase(event, attachment, event.offset);
      latest = Math.max(latest, event.orderTime);
      if (event.flags.includes('provisional')) continue;
      fed = Math.max(fed, event.offset + event.byteLength);
      if (attachment !== undefined) this.#early.delete(event.id);
    }
    this.#fed.set(generation, fed);
    this.#judge.tick(generation, latest);
    const elsewhere = [...attachments.values()].filter((item) => !here.has(item.event));
    for (const item of elsewhere) if (item.offset >= fed) this.#early.set(item.event, item);
    await this.#attachEarlier(
      elsewhere.filter((item) => item.offset < fed),
      shop,
      from,
    );
  }

  #addToCase(event: TraceEvent, attachment: Attachment | undefined, unjudgedFrom: number): void {
    const id = event.transaction ?? attachment?.transaction;
    if (id === undefined) return;
    const attached: AttachedEvent =
      event.transaction !== null || attachment === undefined
        ? { event, attached: 'own', confidence: 1 }
        : { event, attached: attachment.how, confidence: attachment.confidence };
    const open = this.#cases.touch(event.shop, id, this.#batch, (key) => this.#originOf(key));
    this.#cases.add(open, attached, unjudgedFrom);
  }

  /** Records of an earlier batch whose transaction is known only now. */
  async #attachEarlier(attachments: readonly Attachment[], shop: string, from: number): Promise<void> {
    const unknown = attachments.filter((item) => this.#isNews(item, shop));
    if (unknown.length === 0) return;
    const byId = new Map(unknown.map((item) => [item.event, item]));
    for (const event of await this.#dataset.eventsById([...byId.keys()])) {
      if (event.flags.includes('alternate')) continue;
      this.#addToCase(event, byId.get(event.id), from);
    }
  }

  #isNews(attachment: Attachment, shop: string): boolean {
    const open = this.#cases.get(caseKeyOf(shop, attachment.transaction));
    return open === undefined || !open.events.some(({ event }) => event.id === attachment.event);
  }

  #originOf(key: string): CaseOrigin {
    if (this.#seen.mayHave(key)) return 'stored';
    return this.#startedEmpty ? 'new' : 'unknown';
  }
}

export type { SourceNotice, ThresholdSettings };
