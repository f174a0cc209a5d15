// The cart as a row of the database, the number reserved on it, and who may come back to it.
import type { OrderCounter } from './counters.js';
import type { Cause, LostNumber, NumberClass } from './number-truth.js';

export type Gateway = 'card' | 'paypal_express' | 'hosted_page' | 'offline';

/** A browser's address: the key that the trace prints, the number that the access log's address is made of. */
export interface Client {
  readonly key: string;
  readonly address: string;
}

export interface Customer {
  readonly id: number;
  readonly client: Client;
  /** The cart that waits for the customer. */
  quote: Quote | null;
}

/** One number that the counter gave for a quote, and what became of it. */
export interface Reservation {
  readonly counter: OrderCounter;
  readonly body: number;
  readonly text: string;
  readonly reservedAtMs: number;
  /** An order had it before: the counter was set back. */
  readonly taken: boolean;
  requested: boolean;
  refused: 'card-refused' | 'gateway-error' | 'cancelled-at-gateway' | null;
  /** Money was taken: seen by the shop, or known to the gateway alone. */
  paid: 'seen' | 'unseen' | null;
  /** Of the last payment. */
  transaction: string | null;
  /** Was paid for twice. */
  twice: boolean;
  givenBack: boolean;
  saveFailed: boolean;
  died: boolean;
  used: boolean;
}

export interface Quote {
  readonly id: number;
  readonly counter: OrderCounter;
  readonly createdAtMs: number;
  touchedAtMs: number;
  customer: Customer | null;
  method: 'guest' | 'register' | 'login' | null;
  cents: number;
  active: boolean;
  /** The row was deleted. */
  gone: boolean;
  addresses: number;
  /** The number that stands on the row. */
  reserved: Reservation | null;
  /** All numbers that were ever given for it and are not settled yet. */
  readonly reservations: Reservation[];
  readonly client: Client;
}

export function reservation(
  counter: OrderCounter,
  body: number,
  reservedAtMs: number,
  taken = false,
): Reservation {
  return {
    counter,
    body,
    text: counter.text(body),
    reservedAtMs,
    taken,
    requested: false,
    refused: null,
    paid: null,
    transaction: null,
    twice: false,
    givenBack: false,
    saveFailed: false,
    died: false,
    used: false,
  };
}

/** How a number that no order carries was lost, as the evidence tells it. @param robot a program that tries cards */
export function howLost(lost: Reservation, quote: Quote, robot: boolean): LostNumber {
  const seen = whatIsSeen(lost, quote, robot);
  if (lost.paid !== 'unseen') return seen;
  return {
    cause: 'notification-lost',
    classes: ['paid_no_order'],
    classesFromTrace: seen.classes,
    needs: 'exports',
  };
}

function whatIsSeen(lost: Reservation, quote: Quote, robot: boolean): LostNumber {
  const owned = quote.customer !== null;
  // Registered in the cart: the order made the guest a customer, after the number was lost.
  const both = owned && quote.method === 'register';
  const by = (ownedClass: NumberClass, guestClass: NumberClass): NumberClass[] =>
    both ? [guestClass, ownedClass] : [owned ? ownedClass : guestClass];
  if (lost.paid === 'seen' && !lost.givenBack)
    return { cause: 'save-failed-after-payment', classes: ['paid_no_order'] };
  if (lost.saveFailed)
    return { cause: lost.givenBack ? 'payment-given-back' : 'save-failed-unpaid', classes: ['save_failed'] };
  if (robot) return { cause: 'card-testing', classes: ['bot_burst'] };
  if (lost.refused !== null)
    return { cause: lost.refused, classes: by('declined_owned', 'declined_guest_expired') };
  if (lost.requested)
    return { cause: 'left-at-gateway', classes: by('abandoned_gateway_owned', 'abandoned_gateway_guest') };
  if (quote.addresses > 1) return several(by('reserved_pending_owned', 'reserved_guest'));
  return { cause: 'request-died', classes: by('reserved_pending_owned', 'reserved_guest') };
}

/** Numbers of several addresses that were never asked for: only the quote's last one is remembered. */
function several(alone: readonly NumberClass[]): LostNumber {
  const cause: Cause = 'several-addresses';
  return { cause, classes: ['multi_address_run', ...alone] };
}
