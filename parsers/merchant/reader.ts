// Cuts runs of lines of the shop's files into records: heads, continuations, blanks, lines that belong to nothing.
import type { EventFlag, QuarantineReason, RecordForm, TraceEvent } from '../../src/model/event.js';
import {
  ENDLESS_LINE_BYTES,
  type LineCounts,
  type ReaderOptions,
  type ReadResult,
  type TraceReader,
} from '../format.js';
import { HeadScanner } from './head.js';
import { LineCounter, type CountState } from './line-counts.js';
import { Pseudonyms } from './masking.js';
import { RecordBuilder, type BuilderState } from './record-builder.js';

const NUL = 0;
/** Of UTF-8, at the beginning of a file that some editor wrote again; one character a byte. */
const BYTE_ORDER_MARK = '\xef\xbb\xbf';
const CARRIAGE_RETURN = 13;
const DASH = 45;
/** A write that was cut ends at a multiple of this offset; the next record may begin there inside a line. */
const PAGE_BYTES = 4096;
/** So many NULs in a row are no text. */
const NUL_RUN = '\0'.repeat(8);

/** An unterminated line that may become a head. */
const HEAD_BEGUN = /^-{1,2}(?: [\d: -]*)?$/;

const noFlags: readonly EventFlag[] = [];
const glued: readonly EventFlag[] = ['glued'];
const tornFlags: readonly EventFlag[] = ['torn'];
const tornAndGlued: readonly EventFlag[] = ['glued', 'torn'];

export interface ReaderState {
  readonly position: number;
  readonly line: number;
  readonly builder: BuilderState;
}

interface WholeState extends ReaderState {
  readonly gap: QuarantineReason | null;
  readonly counts: CountState;
  readonly forms: RecordForm[];
  readonly open: string;
}

/** A stretch of a physical line: all of it, or what stands before or behind a head inside it. */
interface Stretch {
  readonly from: number;
  /** Without line end. */
  readonly to: number;
  /** With line end. */
  readonly byteLength: number;
  readonly torn: boolean;
  readonly glued: boolean;
  readonly endless: boolean;
}

type DecodingOptions = Omit<ReaderOptions, 'masking' | 'maskingKey'>;

export class MerchantReader implements TraceReader {
  readonly #options: ReaderOptions;
  readonly #builder: RecordBuilder;
  readonly #counter: LineCounter;
  readonly #head = new HeadScanner();
  readonly #forms: RecordForm[];
  #form: RecordForm | null = null;
  #events: TraceEvent[] = [];
  #position: number;
  #line: number;
  /** Why lines without head belong to nothing; null when they continue the open record. */
  #gap: QuarantineReason | null;
  /** Where the next run of NULs begins in the text being read. */
  #nextNuls = -1;

  private constructor(options: ReaderOptions, state: WholeState | null, wanted: ReadonlySet<number> | null) {
    this.#options = options;
    this.#position = state?.position ?? 0;
    this.#line = state?.line ?? 0;
    this.#gap = state === null ? 'before-first-record' : state.gap;
    this.#forms = [...(state?.forms ?? [])];
    this.#counter = new LineCounter(options.generation, state?.counts);
    const pseudonyms = options.masking === 'on' ? new Pseudonyms(options.maskingKey) : null;
    this.#builder = new RecordBuilder(options, pseudonyms, wanted, state?.builder ?? null, this.#position);
    if (state !== null) this.#builder.restoreOpen(state.open);
  }

  static open(options: ReaderOptions): MerchantReader {
    return new MerchantReader(options, null, null);
  }

  /** @param state from `save()` */
  static restore(options: ReaderOptions, state: string): MerchantReader {
    return new MerchantReader(options, JSON.parse(state) as WholeState, null);
  }

  /** A reader that builds the wanted events of stored bytes. @param state from `saveForDecoding()` */
  static decoding(
    options: DecodingOptions,
    state: string,
    wanted: ReadonlySet<number> | null,
  ): MerchantReader {
    const known = JSON.parse(state) as ReaderState;
    const { state: counts } = new LineCounter(options.generation);
    const whole: WholeState = { ...known, gap: 'before-first-record', counts, forms: [], open: 'null' };
    const reading: ReaderOptions = { ...options, masking: 'off', maskingKey: new Uint8Array() };
    return new MerchantReader(reading, whole, wanted);
  }

  get position(): number {
    return this.#position;
  }

  get line(): number {
    return this.#line;
  }

  /** A record is open: what follows may belong to it. */
  get isOpen(): boolean {
    return this.#builder.isOpen;
  }

  get openTime(): number | null {
    return this.#builder.openTime;
  }

  read(text: string, cut = 0): ReadResult {
    this.#builder.prepare(text);
    this.#nextNuls = -1;
    const base = this.#position;
    const { length } = text;
    let from = 0;
    let page = base + PAGE_BYTES - (base % PAGE_BYTES) - base;
    while (from < length) {
      const found = text.indexOf('\n', from);
      const newline = found < 0 ? length : found;
      const dropped = newline + 1 >= length ? cut : 0;
      while (page <= from) page += PAGE_BYTES;
      if (text.charCodeAt(from) === DASH && newline <= page && dropped === 0 && found >= 0) {
        this.#takeWhole(text, base, from, newline);
      } else if (newline > page) this.#takePaged(text, base, from, newline, page, dropped);
      else this.#takeStretch(text, base, this.#stretch(text, from, newline, true, dropped));
      this.#line += 1;
      from = newline + 1;
    }
    this.#position = base + length + cut;
    return this.#result();
  }

  provisional(rest: string): ReturnType<TraceReader['provisional']> {
    const copy = MerchantReader.restore(this.#options, this.save());
    const { events, masks } = copy.finish(HEAD_BEGUN.test(rest) ? '' : rest);
    const event = events.at(-1);
    if (event === undefined) return null;
    return {
      event: { ...event, flags: [...event.flags, 'provisional'] },
      before: events.at(-2) ?? null,
      masks,
    };
  }

  finish(rest: string): ReadResult {
    this.#builder.prepare(rest);
    this.#nextNuls = -1;
    if (rest !== '') {
      const base = this.#position;
      const page = PAGE_BYTES - (base % PAGE_BYTES);
      if (rest.length > page) this.#takePaged(rest, base, 0, rest.length, page, 0, false);
      else this.#takeStretch(rest, base, this.#stretch(rest, 0, rest.length, false, 0));
      this.#position = base + rest.length;
    }
    this.#close();
    return this.#result();
  }

  counts(): LineCounts {
    return this.#counter.counts();
  }

  forms(): readonly RecordForm[] {
    return [...this.#forms];
  }

  save(): string {
    const state: WholeState = {
      position: this.#position,
      line: this.#line,
      builder: this.#builder.save(this.#position, true),
      gap: this.#gap,
      counts: this.#counter.state,
      forms: this.#forms,
      open: this.#builder.saveOpen(),
    };
    return JSON.stringify(state);
  }

  saveForDecoding(): string {
    const state: ReaderState = {
      position: this.#position,
      line: this.#line,
      builder: this.#builder.save(this.#position, false),
    };
    return JSON.stringify(state);
  }

  /** A line that is no border case and may begin a record: nearly every line. */
  #takeWhole(text: string, base: number, from: number, newline: number): void {
    const to = withoutReturn(text, from, newline);
    if (newline - from < ENDLESS_LINE_BYTES && this.#head.scan(text, from, to) === 'head') {
      this.#counter.state.lines += 1;
      this.#begin(text, from, to, base + from, newline + 1 - from, noFlags);
    } else this.#takeStretch(text, base, this.#stretch(text, from, newline, true, 0));
  }

  /** A line over a page border: heads that stand exactly at borders begin records of their own. */
  #takePaged(
    text: string,
    base: number,
    start: number,
    newline: number,
    firstPage: number,
    cut: number,
    terminated = true,
  ): void {
    let from = start;
    let inside = false;
    for (let page = firstPage; page < newline; page += PAGE_BYTES) {
      if (page <= from || text.charCodeAt(page) !== DASH) continue;
      if (this.#head.scan(text, page, withoutReturn(text, page, newline)) !== 'head') continue;
      const endless = page - from >= ENDLESS_LINE_BYTES;
      const piece = { from, to: page, byteLength: page - from, torn: true, glued: inside, endless };
      this.#takeStretch(text, base, piece);
      from = page;
      inside = true;
    }
    const last = this.#stretch(text, from, newline, terminated, cut);
    this.#takeStretch(text, base, inside ? { ...last, glued: true } : last);
  }

  #stretch(text: string, from: number, newline: number, terminated: boolean, cut: number): Stretch {
    const to = terminated ? withoutReturn(text, from, newline) : newline;
    const endless = cut > 0 || newline - from >= ENDLESS_LINE_BYTES;
    const byteLength = newline - from + (terminated ? 1 : 0);
    return { from, to, byteLength, torn: false, glued: false, endless };
  }

  #takeStretch(text: string, base: number, stretch: Stretch): void {
    const { state } = this.#counter;
    state.lines += 1;
    let { from } = stretch;
    const first = text.charCodeAt(from);
    if (first === NUL && from < stretch.to) {
      while (from < stretch.to && text.charCodeAt(from) === NUL) from += 1;
      state.nulBytes += from - stretch.from;
    }
    if (base + from === 0 && this.#beginsBehindMark(text, stretch.to)) from = BYTE_ORDER_MARK.length;
    const kind = this.#head.scan(text, from, stretch.to);
    if (kind === 'head') this.#takeHead(text, base, from, stretch);
    else if (kind === 'impossible')
      this.#quarantine(text, base, stretch, 'impossible-date', this.#head.messageStart);
    else if (stretch.endless) this.#quarantine(text, base, stretch, 'endless');
    else if (from > stretch.from || this.#holdsNuls(text, from, stretch.to))
      this.#quarantine(text, base, stretch, 'binary');
    else this.#takeOther(text, base, stretch);
  }

  #beginsBehindMark(text: string, to: number): boolean {
    return text.startsWith(BYTE_ORDER_MARK) && this.#head.scan(text, BYTE_ORDER_MARK.length, to) === 'head';
  }

  #takeHead(text: string, base: number, from: number, stretch: Stretch): void {
    let flags = stretch.glued ? (stretch.torn ? tornAndGlued : glued) : stretch.torn ? tornFlags : noFlags;
    if (stretch.endless) flags = [...flags, 'truncated'];
    const byteLength = stretch.byteLength - (from - stretch.from);
    this.#begin(text, from, stretch.to, base + from, byteLength, flags);
  }

  #begin(
    text: string,
    from: number,
    to: number,
    offset: number,
    byteLength: number,
    flags: readonly EventFlag[],
  ): void {
    this.#close();
    this.#gap = null;
    this.#counter.state.records += 1;
    const place = { start: from, end: to, offset, line: this.#line + 1, byteLength, flags };
    const form = this.#builder.begin(text, this.#head, place);
    if (form !== this.#form) this.#noteForm(form);
  }

  #noteForm(form: RecordForm): void {
    this.#form = form;
    if (!this.#forms.includes(form)) this.#forms.push(form);
  }

  #takeOther(text: string, base: number, stretch: Stretch): void {
    const { from, to, byteLength, torn } = stretch;
    const { state } = this.#counter;
    if (this.#gap === null) {
      state.continuation += 1;
      this.#builder.continue(text, from, to, byteLength, torn ? 'torn' : null);
    } else if (from === to && this.#gap === 'before-first-record') state.blank += 1;
    else this.#quarantine(text, base, stretch, this.#gap);
  }

  #quarantine(
    text: string,
    base: number,
    stretch: Stretch,
    reason: QuarantineReason,
    maskFrom = stretch.from,
  ): void {
    this.#close();
    this.#gap = reason === 'impossible-date' ? reason : 'before-first-record';
    this.#builder.mask(text, maskFrom, stretch.to);
    this.#counter.quarantine(base + stretch.from, this.#line + 1, stretch.byteLength, reason);
  }

  #holdsNuls(text: string, from: number, to: number): boolean {
    if (this.#nextNuls < from) {
      const at = text.indexOf(NUL_RUN, from);
      this.#nextNuls = at < 0 ? Number.MAX_SAFE_INTEGER : at;
    }
    return this.#nextNuls + NUL_RUN.length <= to;
  }

  #close(): void {
    const event = this.#builder.close();
    if (event !== null) this.#events.push(event);
  }

  #result(): ReadResult {
    const events = this.#events;
    this.#events = [];
    const attachments = this.#builder.takeAttachments();
    const quarantined = this.#counter.quarantinedLines.splice(0);
    return { events, attachments, quarantined, masks: this.#builder.takeMasks() };
  }
}

function withoutReturn(text: string, from: number, newline: number): number {
  return newline > from && text.charCodeAt(newline - 1) === CARRIAGE_RETURN ? newline - 1 : newline;
}
