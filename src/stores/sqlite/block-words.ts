// The full-text row of a block: its distinct words, and what kinds of events it holds.
import type { TraceEvent } from '../../model/event.js';
import { tokens } from '../../model/tokens.js';

/** IDs of this shape are found through the postings; the words of others are indexed. */
export const PLAIN_ID = /^[A-Z0-9]+=*$/;

export class BlockWords {
  readonly #words = new Set<string>();
  /** Code → its last message in ASCII; all words of it are in. */
  readonly #last = new Map<string, string>();
  /** Code → the event that showed it first. */
  readonly #kinds = new Map<string, TraceEvent>();
  /** Messages whose words are in: many come again and again. */
  readonly #met = new Set<string>();

  add(event: TraceEvent): void {
    const { message, continuation, transaction } = event;
    this.#addMessage(event.code, message);
    if (continuation !== '') for (const word of tokens(continuation)) this.#words.add(word);
    if (transaction !== null && !PLAIN_ID.test(transaction))
      for (const word of tokens(transaction)) this.#words.add(word);
    const known = this.#kinds.get(event.code);
    if (known !== undefined && known.action === event.action && known.level === event.level) return;
    if (known === undefined) this.#kinds.set(event.code, event);
    this.#words.add(kindWord('code', event.code));
    this.#words.add(kindWord('action', event.action));
    this.#words.add(kindWord('level', event.level));
  }

  /** Messages of a code begin and end alike: only what differs from the last one is taken apart. */
  #addMessage(code: string, message: string): void {
    if (this.#met.has(message)) return;
    this.#met.add(message);
    const last = this.#last.get(code);
    if (last === undefined) {
      this.#addWords(message);
      if (!NOT_ASCII.test(message)) this.#last.set(code, message);
      return;
    }
    const from = sharedBeginning(last, message);
    const middle = message.slice(from, message.length - sharedEnd(last, message, from));
    if (middle === '') return;
    if (NOT_ASCII.test(middle)) this.#addWords(message);
    else {
      this.#addWords(middle);
      this.#last.set(code, message);
    }
  }

  #addWords(text: string): void {
    for (const word of tokens(text)) this.#words.add(word);
  }

  /** Space-separated. */
  text(): string {
    return [...this.#words].join(' ');
  }
}

const NOT_ASCII = /[\x80-\uffff]/;

/** Length of the common beginning, back to the end of what is no word. */
function sharedBeginning(last: string, message: string): number {
  const most = Math.min(last.length, message.length);
  let shared = 0;
  while (shared < most && last.charCodeAt(shared) === message.charCodeAt(shared)) shared += 1;
  if (shared === message.length && shared === last.length) return shared;
  while (shared > 0 && isWordCode(message.charCodeAt(shared - 1))) shared -= 1;
  return shared;
}

/** Length of the common end behind `from`, from where it is no word. */
function sharedEnd(last: string, message: string, from: number): number {
  const most = Math.min(last.length, message.length) - from;
  const before = message.length - 1;
  const lastBefore = last.length - 1;
  let shared = 0;
  while (shared < most && last.charCodeAt(lastBefore - shared) === message.charCodeAt(before - shared))
    shared += 1;
  while (shared > 0 && isWordCode(message.charCodeAt(message.length - shared))) shared -= 1;
  return shared;
}

/** ASCII letters and digits. */
function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57);
}

const UNSAFE = /[^A-Za-z0-9._-]/g;

/** One token of the index for one value of a field; case is folded by the index. */
export function kindWord(field: 'action' | 'code' | 'level', value: string): string {
  return `${field}:${value.replace(UNSAFE, '_')}`;
}
