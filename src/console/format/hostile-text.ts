// Log text is written by strangers: cuts it into pieces in which control, invisible and direction-changing characters show as what they are.

export interface TextPiece {
  readonly kind: 'plain' | 'hidden';
  /** The text itself; of a hidden character its name (`U+202E`, `ESC`). */
  readonly text: string;
}

// Controls but tab and line end, format characters (bidi, zero width), line and paragraph separators, lone surrogates, and whatever is ignored by default.
const HIDDEN = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** ASCII's own names, by code. */
const CONTROL_NAMES: ReadonlyMap<number, string> = new Map([
  ...'NUL SOH STX ETX EOT ENQ ACK BEL BS TAB LF VT FF CR SO SI DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'
    .split(' ')
    .entries(),
  [0x7f, 'DEL'],
]);

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const known = CONTROL_NAMES.get(code);
  if (known !== undefined) return known;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}

export function textPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > from) pieces.push({ kind: 'plain', text: text.slice(from, match.index) });
    pieces.push({ kind: 'hidden', text: nameOf(match[0]) });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: 'plain', text: text.slice(from) });
  return pieces;
}

/** The same as one string, for titles, tickets and labels: hidden characters stand in angle brackets. */
export function visibleText(text: string): string {
  return textPieces(text)
    .map((piece) => (piece.kind === 'plain' ? piece.text : `⟨${piece.text}⟩`))
    .join('');
}
