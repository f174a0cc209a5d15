// Builds events from heads and continuation lines, and says which bytes of them must not be stored.
import type { Attachment, EventFlag, RecordForm, TraceEvent } from '../../src/model/event.js';
import { zoneOf } from '../../src/model/time.js';
import type { ReaderOptions } from '../format.js';
import { emptyMessage } from './catalogue/back-office.js';
import type { CatalogueEntry } from './catalogue/entry.js';
import { FileClock, type ClockState } from './clock.js';
import type { HeadScanner } from './head.js';
import { LineTexts } from './line-texts.js';
import { mailEntry, mailFields, mailForm, newMail, takeMailLine, type MailState } from './mail.js';
import { MASKED, type Mask, type Pseudonyms } from './masking.js';
import { headMasks, partsOf, type MaskedParts } from './masked-parts.js';
import { itemOf, Message } from './message.js';
import type { SeenRecord } from './requests/chain.js';
import { RequestTracker } from './requests/tracker.js';
import { decodeText, hasHighBytes } from './text.js';

/** More continuation text of one record than this is counted, not kept. */
const MAX_CONTINUATION = 256 * 1024;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Where a head line stands, and what was unusual about it. */
export interface HeadPlace {
  /** In the text, without line end. */
  readonly start: number;
  readonly end: number;
  /** In the file. */
  readonly offset: number;
  readonly line: number;
  readonly byteLength: number;
  readonly flags: readonly EventFlag[];
}

/** The record whose end is not known yet. */
interface OpenRecord {
  readonly event: Mutable<TraceEvent>;
  readonly continues: boolean;
  readonly parts: MaskedParts;
  readonly mail: MailState | null;
}

export interface BuilderState {
  readonly clock: ClockState;
  readonly requests: string;
  /** Of a whole state: see `#inPayer`. */
  readonly inPayer?: boolean;
}

const noFields: TraceEvent['fields'] = Object.freeze({});
const noFlags: readonly EventFlag[] = Object.freeze([]);

export class RecordBuilder {
  readonly clock: FileClock;
  /** Heads asked for; others are followed, not built. */
  readonly #wanted: ReadonlySet<number> | null;
  readonly #options: Omit<ReaderOptions, 'masking' | 'maskingKey'>;
  readonly #prefix: string;
  readonly #pseudonyms: Pseudonyms | null;
  readonly #lines: LineTexts;
  readonly #tracker: RequestTracker;
  readonly #message = new Message();
  readonly #seen: Mutable<SeenRecord>;
  #open: OpenRecord | null = null;
  /** The last message that the catalogue knows was a value of the payer: what follows may stand behind a head in that value. */
  #inPayer: boolean;

  constructor(
    options: Omit<ReaderOptions, 'masking' | 'maskingKey'>,
    pseudonyms: Pseudonyms | null,
    wanted: ReadonlySet<number> | null,
    state: BuilderState | null,
    position: number,
  ) {
    this.#options = options;
    this.#wanted = wanted;
    this.#pseudonyms = pseudonyms;
    this.#lines = new LineTexts(pseudonyms);
    this.#prefix = `${options.generation}:`;
    this.clock = new FileClock(zoneOf(options.zone), options.form, state?.clock);
    this.#inPayer = state?.inPayer ?? false;
    this.#tracker = new RequestTracker(options.generation);
    if (state !== null) this.#tracker.restore(state.requests, position);
    this.#seen = {
      offset: 0,
      event: '',
      time: 0,
      counter: null,
      transaction: null,
      code: '',
      component: 'any',
      itemCode: null,
    };
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  get openTime(): number | null {
    return this.#open?.event.time ?? null;
  }

  /** Call before the lines of a text are handed in. */
  prepare(text: string): void {
    this.#lines.prepare(text);
  }

  takeMasks(): readonly Mask[] {
    return this.#lines.masks;
  }

  takeAttachments(): readonly Attachment[] {
    return this.#tracker.attachments.splice(0);
  }

  save(at: number, whole: boolean): BuilderState {
    const state = { clock: this.clock.state, requests: this.#tracker.save(at, whole) };
    return whole && this.#inPayer ? { ...state, inPayer: true } : state;
  }

  saveOpen(): string {
    return JSON.stringify(this.#open);
  }

  restoreOpen(text: string): void {
    this.#open = JSON.parse(text) as OpenRecord | null;
  }

  /** Begins the record whose head stands in `text`; the one before must be closed. */
  begin(text: string, head: HeadScanner, place: HeadPlace): RecordForm {
    const isMail = this.#options.kind === 'mail';
    const form = isMail ? mailForm(head) : this.clock.formOf(head);
    this.clock.advance(head, form);
    if (isMail) this.#beginMail(text, head, place, form);
    else this.#beginTrace(text, head, place, form);
    return form;
  }

  #beginTrace(text: string, head: HeadScanner, place: HeadPlace, form: RecordForm): void {
    const message = this.#message;
    let source = text;
    let from = head.messageStart;
    let to = place.end;
    let valid = true;
    message.take(source, from, to);
    const parts = this.#partsOf(message);
    if (this.#pseudonyms !== null && (this.#lines.hasAddress(text, from, to) || parts !== null)) {
      const masks = headMasks(text, from, to, parts, message, this.#pseudonyms);
      if (masks.length > 0) {
        source = this.#lines.apply(text, from, to, masks);
        from = 0;
        to = source.length;
        message.take(source, from, to);
      }
    }
    if (!this.#lines.plain && hasHighBytes(source.slice(from, to))) {
      const decoded = decodeText(source.slice(from, to));
      source = decoded.text;
      valid = decoded.valid;
      from = 0;
      to = source.length;
      message.take(source, from, to);
    }
    const id = this.#prefix + String(place.offset);
    const request = this.#request(id, place.offset, head.counter);
    if (this.#wanted !== null && !this.#wanted.has(place.offset)) return;
    const { entry } = message;
    const event = this.#event(id, text, head, place, form, entry);
    const shown = source.slice(message.start, message.end);
    const extra: EventFlag[] = [];
    if (!valid) extra.push('invalid-utf8');
    if (this.#tracker.forged) extra.push('forged');
    if ((source !== text || this.#lines.hasTilde(text, from, to)) && MASKED.test(shown)) extra.push('masked');
    if (extra.length > 0) event.flags = [...event.flags, ...extra];
    event.transaction = message.transaction;
    event.message = shown;
    event.fields = message.fields;
    event.request = request;
    this.#open = { event, continues: entry?.continues ?? false, parts, mail: null };
  }

  #partsOf({ entry, fields }: Message): MaskedParts {
    const parts = partsOf(entry, fields);
    if (this.#inPayer && (entry === null || entry === emptyMessage)) return 'whole';
    this.#inPayer = parts === 'value';
    return parts;
  }

  #beginMail(text: string, head: HeadScanner, place: HeadPlace, form: RecordForm): void {
    const mail = newMail();
    const line = this.#lines.ofMail(text, head.messageStart, place.end);
    if (this.#wanted !== null && !this.#wanted.has(place.offset)) return;
    const id = this.#prefix + String(place.offset);
    const event = this.#event(id, text, head, place, form, mailEntry(mail));
    takeMailLine(mail, line.text, form === 'Dm');
    event.message = line.text.trim();
    if (!line.valid) event.flags = [...event.flags, 'invalid-utf8'];
    this.#open = { event, continues: true, parts: null, mail };
  }

  /** The next line of the open record. @param text from `from` to `to` without line end @param byteLength with it */
  continue(text: string, from: number, to: number, byteLength: number, flag: EventFlag | null): void {
    const open = this.#open;
    const isMail = this.#options.kind === 'mail';
    const line = isMail
      ? this.#lines.ofMail(text, from, to)
      : this.#lines.ofTrace(text, from, to, open?.parts ?? 'unknown');
    if (open === null) return;
    const { event, mail } = open;
    if (mail !== null) takeMailLine(mail, line.text, event.form === 'Dm');
    this.#append(event, isMail ? line.text.trimEnd() : line.text);
    event.lineCount += 1;
    event.byteLength += byteLength;
    if (!line.valid) addFlag(event, 'invalid-utf8');
    if (flag !== null) addFlag(event, flag);
    if (flag !== 'torn' && !open.continues) addFlag(event, 'continuation-unexpected');
    if (line.text.includes('~') && MASKED.test(line.text)) addFlag(event, 'masked');
  }

  /** Masks of a line that belongs to no record. */
  mask(text: string, from: number, to: number): void {
    if (this.#options.kind === 'mail') this.#lines.ofMail(text, from, to);
    else this.#lines.ofNothing(text, from, to, this.#inPayer ? 'whole' : 'unknown');
  }

  /** The record's end is known. */
  close(): TraceEvent | null {
    const open = this.#open;
    if (open === null) return null;
    this.#open = null;
    const { event, mail } = open;
    if (mail === null) return event;
    const { code, action, level, stage } = mailEntry(mail);
    return { ...event, code, action, level, stage, fields: mailFields(mail) };
  }

  addFlag(flag: EventFlag): void {
    if (this.#open !== null) addFlag(this.#open.event, flag);
  }

  #append(event: Mutable<TraceEvent>, line: string): void {
    const { length } = event.continuation;
    if (length + line.length > MAX_CONTINUATION) addFlag(event, 'truncated');
    else event.continuation = event.lineCount === 1 ? line : `${event.continuation}\n${line}`;
  }

  #event(
    id: string,
    text: string,
    head: HeadScanner,
    place: HeadPlace,
    form: RecordForm,
    entry: CatalogueEntry | null,
  ): Mutable<TraceEvent> {
    const { generation, shop } = this.#options;
    const { clock } = this;
    let flags: readonly EventFlag[] = place.flags;
    if (clock.ambiguous) flags = [...flags, 'ambiguous-time'];
    if (clock.changed !== null) flags = [...flags, clock.changed];
    return {
      id,
      generation,
      shop,
      offset: place.offset,
      byteLength: place.byteLength,
      line: place.line,
      lineCount: 1,
      time: clock.time,
      orderTime: clock.order,
      localTime: text.slice(place.start + 3, head.stampEnd),
      form,
      counter: head.counter,
      transaction: null,
      message: '',
      continuation: '',
      code: entry === null ? 'unknown' : entry.code,
      action: entry === null ? 'unknown' : entry.action,
      level: entry === null ? 'info' : entry.level,
      stage: entry === null ? 'unknown' : entry.stage,
      fields: noFields,
      request: id,
      flags: flags.length === 0 ? noFlags : flags,
    };
  }

  #request(event: string, offset: number, counter: number | null): string {
    const { transaction, entry, fields } = this.#message;
    const seen = this.#seen;
    seen.offset = offset;
    seen.event = event;
    seen.time = this.clock.time;
    seen.counter = counter;
    seen.transaction = transaction;
    seen.code = entry === null ? 'unknown' : entry.code;
    seen.component = entry === null ? 'any' : entry.component;
    seen.itemCode = counter === null ? itemOf(fields) : null;
    return this.#tracker.take(seen);
  }
}

function addFlag(event: Mutable<TraceEvent>, flag: EventFlag): void {
  if (!event.flags.includes(flag)) event.flags = [...event.flags, flag];
}
