// Takes a record's message apart: transaction ID, text, catalogue row, parameters.
import { catalogue } from './catalogue/index.js';
import { emptyMessage } from './catalogue/back-office.js';
import type { CatalogueEntry } from './catalogue/entry.js';
import { compile, Matcher, type Fields, type Pattern } from './catalogue/matcher.js';

const SPACE = 32;
const OPENING = 91;
const CLOSING = 93;
const ID_LENGTH = 20;
/** The shop's database keeps 40 characters; more than this is no ID. */
const MAX_ID_LENGTH = 128;
/** As the shop makes its transaction IDs; a visitor's or a mail's text may stand in brackets too. */
export const TRANSACTION_ID = /^[A-Za-z0-9+/=]{12,40}$/;
const PARTNER = /^([^\s[\]]{1,128}) - (?=Partner )/;

const matcher = new Matcher(catalogue);
const empty: Pattern = compile(emptyMessage);

/** What is known of one message; one object is used again and again. */
export class Message {
  transaction: string | null = null;
  /** Where the text begins, and ends, spaces around it left out; of `[]` and the like at the bracket. */
  start = 0;
  end = 0;
  entry: CatalogueEntry | null = null;
  #fields: Fields = matcher.fields;
  /** The ID of an earlier message: one text for one ID that comes again and again. */
  #lastId = '';

  get fields(): Fields {
    return this.#fields;
  }

  /** Reads the message that stands in [from, to). */
  take(source: string, from: number, to: number): void {
    let at = skipSpaces(source, from, to);
    let end = to;
    while (end > at && source.charCodeAt(end - 1) === SPACE) end -= 1;
    this.transaction = null;
    this.start = at;
    this.end = end;
    if (at < to && source.charCodeAt(at) === OPENING) at = this.#takeId(source, at, to);
    let pattern = at >= end && at === this.start ? empty : matcher.match(source, at, to);
    this.#fields = matcher.fields;
    if (pattern === null && this.start === at) pattern = this.#takePartner(source, at, to);
    if (pattern === null || pattern === empty) this.#fields = noFields;
    this.entry = pattern === null ? null : pattern.entry;
  }

  /** @returns where the text behind the bracket begins */
  #takeId(source: string, at: number, to: number): number {
    const close = closing(source, at, to);
    if (close < 0) return at;
    const behind = skipSpaces(source, close + 1, to);
    const id = this.#idBetween(source, at + 1, close);
    if (id === '' || id === 'ERROR' || id === '$transid') return behind;
    this.transaction = id;
    this.start = Math.min(behind, Math.max(this.end, close + 1));
    if (this.end < this.start) this.end = this.start;
    return behind;
  }

  #idBetween(source: string, from: number, to: number): string {
    if (to - from === this.#lastId.length && source.startsWith(this.#lastId, from)) return this.#lastId;
    const id = source.slice(from, to).trim();
    if (id.length === ID_LENGTH) this.#lastId = id;
    return id;
  }

  /** `{id} - Partner call…`: the only messages with an ID outside brackets. */
  #takePartner(source: string, at: number, to: number): Pattern | null {
    const found = PARTNER.exec(source.slice(at, Math.min(to, at + MAX_ID_LENGTH + 16)));
    if (found === null) return null;
    const start = at + found[0].length;
    const pattern = matcher.match(source, start, to);
    if (pattern === null) return null;
    this.#fields = matcher.fields;
    this.transaction = found[1] ?? null;
    this.start = start;
    return pattern;
  }
}

const noFields: Fields = Object.freeze({});

function skipSpaces(source: string, from: number, to: number): number {
  let at = from;
  while (at < to && source.charCodeAt(at) === SPACE) at += 1;
  return at;
}

function closing(source: string, at: number, to: number): number {
  const end = Math.min(to, at + MAX_ID_LENGTH + 2);
  for (let i = at + 1; i < end; i += 1) if (source.charCodeAt(i) === CLOSING) return i;
  return -1;
}

/** The item code of a message that names one, for the requests. */
export function itemOf(fields: Fields): string | null {
  const item = fields['itemCode'];
  return typeof item === 'string' ? item : null;
}
