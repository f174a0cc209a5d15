// A record as a document of Elasticsearch, by ECS names where ECS has one; and back, without loss.
import { LONGEST_KEYWORD } from './index-definitions.js';
import {
  eventId,
  type EventFlag,
  type Level,
  type RecordForm,
  type Stage,
  type TraceEvent,
} from '../../model/event.js';
import { eventTokens } from '../../model/tokens.js';

export interface EventDocument {
  readonly '@timestamp': number;
  readonly message: string;
  readonly event: {
    readonly action: string;
    readonly code: string;
    readonly ingested?: number;
    readonly original?: string;
    readonly sequence: number;
  };
  readonly log: { readonly file: { readonly path: string }; readonly level: Level; readonly offset: number };
  readonly service: { readonly name: string };
  readonly transaction?: { readonly id: string };
  readonly user?: { readonly id?: string; readonly name?: string };
  readonly labels?: Readonly<Record<string, string | number>>;
  readonly shoptrace: {
    readonly commit: number;
    readonly counter?: number;
    readonly flags?: readonly EventFlag[];
    readonly form: RecordForm;
    readonly generation: string;
    readonly length: number;
    readonly lines: number;
    readonly order_time: number;
    readonly printed: string;
    readonly request: string;
    readonly stage: Stage;
    readonly tokens?: readonly string[];
  };
}

/** What a document says beside the event. */
export interface EventOrigin {
  readonly path: string;
  readonly original: string;
  /** UTC ms. */
  readonly ingestedAt: number;
  readonly commit: number;
}

export function documentOf(event: TraceEvent, origin: EventOrigin): EventDocument {
  const { continuation, counter, fields, flags, transaction } = event;
  return {
    '@timestamp': event.time,
    message: continuation === '' ? event.message : `${event.message}\n${continuation}`,
    event: {
      action: event.action,
      code: event.code,
      ingested: origin.ingestedAt,
      original: origin.original,
      sequence: event.line,
    },
    log: { file: { path: origin.path }, level: event.level, offset: event.offset },
    service: { name: event.shop },
    ...(transaction === null ? {} : { transaction: { id: transaction } }),
    ...userOf(fields),
    ...(Object.keys(fields).length === 0 ? {} : { labels: fields }),
    shoptrace: {
      commit: origin.commit,
      ...(counter === null ? {} : { counter }),
      ...(flags.length === 0 ? {} : { flags }),
      form: event.form,
      generation: event.generation,
      length: event.byteLength,
      lines: event.lineCount,
      order_time: event.orderTime,
      printed: event.localTime,
      request: event.request,
      stage: event.stage,
      tokens: eventWords(event),
    },
  };
}

/** Letters and digits only, each once. */
function eventWords(event: TraceEvent): string[] {
  return [...new Set(eventTokens(event).map(searchable))];
}

/** Longer words are found by their beginning. */
export function searchable(token: string): string {
  return token.length > LONGEST_KEYWORD ? token.slice(0, LONGEST_KEYWORD) : token;
}

function userOf(fields: TraceEvent['fields']): Pick<EventDocument, 'user'> {
  const { userId, userName } = fields;
  if (userId === undefined && userName === undefined) return {};
  return {
    user: {
      ...(userId === undefined ? {} : { id: String(userId) }),
      ...(userName === undefined ? {} : { name: String(userName) }),
    },
  };
}

export function eventOf(document: EventDocument): TraceEvent {
  const { shoptrace, event, log, message } = document;
  const end = message.indexOf('\n');
  return {
    id: eventId(shoptrace.generation, log.offset),
    generation: shoptrace.generation,
    shop: document.service.name,
    offset: log.offset,
    byteLength: shoptrace.length,
    line: event.sequence,
    lineCount: shoptrace.lines,
    time: document['@timestamp'],
    orderTime: shoptrace.order_time,
    localTime: shoptrace.printed,
    form: shoptrace.form,
    counter: shoptrace.counter ?? null,
    transaction: document.transaction?.id ?? null,
    message: end < 0 ? message : message.slice(0, end),
    continuation: end < 0 ? '' : message.slice(end + 1),
    code: event.code,
    action: event.action,
    level: log.level,
    stage: shoptrace.stage,
    fields: document.labels ?? {},
    request: shoptrace.request,
    flags: shoptrace.flags ?? [],
  };
}

/** Room for twice the greatest length of a record, below the number of the commit. */
const COMMIT_STEP = 2n ** 34n;
const LONGEST = 2 ** 32;

/**
 * A later commit replaces what an earlier one wrote; within one, the longer record replaces the shorter, and the final one
 * the provisional: so whatever arrives late or twice changes nothing.
 */
export function eventVersion(commit: number, byteLength: number, provisional: boolean): bigint {
  const own = 2 * Math.min(byteLength, LONGEST) + (provisional ? 0 : 1);
  return BigInt(commit) * COMMIT_STEP + BigInt(own);
}

export function versionOf({ shoptrace }: EventDocument): bigint {
  return eventVersion(shoptrace.commit, shoptrace.length, shoptrace.flags?.includes('provisional') ?? false);
}
