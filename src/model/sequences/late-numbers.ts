// Orders that came after higher numbers, and numbers that more than one order carries.
import { phrase, stampOf } from './hole-words.js';
import type { NumberFact, Platform } from './number-fact.js';
import { factsOf, timeOf, type Order, type OrderContext } from './orders.js';
import { isOwned, type Quote } from './quotes.js';
import type { DuplicateNumber, LateNumber } from './series-report.js';
import { RESOLUTION_MS, type Timeline } from './timeline.js';

const DAY_MS = 86_400_000;

export interface LateInput {
  /** Those that are deleted since, too: they were late all the same, and overtook others. */
  readonly orders: readonly Order[];
  /** Of these orders. */
  readonly timeline: Timeline;
  readonly context: OrderContext;
  readonly settleMs: number;
  readonly print: (body: number, edit?: number) => string;
  /** What else is known of a number. */
  readonly about: (body: number) => readonly NumberFact[];
  readonly quote: (id: string) => Quote;
}

/** Late numbers; `reissued` are those whose cart is younger than the higher orders: the counter had been set back. */
export function lateNumbers(input: LateInput): { late: LateNumber[]; reissued: LateNumber[] } {
  const { timeline, orders } = input;
  const lateBodies = new Set(
    timeline.orders.flatMap(({ body }, index) => (timeline.isLate(index) ? [body] : [])),
  );
  const byBody = new Map(
    orders.flatMap((order) =>
      order.edit === 0 && lateBodies.has(order.body) ? [[order.body, order] as const] : [],
    ),
  );
  const late: LateNumber[] = [];
  const reissued: LateNumber[] = [];
  for (let index = 0; index < timeline.orders.length; index += 1) {
    if (!timeline.isLate(index)) continue;
    const { body, at } = timeline.orders[index] as { body: number; at: number };
    const bracket = timeline.bracket(body);
    const order = byBody.get(body);
    const told = lateNumber(input, order, { body, at, bracket });
    if (told.reason === 'reissued') reissued.push(told);
    else late.push(told);
  }
  return { late, reissued };
}

function lateNumber(
  input: LateInput,
  order: Order | undefined,
  { body, at, bracket }: { body: number; at: number; bracket: LateNumber['bracket'] },
): LateNumber {
  const facts = [...(order === undefined ? [] : factsOf(order)), ...input.about(body)];
  const quote = (order === undefined ? facts : factsOf(order)).find(
    (fact) => fact.quote !== undefined,
  )?.quote;
  const reserved = facts.filter((fact) => fact.kind === 'reserved');
  const own = reserved.find((fact) => fact.quote === quote) ?? reserved[0];
  const given = own?.at ?? null;
  const least = given ?? bracket.upper ?? at;
  const most = given ?? bracket.lower;
  const delayMs: LateNumber['delayMs'] = [Math.max(0, at - least), most === null ? null : at - most];
  const cart = quote === undefined ? null : input.quote(quote);
  const createdAt = cart?.createdAt ?? null;
  const begun = createdAt === null ? given : Math.max(createdAt, given ?? createdAt);
  const isReissued = begun !== null && bracket.upper !== null && begun > bracket.upper + RESOLUTION_MS;
  const customer = isOwned(cart) || facts.some((fact) => typeof fact.customer === 'string');
  const reason = isReissued
    ? 'reissued'
    : delayMs[0] <= input.settleMs
      ? 'paid_slowly'
      : customer
        ? 'customer_returned'
        : 'unknown';
  const number = input.print(body);
  return {
    number,
    body,
    orderedAt: at,
    bracket,
    delayMs,
    reason,
    facts,
    text: lateText(reason, number, delayMs, facts, input.context),
  };
}

function lateText(
  reason: LateNumber['reason'],
  number: string,
  [least, most]: LateNumber['delayMs'],
  facts: readonly NumberFact[],
  context: OrderContext,
): string {
  const wait = waited(least, most);
  const refused = facts.find(({ kind }) => kind === 'payment-declined' || kind === 'payment-failed');
  const why = refused === undefined ? 'the first try did not succeed' : phrase(refused, context);
  switch (reason) {
    case 'reissued':
      return `Order ${number} was given a number that had been free again: its cart is younger than orders with higher numbers, so the counter had been set back.`;
    case 'paid_slowly':
      return `Order ${number} was completed ${wait} after its number was given out; others overtook it meanwhile.`;
    case 'customer_returned':
      return `Order ${number} got its number ${wait} before it was completed: the customer has an account, kept the cart (${why}), came back, and the order used the number that the cart still had. This is normal.`;
    default:
      return `Order ${number} was completed ${wait} after its number was given out. This is what a customer does who logs in again and completes an old cart; whose cart it was is not in the files.`;
  }
}

function waited(least: number, most: number | null): string {
  const from = spoken(least);
  if (most === null) return `at least ${from}`;
  const to = spoken(most);
  return from === to ? from : `${from} to ${to}`;
}

function spoken(ms: number): string {
  if (ms >= 2 * DAY_MS) return `${Math.round(ms / DAY_MS)} days`;
  if (ms >= 2 * 3_600_000) return `${Math.round(ms / 3_600_000)} hours`;
  if (ms >= 2 * 60_000) return `${Math.round(ms / 60_000)} minutes`;
  return `${Math.round(ms / 1000)} seconds`;
}

/** Several orders under one number and edit. */
export function duplicateNumbers(
  orders: readonly Order[],
  platform: Platform | null,
  context: OrderContext,
  print: (body: number, edit?: number) => string,
): DuplicateNumber[] {
  const found: DuplicateNumber[] = [];
  for (let index = 0; index < orders.length;) {
    const first = orders[index] as Order;
    let next = index + 1;
    while (orders[next]?.body === first.body && orders[next]?.edit === first.edit) next += 1;
    if (next > index + 1) {
      const facts = orders.slice(index, next).map(({ fact }) => fact);
      const stores = new Set(facts.map(({ store }) => store ?? ''));
      const twoStores = stores.size > 1;
      const number = print(first.body, first.edit);
      found.push({
        number,
        body: first.body,
        orders: facts,
        reason: twoStores ? 'two_stores' : 'same_store',
        severity: twoStores && platform === 'm2' ? 'medium' : 'high',
        text: twoStores
          ? `${facts.length} stores have an order ${number}${platform === 'm2' ? '; Magento 2 allows that, but papers and gateways cannot tell them apart' : ''}.`
          : `${facts.length} different orders carry the number ${number} (${facts.map((fact) => stampOf(timeOf(fact, context), context.zone)).join(', ')}): the number was given out again, as after a restored backup.`,
      });
    }
    index = next;
  }
  return found;
}

/** One reference for which money was taken more than once. */
export function paidTwice(
  byBody: ReadonlyMap<number, readonly NumberFact[]>,
  print: (body: number) => string,
): DuplicateNumber[] {
  const found: DuplicateNumber[] = [];
  for (const [body, facts] of byBody) {
    const refunded = new Set(facts.flatMap(({ kind, txn }) => (kind === 'payment-refunded' ? [txn] : [])));
    const captured = new Map(
      facts.flatMap((fact) =>
        fact.kind === 'payment-captured' && fact.txn !== undefined && !refunded.has(fact.txn)
          ? [[fact.txn, fact] as const]
          : [],
      ),
    );
    if (captured.size < 2) continue;
    found.push({
      number: print(body),
      body,
      orders: [...captured.values()],
      reason: 'paid_twice',
      severity: 'high',
      text: `Money was taken ${captured.size} times for the number ${print(body)}.`,
    });
  }
  return found.toSorted((a, b) => a.body - b.body);
}
