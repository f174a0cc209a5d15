// The steps of one number's life, each with its evidence: the carts that had it are told as the explanation of a hole tells them.
import type { NumberFact, NumberFactKind } from '../../model/sequences/number-fact.js';
import { isDecision, unnumbered } from '../../model/sequences/hole-cases.js';
import { phrase } from '../../model/sequences/hole-words.js';
import { timeOf, type OrderContext } from '../../model/sequences/orders.js';
import { isOwned, quoteOf, type Quote } from '../../model/sequences/quotes.js';
import type { LifeStep, LifeStepName } from '../../model/sequence-answers.js';
import { toInstantOrNull } from '../instant.js';
import { evidenceOf } from './number-answers.js';

const answers: readonly NumberFactKind[] = [
  'payment-approved', 'payment-captured', 'payment-declined', 'payment-failed', 'payment-cancelled', 'payment-refunded',
]; // prettier-ignore
const returns: readonly NumberFactKind[] = ['login', 'quote-touched'];

/**
 * @param own what names the number @param facts all of the shop
 * @param context with the paths of the sources
 */
export function lifeSteps(
  own: readonly NumberFact[],
  facts: readonly NumberFact[],
  context: OrderContext,
): LifeStep[] {
  const carts = cartsOf(own, facts, context);
  const ordered = [...own, ...carts.flatMap(({ about }) => about)].toSorted(byTime(context));
  const of = (...kinds: NumberFactKind[]): NumberFact[] => ordered.filter(({ kind }) => kinds.includes(kind));
  const instantOf = (fact: NumberFact | undefined) =>
    toInstantOrNull(fact === undefined ? null : timeOf(fact, context));
  const step = (name: LifeStepName, found: readonly NumberFact[], what?: string): LifeStep => ({
    step: name,
    what: what ?? (found.length === 0 ? null : found.map((fact) => phrase(fact, context)).join('; ')),
    at: instantOf(found[0]),
    evidence: found.map((fact) => evidenceOf(fact, context.sources)),
  });
  const begun = of('quote-created');
  const rows = of('quote');
  const given = of('reserved');
  const firstSign = given[0] ?? of(...answers)[0];
  const from = firstSign === undefined ? null : timeOf(firstSign, context);
  const owners = carts.flatMap(({ quote }) => quote.facts).filter(tellsOwner);
  const request = of('payment-requested');
  const methods = of('order-requested', 'checkout-started').filter(({ method }) => method !== undefined);
  const createdAt = toInstantOrNull(carts[0]?.quote.createdAt ?? null);
  const isAfter = (fact: NumberFact): boolean => from !== null && (timeOf(fact, context) ?? 0) > from;
  return [
    begun.length > 0 || rows.length === 0
      ? step('cart begun', begun)
      : { ...step('cart begun', rows, 'the cart is in the database'), at: createdAt },
    step('owner', owners, owners.length === 0 ? undefined : ownersText(carts)),
    step('payment method', [...methods, ...request], methodText(request)),
    step(
      'number given out',
      given.length > 0 ? given : rows,
      rows.length > 0 && given.length === 0 ? 'the cart holds this number' : undefined,
    ),
    step('sent to the gateway', request),
    step('answer of the gateway', of(...answers)),
    step('came back', of(...returns).filter(isAfter)),
    step('order', of('order', 'save-failed', 'order-cancelled', 'order-edited', 'order-deleted')),
  ];
}

interface Cart {
  readonly quote: Quote;
  /** Lines about the cart that name no number and belong to the life of this one. */
  readonly about: readonly NumberFact[];
}

/** Each cart that had the number; what names the number and no cart is one of its own. */
function cartsOf(own: readonly NumberFact[], facts: readonly NumberFact[], context: OrderContext): Cart[] {
  const ids = [...new Set(own.flatMap(({ quote }) => quote ?? []))];
  if (ids.length === 0) return [{ quote: quoteOf('', own, context), about: [] }];
  return ids.map((id) => {
    const all = facts.filter(({ quote }) => quote === id);
    const numbered = own.filter(({ quote }) => quote === id);
    const cart = all.filter((fact) => fact.number === undefined && !isDecision(fact));
    return { quote: quoteOf(id, all, context), about: [...cart, ...unnumbered(numbered, all)] };
  });
}

function byTime(context: OrderContext): (a: NumberFact, b: NumberFact) => number {
  return (a, b) =>
    (timeOf(a, context) ?? 0) - (timeOf(b, context) ?? 0) ||
    (a.event < b.event ? -1 : a.event > b.event ? 1 : 0);
}

function tellsOwner({ kind, customer }: NumberFact): boolean {
  return customer !== undefined || kind === 'checkout-started';
}

function ownersText(carts: readonly Cart[]): string {
  return [...new Set(carts.map(({ quote }) => ownerText(quote)))].join('; ');
}

function ownerText(quote: Quote): string {
  if (isOwned(quote)) return `a customer with an account (${quote.customer ?? ''})`;
  return quote.method === 'register' ? 'a guest who was registering' : 'a guest';
}

function methodText(facts: readonly NumberFact[]): string | undefined {
  const methods = [...new Set(facts.flatMap(({ method }) => method ?? []))];
  return methods.length === 0 ? undefined : methods.join(', ');
}
