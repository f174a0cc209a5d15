// The stages a trace line goes through: line, record, event; and how a line without ID finds its transaction.

/** Record forms of the shop's files: A, B, C main file; S the documented rendering of B; Bm, Cm, Dm mail file. */
export type RecordForm = 'A' | 'B' | 'C' | 'S' | 'Bm' | 'Cm' | 'Dm';

export type Level = 'info' | 'success' | 'warning' | 'error';

export type Stage =
  | 'cart'
  | 'order'
  | 'payment'
  | 'prepay'
  | 'postpay'
  | 'delivery'
  | 'account'
  | 'support'
  | 'notify'
  | 'state'
  | 'billing'
  | 'shipping'
  | 'access'
  | 'system'
  | 'unknown';

/** What is unusual about a record; shown to people, evidence for rules. */
export type EventFlag =
  /** Cut by a kill or a full disk; the next head is glued to it (A50). */
  | 'torn'
  /** Began inside a physical line, behind a torn record. */
  | 'glued'
  /** Continuation lines after a message that is not known to have any (often a stack trace). */
  | 'continuation-unexpected'
  /** The line was longer than `maxLineBytes`; only its beginning is kept. */
  | 'truncated'
  /** Bytes that are not UTF-8; decoded as Windows-1252. */
  | 'invalid-utf8'
  /** 12-hour clock (form A): AM or PM could not be told for certain. */
  | 'ambiguous-time'
  /** Printed time occurs twice that night; resolved by file order. */
  | 'dst-fold'
  /** Printed time never occurs that night; read with the offset before the change. */
  | 'dst-gap'
  /** A record after a PayPal value or partner data that breaks the counter: written by a visitor, not the shop. */
  | 'forged'
  /** Personal data was replaced in place. */
  | 'masked'
  /** The file's last record; more of it may come. */
  | 'provisional'
  /** Stands only in an altered version of a file: stored and searchable, but no rule, story or count takes it. */
  | 'alternate';

/** One record, understood. Everything in it is a function of the file's bytes up to its end, and of zone and form. */
export interface TraceEvent {
  /** `<generation>:<offset>`: the same for plain, gzip, renamed, copied and re-read files. */
  readonly id: string;
  readonly generation: string;
  readonly shop: string;
  /** Byte offset of the head line in the (decompressed) file. */
  readonly offset: number;
  /** Bytes of the record, line ends included. */
  readonly byteLength: number;
  /** Line number of the head, from 1. */
  readonly line: number;
  /** Lines of the record, continuations included. */
  readonly lineCount: number;
  /** UTC, milliseconds since 1970. */
  readonly time: number;
  /** `time`, or the previous record's `orderTime` where the step back is at most 1 s (T1). */
  readonly orderTime: number;
  /** The stamp as printed: `2017-8-21 20:38:55 525`. */
  readonly localTime: string;
  readonly form: RecordForm;
  /** N of forms C, Cm, Dm. */
  readonly counter: number | null;
  /** Transaction ID, when the record carries a usable one. */
  readonly transaction: string | null;
  /** Head line after head and ID, decoded, masked; `[..]` kept where it is no usable ID. */
  readonly message: string;
  /** Continuation lines, decoded, masked, joined by `\n`; empty when there are none. */
  readonly continuation: string;
  /** Catalogue code (`PLC2`), `unknown` for a message that is not in the catalogue. */
  readonly code: string;
  /** `order.placed`, `production.started` …, `unknown`. */
  readonly action: string;
  readonly level: Level;
  readonly stage: Stage;
  /** Typed parameters of the message; names as in the catalogue. */
  readonly fields: Readonly<Record<string, string | number>>;
  /** Id of the first record of the web request that wrote this one. */
  readonly request: string;
  readonly flags: readonly EventFlag[];
}

export type AttachedHow = 'own' | 'request' | 'neighbour';

/** A record without usable ID that belongs to a transaction all the same (found when its request shows its ID, maybe later in the file). */
export interface Attachment {
  /** Event id of the record without ID. */
  readonly event: string;
  readonly offset: number;
  readonly transaction: string;
  readonly how: 'request' | 'neighbour';
  /** 0 … 1 */
  readonly confidence: number;
}

/** An event seen from one transaction. */
export interface AttachedEvent {
  readonly event: TraceEvent;
  readonly attached: AttachedHow;
  readonly confidence: number;
}

export type QuarantineReason =
  'before-first-record' | 'impossible-date' | 'binary' | 'endless' | 'store-rejected';

/** A line that begins no record and continues none. */
export interface QuarantinedLine {
  readonly generation: string;
  readonly offset: number;
  readonly line: number;
  readonly byteLength: number;
  readonly reason: QuarantineReason;
}

/** Total order everywhere: (orderTime, generation, offset). */
export function compareEvents(a: TraceEvent, b: TraceEvent): number {
  if (a.orderTime !== b.orderTime) return a.orderTime - b.orderTime;
  if (a.generation !== b.generation) return a.generation < b.generation ? -1 : 1;
  return a.offset - b.offset;
}

export function eventId(generation: string, offset: number): string {
  return `${generation}:${offset}`;
}

export function parseEventId(id: string): { generation: string; offset: number } | null {
  const colon = id.lastIndexOf(':');
  if (colon < 1) return null;
  const offset = Number(id.slice(colon + 1));
  if (!Number.isSafeInteger(offset) || offset < 0) return null;
  return { generation: id.slice(0, colon), offset };
}
