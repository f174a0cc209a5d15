// One generation being read: bytes in, batches of blocks and events out, in step with what the store acknowledged.
import type { LineCounts, ReadResult, TraceReader } from '../../parsers/format.js';
import type { AppendBatch, AppendResult, Checkpoint, Generation } from '../model/block.js';
import { asAlternate, type GenerationLedger } from '../model/block.js';
import type { RecordForm, TraceEvent } from '../model/event.js';
import type { BlockCutter, Cut } from './block-cutter.js';
import { LaneBatch, SkippedRecords } from './lane-batch.js';
import { laneBeginning } from './lane-beginning.js';
import type { LaneDependencies, LaneRest, LaneStart, LaneTally, ReadPoint } from './lane-contract.js';
import { ledgerAt, withProvisionalEnd } from './lane-ledger.js';
import { OpenBlock } from './open-block.js';
import type { RecordScreen } from './record-screen.js';
import { withNotices, type SourceNotice } from './source-notice.js';

const nothing = Buffer.alloc(0);

/** A lane that failed to commit is of no use any more: begin again from the store's checkpoint. */
export class Lane {
  #generation: Generation;
  readonly tally: LaneTally = { indexed: 0, replaced: 0, rejected: {} };
  readonly #dependencies: LaneDependencies;
  readonly #reader: TraceReader;
  readonly #cutter: BlockCutter;
  #block: OpenBlock;
  #offset: number;
  #ledger: GenerationLedger;
  #openRecord: string | null;
  #held = new LaneBatch();
  readonly #skipped: SkippedRecords;
  /** Bytes before it were stored when the lane began. */
  readonly #began: number;
  /** NULs of runs too long to be kept, beyond what the reader saw. */
  #droppedNuls = 0;
  /** What the last provisional commit covered. */
  #shown: string;

  /** @param screen takes out the records that other files hold; null: none is looked for */
  constructor(
    generation: Generation,
    dependencies: LaneDependencies,
    start: LaneStart,
    screen: RecordScreen | null = null,
  ) {
    this.#generation = generation;
    this.#dependencies = dependencies;
    this.#reader = start.reader;
    this.#cutter = start.cutter;
    this.#block = start.block;
    this.#offset = start.offset;
    this.#ledger = { ...start.ledger };
    this.#droppedNuls = start.droppedNuls;
    this.#openRecord = start.openRecord;
    this.#skipped = new SkippedRecords(screen, start.skipped);
    this.#began = start.offset;
    this.#shown = '';
  }

  static begin(
    generation: Generation,
    dependencies: LaneDependencies,
    screen: RecordScreen | null = null,
  ): Lane {
    const start = laneBeginning(generation, dependencies);
    return new Lane(generation, dependencies, start, screen);
  }

  get generation(): Generation {
    return this.#generation;
  }

  /** The file has another name now, or is no longer followed: stored with the next batch. */
  rename(path: string, followed: boolean): Generation {
    this.#generation = { ...this.#generation, path, followed };
    return this.#generation;
  }

  /** What was noticed about the file: stored with the next batch. */
  notice(notice: SourceNotice): void {
    this.#generation = withNotices(this.#generation, [notice]);
  }

  /** Offset behind the last complete line taken. */
  get offset(): number {
    return this.#offset;
  }

  /** Offset of the next byte it wants: behind the unterminated rest. */
  get position(): number {
    return this.#offset + this.#cutter.restLength;
  }

  /** Bytes taken since the last commit that memory holds. */
  get heldBytes(): number {
    return this.#held.heldBytes;
  }

  /** Records that other files hold: of this read, and of the whole file so far. */
  get skippedRecords(): { readonly fresh: number; readonly total: number } {
    return this.#skipped;
  }

  /** Whether complete lines wait to be committed. */
  get changed(): boolean {
    return this.#held.changed;
  }

  counts(): LineCounts {
    const counts = this.#reader.counts();
    return { ...counts, nulBytes: counts.nulBytes + this.#droppedNuls };
  }

  forms(): readonly RecordForm[] {
    return this.#reader.forms();
  }

  /** Time of the last record while it is not shown because more of it may come, UTC ms; null when all is shown. */
  get hiddenRecordTime(): number | null {
    if (this.#shown === this.#shownNow()) return null;
    if (this.#cutter.restLength === 0) return this.#reader.openTime;
    return this.#reader.provisional(this.#cutter.rest?.toString('latin1') ?? '')?.event.time ?? -Infinity;
  }

  /** 1 while the last record may still grow. @param finished after `finish` */
  pendingRecords(finished: boolean): 0 | 1 {
    if (finished) return this.#cutter.restLength > 0 && this.#openRecord !== null ? 1 : 0;
    return this.#reader.openTime === null ? 0 : 1;
  }

  /** Whether any line, an unterminated last one included, begins a record. */
  hasRecords(): boolean {
    if (this.#reader.counts().records > 0) return true;
    return this.#reader.provisional(this.#cutter.rest?.toString('latin1') ?? '') !== null;
  }

  get ledger(): GenerationLedger {
    return this.#ledger;
  }

  /** Takes the next bytes of the file; nothing is stored before `commit`. */
  take(chunk: Buffer): void {
    for (const cut of this.#cutter.push(chunk)) this.#takeCut(cut);
  }

  /**
   * Hands everything taken to the store, in one transaction.
   * @throws store-full, store-unreachable: nothing was written, drop the lane
   */
  async commit(): Promise<void> {
    if (!this.#held.changed) return;
    await this.#skipped.sort(this.#held, false);
    await this.#append(this.#batch(this.#point(), null));
  }

  /** Shows the last record although more of it may come. @returns false when there is nothing new to show */
  async commitProvisional(): Promise<boolean> {
    const rest = this.#cutter.rest;
    const shown = this.#shownNow();
    if (rest === null || shown === this.#shown) return false;
    const provisional = this.#reader.provisional(rest.toString('latin1'));
    this.#shown = shown;
    if (provisional === null) return false;
    const { event, before, masks } = provisional;
    const usesRest = event.offset + event.byteLength > this.#offset;
    if (before !== null) this.#see(before);
    this.#see(event);
    this.#openRecord = event.id;
    await this.#skipped.sort(this.#held, true);
    const restIs = event.offset >= this.#offset ? 'record' : 'continuation';
    await this.#append(
      this.#batch(this.#point(), usesRest ? { bytes: rest, masks, uncounted: restIs } : null),
    );
    return true;
  }

  /**
   * The file will not grow: the last record is complete, or provisional where the file ends inside a line. A longer
   * version of the file goes on from the last line end.
   * @param sha256 of the whole content, when it was read from the beginning
   * @param noticed what the whole read shows about the file; stored with the end of it
   */
  async finish(sha256: string | null, noticed: () => SourceNotice | null = () => null): Promise<void> {
    const endless = this.#cutter.finishEndless();
    if (endless !== null) this.#takeCut(endless);
    const point = this.#point();
    const rest = this.#cutter.rest ?? nothing;
    const result = this.#reader.finish(rest.toString('latin1'));
    this.#absorb(rest.length > 0 ? withProvisionalEnd(result) : result);
    await this.#skipped.sort(this.#held, true);
    const last = result.events.at(-1)?.id ?? null;
    if (last !== null) this.#openRecord = this.#held.events.at(-1)?.id === last ? last : null;
    if (sha256 !== null) this.#ledger = { ...this.#ledger, sha256 };
    const notice = noticed();
    if (notice !== null) this.notice(notice);
    const isNews = this.#held.changed || result.events.length > 0 || rest.length > 0;
    if (!isNews && sha256 === null && notice === null) return;
    const held = rest.length > 0 ? { bytes: rest, masks: result.masks, uncounted: null } : null;
    await this.#append(this.#batch(point, held));
  }

  #shownNow(): string {
    return `${this.#offset}+${this.#cutter.restLength}`;
  }

  #takeCut(cut: Cut): void {
    if (cut.bytes.length > 0) {
      const firstLine = this.#reader.line;
      const result = this.#reader.read(cut.bytes.toString('latin1'), cut.dropped);
      this.#absorb(result);
      this.#block.add(cut.bytes, cut.dropped, this.#reader.line - firstLine, result.masks);
      this.#offset += cut.bytes.length + cut.dropped;
      this.#held.heldBytes += cut.bytes.length;
      if (cut.nul) this.#droppedNuls += cut.dropped;
      else if (cut.dropped > 0) this.#ledger.truncatedBytes += cut.dropped;
    }
    this.#held.changed = true;
    if (cut.mark !== null) this.#closeBlock(cut.mark);
  }

  #absorb(result: ReadResult): void {
    for (const event of result.events) this.#see(event);
    this.#held.add(result);
  }

  #see(event: TraceEvent): void {
    this.#held.events.push(asAlternate(event, this.#generation));
    const { from, to } = this.#ledger;
    if (from === null || event.time < from) this.#ledger.from = event.time;
    if (to === null || event.time > to) this.#ledger.to = event.time;
    if (event.id === this.#openRecord) this.#openRecord = null;
  }

  #closeBlock(mark: string): void {
    const closed = this.#block.toBlock(this.generation.id, mark, true);
    this.#held.closed.push(closed);
    this.#dependencies.dataset.prepare?.(closed);
    this.#block = new OpenBlock({
      number: this.#block.number + 1,
      start: this.#offset,
      firstLine: this.#reader.line + 1,
      readerState: this.#reader.saveForDecoding(),
    });
  }

  /** State behind the last complete line. */
  #point(): ReadPoint {
    return { state: this.#reader.save(), line: this.#reader.line };
  }

  #batch(point: ReadPoint, rest: LaneRest | null): AppendBatch {
    const { closed, events, attachments, skipped, quarantined } = this.#held;
    const blocks = [...closed];
    if (this.#block.length > 0 || rest !== null) {
      const mark = this.#cutter.openMark(rest?.bytes ?? nothing);
      blocks.push(this.#block.toBlock(this.generation.id, mark, false, rest));
    }
    return {
      generation: this.generation,
      blocks,
      events,
      attachments,
      ...(skipped.length === 0 ? {} : { skipped }),
      quarantined,
      checkpoint: this.#checkpoint(point),
      ledger: ledgerAt(this.#ledger, this.counts(), { offset: this.#offset, began: this.#began, rest }),
    };
  }

  #checkpoint({ state, line }: ReadPoint): Checkpoint {
    return {
      generation: this.generation.id,
      offset: this.#offset,
      line,
      block: this.#block.number,
      blockStart: this.#block.start,
      readerState: state,
      openRecord: this.#openRecord,
      ...this.#skipped.saved(),
    };
  }

  async #append(batch: AppendBatch): Promise<void> {
    const result = await this.#dependencies.dataset.append(batch);
    this.#count(result);
    this.#held = new LaneBatch();
    await this.#dependencies.onCommitted({
      generation: this.generation,
      shop: this.generation.shop,
      events: batch.events,
      attachments: batch.attachments,
      checkpointOffset: batch.checkpoint.offset,
    });
  }

  #count(result: AppendResult): void {
    this.tally.indexed += result.indexed;
    this.tally.replaced += result.replaced;
    for (const { reason } of result.rejected)
      this.tally.rejected[reason] = (this.tally.rejected[reason] ?? 0) + 1;
  }
}
