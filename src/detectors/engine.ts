// The detection engine: takes records as they are stored, judges their cases, and writes what it found with its positions.
import type { AttachedEvent, Attachment, TraceEvent } from '../model/event.js';
import type { Finding } from '../model/finding.js';
import type { Coverage, Dataset } from '../stores/store.js';
import type { Rule, SourceNotice } from './detector.js';
import { EngineMemory } from './engine/engine-memory.js';
import { caseKeyOf } from './engine/open-cases.js';
import { RuleBook, type ThresholdSettings } from './engine/rule-book.js';

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

/**
 * One detector of one dataset. Calls are taken one after the other, in the order they were made. A call that fails, for
 * instance because the store is full, loses nothing: memory is made anew from what the store acknowledged.
 */
export class DetectionEngine {
  readonly #options: EngineOptions;
  readonly #dataset: DetectionDataset;
  readonly #book: RuleBook;
  #memory: EngineMemory;
  /** Memory and store may differ: a call failed. */
  #stale = false;
  #batch = 0;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(options: EngineOptions, book: RuleBook, memory: EngineMemory) {
    this.#options = options;
    this.#dataset = options.dataset;
    this.#book = book;
    this.#memory = memory;
  }

  /** Goes on from what the dataset holds; call `catchUp` before feeding. */
  static async open(options: EngineOptions): Promise<DetectionEngine> {
    const book = new RuleBook(options.rules, options.thresholds ?? {}, options.mute ?? []);
    return new DetectionEngine(options, book, await EngineMemory.load(options, book));
  }

  /** Takes a batch that the store has acknowledged. What lies before the position is ignored; a gap is read from the store. */
  observe(batch: ObservedBatch): Promise<void> {
    return this.#exclusive(async () => {
      await this.#closeGap(batch);
      const from = this.#memory.fed.get(batch.generation) ?? 0;
      const events = batch.events.filter((event) => event.offset >= from);
      if (events.length === 0 && batch.attachments.length === 0) return;
      const attached = new Map(batch.attachments.map((item) => [item.event, item]));
      await this.#feed(batch.generation, batch.shop, events, attached);
      this.#memory.judge.spillOverflow();
    });
  }

  /**
   * Reads what the store holds beyond the positions. With `judging`, quiet cases are judged between chunks, so that
   * memory stays bounded however much there is to read.
   */
  catchUp(judging?: Omit<JudgeRequest, 'mode'>): Promise<JudgeResult> {
    return this.#exclusive(async () => await this.#readOn(judging));
  }

  async #readOn(judging?: Omit<JudgeRequest, 'mode'>): Promise<JudgeResult> {
    const { judge, fed } = this.#memory;
    const changedFindings: Finding[] = [];
    let casesJudged = 0;
    for (const generation of await this.#dataset.generations()) {
      const { id, shop, notices = [] } = generation;
      for (const notice of notices) judge.note({ ...notice, generation: id, shop });
      const checkpoint = await this.#dataset.checkpoint(generation.id);
      if (checkpoint === null) continue;
      while (await this.#readChunk(generation.id, generation.shop, checkpoint.offset)) {
        if (judging === undefined) judge.spillOverflow();
        else {
          const result = await judge.run({ ...judging, mode: 'streaming' }, fed);
          changedFindings.push(...result.changedFindings);
          casesJudged += result.casesJudged;
        }
      }
    }
    return { changedFindings, casesJudged };
  }

  /** Judges, and writes findings, obligations, facts, summaries and positions in one commit (several when much is due). */
  judge(request: JudgeRequest): Promise<JudgeResult> {
    return this.#exclusive(async () => await this.#memory.judge.run(request, this.#memory.fed));
  }

  /** A finding that ingest itself reports about a file; written with the next commit. */
  note(notice: SourceNotice): void {
    this.#memory.judge.note(notice);
  }

  statistics(): EngineStatistics {
    return {
      rules: this.#book.size,
      cases: this.#memory.judge.casesJudged,
      openCases: this.#memory.cases.size,
      recordsHeld: this.#memory.cases.held,
    };
  }

  #exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(async () => {
      if (this.#stale) await this.#remember();
      try {
        return await work();
      } catch (error) {
        this.#stale = true;
        throw error;
      }
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }

  /** After a fault: what was not acknowledged is read from the store again. */
  async #remember(): Promise<void> {
    const memory = await EngineMemory.load(this.#options, this.#book);
    memory.judge.takeOver(this.#memory.judge);
    this.#memory = memory;
    await this.#readOn();
    this.#stale = false;
  }

  /** Records between the position and the batch were stored without being fed: all up to its end is read from the store. */
  async #closeGap(batch: ObservedBatch): Promise<void> {
    const first = batch.events[0];
    if (first === undefined || first.offset <= (this.#memory.fed.get(batch.generation) ?? 0)) return;
    while (await this.#readChunk(batch.generation, batch.shop, batch.checkpointOffset));
  }

  /** Feeds the next chunk of stored records before `to`; false when there is none. */
  async #readChunk(generation: string, shop: string, to: number): Promise<boolean> {
    const from = this.#memory.fed.get(generation) ?? 0;
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
    this.#memory.fed.set(generation, Math.max(next, from));
    return next > from && next < to;
  }

  async #feed(
    generation: string,
    shop: string,
    events: readonly TraceEvent[],
    attachments: ReadonlyMap<string, Attachment>,
  ): Promise<void> {
    this.#batch++;
    const from = this.#memory.fed.get(generation) ?? 0;
    const here = new Set<string>();
    let fed = from;
    let latest = 0;
    for (const event of events) {
      if (event.flags.includes('alternate')) {
        fed = Math.max(fed, event.offset + event.byteLength);
        continue;
      }
      this.#memory.folds.step(event);
      const attachment =
        event.transaction === null
          ? (attachments.get(event.id) ?? this.#memory.early.get(event.id))
          : undefined;
      if (attachment !== undefined) here.add(event.id);
      this.#addToCase(event, attachment, event.offset);
      latest = Math.max(latest, event.orderTime);
      if (event.flags.includes('provisional')) continue;
      fed = Math.max(fed, event.offset + event.byteLength);
      if (attachment !== undefined) this.#memory.early.delete(event.id);
    }
    this.#memory.fed.set(generation, fed);
    this.#memory.judge.tick(generation, latest);
    const elsewhere = [...attachments.values()].filter((item) => !here.has(item.event));
    for (const item of elsewhere) if (item.offset >= fed) this.#memory.early.set(item.event, item);
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
    const open = this.#memory.cases.touch(event.shop, id, this.#batch, (key) => this.#memory.originOf(key));
    this.#memory.cases.add(open, attached, unjudgedFrom);
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
    const open = this.#memory.cases.get(caseKeyOf(shop, attachment.transaction));
    return open === undefined || !this.#memory.cases.holds(open, attachment.event);
  }
}

export type { SourceNotice, ThresholdSettings };
