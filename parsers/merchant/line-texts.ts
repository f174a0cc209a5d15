// The lines of the text being read as they are stored and shown: masked, decoded.
import type { DecodedBytes } from '../../src/model/decode-bytes.js';
import { mailMasks } from './mail.js';
import { ADDRESS_SIGNS, applyMasks, type Mask, type Pseudonyms } from './masking.js';
import { continuationMasks, strayMasks, type MaskedParts } from './masked-parts.js';
import { decodeText, hasHighBytes, isPlain } from './text.js';

export class LineTexts {
  /** Masks of the text so far. */
  masks: Mask[] = [];
  /** The text has no byte above 127. */
  plain = true;
  readonly #pseudonyms: Pseudonyms | null;
  /** Where each sign of an address stands next. */
  readonly #nextSigns = ADDRESS_SIGNS.map(() => -1);
  #nextTilde = -1;

  constructor(pseudonyms: Pseudonyms | null) {
    this.#pseudonyms = pseudonyms;
  }

  /** Begins a text; its lines follow in order. */
  prepare(text: string): void {
    this.masks = [];
    this.plain = isPlain(text);
    for (let i = 0; i < ADDRESS_SIGNS.length; i += 1) this.#nextSigns[i] = -1;
    this.#nextTilde = position(text, '~', 0);
  }

  ofMail(text: string, from: number, to: number): DecodedBytes {
    return this.#line(text, from, to, (pseudonyms) => mailMasks(text, from, to, pseudonyms));
  }

  /** A continuation line of the main file. */
  ofTrace(text: string, from: number, to: number, parts: MaskedParts): DecodedBytes {
    return this.#line(text, from, to, (pseudonyms) => continuationMasks(text, from, to, parts, pseudonyms));
  }

  /** A line of the main file that belongs to no record. */
  ofNothing(text: string, from: number, to: number, parts: 'whole' | 'unknown'): void {
    if (this.#pseudonyms !== null) this.masks.push(...strayMasks(text, from, to, parts, this.#pseudonyms));
  }

  /** Notes the masks. @returns [from, to) with them applied */
  apply(text: string, from: number, to: number, masks: readonly Mask[]): string {
    this.masks.push(...masks);
    const shifted = masks.map(({ start, end, replacement }) => ({
      start: start - from,
      end: end - from,
      replacement,
    }));
    return applyMasks(text.slice(from, to), shifted);
  }

  /** An address may stand in [from, to). */
  hasAddress(text: string, from: number, to: number): boolean {
    for (let i = 0; i < ADDRESS_SIGNS.length; i += 1) {
      if ((this.#nextSigns[i] as number) < from)
        this.#nextSigns[i] = position(text, ADDRESS_SIGNS[i] as string, from);
      if ((this.#nextSigns[i] as number) < to) return true;
    }
    return false;
  }

  hasTilde(text: string, from: number, to: number): boolean {
    if (this.#nextTilde < from) this.#nextTilde = position(text, '~', from);
    return this.#nextTilde < to;
  }

  #line(
    text: string,
    from: number,
    to: number,
    masksOf: (pseudonyms: Pseudonyms) => readonly Mask[],
  ): DecodedBytes {
    const masks = this.#pseudonyms === null ? [] : masksOf(this.#pseudonyms);
    const line = masks.length === 0 ? text.slice(from, to) : this.apply(text, from, to, masks);
    return this.plain || !hasHighBytes(line) ? { text: line, valid: true } : decodeText(line);
  }
}

function position(text: string, sought: string, from: number): number {
  const at = text.indexOf(sought, from);
  return at < 0 ? Number.MAX_SAFE_INTEGER : at;
}
