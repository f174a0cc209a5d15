// Small pieces of English that several messages use: counts, lists, quoted log text.
import type { Text } from '../finding.js';

export type Params = Text['params'];

const LONGEST_QUOTE = 120;

/** Text from a log, made harmless for one line: control characters out, long text cut. */
export function quoted(value: string | number | undefined): string {
  const text = String(value ?? '?')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
  const characters = Array.from(text);
  return characters.length > LONGEST_QUOTE ? `${characters.slice(0, LONGEST_QUOTE - 1).join('')}…` : text;
}

/** `once`, `twice`, `3 times`. */
export function times(value: string | number | undefined): string {
  const count = Number(value ?? 0);
  if (count === 1) return 'once';
  return count === 2 ? 'twice' : `${count} times`;
}

/** `1 line`, `3 lines`. */
export function counted(value: string | number | undefined, one: string, many = `${one}s`): string {
  const count = Number(value ?? 0);
  return `${count} ${count === 1 ? one : many}`;
}

const MOST_LISTED = 5;

/** `a`, `a and b`, `a, b and 4 more`. */
export function listed(values: readonly string[]): string {
  const shown = values.slice(0, values.length > MOST_LISTED ? MOST_LISTED - 1 : MOST_LISTED);
  const rest = values.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  const last = parts.at(-1) ?? '';
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** `4 placements and 3 production runs`; parts of nothing are left out, `nothing` stands for all of them. */
export function countedParts(
  parts: readonly (readonly [count: string | number | undefined, one: string])[],
): string {
  const some = parts.filter(([count]) => Number(count ?? 0) !== 0);
  return some.length === 0 ? 'nothing' : listed(some.map(([count, one]) => counted(count, one)));
}
