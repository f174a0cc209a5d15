// Which parts of a message are personal, by its kind.
import type { CatalogueEntry } from './catalogue/entry.js';
import type { Fields } from './catalogue/matcher.js';
import {
  addressMasks,
  disjoint,
  isPayerKey,
  partnerMasks,
  passwordMasks,
  urlMasks,
  wholeMask,
  type Mask,
  type Pseudonyms,
} from './masking.js';
import type { Message } from './message.js';

/** `value`: the whole value of a payer's key; `url`: a validation request; `partner`: partner data; `unknown`: anything may stand in it. */
export type MaskedParts = 'value' | 'url' | 'partner' | 'unknown' | null;

const byCode: Readonly<Record<string, MaskedParts>> = {
  PPL15: 'url',
  PPL16: 'url',
  CRT1: 'partner',
  CRT2: 'partner',
};

export function partsOf(entry: CatalogueEntry | null, fields: Fields): MaskedParts {
  if (entry === null) return 'unknown';
  if (entry.code === 'PPL11') return isPayerKey(String(fields['key'])) ? 'value' : 'unknown';
  return byCode[entry.code] ?? null;
}

export function headMasks(
  line: string,
  from: number,
  to: number,
  parts: MaskedParts,
  message: Message,
  pseudonyms: Pseudonyms,
): readonly Mask[] {
  if (parts !== 'value') return maskedOf(line, from, to, parts, pseudonyms);
  const value = message.end - String(message.fields['value']).length;
  return disjoint([
    ...addressMasks(line, from, to, pseudonyms),
    ...wholeMask(line, value, message.end, pseudonyms),
  ]);
}

export function continuationMasks(
  line: string,
  from: number,
  to: number,
  parts: MaskedParts,
  pseudonyms: Pseudonyms,
): readonly Mask[] {
  if (parts === 'value') return wholeMask(line, from, to, pseudonyms);
  return disjoint([...maskedOf(line, from, to, parts, pseudonyms), ...passwordMasks(line, from, to)]);
}

/** Of a line that belongs to no record. */
export function strayMasks(line: string, from: number, to: number, pseudonyms: Pseudonyms): readonly Mask[] {
  return maskedOf(line, from, to, 'unknown', pseudonyms);
}

function maskedOf(
  line: string,
  from: number,
  to: number,
  parts: MaskedParts,
  pseudonyms: Pseudonyms,
): readonly Mask[] {
  const addresses =
    parts === 'partner' ? partnerMasks(line, from, to, pseudonyms) : addressMasks(line, from, to, pseudonyms);
  if (parts === 'url') return disjoint([...urlMasks(line, from, to, pseudonyms), ...addresses]);
  if (parts === 'unknown') return disjoint([...addresses, ...passwordMasks(line, from, to)]);
  return addresses;
}
