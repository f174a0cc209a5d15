// The id of a finding: derived from what it is about, so that judging twice gives the same one.
import { hash } from 'node:crypto';
import type { Case } from '../model/finding.js';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const LENGTH = 16;

/** First 80 bits of SHA-256 over (shop, rule, case kind, case key), base32 in lower case: 16 characters. */
export function findingId(shop: string, rule: string, about: Case): string {
  const digest = hash('sha256', `${shop}\0${rule}\0${about.kind}\0${about.key}`, 'buffer');
  let id = '';
  for (let bit = 0; bit < LENGTH * 5; bit += 5) {
    const twoBytes = digest.readUInt16BE(bit >> 3);
    id += ALPHABET.charAt((twoBytes >> (11 - (bit & 7))) & 31);
  }
  return id;
}
