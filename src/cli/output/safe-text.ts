// Log text made safe for a terminal: nothing in it can move the cursor, colour, hide or turn text around.

/** C0 and C1 controls, ANSI escapes, bidi marks, invisible and line-breaking characters, tags, lone surrogates. */
const UNSAFE =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]/gu;

/** One line; what is unsafe is shown by its code: `\x1b`, `\u{202e}`. */
export function safeText(text: string): string {
  return text.replace(UNSAFE, escaped);
}

/** Several lines; line ends stay, everything else as in `safeText`. */
export function safeLines(text: string): string[] {
  return text.split(/\r?\n/).map(safeText);
}

function escaped(character: string): string {
  if (character === '\t') return '\\t';
  const code = character.codePointAt(0) ?? 0;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}
