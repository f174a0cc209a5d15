// Personal data and secrets of a line, replaced in place by as many bytes.
import { createHmac } from 'node:crypto';
import { ownCopy } from '../../src/model/own-copy.js';

/** A stretch of a line to be replaced; offsets in characters (bytes) of that line. */
export interface Mask {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/**
 * POST values of PayPal that are about the payer. `receiver_email` and `business` name the shop; as addresses they are
 * masked all the same, by the rule for addresses.
 */
const payerKeys = new Set([
  'payer_email',
  'payer_id',
  'payer_business_name',
  'first_name',
  'last_name',
  'contact_phone',
  'verify_sign',
  'memo',
]);
const PAYER_PREFIXES = ['address_', 'night_phone_', 'option_selection', 'option_name'];

const ADDRESS_LEFT = /[A-Za-z0-9._%+~\x80-\xff-]/;
const ADDRESS_RIGHT = /[A-Za-z0-9.\x80-\xff-]/;
const ADDRESS_SIGN = /@|%(?:25)?40/g;
const PASSWORD = /(?:pass ?word|mot de passe)\s*[:=]\s*([^\s<\0][^<\r\0]*)/gi;
/** Key and tag of partner data whose address was cut before its `@`. */
const PARTNER_DATA = /Partner data : [^_\s]*_[^_\s]*_/;
const TEXT = /[^\s\0](?:[^\r\n\0]*[^\s\0])?/g;
/** Between the pairs of a query; one character. */
const PAIR_END = /[?&\s]/;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
/** The mark of replaced text: what stands between two tildes, and the tildes, replaces as many bytes. */
const MARK = '~';
export const MASKED = /~[a-z2-7]*~/;

export function isPayerKey(key: string): boolean {
  return payerKeys.has(key) || PAYER_PREFIXES.some((prefix) => key.startsWith(prefix));
}

/** Pseudonyms remembered: a payer's values come again with each of the gateway's notifications. */
const REMEMBERED = 4096;
/** Longer values are not remembered. */
const MAX_REMEMBERED_LENGTH = 256;

/** The pseudonym of values, always the same for one value and key. */
export class Pseudonyms {
  readonly #key: Uint8Array;
  /** Value as it stands → letters of its pseudonym; the younger and the older half. */
  #young = new Map<string, string>();
  #old = new Map<string, string>();

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /**
   * `~` + letters of HMAC-SHA256 + `~`, as long as asked for.
   * @param value one character a byte; upper and lower case are the same
   */
  of(value: string, length: number): string {
    if (length < 3) return MARK.repeat(Math.max(length, 0));
    return MARK + this.#letters(value, length - 2).slice(0, length - 2) + MARK;
  }

  /** At least so many. */
  #letters(value: string, count: number): string {
    if (value.length > MAX_REMEMBERED_LENGTH) return this.#made(value, count);
    const young = this.#young.get(value);
    if (young !== undefined && young.length >= count) return young;
    const old = this.#old.get(value);
    const letters = old !== undefined && old.length >= count ? old : this.#made(value, count);
    this.#remember(ownCopy(value), letters);
    return letters;
  }

  #remember(value: string, letters: string): void {
    if (this.#young.size >= REMEMBERED / 2) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(value, letters);
  }

  /** As many as whole digests give. */
  #made(value: string, count: number): string {
    const bytes = Buffer.from(value.toLowerCase(), 'latin1');
    let letters = '';
    for (let part = 0; letters.length < count; part += 1) {
      const digest = createHmac('sha256', this.#key).update(`${part}:`).update(bytes).digest();
      for (const byte of digest) letters += BASE32.charAt(byte & 31);
    }
    return letters;
  }

  /** What stands in a masked trace for an address that somebody searches for. */
  ofAddress(address: string): string {
    const bytes = Buffer.from(address.trim(), 'utf8').toString('latin1');
    return this.of(bytes, bytes.length);
  }
}

/** A text without any of these holds no address. `%2540` is an `@` that was encoded twice. */
export const ADDRESS_SIGNS = ['@', '%40', '%2540'] as const;

/**
 * Where e-mail addresses stand in [from, to), percent-encoded ones too. A domain needs no dot and may be missing at the
 * end of the stretch: the text may have been cut there.
 */
export function addressMasks(line: string, from: number, to: number, pseudonyms: Pseudonyms): Mask[] {
  const text = line.slice(from, to);
  const masks: Mask[] = [];
  if (!ADDRESS_SIGNS.some((sign) => text.includes(sign))) return masks;
  let floor = 0;
  for (const { index: at, 0: sign } of text.matchAll(ADDRESS_SIGN)) {
    if (at < floor) continue;
    let start = at;
    while (start > floor && ADDRESS_LEFT.test(text.charAt(start - 1))) start -= 1;
    const domain = at + sign.length;
    let end = domain;
    while (end < text.length && ADDRESS_RIGHT.test(text.charAt(end))) end += 1;
    while (end > domain && /[.-]/.test(text.charAt(end - 1))) end -= 1;
    if (start === at || (end === domain && end < text.length)) continue;
    masks.push(replaced(line, from + start, from + end, pseudonyms));
    floor = end;
  }
  return masks;
}

/** Where the value behind a password label stands; nothing of it is kept, not even a pseudonym. */
export function passwordMasks(line: string, from: number, to: number): Mask[] {
  const masks: Mask[] = [];
  for (const found of line.slice(from, to).matchAll(PASSWORD)) {
    const value = (found[1] ?? '').trimEnd();
    const start = from + found.index + found[0].length - (found[1] ?? '').length;
    const { length } = value;
    const replacement = length < 3 ? MARK.repeat(length) : MARK + 'x'.repeat(length - 2) + MARK;
    masks.push({ start, end: start + length, replacement });
  }
  return masks;
}

/** The payer's values in the address of a validation request. */
export function urlMasks(line: string, from: number, to: number, pseudonyms: Pseudonyms): Mask[] {
  const masks: Mask[] = [];
  let start = from;
  for (const pair of line.slice(from, to).split(PAIR_END)) {
    const equals = pair.indexOf('=');
    const value = pair.slice(equals + 1);
    if (equals > 0 && value !== '' && (isPayerKey(pair.slice(0, equals)) || /@|%(?:25)?40/.test(value))) {
      const replacement = pseudonyms.of(unescaped(value), value.length);
      masks.push({ start: start + equals + 1, end: start + pair.length, replacement });
    }
    start += pair.length + 1;
  }
  return masks;
}

/** A whole stretch. */
export function wholeMask(line: string, from: number, to: number, pseudonyms: Pseudonyms): Mask[] {
  return from < to ? [replaced(line, from, to, pseudonyms)] : [];
}

/** Everything but spaces, and the NULs that decide what a line is. */
export function textMasks(line: string, from: number, to: number, pseudonyms: Pseudonyms): Mask[] {
  return [...line.slice(from, to).matchAll(TEXT)].flatMap(({ index, 0: run }) => {
    const start = from + index;
    return wholeMask(line, start, start + run.length, pseudonyms);
  });
}

/** The address in partner data `{key}_{tag}_{address}`, cut or not, or any other address in it. */
export function partnerMasks(line: string, from: number, to: number, pseudonyms: Pseudonyms): Mask[] {
  const masks = addressMasks(line, from, to, pseudonyms);
  if (masks.length === 0) {
    const cut = PARTNER_DATA.exec(line.slice(from, to));
    return cut === null ? [] : wholeMask(line, from + cut.index + cut[0].length, to, pseudonyms);
  }
  return masks.map((mask) => {
    const parts = line.slice(mask.start, mask.end).split('_');
    const local = parts.findIndex((part) => ADDRESS_SIGNS.some((sign) => part.includes(sign)));
    const skipped = parts.slice(0, Math.min(2, Math.max(local, 0))).join('_').length;
    return skipped === 0 ? mask : replaced(line, mask.start + skipped + 1, mask.end, pseudonyms);
  });
}

/** The line with its masks applied. */
export function applyMasks(line: string, masks: readonly Mask[]): string {
  let result = '';
  let position = 0;
  for (const { start, end, replacement } of masks) {
    result += line.slice(position, start) + replacement;
    position = end;
  }
  return result + line.slice(position);
}

/** Sorted, and without those that begin inside another. */
export function disjoint(masks: readonly Mask[]): Mask[] {
  const sorted = [...masks].sort((a, b) => a.start - b.start || b.end - a.end);
  let end = 0;
  return sorted.filter((mask) => {
    const free = mask.start >= end && mask.end > mask.start;
    if (free) end = mask.end;
    return free;
  });
}

function replaced(line: string, start: number, end: number, pseudonyms: Pseudonyms): Mask {
  const text = line.slice(start, end);
  const plain = text.includes('@') ? text : text.replace(ADDRESS_SIGN, '@');
  return { start, end, replacement: pseudonyms.of(plain, end - start) };
}

function unescaped(value: string): string {
  const plain = value.replace(/\+/g, ' ');
  return plain.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
