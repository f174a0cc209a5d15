// A tiny trace format for tests of stores: reads simple lines, decodes blocks, and cuts a text into batches as ingest does.
import { createHash } from 'node:crypto';
import {
  BLOCK_BYTES,
  emptyLedger,
  type AppendBatch,
  type Block,
  type Generation,
} from '../../src/model/block.js';
import { eventId, type Attachment, type Level, type TraceEvent } from '../../src/model/event.js';
import type { BlockDecoder } from '../../src/stores/store.js';

const HEAD = /^-- (\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+) (\d+) -- (?:\[([A-Z0-9]+=*)\] )?/;

const kinds: readonly (readonly [string, string, string, Level])[] = [
  ['Order placed', 'PLC2', 'order.placed', 'success'],
  ['Production Process Error', 'ERR1', 'production.failed', 'error'],
  ['Production Controller', 'PRD4', 'production.started', 'info'],
  ['GENERIC : New user', 'USR1', 'user.created', 'info'],
  ['Gateway', 'GTW1', 'payment.notified', 'warning'],
];

interface DecodingState {
  line: number;
  orderTime: number;
  request: string;
  transaction: string | null;
}

interface OpenRecord {
  readonly offset: number;
  readonly line: number;
  readonly head: RegExpExecArray;
  message: string;
  continuation: string[];
  byteLength: number;
}

/** Latin1 text in, events out; a line that is no head continues the record before it. */
export class LineParser {
  readonly #generation: Generation;
  readonly #state: DecodingState;
  #offset: number;
  #open: OpenRecord | null = null;
  readonly counts = { lines: 0, records: 0, continuation: 0, strayLines: 0 };

  constructor(generation: Generation, offset = 0, state?: string) {
    this.#generation = generation;
    this.#offset = offset;
    this.#state =
      state === undefined
        ? { line: 1, orderTime: 0, request: '', transaction: null }
        : (JSON.parse(state) as DecodingState);
  }

  /** Complete lines; gives the records that ended. */
  read(text: string): TraceEvent[] {
    const events: TraceEvent[] = [];
    for (let start = 0; start < text.length;) {
      const newline = text.indexOf('\n', start);
      const end = newline < 0 ? text.length : newline + 1;
      const closed = this.#line(text.slice(start, newline < 0 ? end : newline), end - start);
      if (closed !== null) events.push(closed);
      start = end;
    }
    return events;
  }

  close(): TraceEvent | null {
    const event = this.#open === null ? null : this.#build(this.#open);
    this.#open = null;
    return event;
  }

  /** The open record as it stands; nothing changes. */
  provisional(): TraceEvent | null {
    if (this.#open === null) return null;
    const state = { ...this.#state };
    const event = this.#build(this.#open);
    Object.assign(this.#state, state);
    return { ...event, flags: [...event.flags, 'provisional'] };
  }

  state(): string {
    if (this.#open === null) return JSON.stringify(this.#state);
    const before = { ...this.#state };
    this.#build(this.#open);
    const after = JSON.stringify(this.#state);
    Object.assign(this.#state, before);
    return after;
  }

  #line(line: string, byteLength: number): TraceEvent | null {
    this.counts.lines += 1;
    const head = HEAD.exec(line);
    let closed: TraceEvent | null = null;
    if (head !== null) {
      closed = this.close();
      this.counts.records += 1;
      const message = line.slice(head[0].length);
      const { line: number } = this.#state;
      this.#open = { offset: this.#offset, line: number, head, message, continuation: [], byteLength };
    } else if (this.#open === null) this.counts.strayLines += 1;
    else {
      this.counts.continuation += 1;
      this.#open.continuation.push(line);
      this.#open.byteLength += byteLength;
    }
    this.#offset += byteLength;
    this.#state.line += 1;
    return closed;
  }

  #build(record: OpenRecord): TraceEvent {
    const [, year, month, day, hour, minute, second, millisecond, transaction = null] = record.head;
    const time = Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
      Number(millisecond),
    );
    const state = this.#state;
    const stepBack = state.orderTime - time;
    state.orderTime = stepBack > 0 && stepBack <= 1000 ? state.orderTime : time;
    const id = eventId(this.#generation.id, record.offset);
    if (state.request === '' || (transaction !== null && transaction !== state.transaction)) {
      state.request = id;
      state.transaction = transaction;
    }
    const message = Buffer.from(record.message, 'latin1').toString();
    const [, code, action, level] = kinds.find(([prefix]) => message.startsWith(prefix)) ?? [
      '',
      'unknown',
      'unknown',
      'info',
    ];
    return {
      id,
      generation: this.#generation.id,
      shop: this.#generation.shop,
      offset: record.offset,
      byteLength: record.byteLength,
      line: record.line,
      lineCount: 1 + record.continuation.length,
      time,
      orderTime: state.orderTime,
      localTime: record.head[0].slice(3, record.head[0].indexOf(' --', 3)),
      form: 'B',
      counter: null,
      transaction,
      message,
      continuation: Buffer.from(record.continuation.join('\n'), 'latin1').toString(),
      code,
      action,
      level,
      stage: 'unknown',
      fields: {},
      request: state.request,
      flags: [],
    };
  }
}

export const lineDecoder: BlockDecoder = {
  decode(generation, block) {
    const parser = new LineParser(generation, block.start, block.readerState);
    const events = parser.read(block.text + block.following);
    const last = parser.close();
    if (last !== null) events.push(last);
    const end = block.start + block.text.length;
    return events.filter(({ offset }) => offset < end && (block.wanted?.has(offset) ?? true));
  },
};

export function generationFor(text: string, overrides: Partial<Generation> = {}): Generation {
  const first = text.slice(0, text.indexOf('\n'));
  const id = createHash('sha256').update(first).digest('hex').slice(0, 16);
  return {
    id,
    source: 'shop',
    shop: 'default',
    kind: 'trace',
    path: '/var/log/shop/trace.log',
    zone: 'UTC',
    form: null,
    followed: true,
    parent: null,
    ...overrides,
  };
}

/** Reads a growing text and hands over batches: blocks, events, attachments, checkpoint, ledger. */
export class LineFeed {
  readonly generation: Generation;
  readonly #blockBytes: number;
  readonly #parser: LineParser;
  readonly #blocks: Block[] = [];
  readonly #transactions = new Set<string>();
  #orphans: TraceEvent[] = [];
  #from: number | null = null;
  #to: number | null = null;
  #offset = 0;
  #line = 0;

  constructor(generation: Generation, blockBytes = BLOCK_BYTES) {
    this.generation = generation;
    this.#blockBytes = blockBytes;
    this.#parser = new LineParser(generation);
  }

  /** @param lines complete lines; the open record is handed over as provisional where that is asked for */
  batch(lines: string, end: 'open' | 'provisional' | 'finish' = 'open'): AppendBatch {
    const fresh: Block[] = [];
    const events: TraceEvent[] = [];
    const attachments: Attachment[] = [];
    const bytes = Buffer.from(lines);
    const take = (event: TraceEvent | null): void => {
      if (event === null) return;
      events.push(event);
      if (!event.flags.includes('provisional')) attachments.push(...this.#attach(event));
    };
    for (let position = 0; position < bytes.length;) {
      const block = this.#openBlock();
      const piece = this.#piece(bytes.subarray(position), block.bytes.length);
      const kept = fresh.at(-1)?.number === block.number ? fresh.pop() : null;
      const grown = this.#grow(kept ?? block, piece);
      fresh.push(grown);
      this.#parser.read(piece.toString('latin1')).forEach(take);
      position += piece.length;
    }
    if (end === 'finish') take(this.#parser.close());
    if (end === 'provisional') take(this.#parser.provisional());
    return {
      generation: this.generation,
      blocks: fresh,
      events,
      attachments,
      quarantined: [],
      checkpoint: this.#checkpoint(events),
      ledger: this.#ledger(),
    };
  }

  #openBlock(): Block {
    const last = this.#blocks.at(-1);
    if (last !== undefined && !last.closed) return last;
    return {
      generation: this.generation.id,
      number: this.#blocks.length,
      start: this.#offset,
      bytes: new Uint8Array(0),
      firstLine: this.#line + 1,
      lines: 0,
      length: 0,
      mark: '',
      closed: false,
      readerState: this.#parser.state(),
      masked: [],
    };
  }

  /** Up to the first line end at which the block is large enough. */
  #piece(bytes: Buffer, filled: number): Buffer {
    const newline = bytes.indexOf(10, Math.max(0, this.#blockBytes - filled - 1));
    return newline < 0 ? bytes : bytes.subarray(0, newline + 1);
  }

  #grow(block: Block, piece: Buffer): Block {
    const bytes = new Uint8Array(Buffer.concat([block.bytes, piece]));
    const lines = piece.reduce((count, byte) => count + Number(byte === 10), 0);
    const before = this.#blocks[block.number - 1]?.mark ?? '';
    const grown = {
      ...block,
      bytes,
      length: bytes.length,
      lines: block.lines + lines,
      mark: createHash('sha256').update(Buffer.from(before, 'hex')).update(bytes).digest('hex'),
      closed: bytes.length >= this.#blockBytes,
      masked: bytes.length > 40 ? ([[30, 35]] as const) : [],
    };
    this.#blocks[block.number] = grown;
    this.#offset += piece.length;
    this.#line += lines;
    return grown;
  }

  #attach(event: TraceEvent): Attachment[] {
    this.#from ??= event.time;
    this.#to = event.time;
    if (event.transaction === null) {
      this.#orphans.push(event);
      return [];
    }
    this.#transactions.add(event.transaction);
    const { transaction } = event;
    const found = this.#orphans.map(({ id, offset }): Attachment => ({
      event: id,
      offset,
      transaction,
      how: 'request',
      confidence: 0.9,
    }));
    this.#orphans = [];
    return found;
  }

  #checkpoint(events: readonly TraceEvent[]): AppendBatch['checkpoint'] {
    const last = this.#blocks.at(-1);
    const open = events.at(-1)?.flags.includes('provisional') === true ? (events.at(-1)?.id ?? null) : null;
    return {
      generation: this.generation.id,
      offset: this.#offset,
      line: this.#line,
      block: last?.number ?? 0,
      blockStart: last?.start ?? 0,
      readerState: this.#parser.state(),
      openRecord: open,
    };
  }

  #ledger(): AppendBatch['ledger'] {
    const { lines, records, continuation, strayLines } = this.#parser.counts;
    return {
      ...emptyLedger(this.generation.id),
      bytes: this.#offset,
      lines,
      records,
      continuation,
      quarantinedLines: strayLines === 0 ? {} : { 'before-first-record': strayLines },
      from: this.#from,
      to: this.#to,
    };
  }
}

/** All events of a text, as one reading of the whole gives them. */
export function parseLines(generation: Generation, text: string): TraceEvent[] {
  const parser = new LineParser(generation);
  const events = parser.read(Buffer.from(text).toString('latin1'));
  const last = parser.close();
  return last === null ? events : [...events, last];
}
