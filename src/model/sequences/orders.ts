// From rows and lines about orders to orders: the same order seen twice is one, two orders under one number are two.
import type { NumberFact, NumberSource, SourceKind } from './number-fact.js';

/** One order of one counter. */
export interface Order {
  readonly body: number;
  readonly edit: number;
  /** UTC ms of its creation; null where no source prints one. */
  readonly at: number | null;
  readonly fact: NumberFact;
  /** Other sources that know it. */
  readonly others: readonly NumberFact[];
}

/** Two times of one order in two sources lie at most this far apart. */
export const SAME_ORDER_MS = 15_000;
/** The event of a trace and the row of a database are written at most this far apart. */
const SAME_ROW_MS = 86_400_000;

/** Which source's time is believed: the trace prints milliseconds, a grid its admin's local time. */
const trust: Readonly<Record<SourceKind, number>> = {
  trace: 0,
  orders: 1,
  invoices: 2,
  log: 3,
  quotes: 4,
  payments: 4,
  gateway: 5,
  counters: 6,
  'access-log': 6,
  grid: 7,
};

export interface OrderContext {
  readonly sources: ReadonlyMap<string, NumberSource>;
  /** Milliseconds to take off the times of a source. */
  readonly shifts: ReadonlyMap<string, number>;
  /** Zone that people of the shop read times in. */
  readonly zone: string;
}

export function timeOf(fact: NumberFact, { shifts }: Pick<OrderContext, 'shifts'>): number | null {
  return fact.at === null ? null : fact.at - (shifts.get(fact.source) ?? 0);
}

/** An order that one fact tells of, and no clock is off: half the memory of one with all fields. */
class PlainOrder implements Order {
  readonly body: number;
  readonly fact: NumberFact;

  constructor(body: number, fact: NumberFact) {
    this.body = body;
    this.fact = fact;
  }

  get edit(): number {
    return 0;
  }

  get at(): number | null {
    return this.fact.at;
  }

  get others(): readonly NumberFact[] {
    return NONE;
  }
}

/** Orders under one number; more than one: a duplicate. The facts are of one counter, body and edit. */
export function ordersOf(
  body: number,
  edit: number,
  facts: readonly NumberFact[],
  context: OrderContext,
): Order[] {
  if (facts.length === 1) {
    const fact = facts[0] as NumberFact;
    if (edit === 0 && !context.shifts.has(fact.source)) return [new PlainOrder(body, fact)];
    return [{ body, edit, at: timeOf(fact, context), fact, others: NONE }];
  }
  const orders: (Order & { readonly others: NumberFact[] })[] = [];
  for (const fact of facts.toSorted((a, b) => byTrust(a, b, context))) {
    const known = orders.find((order) => isSame(order, fact, context));
    if (known === undefined) orders.push({ body, edit, at: timeOf(fact, context), fact, others: [] });
    else known.others.push(fact);
  }
  return orders.toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || compareText(a, b));
}

const NONE: readonly NumberFact[] = [];

const compareText = (a: Order, b: Order): number => (a.fact.event < b.fact.event ? -1 : 1);

function rank(fact: NumberFact, { sources }: OrderContext): number {
  return trust[sources.get(fact.source)?.kind ?? 'trace'];
}

function byTrust(a: NumberFact, b: NumberFact, context: OrderContext): number {
  const ranks = rank(a, context) - rank(b, context);
  if (ranks !== 0) return ranks;
  if ((a.at ?? 0) !== (b.at ?? 0)) return (a.at ?? 0) - (b.at ?? 0);
  return a.event < b.event ? -1 : 1;
}

function isSame(order: Order, fact: NumberFact, context: OrderContext): boolean {
  return [order.fact, ...order.others].every((known) => compatible(known, fact, context));
}

function compatible(a: NumberFact, b: NumberFact, context: OrderContext): boolean {
  if (a.store !== undefined && b.store !== undefined && a.store !== b.store && isId(a.store) && isId(b.store))
    return false;
  const apart = Math.abs((timeOf(a, context) ?? 0) - (timeOf(b, context) ?? 0));
  const timed = a.at !== null && b.at !== null;
  if (a.order !== undefined && b.order !== undefined)
    return a.order === b.order && (!timed || apart <= SAME_ROW_MS);
  if (a.source === b.source) return !timed || apart === 0;
  return !timed || apart <= SAME_ORDER_MS || differentClocks(a, b, context);
}

/** A grid prints local times of an unknown zone: it is not told apart by them from a row with another clock. */
function differentClocks(a: NumberFact, b: NumberFact, context: OrderContext): boolean {
  const [first, second] = [rank(a, context), rank(b, context)];
  return first !== second && (a.order === undefined || b.order === undefined);
}

/** A store by its number; a grid prints names. */
function isId(store: string): boolean {
  return /^\d+$/.test(store);
}

export function factsOf(order: Order): readonly NumberFact[] {
  return order.others.length === 0 ? [order.fact] : [order.fact, ...order.others];
}
