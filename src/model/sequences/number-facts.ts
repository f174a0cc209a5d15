// All facts of one shop, sorted into counters: orders, what else is said about their numbers, and the carts.
import { pushTo } from '../groups.js';
import { sorted } from '../sorted.js';
import { clockShifts } from './clock-shift.js';
import { Counters, type Counter, type Place } from './counters.js';
import { plainFact } from './fact-columns.js';
import type { Sample } from './number-formats.js';
import { compareFacts, type NumberFact, type NumberSource, type SequenceSettings } from './number-fact.js';
import { NumberSet } from './number-set.js';
import { ordersOf, type Order, type OrderContext } from './orders.js';
import { zoneOfShop } from './shop-zone.js';

export interface CounterFacts {
  readonly counter: Counter;
  /** By body and edit; several under one number are duplicates. */
  readonly orders: readonly Order[];
  /** Facts that are no orders, by body. */
  readonly byBody: ReadonlyMap<number, readonly NumberFact[]>;
  readonly changes: readonly NumberFact[];
}

export interface ShopFacts extends OrderContext {
  readonly shop: string;
  readonly facts: readonly NumberFact[];
  readonly counters: readonly CounterFacts[];
  /** Facts with a quote, by quote. */
  readonly byQuote: ReadonlyMap<string, readonly NumberFact[]>;
  readonly zerosLost: ReadonlySet<string>;
  /** Payments and orders whose number belongs to no counter. */
  readonly unplaced: readonly NumberFact[];
}

interface Collected {
  readonly counter: Counter;
  readonly originals: Originals;
  /** Of edited orders and of texts, by what they print. */
  readonly others: Map<string, NumberFact[]>;
  readonly byBody: Map<number, NumberFact[]>;
  readonly changes: NumberFact[];
  readonly stores: Map<string, Set<number>>;
}

/** Facts of original orders: most numbers have one, which stands in a list; several of one number are gathered. */
interface Originals {
  readonly known: NumberSet;
  readonly bodies: number[];
  readonly firsts: NumberFact[];
  /** By body: all further facts. */
  readonly more: Map<number, NumberFact[]>;
}

/** Numbers of two stores that overlap so much belong to two counters. */
const OVERLAP_SHARE = 0.2;
const LEAST_OVERLAP = 3;
/** A store by its number; a grid prints names. */
const STORE_ID = /^\d+$/;

export function shopFacts(
  shop: string,
  sources: readonly NumberSource[],
  given: readonly NumberFact[],
  settings: SequenceSettings,
): ShopFacts {
  const facts = withNumbers(sorted(given, compareFacts));
  const byId = new Map(sources.map((source) => [source.id, source]));
  const counters = new Counters(() => samplesOf(facts, byId), settings);
  const context: OrderContext = {
    sources: byId,
    shifts: clockShifts(toldOrders(facts, counters), byId),
    zone: zoneOfShop(sources),
  };
  const collected = new Map<string, Collected>();
  const unplaced: NumberFact[] = [];
  for (const fact of facts) {
    const place = placeOf(fact, counters);
    if (place === null || (place.body === null && fact.kind !== 'order')) {
      if (fact.kind === 'payment-captured' || fact.kind === 'payment-approved') unplaced.push(fact);
      continue;
    }
    collect(collected, place.counter, fact, place.body, place.edit);
  }
  for (const fact of facts) if (fact.kind === 'counter-changed') addChange(collected, counters, fact);
  const ready = [...collected.values()].flatMap((one) => splitByStore(one, context));
  return {
    shop,
    facts,
    ...context,
    counters: ready
      .filter(({ orders, byBody }) => orders.length > 0 || [...byBody.values()].some(isReserved))
      .toSorted((a, b) => (a.counter.id < b.counter.id ? -1 : 1)),
    byQuote: quotesOf(facts),
    zerosLost: counters.zerosLost,
    unplaced,
  };
}

/** Invoices and payments of the database name the order's row; its number stands in an export of orders. */
export function withNumbers(facts: readonly NumberFact[]): readonly NumberFact[] {
  const isNameless = (fact: NumberFact): boolean => fact.number === undefined && fact.order !== undefined;
  if (!facts.some(isNameless)) return facts;
  const byOrder = new Map<string, string>();
  for (const { kind, order, number } of facts)
    if (kind === 'order' && order !== undefined && number !== undefined && !byOrder.has(order))
      byOrder.set(order, number);
  return facts.map((fact) => {
    const number = isNameless(fact) ? byOrder.get(fact.order ?? '') : undefined;
    return number === undefined ? fact : { ...plainFact(fact), number };
  });
}

function isReserved(facts: readonly NumberFact[]): boolean {
  return facts.some(({ kind }) => kind === 'reserved' || kind === 'quote');
}

function placeOf({ number, store, source }: NumberFact, counters: Counters): Place | null {
  return number === undefined ? null : counters.place(number, store, source);
}

function* toldOrders(facts: readonly NumberFact[], counters: Counters) {
  for (const fact of facts) {
    if (fact.kind !== 'order') continue;
    const place = placeOf(fact, counters);
    if (place === null || place.body === null || place.edit > 0) continue;
    yield { fact, series: place.counter.id, body: place.body };
  }
}

function* samplesOf(
  facts: readonly NumberFact[],
  sources: ReadonlyMap<string, NumberSource>,
): Generator<Sample> {
  for (const { number, store, at, source, kind } of facts) {
    if (number === undefined || !(kind === 'order' || kind === 'reserved' || kind === 'quote')) continue;
    const from = sources.get(source)?.kind;
    const fromTable = from === 'grid' || from === 'orders' || from === 'quotes';
    yield { number, store: /^\d+$/.test(store ?? '') ? store : undefined, at, fromTable, source };
  }
}

function collect(
  all: Map<string, Collected>,
  counter: Counter,
  fact: NumberFact,
  body: number | null,
  edit: number,
): void {
  let known = all.get(counter.id);
  if (known === undefined) {
    known = {
      counter,
      originals: newOriginals(),
      others: new Map(),
      byBody: new Map(),
      changes: [],
      stores: new Map(),
    };
    all.set(counter.id, known);
  }
  if (fact.kind !== 'order') {
    if (body !== null) pushTo(known.byBody, body, fact);
    return;
  }
  if (body === null) pushTo(known.others, `text ${fact.number ?? ''}`, fact);
  else if (edit > 0) pushTo(known.others, `${body} ${edit}`, fact);
  else addOriginal(known.originals, body, fact);
  if (fact.store === undefined || body === null || edit > 0 || !STORE_ID.test(fact.store)) return;
  const bodies = known.stores.get(fact.store);
  if (bodies === undefined) known.stores.set(fact.store, new Set([body]));
  else if (bodies.size < 1_000_000) bodies.add(body);
}

function newOriginals(): Originals {
  return { known: new NumberSet(Infinity), bodies: [], firsts: [], more: new Map() };
}

function addOriginal({ known, bodies, firsts, more }: Originals, body: number, fact: NumberFact): void {
  if (known.add(body) === 'known') return pushTo(more, body, fact);
  bodies.push(body);
  firsts.push(fact);
}

function addChange(all: Map<string, Collected>, counters: Counters, fact: NumberFact): void {
  const place = counters.place(String(fact.to ?? ''), fact.store, fact.source);
  if (place !== null) all.get(place.counter.id)?.changes.push(fact);
}

/** Two stores with the same prefix and a counter each: the same numbers again and again. */
function splitByStore(all: Collected, context: OrderContext): CounterFacts[] {
  const stores = [...all.stores].toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (stores.length < 2 || !overlap(stores.map(([, bodies]) => bodies))) return [finished(all, context)];
  return stores.map(([store]) => {
    const isHere = (fact: NumberFact): boolean => fact.store === undefined || fact.store === store;
    const only = <Key>(map: Map<Key, NumberFact[]>): Map<Key, NumberFact[]> =>
      new Map(
        [...map]
          .map(([key, facts]) => [key, facts.filter(isHere)] as const)
          .filter(([, facts]) => facts.length > 0),
      );
    const counter = { ...all.counter, id: `${all.counter.id}@${store}` };
    return finished(
      {
        ...all,
        counter,
        originals: onlyOriginals(all.originals, isHere),
        others: only(all.others),
        byBody: only(all.byBody),
        changes: all.changes.filter(isHere),
      },
      context,
    );
  });
}

function onlyOriginals(all: Originals, isHere: (fact: NumberFact) => boolean): Originals {
  const originals = newOriginals();
  for (const [index, body] of all.bodies.entries())
    for (const fact of factsOfBody(all, index)) if (isHere(fact)) addOriginal(originals, body, fact);
  return originals;
}

function factsOfBody({ bodies, firsts, more }: Originals, index: number): readonly NumberFact[] {
  const first = firsts[index] as NumberFact;
  const others = more.size === 0 ? undefined : more.get(bodies[index] as number);
  return others === undefined ? [first] : [first, ...others];
}

function overlap(stores: readonly ReadonlySet<number>[]): boolean {
  return stores.some((bodies, index) =>
    stores.slice(index + 1).some((others) => {
      const [small, large] = bodies.size <= others.size ? [bodies, others] : [others, bodies];
      let shared = 0;
      for (const body of small) if (large.has(body)) shared += 1;
      return shared >= LEAST_OVERLAP && shared >= small.size * OVERLAP_SHARE;
    }),
  );
}

function finished(all: Collected, context: OrderContext): CounterFacts {
  const orders: Order[] = [];
  let texts = 0;
  for (const [index, body] of all.originals.bodies.entries())
    for (const order of ordersOf(body, 0, factsOfBody(all.originals, index), context)) orders.push(order);
  for (const [key, facts] of all.others) {
    const space = key.indexOf(' ');
    const isText = key.startsWith('text ');
    const body = isText ? texts++ : Number(key.slice(0, space));
    orders.push(...ordersOf(body, isText ? 0 : Number(key.slice(space + 1)), facts, context));
  }
  orders.sort((a, b) => a.body - b.body || a.edit - b.edit || (a.at ?? Infinity) - (b.at ?? Infinity));
  return { counter: all.counter, orders, byBody: all.byBody, changes: all.changes };
}

function quotesOf(facts: readonly NumberFact[]): ReadonlyMap<string, readonly NumberFact[]> {
  const byQuote = new Map<string, NumberFact[]>();
  for (const fact of facts) if (fact.quote !== undefined) pushTo(byQuote, fact.quote, fact);
  return byQuote;
}
