// The full-text row of a block: its distinct words, and what kinds of events it holds.
import type { TraceEvent } from '../../model/event.js';
import { tokens } from '../../model/tokens.js';

/** IDs of this shape are found through the postings; the words of others are indexed. */
export const PLAIN_ID = /^[A-Z0-9]+=*$/;

export class BlockWords {
  readonly #words = new Set<string>();
  readonly #messages = new Set<string>();
  /** Code → the event that showed it first. */
  readonly #kinds = new Map<string, TraceEvent>();

  add(event: TraceEvent): void {
    const { message, continuation, transaction } = event;
    if (!this.#messages.has(message)) {
      this.#messages.add(message);
      for (const word of tokens(message)) this.#words.add(word);
    }
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

  /** Space-separated. */
  text(): string {
    return [...this.#words].join(' ');
  }
}

const UNSAFE = /[^A-Za-z0-9._-]/g;

/** One token of the index for one value of a field; case is folded by the index. */
export function kindWord(field: 'action' | 'code' | 'level', value: string): string {
  return `${field}:${value.replace(UNSAFE, '_')}`;
}
