// Folds what repeats in a transaction's lines: the same steps three times or more show as their first and last round.

export type Folded<T> =
  | { readonly kind: 'line'; readonly index: number; readonly line: T }
  | {
      readonly kind: 'fold';
      /** Index of the first folded line. */
      readonly index: number;
      readonly lines: readonly T[];
      readonly rounds: number;
      readonly linesPerRound: number;
    };

/** Longest cycle looked for. */
const LONGEST_ROUND = 16;
/** Fewer rounds than this are shown whole. */
const FEWEST_ROUNDS = 3;

function roundsAt(keys: readonly string[], start: number, length: number): number {
  let position = start + length;
  while (position + length <= keys.length) {
    for (let step = 0; step < length; step++)
      if (keys[position + step] !== keys[start + step]) return (position - start) / length;
    position += length;
  }
  return (position - start) / length;
}

function longestRepeat(
  keys: readonly string[],
  start: number,
): { readonly length: number; readonly rounds: number } | null {
  let best: { length: number; rounds: number } | null = null;
  for (let length = 1; length <= LONGEST_ROUND && start + length * FEWEST_ROUNDS <= keys.length; length++) {
    const rounds = roundsAt(keys, start, length);
    if (rounds < FEWEST_ROUNDS) continue;
    if (!best || rounds * length > best.rounds * best.length) best = { length, rounds };
  }
  return best;
}

/** Shows the first and last round of every repeat and folds the rounds between; order and number of lines are kept. */
export function foldRepeats<T>(lines: readonly T[], keyOf: (line: T) => string): Folded<T>[] {
  const keys = lines.map(keyOf);
  const folded: Folded<T>[] = [];
  const show = (from: number, to: number): void => {
    for (let index = from; index < to; index++) {
      const line = lines[index];
      if (line !== undefined) folded.push({ kind: 'line', index, line });
    }
  };
  let position = 0;
  while (position < lines.length) {
    const repeat = longestRepeat(keys, position);
    if (!repeat) {
      show(position, position + 1);
      position += 1;
      continue;
    }
    const { length, rounds } = repeat;
    const lastRound = position + length * (rounds - 1);
    show(position, position + length);
    folded.push({
      kind: 'fold',
      index: position + length,
      lines: lines.slice(position + length, lastRound),
      rounds: rounds - 2,
      linesPerRound: length,
    });
    show(lastRound, lastRound + length);
    position = lastRound + length;
  }
  return folded;
}
