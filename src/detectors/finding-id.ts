// The id of a finding: derived from what it is about, so that judging twice gives the same one.
import { createHash } from 'node:crypto';
import type { Case } from '../model/finding.js';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 16;

/** First 80 bits of SHA-256 over (shop, rule, case kind, case key), base32 in lower case: 16 characters. */
export function findingId(shop: string, rule: string, about: Case): string {
  const digest = createHash('sha256').update([shop, rule, about.kind, about.key].join('\0')).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: LENGTH }, (_, index) => {
    const shift = BigInt((LENGTH - 1 - index) * 5);
    return ALPHABET[Number((bits >> shift) & 31n)] ?? '';
  }).join('');
}
