// What everybody in a Magento-style shop works with: clock, trace, counters, truth, books, customs of the house.
import type { Simulation } from '../simulation.js';
import type { TraceWriter, WebRequest } from '../web-request.js';
import type { Books } from './books.js';
import type { Counters, OrderCounter } from './counters.js';
import type { Edition } from './edition.js';
import type { NumberTruth } from './number-truth.js';
import type { Client, Customer } from './quote.js';
import type { MagentoFaultRates } from './rates.js';

export interface Customs {
  readonly faults: MagentoFaultRates;
  /** How long a session lives after its last request, ms. */
  readonly sessionMs: number;
  /** How long the staff takes, ms. */
  readonly staffDelayMs: readonly [number, number];
  /** Mean and longest time until somebody comes back to a cart, ms. */
  readonly returnMs: readonly [mean: number, longest: number];
}

export interface MagentoFloor {
  readonly edition: Edition;
  readonly writer: TraceWriter;
  /** Records of this form bear no call counter, so that one request stands for all. */
  readonly request: WebRequest;
  readonly counters: Counters;
  readonly truth: NumberTruth;
  readonly books: Books;
  /** May change while the shop runs: a live one is quicker than its history. */
  customs: Customs;
}

export function clockOf(floor: MagentoFloor): Simulation {
  return floor.writer.simulation;
}

/** Writes one record. @returns ms until it goes on */
export function say(floor: MagentoFloor, quote: number | null, message: string): number {
  return floor.request.trace(`[${quote ?? ''}] ${message}`);
}

export function secondsBetween(floor: MagentoFloor, low: number, high: number): number {
  return (low + floor.writer.random.next() * (high - low)) * 1000;
}

export function customerText(customer: Customer | null): string {
  return customer === null ? '-' : `c${customer.id.toString(36)}`;
}

/** `1` sells most. */
export function pickCounter(floor: MagentoFloor): OrderCounter {
  const { stores } = floor.counters;
  const { random } = floor.writer;
  for (const counter of stores.slice(0, -1)) if (random.chance(0.6)) return counter;
  const last = stores.at(-1);
  if (last === undefined) throw new RangeError('A shop has at least one store');
  return last;
}

const hexadecimal = (value: number): string => Math.floor(value * 0xffffffff).toString(36);

export function newKey(floor: MagentoFloor, mark: string): string {
  return mark + hexadecimal(floor.writer.random.next()).padStart(7, '0');
}

/** An address out of the block that is set aside for measuring. */
export function newClient(floor: MagentoFloor): Client {
  const { random } = floor.writer;
  const address = `198.${random.between(18, 19)}.${random.between(0, 255)}.${random.between(1, 254)}`;
  return { key: newKey(floor, 'i'), address };
}
