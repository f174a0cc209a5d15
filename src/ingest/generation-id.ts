// Names a content history by its content: the id of a generation, and how to find its first line.
import { createHash } from 'node:crypto';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const NEWLINE = 10;

/** First 80 bits in base32: 16 characters. */
function shortId(digest: Uint8Array): string {
  let bits = 0n;
  for (const byte of digest.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  let id = '';
  for (let shift = 75n; shift >= 0n; shift -= 5n) id += ALPHABET[Number((bits >> shift) & 31n)];
  return id;
}

/** Id of a generation by its first complete non-blank line, given without its `\n`. */
export function generationId(firstLine: Uint8Array): string {
  return shortId(createHash('sha256').update(firstLine).digest());
}

/** Id of another file with the same first line: it names the content through the first block that differs. */
export function otherFileId(markOfFirstDifferingBlock: string): string {
  return shortId(createHash('sha256').update('other file ').update(markOfFirstDifferingBlock).digest());
}

/** Id of an altered version: it names the version it departs from, and the first block that is not the same. */
export function alteredId(parent: string, block: number, markOfFirstDifferingBlock: string): string {
  const hash = createHash('sha256').update('altered ').update(`${parent} ${block} `);
  return shortId(hash.update(markOfFirstDifferingBlock).digest());
}

/**
 * Looks for the first complete non-blank line in the beginning of a file.
 * @param atEnd nothing follows: an unterminated line counts
 * @returns the line without its `\n`, null when more bytes are needed (or none holds a line)
 */
export function firstLine(head: Buffer, maxLineBytes: number, atEnd: boolean): Buffer | null {
  let start = 0;
  while (start < head.length) {
    const end = head.indexOf(NEWLINE, start);
    if (end < 0) break;
    if (!isBlank(head.subarray(start, end))) return head.subarray(start, Math.min(end, start + maxLineBytes));
    start = end + 1;
  }
  const rest = head.subarray(start);
  if (rest.length > maxLineBytes) return rest.subarray(0, maxLineBytes);
  return atEnd && !isBlank(rest) ? rest : null;
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 13 || byte === 32 || byte === 9);
}
