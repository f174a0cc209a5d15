// Reasons of numbers that were given out and never decided: under way, left at the gateway, reserved and nothing more.
import { latestOf, phrase, stampOf } from '../hole-words.js';
import type { NumberFact } from '../number-fact.js';
import { guestHorizon, isOwned, ownedHorizon } from '../quotes.js';
import { coversHole, ofKind, paidKinds, refusedKinds, untilText, verdict, type Reason } from './verdict.js';
import type { HoleCase } from '../hole.js';

export const inFlight: Reason = (hole, context) => {
  const decided = ofKind(hole, [...refusedKinds, ...paidKinds]).length > 0;
  const asked = latestOf([
    ...ofKind(hole, ['reserved', 'payment-requested', ...paidKinds]),
    ...(hole.quote?.facts.filter(({ kind }) => kind === 'order-requested') ?? []),
  ]);
  const paid = ofKind(hole, paidKinds).length > 0;
  if ((decided && !paid) || asked === null || asked.at === null) return null;
  const until = asked.at + context.settings.settleMs;
  if (context.now > until) return null;
  return verdict('in_flight', hole, context, {
    until,
    mayStillArrive: true,
    proofs: [asked],
    text: `The checkout is under way (${phrase(asked, context)}); the order may come within the next minutes.`,
    wouldChange: 'The end of this checkout.',
  });
};

export function abandoned(name: 'abandoned_gateway_owned' | 'abandoned_gateway_guest'): Reason {
  return (hole, context) => {
    const asked = ofKind(hole, ['payment-requested']);
    if (asked.length === 0 || ofKind(hole, [...refusedKinds, ...paidKinds]).length > 0) return null;
    const owned = isOwned(hole.quote);
    if (owned !== (name === 'abandoned_gateway_owned')) return null;
    const horizon = owned
      ? ownedHorizon(hole.quote, context.platform, context.settings, context.now)
      : guestHorizon(hole.quote, context.settings, context.now);
    const sources = [...context.sources.values()];
    const gatewayIsSilent =
      sources.some(({ kind }) => kind === 'gateway') &&
      coversHole(hole, context, 'gateway') &&
      !hole.facts.some(({ source }) => context.sources.get(source)?.kind === 'gateway');
    const after = owned
      ? `The customer can come back and use the number${untilText(horizon, context)}.`
      : horizon.isOver
        ? 'It was a guest: nobody can use the number any more.'
        : `It is a guest: the number can be used until ${stampOf(horizon.until, context.zone)}.`;
    return verdict(name, hole, context, {
      ...(gatewayIsSilent ? { severity: 'medium' } : {}),
      confidence: hole.quote === null ? 0.6 : 0.8,
      until: horizon.until,
      mayStillArrive: !horizon.isOver,
      proofs: asked,
      text: `The buyer went to the gateway (${phrase(asked.at(-1) as NumberFact, context)}) and no answer came back. ${after}${gatewayIsSilent ? ' The gateway itself has no record of it.' : ''}`,
      wouldChange: 'An answer of the gateway, or the order.',
    });
  };
}

const nothingElse = (hole: HoleCase): boolean =>
  hole.facts.every(({ kind }) => kind === 'reserved' || kind === 'quote') &&
  hole.facts.length > 0 &&
  hole.severalAddresses === null;

export const reservedPendingOwned: Reason = (hole, context) => {
  if (!nothingElse(hole) || !isOwned(hole.quote)) return null;
  const horizon = ownedHorizon(hole.quote, context.platform, context.settings, context.now);
  return verdict('reserved_pending_owned', hole, context, {
    until: horizon.until,
    mayStillArrive: !horizon.isOver,
    proofs: hole.facts,
    text: `A customer with an account clicked the order button and got this number; nothing more is known. The cart is kept, so the order may still come${untilText(horizon, context)}.`,
    wouldChange: 'The answer of the gateway, or the order.',
  });
};

export const reservedGuest: Reason = (hole, context) => {
  if (!nothingElse(hole) || hole.quote === null || isOwned(hole.quote)) return null;
  const { until, isOver } = guestHorizon(hole.quote, context.settings, context.now);
  const end = isOver
    ? 'The session is over: nobody can use this number any more.'
    : `The session may be alive until ${stampOf(until, context.zone)}.`;
  return verdict('reserved_guest', hole, context, {
    until,
    mayStillArrive: !isOver,
    proofs: hole.facts,
    text: `A guest clicked the order button and got this number, but no order followed (most often the payment was refused). The cart is still in the database, where no guest can fetch it again. ${end}`,
    wouldChange: 'A gateway export that shows the answer, or a login that took the cart over.',
  });
};

export const multiAddressRun: Reason = (hole, context) => {
  const { severalAddresses } = hole;
  if (severalAddresses === null || hole.run < 2) return null;
  return verdict('multi_address_run', hole, context, {
    proofs: [severalAddresses],
    text: `A checkout to several addresses took one number for each of them and failed half-way; the cart remembers only the last one.`,
    wouldChange: 'Orders of this checkout under these numbers.',
  });
};
