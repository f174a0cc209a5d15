// Bytes of a message as people read them: UTF-8, or Windows-1252 where that fails.
import { isAscii } from 'node:buffer';
import { decodeBytes, type DecodedBytes } from '../../src/model/decode-bytes.js';

const NOT_ASCII = /[\x80-\xff]/;

/** Whether a text of one character a byte has no byte above 127. Quick for long texts. */
export function isPlain(latin1: string): boolean {
  return isAscii(Buffer.from(latin1, 'latin1'));
}

/** Whether a short text has a byte above 127. */
export function hasHighBytes(latin1: string): boolean {
  return NOT_ASCII.test(latin1);
}

/** @param latin1 one character a byte */
export function decodeText(latin1: string): DecodedBytes {
  return decodeBytes(Buffer.from(latin1, 'latin1'));
}
