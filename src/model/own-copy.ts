// Texts that are kept: V8 lets a piece of a text hold the whole text in memory for as long as the piece is kept.

/** Shorter pieces are copies anyway (`SlicedString::kMinLength` of V8). */
const SHORTEST_PIECE = 13;

/** The same text, holding nothing but itself. */
export function ownCopy(text: string): string {
  if (text.length < SHORTEST_PIECE) return text;
  return Buffer.from(text, 'utf8').toString('utf8');
}
