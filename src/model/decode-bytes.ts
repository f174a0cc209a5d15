// Bytes as people read them: UTF-8, or Windows-1252 where that fails; the same on every version of Node.

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * 0x80–0x9f of Windows-1252 (WHATWG Encoding Standard, index windows-1252). Node 20 decodes them as Latin-1 controls,
 * later versions do not; a message must not depend on it.
 */
const HIGH_CONTROLS =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

export interface DecodedBytes {
  readonly text: string;
  /** False where it was no UTF-8. */
  readonly valid: boolean;
}

export function decodeBytes(bytes: Uint8Array): DecodedBytes {
  try {
    return { text: utf8.decode(bytes), valid: true };
  } catch {
    return { text: decodeWindows1252(bytes), valid: false };
  }
}

function decodeWindows1252(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes)
    text += byte >= 0x80 && byte < 0xa0 ? (HIGH_CONTROLS[byte - 0x80] ?? '') : String.fromCharCode(byte);
  return text;
}
