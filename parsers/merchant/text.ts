// Bytes of a message as people read them: UTF-8, or Windows-1252 where that fails.
import { isAscii } from 'node:buffer';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Characters of the bytes 80 to 9f in Windows-1252; platforms disagree on them, so they stand here. */
const WINDOWS_1252 =
  '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
  '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';
const SPECIAL = /[\x80-\x9f]/g;
const NOT_ASCII = /[\x80-\xff]/;

export interface DecodedText {
  readonly text: string;
  readonly valid: boolean;
}

/** Whether a text of one character a byte has no byte above 127. Quick for long texts. */
export function isPlain(latin1: string): boolean {
  return isAscii(Buffer.from(latin1, 'latin1'));
}

/** Whether a short text has a byte above 127. */
export function hasHighBytes(latin1: string): boolean {
  return NOT_ASCII.test(latin1);
}

/** @param latin1 one character a byte */
export function decodeText(latin1: string): DecodedText {
  const bytes = Buffer.from(latin1, 'latin1');
  try {
    return { text: utf8.decode(bytes), valid: true };
  } catch {
    const text = latin1.replace(SPECIAL, (byte) => WINDOWS_1252.charAt(byte.charCodeAt(0) - 0x80));
    return { text, valid: false };
  }
}
