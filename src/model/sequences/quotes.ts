// What became of a quote: whose it is, when it was last touched, whether it can still become an order.
import type { NumberFact, Platform, SequenceSettings } from './number-fact.js';
import { timeOf, type OrderContext } from './orders.js';

const DAY_MS = 86_400_000;
const DEFAULT_LIFE_DAYS = 30;

export interface Quote {
  readonly id: string;
  readonly createdAt: number | null;
  /** Last change of the quote's row, which renews its life. */
  readonly updatedAt: number | null;
  /** Last sign of its session. */
  readonly activeAt: number | null;
  /** A customer has it: it can be fetched again by logging in. */
  readonly customer: string | null;
  /** The customer came to it by a login after `updatedAt` of the reservation; evidence of that. */
  readonly attachedBy: NumberFact | null;
  readonly method: string | null;
  readonly sessionExpired: NumberFact | null;
  /** Deleted, or merged into another quote and deleted. */
  readonly gone: NumberFact | null;
  readonly severalAddresses: NumberFact | null;
  readonly amount: number | null;
  readonly facts: readonly NumberFact[];
}

/** @param facts of one quote, any order */
export function quoteOf(id: string, facts: readonly NumberFact[], context: OrderContext): Quote {
  const ordered = facts.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.event < b.event ? -1 : 1));
  const quote = {
    id,
    createdAt: null as number | null,
    updatedAt: null as number | null,
    activeAt: null as number | null,
    customer: null as string | null,
    attachedBy: null as NumberFact | null,
    method: null as string | null,
    sessionExpired: null as NumberFact | null,
    gone: null as NumberFact | null,
    severalAddresses: null as NumberFact | null,
    amount: null as number | null,
    facts: ordered,
  };
  for (const fact of ordered) {
    const at = timeOf(fact, context);
    const createdAt = fact.createdAt ?? (fact.kind === 'quote-created' ? at : null);
    if (createdAt !== null) quote.createdAt = Math.min(quote.createdAt ?? createdAt, createdAt);
    if (isTouch(fact)) quote.updatedAt = latest(quote.updatedAt, at);
    if (fact.kind !== 'session-expired' && fact.kind !== 'quote-deleted')
      quote.activeAt = latest(quote.activeAt, at);
    if (fact.kind === 'session-expired') quote.sessionExpired = fact;
    else if (isVisit(fact)) quote.sessionExpired = null;
    if (typeof fact.customer === 'string' && isOwning(fact)) {
      if (quote.customer === null && fact.kind === 'login') quote.attachedBy = fact;
      quote.customer = fact.customer;
    }
    if (fact.kind === 'checkout-started' || fact.kind === 'quote') quote.method = fact.method ?? quote.method;
    if (fact.kind === 'quote-deleted' || fact.kind === 'quote-merged') quote.gone = fact;
    if (fact.kind === 'several-addresses' || fact.severalAddresses === true) quote.severalAddresses = fact;
    if (fact.amount !== undefined && fact.kind === 'quote') quote.amount = fact.amount;
  }
  return quote;
}

function latest(known: number | null, at: number | null): number | null {
  if (at === null) return known;
  return known === null ? at : Math.max(known, at);
}

/** Gateway answers come without the buyer; a save of the quote follows each of them, so they renew the quote's life. */
function isTouch({ kind }: NumberFact): boolean {
  return kind !== 'session-expired' && kind !== 'quote-deleted' && kind !== 'logout';
}

function isVisit({ kind }: NumberFact): boolean {
  return (
    kind === 'login' || kind === 'quote-touched' || kind === 'checkout-started' || kind === 'order-requested'
  );
}

/** A merge names the customer of the other quote. */
function isOwning({ kind }: NumberFact): boolean {
  return kind !== 'quote-merged';
}

/** Register-in-cart counts as guest until the success page. */
export function isOwned(quote: Quote | null): boolean {
  return quote !== null && quote.customer !== null && quote.gone?.kind !== 'quote-merged';
}

export interface Horizon {
  /** UTC ms until when the number can still be used; null: no limit is known, or there is none. */
  readonly until: number | null;
  readonly isOver: boolean;
  readonly isOpenEnded: boolean;
}

/**
 * How long a customer's quote lives: original Magento 1 never deletes an active one; OpenMage and Magento 2 delete it in
 * the first night after its life has passed since its last change.
 */
export function ownedHorizon(
  quote: Quote | null,
  platform: Platform | null,
  settings: SequenceSettings,
  now: number,
): Horizon {
  if (quote?.gone) return { until: quote.gone.at, isOver: true, isOpenEnded: false };
  const days =
    settings.quoteLifeDays ?? (platform === 'm2' || platform === 'openmage' ? DEFAULT_LIFE_DAYS : null);
  const touched = quote?.updatedAt ?? null;
  if (days === null || touched === null) return { until: null, isOver: false, isOpenEnded: days === null };
  const until = Math.ceil((touched + days * DAY_MS) / DAY_MS) * DAY_MS;
  return { until, isOver: now > until, isOpenEnded: false };
}

/** A guest's number is lost with the session. */
export function guestHorizon(quote: Quote | null, settings: SequenceSettings, now: number): Horizon {
  const expired = quote?.sessionExpired ?? quote?.gone ?? null;
  if (expired !== null) return { until: expired.at, isOver: true, isOpenEnded: false };
  const active = quote?.activeAt ?? null;
  if (active === null) return { until: null, isOver: true, isOpenEnded: false };
  const until = active + settings.cookieLifeMs;
  return { until, isOver: now > until, isOpenEnded: false };
}
