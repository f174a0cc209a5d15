// The one tokeniser: what is written to every store's full-text index, and what a search is cut into.
import type { TraceEvent } from './event.js';

const WORD = /[\p{L}\p{N}]+/gu;
const ASCII_WORD = /[A-Za-z0-9]+/g;
const NON_ASCII = /[^\p{ASCII}]/u;

/** Words of a text, lower case, diacritics folded (`Benoît` → `benoit`), in order, repeats included. */
export function tokens(text: string): string[] {
  if (!NON_ASCII.test(text)) return text.toLowerCase().match(ASCII_WORD) ?? [];
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return folded.match(WORD) ?? [];
}

/** A search: all of `whole` must occur, and a token that begins with `prefix` (null when there is no word). */
export interface TokenSearch {
  readonly whole: readonly string[];
  readonly prefix: string | null;
}

export function tokenSearch(words: string): TokenSearch {
  const all = tokens(words);
  const prefix = all.pop() ?? null;
  return { whole: all, prefix };
}

/** Whether a text's tokens answer a search. */
export function matchesTokens(textTokens: readonly string[], search: TokenSearch): boolean {
  const { prefix } = search;
  if (prefix !== null && !textTokens.some((token) => token.startsWith(prefix))) return false;
  return search.whole.every((token) => textTokens.includes(token));
}

/** What a line is found by: the words of its message and continuation, and its transaction ID. */
export function eventTokens(event: Pick<TraceEvent, 'message' | 'continuation' | 'transaction'>): string[] {
  const found = tokens(event.message);
  if (event.continuation !== '') found.push(...tokens(event.continuation));
  if (event.transaction !== null) found.push(...tokens(event.transaction));
  return found;
}
