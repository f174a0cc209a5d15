// A small trace format for tests of other stages: heads of form B and C, continuations, passwords masked; nothing of the catalogue.
import type { QuarantinedLine, TraceEvent } from '../../src/model/event.js';
import type {
  LineCounts,
  ReaderOptions,
  ReadResult,
  TraceFormat,
  TraceReader,
} from '../../parsers/format.js';

const HEAD = /^-- (\d{4})-(\d{1,2})-(\d\d) (\d\d):(\d\d):(\d\d) (\d{3}) -\d*- {1,2}(?:\[([A-Z0-9=]+)\])?/;

interface OpenRecord {
  offset: number;
  line: number;
  text: string;
  lines: number;
  length: number;
  truncated: boolean;
}

interface State {
  position: number;
  line: number;
  counts: LineCounts;
  open: OpenRecord | null;
}

class PlainReader implements TraceReader {
  readonly #options: ReaderOptions;
  #state: State;

  constructor(options: ReaderOptions, state: State) {
    this.#options = options;
    this.#state = state;
  }

  get position(): number {
    return this.#state.position;
  }

  get line(): number {
    return this.#state.line;
  }

  read(text: string, cut = 0): ReadResult {
    const events: TraceEvent[] = [];
    const quarantined: QuarantinedLine[] = [];
    const lines = text.split('\n').slice(0, -1);
    lines.forEach((line, index) => {
      const dropped = index === lines.length - 1 ? cut : 0;
      this.#take(line, line.length + 1 + dropped, dropped > 0, events, quarantined);
    });
    return { events, attachments: [], quarantined, masks: masksOf(text) };
  }

  provisional(rest: string): { event: TraceEvent; masks: ReadResult['masks'] } | null {
    const copy = new PlainReader(this.#options, structuredClone(this.#state));
    const done: TraceEvent[] = [];
    if (rest !== '' && (HEAD.test(rest) || copy.#state.open !== null))
      copy.#take(rest, rest.length, false, done, []);
    const open = HEAD.test(rest) && this.#state.open !== null ? this.#state.open : copy.#state.open;
    if (open === null) return null;
    const usesRest = open.offset + open.length > this.#state.position;
    return { event: this.#event(open, true), masks: usesRest ? masksOf(rest) : [] };
  }

  finish(rest: string): ReadResult {
    const events: TraceEvent[] = [];
    const quarantined: QuarantinedLine[] = [];
    if (rest !== '') this.#take(rest, rest.length, false, events, quarantined);
    this.#close(events);
    return { events, attachments: [], quarantined, masks: masksOf(rest) };
  }

  counts(): LineCounts {
    return structuredClone(this.#state.counts);
  }

  forms(): readonly 'B'[] {
    return this.#state.counts.records > 0 ? ['B'] : [];
  }

  save(): string {
    return JSON.stringify(this.#state);
  }

  saveForDecoding(): string {
    return JSON.stringify({ line: this.#state.line });
  }

  #take(
    line: string,
    length: number,
    truncated: boolean,
    events: TraceEvent[],
    quarantined: QuarantinedLine[],
  ): void {
    const { counts, position } = this.#state;
    const next: { -readonly [K in keyof LineCounts]: LineCounts[K] } = { ...counts, lines: counts.lines + 1 };
    this.#state.line += 1;
    if (HEAD.test(line)) {
      this.#close(events);
      next.records += 1;
      this.#state.open = {
        offset: position,
        line: this.#state.line,
        text: line,
        lines: 1,
        length,
        truncated,
      };
    } else if (this.#state.open !== null) {
      next.continuation += 1;
      const { open } = this.#state;
      this.#state.open = {
        ...open,
        text: `${open.text}\n${line}`,
        lines: open.lines + 1,
        length: open.length + length,
        truncated: open.truncated || truncated,
      };
    } else if (line === '') next.blank += 1;
    else {
      const reason = truncated ? 'endless' : 'before-first-record';
      next.quarantinedLines = {
        ...counts.quarantinedLines,
        [reason]: (counts.quarantinedLines[reason] ?? 0) + 1,
      };
      const { generation } = this.#options;
      quarantined.push({ generation, offset: position, line: this.#state.line, byteLength: length, reason });
    }
    this.#state.counts = next;
    this.#state.position = position + length;
  }

  #close(events: TraceEvent[]): void {
    if (this.#state.open !== null) events.push(this.#event(this.#state.open, false));
    this.#state.open = null;
  }

  #event(open: OpenRecord, provisional: boolean): TraceEvent {
    return eventOf(this.#options, open, provisional);
  }
}

function eventOf(
  options: Pick<ReaderOptions, 'generation' | 'shop'>,
  open: OpenRecord,
  provisional: boolean,
): TraceEvent {
  const [head = '', ...rest] = open.text.split('\n');
  const match = HEAD.exec(head);
  const [y, mo, d, h, mi, s, ms] = (match ?? []).slice(1, 8).map(Number);
  const time = Date.UTC(y ?? 0, (mo ?? 1) - 1, d ?? 1, h ?? 0, mi ?? 0, s ?? 0, ms ?? 0);
  const { generation, shop } = options;
  return {
    id: `${generation}:${open.offset}`,
    generation,
    shop,
    offset: open.offset,
    byteLength: open.length,
    line: open.line,
    lineCount: open.lines,
    time,
    orderTime: time,
    localTime: head.slice(3, 28),
    form: 'B',
    counter: null,
    transaction: match?.[8] ?? null,
    message: head.slice(match?.[0].length ?? 0).trimStart(),
    continuation: rest.join('\n'),
    code: 'unknown',
    action: 'unknown',
    level: 'info',
    stage: 'unknown',
    fields: {},
    request: `${generation}:${open.offset}`,
    flags: [
      ...(open.truncated ? (['truncated'] as const) : []),
      ...(provisional ? (['provisional'] as const) : []),
    ],
  };
}

function masksOf(text: string): ReadResult['masks'] {
  return [...text.matchAll(/(?<=Password: )[^<\n]+/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    replacement: '*'.repeat(match[0].length),
  }));
}

const emptyCounts: LineCounts = {
  lines: 0,
  records: 0,
  continuation: 0,
  blank: 0,
  nulBytes: 0,
  quarantinedLines: {},
};

export const plainFormat: TraceFormat = {
  name: 'plain',
  catalogueVersion: 'plain-1',
  recognise: (head) => (/^-- \d{4}-/m.test(head) ? { kind: 'trace', form: 'B' } : null),
  open: (options) => new PlainReader(options, { position: 0, line: 0, counts: emptyCounts, open: null }),
  restore: (options, state) => new PlainReader(options, JSON.parse(state) as State),
  decode(options, block) {
    const { line } = JSON.parse(block.readerState) as { line: number };
    const state = { position: block.start, line, counts: emptyCounts, open: null };
    const reader = new PlainReader({ ...options, masking: 'off', maskingKey: new Uint8Array() }, state);
    const text = block.text + block.following;
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    const events = [...reader.read(whole).events, ...reader.finish(text.slice(whole.length)).events];
    const end = block.start + block.text.length;
    return events.filter((event) => event.offset < end && (block.wanted?.has(event.offset) ?? true));
  },
};
