// Which counter printed a number: prefixes and widths learned from all numbers of a shop, or given by its owner.
import { isCountable, parseOrderNumber, printNumber, type OrderNumber } from '../order-number.js';
import type { Platform, SequenceSettings } from './number-fact.js';

/** A way in which a counter prints its numbers, from a body on. */
export interface NumberFormat {
  readonly prefix: string;
  /** Digits of the body, zeros in front; 0: as many as it has. */
  readonly width: number;
  /** First body printed so. */
  readonly from: number;
}

/** A printed number and what it was printed by. */
export interface Sample {
  readonly number: string;
  readonly store: string | undefined;
  readonly at: number | null;
  /** From a table, where a spreadsheet may have cut zeros off. */
  readonly fromTable: boolean;
  readonly source: string;
}

export interface Reading {
  readonly prefix: string;
  readonly width: number;
  readonly body: number;
  readonly edit: number;
  /** Another reading is as good. */
  readonly ambiguous: boolean;
}

/** One prefix and width, with the span of what it printed. */
export interface Group {
  readonly prefix: string;
  readonly width: number;
  least: number;
  most: number;
  count: number;
  firstAt: number;
  lastAt: number;
  ambiguous: boolean;
  /** The two earliest numbers by time: they tell a restart from a counter that goes on. */
  first: { at: number; body: number }[];
}

const M1_WIDTH = 8;
const M2_WIDTH = 9;

export class NumberReader {
  readonly #platform: Platform | null;
  readonly #prefixes: readonly { prefix: string; width: number }[];
  #hasPadded = false;
  #mostPadded = 0;

  constructor(settings: SequenceSettings) {
    this.#platform = settings.platform;
    this.#prefixes = settings.corrections
      .flatMap(({ prefix, width }) => (width === undefined ? [] : [{ prefix, width }]))
      .toSorted((a, b) => b.prefix.length - a.prefix.length);
  }

  /** Looks at a number before any is read: nine digits with a zero in front are the mark of Magento 2. */
  look(text: string): void {
    const number = parseOrderNumber(text);
    if (number === null || number.lead !== '' || number.digits.length !== M2_WIDTH) return;
    if (!number.digits.startsWith('0')) return;
    this.#hasPadded = true;
    this.#mostPadded = Math.max(this.#mostPadded, Number(number.digits));
  }

  /** Null where the text is not a counter's number (letters at its end, too many digits). */
  read(number: OrderNumber, store: string | undefined): Reading | null {
    if (!isCountable(number)) return null;
    const given = this.#given(number);
    if (given !== null) return given;
    const { lead, digits } = number;
    if (lead !== '') return reading(number, lead, digits.startsWith('0') ? digits.length : 0, digits);
    if (digits.length < M2_WIDTH)
      return reading(number, '', digits.startsWith('0') ? digits.length : 0, digits);
    const width = this.#bodyWidth(digits, store);
    const ambiguous = this.#platform === null && digits.length > M2_WIDTH && store === undefined;
    return { ...reading(number, digits.slice(0, -width), width, digits.slice(-width)), ambiguous };
  }

  /** `403` of a shop that prints `000000402`: a spreadsheet has cut the zeros off. */
  lostZeros(number: OrderNumber): Reading | null {
    const { lead, digits } = number;
    if (!this.#hasPadded || lead !== '' || digits.length >= M2_WIDTH || digits.startsWith('0')) return null;
    if (digits === '' || Number(digits) > this.#mostPadded * 2 + 1000) return null;
    return reading(number, '', M2_WIDTH, digits);
  }

  #given(number: OrderNumber): Reading | null {
    const whole = number.lead + number.digits;
    for (const { prefix, width } of this.#prefixes) {
      const rest = whole.slice(prefix.length);
      if (!whole.startsWith(prefix) || !/^\d{1,15}$/.test(rest)) continue;
      if (width === 0 || rest.length === width) return reading(number, prefix, width, rest);
    }
    return null;
  }

  #bodyWidth(digits: string, store: string | undefined): number {
    if (this.#platform === 'm2') return M2_WIDTH;
    if (this.#platform !== null) return M1_WIDTH;
    if (digits.length === M2_WIDTH) return digits.startsWith('0') ? M2_WIDTH : M1_WIDTH;
    const named = store !== undefined && store !== '0' && digits.startsWith(store);
    const rest = named ? digits.length - store.length : 0;
    if (rest === M1_WIDTH || rest === M2_WIDTH) return rest;
    // Two digits before the body are a store of Magento 1; `2000000001` reads better as store 2 of Magento 2.
    return this.#hasPadded || digits.charAt(1) === '0' ? M2_WIDTH : M1_WIDTH;
  }
}

function reading(number: OrderNumber, prefix: string, width: number, body: string): Reading {
  return { prefix, width, body: Number(body), edit: number.edit, ambiguous: false };
}

export function groupKey({ prefix, width }: Pick<Group, 'prefix' | 'width'>): string {
  return `${prefix}|${width}`;
}

/** Adds a number to its group. */
export function addToGroup(groups: Map<string, Group>, found: Reading, at: number | null): void {
  const key = groupKey(found);
  let group = groups.get(key);
  if (group === undefined) {
    group = {
      prefix: found.prefix,
      width: found.width,
      least: found.body,
      most: found.body,
      count: 0,
      firstAt: Infinity,
      lastAt: -Infinity,
      ambiguous: false,
      first: [],
    };
    groups.set(key, group);
  }
  group.count += 1;
  group.least = Math.min(group.least, found.body);
  group.most = Math.max(group.most, found.body);
  group.ambiguous ||= found.ambiguous;
  if (at === null) return;
  group.firstAt = Math.min(group.firstAt, at);
  group.lastAt = Math.max(group.lastAt, at);
  noteEarliest(group, at, found.body);
}

function noteEarliest(group: Group, at: number, body: number): void {
  const { first } = group;
  if (first.some((known) => known.body === body)) return;
  if (first.length === 2 && (first[1]?.at ?? 0) <= at) return;
  first.push({ at, body });
  first.sort((a, b) => a.at - b.at || a.body - b.body);
  first.length = Math.min(first.length, 2);
}

/** The pattern that names a series: `1xxxxxxxx`, `2024-xxxxxx`; a lone `x` stands for a body of any length. */
export function patternOf({ prefix, width }: Pick<NumberFormat, 'prefix' | 'width'>): string {
  return `${prefix}${width === 0 ? 'x' : 'x'.repeat(width)}`;
}

/** @param formats ascending by `from`; at least one */
export function printed(formats: readonly NumberFormat[], body: number, edit = 0): string {
  const format = formats.findLast(({ from }) => from <= body) ?? formats[0];
  return printNumber(format?.prefix ?? '', body, format?.width ?? 0, edit);
}
