// Log text is written by strangers: cuts it into pieces in which control, invisible and direction-changing characters show as what they are.

export interface TextPiece {
  readonly kind: 'plain' | 'hidden';
  /** The text itself; of a hidden character its name (`U+202E`), or a symbol where there is one (`␀`). */
  readonly text: string;
}

// C0 and C1 controls, soft hyphen, zero-width and direction marks, variation selectors, byte order mark, tags, surrogates left alone.
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e0fff}]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/gu;

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
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
