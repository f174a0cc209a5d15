// Facts about order numbers in plain words.
import { localStamp } from '../local-time.js';
import { quoted } from '../texts/words.js';
import type { NumberFact } from './number-fact.js';
import { timeOf, type OrderContext } from './orders.js';

/** `2014-09-21 18:58:20 Europe/Paris`, `an unknown time`. @param zone the shop's */
export function stampOf(at: number | null, zone: string): string {
  if (at === null) return 'an unknown time';
  return `${localStamp(at, zone).slice(0, 19)} ${zone}`;
}

export function latestOf(facts: readonly NumberFact[]): NumberFact | null {
  return facts.reduce<NumberFact | null>(
    (best, fact) => (best === null || (fact.at ?? 0) >= (best.at ?? 0) ? fact : best),
    null,
  );
}

const money = ({ amount, currency }: NumberFact): string =>
  amount === undefined
    ? ''
    : ` of ${amount.toFixed(2)}${currency === undefined ? '' : ` ${quoted(currency)}`}`;
const reason = ({ detail }: NumberFact): string => (detail === undefined ? '' : `: ${quoted(detail)}`);
const by = ({ detail }: NumberFact): string => (detail === undefined ? '' : ` by ${quoted(detail)}`);
const owner = ({ customer, method }: NumberFact): string =>
  typeof customer === 'string'
    ? ' by a customer with an account'
    : method === 'register'
      ? ' by a buyer who is registering'
      : customer === null || method === 'guest'
        ? ' by a guest'
        : '';

const phrases: Readonly<Record<NumberFact['kind'], (fact: NumberFact) => string>> = {
  'quote-created': (fact) => `cart begun${owner(fact)}`,
  'quote-touched': () => 'cart changed',
  login: () => 'the customer logged in',
  logout: () => 'the customer logged out',
  'session-expired': () => 'the session ended',
  'checkout-started': ({ method }) =>
    `checkout started${method === undefined ? '' : ` as ${quoted(method)}`}`,
  'order-requested': () => 'the order button was clicked',
  'order-request-failed': (fact) => `an order request failed${reason(fact)}`,
  reserved: () => 'the shop gave out the number',
  'payment-requested': (fact) => `payment${money(fact)} requested`,
  'payment-approved': (fact) => `payment${money(fact)} approved`,
  'payment-captured': (fact) => `payment${money(fact)} taken`,
  'payment-declined': (fact) => `payment declined${reason(fact)}`,
  'payment-failed': (fact) => `payment failed${reason(fact)}`,
  'payment-cancelled': () => 'the buyer cancelled the payment',
  'payment-refunded': (fact) => `payment${money(fact)} given back`,
  order: (fact) => `order created${fact.state === undefined ? '' : ` (${quoted(fact.state)})`}${money(fact)}`,
  'save-failed': (fact) => `saving the order failed${reason(fact)}`,
  'order-cancelled': (fact) => `order cancelled${by(fact)}`,
  'order-edited': (fact) => `order edited into ${quoted(fact.detail)}`,
  'order-deleted': (fact) => `order deleted${by(fact)}`,
  'order-mailed': () => 'order mail sent',
  invoiced: (fact) => `invoice ${quoted(fact.detail)} written`,
  quote: (fact) => `cart with this number${owner(fact)}${money(fact)}`,
  'quote-deleted': (fact) => `cart deleted${by(fact)}`,
  'quote-merged': ({ detail }) => `cart merged into ${quoted(detail)} and deleted`,
  'several-addresses': () => 'checkout to several addresses',
  'counter-changed': ({ from, to, detail }) =>
    `counter set from ${quoted(from)} to ${quoted(to)}${detail === undefined ? '' : ` by ${quoted(detail)}`}`,
  'trace-gap': () => 'no lines for a time',
};

/** `payment of 44.00 EUR declined: insufficient funds, 2014-09-21 18:58:22 Europe/Paris` */
export function phrase(fact: NumberFact, context: Pick<OrderContext, 'zone' | 'shifts'>): string {
  const what = phrases[fact.kind](fact);
  const at = timeOf(fact, context);
  return at === null ? what : `${what}, ${stampOf(at, context.zone)}`;
}

/** The same without its time. */
export function shortPhrase(fact: NumberFact): string {
  return phrases[fact.kind](fact);
}
