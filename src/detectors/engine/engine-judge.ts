// The judging half of the engine: which cases are due, what the rules say about them, and the commits that keep it.
import type { Finding } from '../../model/finding.js';
import type { Outcome } from '../../model/transaction.js';
import type { Coverage, Dataset, DetectionState } from '../../stores/store.js';
import type { SourceNotice } from '../detector.js';
import type { JudgeRequest, JudgeResult } from '../engine.js';
import { CommitDraft, nothingWritten } from './commit-draft.js';
import { judgeAgainFrom } from './coverage-change.js';
import type { EngineState, JudgedUnder } from './engine-state.js';
import type { FactTable } from './fact-table.js';
import { judgeFacts } from './judge-facts.js';
import { judgeFolds, takeNotice } from './judge-sources.js';
import { judgeTransaction } from './judge-transaction.js';
import { caseKeyOf, type OpenCase, type OpenCases } from './open-cases.js';
import { Progress } from './progress.js';
import { WrittenState } from './written-state.js';
import type { RuleBook } from './rule-book.js';
import type { SeenBefore } from './seen-before.js';
import type { SourceFolds } from './source-folds.js';
import { storedFindings } from './stored-findings.js';

export interface JudgeParts {
  readonly dataset: Dataset;
  readonly book: RuleBook;
  readonly cases: OpenCases;
  readonly seen: SeenBefore;
  readonly facts: FactTable;
  readonly folds: SourceFolds;
  readonly state: EngineState;
  readonly stored: DetectionState;
  readonly maxOpenCases: number;
}

/** Judges the facts that are due, and writes what has been judged. */
type CommitWork = (facts: JudgeRequest['mode']) => Promise<void>;

/** A case without records for this long (event time) is judged and let go while streaming. */
const quietMs = 10 * 60_000;
/** Records held by open cases, about 1 KB each. */
const mostRecordsHeld = 100_000;
/** While streaming, a commit waits for this many quiet cases. */
const casesOfCommit = 1_024;
/** When settling, a commit is written after this many cases. */
const casesOfSettle = 2_000;
const dueAtOnce = 500;
/** Whether a judged case leaves memory; what comes of it later is judged with what the store holds. */
type LetGo = 'never' | 'when-over' | 'always';
/** Of orders that came to their end hardly any goes on; of those that wait for money or staff many do, days later. */
const endsOfOrders: ReadonlySet<Outcome> = new Set(['delivered', 'refunded', 'cancelled']);
/** So many cases are read from the store at once. */
const readTogether = 100;

/** After a call that failed it is of no use: what it holds differs from what is stored. */
export class EngineJudge {
  readonly #parts: JudgeParts;
  /** Latest event time by generation. */
  readonly #clocks = new Map<string, number>();
  readonly #judgedUnder: Map<string, JudgedUnder>;
  readonly #judgeAgain: Map<string, number>;
  readonly #progress: Progress;
  readonly #written: WrittenState;
  #notices: SourceNotice[] = [];
  /** So many of the notices are in the draft. */
  #noticesTaken = 0;
  /** Written and not told yet, because the call failed later on. */
  #untold: Finding[] = [];
  #coverage = new Map<string, Coverage>();
  #draft = new CommitDraft();
  casesJudged: number;

  constructor(parts: JudgeParts) {
    this.#parts = parts;
    this.casesJudged = parts.stored.casesJudged;
    this.#judgedUnder = new Map(Object.entries(parts.state.judgedUnder));
    this.#judgeAgain = new Map(Object.entries(parts.state.judgeAgainFrom));
    this.#progress = new Progress(parts.stored.positions);
    this.#written = new WrittenState(parts.stored);
  }

  /** Of one file and rule the latest stands. */
  note(notice: SourceNotice): void {
    const { rule, generation } = notice;
    const place = this.#notices.findIndex(
      (item, index) => index >= this.#noticesTaken && item.rule === rule && item.generation === generation,
    );
    if (place < 0) this.#notices.push(notice);
    else this.#notices[place] = notice;
  }

  /** What another one, whose commit failed, has not written or told. */
  takeOver(before: EngineJudge): void {
    this.#notices = before.#notices;
    this.#untold = before.#untold;
  }

  /** Event time of a generation goes on. */
  tick(generation: string, latest: number): void {
    if (latest > (this.#clocks.get(generation) ?? 0)) this.#clocks.set(generation, latest);
  }

  /** Without anybody judging, records of the oldest cases are forgotten; judging reads them from the store. */
  spillOverflow(): void {
    const { cases } = this.#parts;
    if (cases.held <= 2 * mostRecordsHeld) return;
    for (const open of cases.values()) {
      if (cases.held <= mostRecordsHeld) return;
      cases.spill(open);
    }
  }

  async run(request: JudgeRequest, fed: ReadonlyMap<string, number>): Promise<JudgeResult> {
    this.#takeCoverage(request.coverage);
    const before = this.casesJudgedHere;
    const commit = async (facts: JudgeRequest['mode']): Promise<void> => {
      await judgeFacts(this.#parts, this.#draft, facts, (shop) => this.#coverageOf(shop));
      await this.#commit(request, fed);
    };
    if (request.mode === 'settle') await this.#settle(commit);
    else {
      const due = this.#streamingCases();
      await this.#judgeEach(due.judge, 'when-over');
      await this.#judgeEach(due.letGo, 'always');
      if (due.judge.length + due.letGo.length > 0) await commit('streaming');
    }
    const changed = this.#untold;
    this.#untold = [];
    return { changedFindings: changed, casesJudged: this.casesJudgedHere - before };
  }

  /** Judgements made by this engine, repeats included. */
  casesJudgedHere = 0;

  #takeCoverage(coverage: readonly Coverage[]): void {
    this.#coverage = new Map(coverage.map((item) => [item.shop, item]));
    for (const item of coverage) {
      const before = this.#judgedUnder.get(item.shop);
      this.#judgedUnder.set(item.shop, { from: item.from, through: item.through, holes: item.holes });
      const again = before === undefined ? null : judgeAgainFrom(before, item);
      if (again === null) continue;
      this.#judgeAgain.set(item.shop, Math.min(again, this.#judgeAgain.get(item.shop) ?? again));
    }
  }

  /** Without coverage nothing is known to be absent yet. */
  #coverageOf(shop: string): Coverage {
    return this.#coverage.get(shop) ?? { shop, from: 0, through: 0, holes: [] };
  }

  /**
   * Quiet cases that nobody has judged yet, when they are worth a commit; orders that did not come to their end stay in
   * memory, since many of them go on hours later. Under pressure the oldest cases leave memory, quiet or not.
   */
  #streamingCases(): { readonly judge: readonly OpenCase[]; readonly letGo: readonly OpenCase[] } {
    const { cases, maxOpenCases } = this.#parts;
    const pressed = cases.size > maxOpenCases || cases.held > mostRecordsHeld;
    const goal = pressed ? 0.75 : 1;
    const quiet: OpenCase[] = [];
    const letGo: OpenCase[] = [];
    let size = cases.size;
    let { held } = cases;
    for (const open of cases.values()) {
      if (size > goal * maxOpenCases || held > goal * mostRecordsHeld) {
        letGo.push(open);
        size--;
        held -= open.events.length;
      } else if (!this.#isQuiet(open)) break;
      else if (open.dirty) quiet.push(open);
    }
    return { judge: pressed || quiet.length >= casesOfCommit ? quiet : [], letGo };
  }

  #isQuiet(open: OpenCase): boolean {
    return (this.#clocks.get(open.generation) ?? open.lastTime) - open.lastTime > quietMs;
  }

  async #settle(commit: CommitWork): Promise<void> {
    const done = new Set<string>();
    const work = async (cases: readonly OpenCase[]): Promise<void> => {
      for (const open of cases) done.add(open.key);
      await this.#judgeEach(cases, 'never', async () => {
        if (this.#draft.summaries.length >= casesOfSettle) await commit('streaming');
      });
    };
    await work([...this.#parts.cases.values()].filter((open) => open.dirty));
    await this.#settleMovedCoverage(done, work);
    for (const shop of this.#coverage.keys()) await this.#settleDue(shop, done, work, commit);
    await this.#judgeSources();
    await commit('settle');
    this.#letGoOfSurplus();
  }

  /** Cases that what is due belongs to; each once. */
  async #settleDue(
    shop: string,
    done: Set<string>,
    work: (cases: readonly OpenCase[]) => Promise<void>,
    commit: CommitWork,
  ): Promise<void> {
    const { through } = this.#coverageOf(shop);
    for (;;) {
      if (this.#draft.summaries.length > 0) await commit('streaming');
      const due = await this.#parts.dataset.obligationsDue(shop, through, dueAtOnce);
      const fresh = new Set(
        due
          .filter((item) => item.case.kind === 'transaction' && !done.has(caseKeyOf(shop, item.case.key)))
          .map((item) => item.case.key),
      );
      if (fresh.size === 0) return;
      await work([...fresh].map((id) => this.#openStored(shop, id)));
    }
  }

  /** Absences claimed, or not claimed, under a coverage that has since moved. */
  async #settleMovedCoverage(
    done: Set<string>,
    work: (cases: readonly OpenCase[]) => Promise<void>,
  ): Promise<void> {
    for (const [shop, from] of this.#judgeAgain) {
      const ids: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await this.#parts.dataset.transactions({
          shop,
          from,
          order: 'newest',
          limit: 1000,
          cursor,
        });
        ids.push(...page.items.map((item) => item.id));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      const fresh = [...new Set(ids)].filter((id) => !done.has(caseKeyOf(shop, id)));
      await work(fresh.map((id) => this.#openStored(shop, id)));
    }
    this.#judgeAgain.clear();
  }

  #openStored(shop: string, id: string): OpenCase {
    const { cases } = this.#parts;
    return cases.get(caseKeyOf(shop, id)) ?? cases.touch(shop, id, -1, () => 'stored');
  }

  /** Cases that were only opened to be judged, and what exceeds the bounds. */
  #letGoOfSurplus(): void {
    const { cases, maxOpenCases } = this.#parts;
    for (const open of cases.values()) {
      const surplus = cases.size > maxOpenCases || cases.held > mostRecordsHeld;
      if (!open.dirty && (surplus || this.#isQuiet(open))) cases.close(open);
    }
  }

  /** Cases of which something must be read are read together. */
  async #judgeEach(
    cases: readonly OpenCase[],
    letGo: LetGo,
    afterEach: () => Promise<void> | void = () => undefined,
  ): Promise<void> {
    for (let from = 0; from < cases.length; from += readTogether) {
      const these = cases.slice(from, from + readTogether);
      const isNew = await Promise.all(
        these.map(async (open) => (open.dirty || !open.complete ? await this.#complete(open) : null)),
      );
      for (const [index, open] of these.entries()) {
        this.#judgeCase(open, letGo, isNew[index] ?? null);
        await afterEach();
      }
    }
  }

  /** @param isNew what `#complete` said; null when nothing came since it was judged */
  #judgeCase(open: OpenCase, letGo: LetGo, isNew: boolean | null): void {
    const { book, cases, seen, facts } = this.#parts;
    let isOver = false;
    if (isNew !== null || letGo !== 'always' || this.#isDue(open)) {
      const judged = judgeTransaction(open.shop, open.id, open.events, book, this.#coverageOf(open.shop));
      this.#writeCase(open, judged, isNew ?? false);
      facts.replace(open.shop, open.id, judged.facts);
      isOver = open.dueAt === null && endsOfOrders.has(judged.summary.outcome);
    }
    seen.add(open.key);
    if (letGo === 'always' || (letGo === 'when-over' && isOver)) cases.close(open);
  }

  /** Something that was pending can be said by now: better here than when the case must be read from the store. */
  #isDue({ shop, dueAt }: OpenCase): boolean {
    return dueAt !== null && dueAt <= this.#coverageOf(shop).through;
  }

  #writeCase(open: OpenCase, judged: ReturnType<typeof judgeTransaction>, isNew: boolean): void {
    const draft = this.#draft;
    const about = { kind: 'transaction', key: open.id } as const;
    const rules = this.#parts.book.caseRules.map((rule) => rule.id);
    open.written = draft.addCase(open.shop, about, rules, judged, isNew ? null : open.written);
    draft.summaries.push(judged.summary);
    draft.facts.push(...judged.facts);
    if (!isNew || judged.facts.length > 0) draft.factsOf.push({ shop: open.shop, transaction: open.id });
    if (isNew) this.casesJudged++;
    this.casesJudgedHere++;
    open.dueAt = judged.obligations.reduce<number | null>((first, item) => earlier(first, item.dueAt), null);
    open.dirty = false;
    open.origin = 'stored';
    open.unjudged.clear();
  }

  /** Brings all records of a case into memory. True when nothing was stored about it. */
  async #complete(open: OpenCase): Promise<boolean> {
    const { cases, dataset } = this.#parts;
    if (open.origin === 'new') {
      cases.settleEvents(open, open.events);
      return true;
    }
    const summary = open.written === null ? await dataset.transaction(open.shop, open.id) : undefined;
    if (summary === null && open.origin === 'unknown') {
      open.written = nothingWritten;
      open.complete = true;
      cases.settleEvents(open, open.events);
      return true;
    }
    const stored = open.complete ? [] : await dataset.transactionEvents(open.shop, open.id);
    cases.settleEvents(open, [...open.events, ...stored]);
    open.complete = true;
    const about = { kind: 'transaction', key: open.id } as const;
    open.written ??= await storedFindings(dataset, open.shop, about);
    return summary === null;
  }

  async #judgeSources(): Promise<void> {
    judgeFolds(this.#parts, this.#draft, (shop) => this.#coverageOf(shop));
    for (const notice of this.#notices.slice(this.#noticesTaken)) {
      await takeNotice(this.#parts, this.#draft, notice);
      this.#noticesTaken++;
    }
  }

  /** Writes nothing when nothing is new, but that time goes on. */
  async #commit(request: JudgeRequest, fed: ReadonlyMap<string, number>): Promise<void> {
    const draft = this.#draft;
    const { facts, folds, dataset } = this.#parts;
    const { positions, resumeFrom } = this.#progress.of(fed, this.#parts.cases);
    const changes = this.#written.changes({
      positions,
      folds: folds.takeUnsaved(),
      coverage: request.coverage,
      state: {
        resumeFrom,
        judgedUnder: Object.fromEntries(this.#judgedUnder),
        judgeAgainFrom: Object.fromEntries(this.#judgeAgain),
        factsWaiting: facts.waiting(),
      },
      isUrgent: !draft.isEmpty,
    });
    if (changes === null) return;
    await dataset.commitDetection({
      ...changes,
      judged: draft.judged,
      findings: draft.findings,
      obligations: draft.obligations,
      factsOf: draft.factsOf,
      facts: draft.facts,
      summaries: draft.summaries,
      casesJudged: this.casesJudged,
      detectedAt: request.detectedAt,
    });
    this.#draft = new CommitDraft();
    this.#notices.splice(0, this.#noticesTaken);
    this.#noticesTaken = 0;
    this.#untold.push(...draft.changed);
    facts.shrink();
  }
}

function earlier(first: number | null, dueAt: number): number {
  return first === null ? dueAt : Math.min(first, dueAt);
}
