// Which parts of a message are personal, by its kind.
import type { CatalogueEntry } from './catalogue/entry.js';
import type { Fields } from './catalogue/matcher.js';
import {
  addressMasks,
  disjoint,
  isPayerKey,
  partnerMasks,
  passwordMasks,
  textMasks,
  urlMasks,
  wholeMask,
  type Mask,
  type Pseudonyms,
} from './masking.js';
import { TRANSACTION_ID, type Message } from './message.js';

/** `value`: the whole value of a payer's key; `whole`: all of it; `url`: a validation request; `partner`: partner data; `unknown`: anything may stand in it. */
export type MaskedParts = 'value' | 'whole' | 'url' | 'partner' | 'unknown' | null;

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
  if (parts === 'whole') return textMasks(line, behindId(message, from), to, pseudonyms);
  if (parts !== 'value') return maskedOf(line, from, to, parts, pseudonyms);
  const value = message.end - String(message.fields['value']).length;
  return disjoint([
    ...addressMasks(line, from, to, pseudonyms),
    ...wholeMask(line, value, message.end, pseudonyms),
  ]);
}

/** A bracket with something else than an ID in it is masked with the rest. */
function behindId({ transaction, start }: Message, from: number): number {
  return transaction !== null && TRANSACTION_ID.test(transaction) ? start : from;
}

export function continuationMasks(
  line: string,
  from: number,
  to: number,
  parts: MaskedParts,
  pseudonyms: Pseudonyms,
): readonly Mask[] {
  if (parts === 'value' || parts === 'whole') return textMasks(line, from, to, pseudonyms);
  return disjoint([...maskedOf(line, from, to, parts, pseudonyms), ...passwordMasks(line, from, to)]);
}

/** Of a line that belongs to no record. */
export function strayMasks(
  line: string,
  from: number,
  to: number,
  parts: 'whole' | 'unknown',
  pseudonyms: Pseudonyms,
): readonly Mask[] {
  return continuationMasks(line, from, to, parts, pseudonyms);
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
