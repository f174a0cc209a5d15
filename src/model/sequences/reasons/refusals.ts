// Reasons that begin with a refused payment: whose cart it was decides whether the number can still be used.
import { phrase, stampOf } from '../hole-words.js';
import type { HoleCase } from '../hole.js';
import type { NumberFact } from '../number-fact.js';
import { guestHorizon, isOwned, ownedHorizon } from '../quotes.js';
import { failedPayments, failedText, reservedKinds, untilText, verdict, type Reason } from './verdict.js';

export const declinedOwned: Reason = (hole, context) => {
  const refused = failedPayments(hole);
  if (refused.length === 0 || !isOwned(hole.quote)) return null;
  const horizon = ownedHorizon(hole.quote, context.platform, context.settings, context.now);
  return verdict('declined_owned', hole, context, {
    until: horizon.until,
    mayStillArrive: !horizon.isOver,
    proofs: [...refused, ...attachments(hole)],
    text: `The payment ${failedText(refused)} (${phrase(refused.at(-1) as NumberFact, context)}). The cart belongs to a customer with an account, who can log in and still buy under this number${untilText(horizon, context)}.`,
    wouldChange: 'The customer ordering from this cart, or the cart being deleted.',
  });
};

export const declinedGuestLive: Reason = (hole, context) => {
  const refused = failedPayments(hole);
  if (refused.length === 0 || hole.quote === null || isOwned(hole.quote)) return null;
  const { until, isOver } = guestHorizon(hole.quote, context.settings, context.now);
  if (isOver) return null;
  return verdict('declined_guest_live', hole, context, {
    until,
    mayStillArrive: true,
    proofs: refused,
    text: `The payment of a guest ${failedText(refused)} (${phrase(refused.at(-1) as NumberFact, context)}); the session may still be alive until ${stampOf(until, context.zone)}.`,
    wouldChange: 'The guest trying again, or the session ending.',
  });
};

export const declinedGuestExpired: Reason = (hole, context) => {
  const refused = failedPayments(hole);
  if (refused.length === 0 || hole.quote === null || isOwned(hole.quote)) return null;
  const horizon = guestHorizon(hole.quote, context.settings, context.now);
  if (!horizon.isOver) return null;
  const who = hole.quote.method === 'register' ? 'a buyer who had not finished registering' : 'a guest';
  const { gone } = hole.quote;
  const lost = gone === null ? 'the session is over' : `the cart is gone (${phrase(gone, context)})`;
  return verdict('declined_guest_expired', hole, context, {
    proofs: [...refused, ...(hole.quote.sessionExpired === null ? [] : [hole.quote.sessionExpired])],
    text: `The payment of ${who} ${failedText(refused)} (${phrase(refused.at(-1) as NumberFact, context)}); ${lost}, nobody can use this number any more.`,
    wouldChange: 'A login that took the cart over while the session was alive.',
  });
};

export const declinedInferred: Reason = (hole, context) => {
  const refused = failedPayments(hole);
  if (hole.quote === null && refused.length > 0)
    return verdict('declined_inferred', hole, context, {
      confidence: 0.6,
      mayStillArrive: true,
      proofs: refused,
      text: `The payment ${failedText(refused)} (${phrase(refused.at(-1) as NumberFact, context)}); whose cart it was is not known, so it may or may not come back.`,
      wouldChange: 'The export of the carts: it tells whether a customer with an account has it.',
    });
  if (hole.facts.some(({ kind }) => reservedKinds.includes(kind))) return null;
  const { lower, upper } = hole.bracket;
  if (lower === null || upper === null) return null;
  const failed = context.failedRequests.filter(({ at }) => at !== null && at >= lower && at <= upper);
  if (failed.length < hole.run) return null;
  return verdict('declined_inferred', hole, context, {
    confidence: failed.length === hole.run ? 0.8 : 0.6,
    mayStillArrive: true,
    proofs: failed.slice(0, 20),
    text: `${failed.length === 1 ? 'An order request' : `${failed.length} order requests`} failed in the time in which ${hole.run === 1 ? 'this number was' : 'these numbers were'} given out: most likely refused payments.`,
    wouldChange: 'The exports of carts and payments of that time.',
  });
};

function attachments({ quote }: HoleCase): NumberFact[] {
  return quote?.attachedBy == null ? [] : [quote.attachedBy];
}
