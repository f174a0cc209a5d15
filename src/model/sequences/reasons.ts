// The decision table: for each reason the evidence it needs, what must be absent, how long the number can still be used.
import { classLimits, type HoleClass, type HoleSeverity } from './classes.js';
import { covers, gapIn, type Role } from './coverage.js';
import type { ExplainContext, HoleCase, HoleEvidence, Verdict } from './hole.js';
import { latestOf, phrase, stampOf } from './hole-words.js';
import type { NumberFact, NumberFactKind } from './number-fact.js';
import { guestHorizon, isOwned, ownedHorizon } from './quotes.js';

export type Reason = (hole: HoleCase, context: ExplainContext) => Verdict | null;

interface Said {
  readonly confidence?: number;
  readonly severity?: HoleSeverity;
  readonly until?: number | null;
  readonly mayStillArrive?: boolean;
  readonly proofs: readonly NumberFact[];
  readonly text: string;
  readonly wouldChange: string;
}

/** Evidence of money, of a refusal, of nothing yet. */
const paidKinds: readonly NumberFactKind[] = ['payment-approved', 'payment-captured'];
const refusedKinds: readonly NumberFactKind[] = ['payment-declined', 'payment-failed', 'payment-cancelled'];
const reservedKinds: readonly NumberFactKind[] = [
  'reserved',
  'quote',
  'payment-requested',
  ...paidKinds,
  ...refusedKinds,
];

const ofKind = ({ facts }: HoleCase, kinds: readonly NumberFactKind[]): NumberFact[] =>
  facts.filter((fact) => kinds.includes(fact.kind));

/** Never above the table: a tenth off for each source that does not cover the time, a fifth for rows that contradict. */
function verdict(name: HoleClass, hole: HoleCase, context: ExplainContext, said: Said): Verdict {
  const limits = classLimits[name];
  const start = Math.min(said.confidence ?? limits.confidence, limits.confidence);
  const blind = limits.needs.filter((role) => !coversHole(hole, context, role)).length;
  const contradicted = rowsContradict(name, hole, context) ? 0.2 : 0;
  const confidence = Math.max(0, Math.round((start - blind * 0.1 - contradicted) * 100) / 100);
  return {
    class: name,
    confidence,
    severity: said.severity ?? limits.severity,
    until: said.until ?? null,
    mayStillArrive: said.mayStillArrive ?? false,
    evidence: [...said.proofs.map(asProof), ...contextOf(hole, said.proofs)],
    text: said.text,
    wouldChange: said.wouldChange,
  };
}

const asProof = (fact: NumberFact): HoleEvidence => ({ fact, role: 'proof', what: phrase(fact) });

function contextOf({ facts, quote }: HoleCase, proofs: readonly NumberFact[]): HoleEvidence[] {
  const known = new Set(proofs.map(({ event, kind }) => `${event} ${kind}`));
  const rest = [...facts, ...(quote?.facts ?? [])].filter(({ event, kind }) => {
    const key = `${event} ${kind}`;
    return !known.has(key) && known.add(key);
  });
  return rest.slice(0, 12).map((fact) => ({ fact, role: 'context', what: phrase(fact) }));
}

export function coversHole(hole: HoleCase, { coverage }: ExplainContext, role: Role): boolean {
  const times = hole.facts.flatMap(({ at }) => (at === null ? [] : [at]));
  const known = times.length > 0 ? { lower: Math.min(...times), upper: Math.max(...times) } : hole.bracket;
  return covers(coverage.byRole[role], known.lower, known.upper);
}

/**
 * Magento 2 inserts the order's row only after the payment: a failed save burns a row id, a refusal does not. Magento 1
 * inserts it before.
 */
function rowsContradict(name: HoleClass, { missingRows }: HoleCase, { platform }: ExplainContext): boolean {
  if (missingRows === null || platform !== 'm2') return false;
  return (name === 'save_failed' || name === 'deleted_order') && missingRows === 0;
}

const paidNoOrder: Reason = (hole, context) => {
  const refunds = new Set(ofKind(hole, ['payment-refunded']).map(({ txn }) => txn));
  const payments = ofKind(hole, paidKinds).filter(({ txn }) => !refunds.has(txn));
  const paid = payments.at(-1) ?? hole.likelyPayment;
  if (paid === null || paid === undefined) return null;
  if (paid.at !== null && context.now < paid.at + context.settings.settleMs) return null;
  const isSure = payments.length > 0;
  return verdict('paid_no_order', hole, context, {
    confidence: isSure ? 0.95 : 0.7,
    until: null,
    mayStillArrive: true,
    proofs: payments.length > 0 ? payments : [paid],
    text: isSure
      ? `The gateway took money for this number (${phrase(paid)}), but there is no order. The buyer has paid and gets nothing until the order is made again or the money is given back.`
      : `A payment without a reference fits the amount and time of this cart (${phrase(paid)}), and there is no order.`,
    wouldChange: 'An order under this number, or a refund of the same payment.',
  });
};

const deletedOrder: Reason = (hole, context) => {
  const { deleted } = hole;
  if (deleted === null) return null;
  const goneFrom =
    'path' in deleted.goneFrom ? `the later export ${deleted.goneFrom.path}` : phrase(deleted.goneFrom);
  return verdict('deleted_order', hole, context, {
    confidence: deleted.isMailOnly ? 0.6 : 0.95,
    proofs: [deleted.proof, ...('path' in deleted.goneFrom ? [] : [deleted.goneFrom])],
    text: `There was an order under this number (${phrase(deleted.proof)}); it is gone: ${goneFrom} does not have it. The shop itself offers no way to delete an order, so somebody removed it with a tool or in the database.`,
    wouldChange: 'An export that holds the order again, or an older export that never had it.',
  });
};

const saveFailed: Reason = (hole, context) => {
  const failed = ofKind(hole, ['save-failed']);
  if (failed.length === 0) return null;
  const { until, isOver } = ownedHorizon(hole.quote, context.platform, context.settings, context.now);
  const mayReturn = isOwned(hole.quote) && !isOver;
  return verdict('save_failed', hole, context, {
    until: mayReturn ? until : null,
    mayStillArrive: mayReturn,
    proofs: failed,
    text: `The order got its number and passed the payment step, but its row could not be written (${phrase(failed[0] as NumberFact)}). Ask the gateway whether money was taken.`,
    wouldChange:
      'A gateway export that shows the payment (then it is money without an order), or the order itself.',
  });
};

const counterJump: Reason = (hole, context) => {
  const { counterChange, isJump } = hole;
  if (counterChange === null && (!isJump || hole.facts.length > 0)) return null;
  return verdict('counter_jump', hole, context, {
    confidence: counterChange === null ? 0.6 : 0.95,
    proofs: counterChange === null ? [] : [counterChange],
    text:
      counterChange === null
        ? `The counter went on ${hole.count.toLocaleString('en-US')} numbers further at one moment, far beyond this counter's usual holes: it was probably set by hand or by a migration.`
        : `Somebody set the counter (${phrase(counterChange)}): the numbers between were never given out.`,
    wouldChange: 'Any sign of a cart or payment that used one of these numbers.',
  });
};

const botBurst: Reason = (hole, context) => {
  if (hole.burst === null) return null;
  return verdict('bot_burst', hole, context, {
    proofs: ofKind(hole, refusedKinds),
    text: `One of ${hole.burst.length} refused payments of the same client within minutes: it looks like somebody trying cards. The number is used up.`,
    wouldChange: 'Different buyers behind the attempts.',
  });
};

const declinedOwned: Reason = (hole, context) => {
  const refused = ofKind(hole, refusedKinds);
  if (refused.length === 0 || !isOwned(hole.quote)) return null;
  const horizon = ownedHorizon(hole.quote, context.platform, context.settings, context.now);
  return verdict('declined_owned', hole, context, {
    until: horizon.until,
    mayStillArrive: !horizon.isOver,
    proofs: [...refused, ...attachments(hole)],
    text: `The payment was refused (${phrase(refused.at(-1) as NumberFact)}). The cart belongs to a customer with an account, who can log in and still buy under this number${untilText(horizon, context)}.`,
    wouldChange: 'The customer ordering from this cart, or the cart being deleted.',
  });
};

const declinedGuestLive: Reason = (hole, context) => {
  const refused = ofKind(hole, refusedKinds);
  if (refused.length === 0 || hole.quote === null || isOwned(hole.quote)) return null;
  const { until, isOver } = guestHorizon(hole.quote, context.settings, context.now);
  if (isOver) return null;
  return verdict('declined_guest_live', hole, context, {
    until,
    mayStillArrive: true,
    proofs: refused,
    text: `The payment of a guest was refused (${phrase(refused.at(-1) as NumberFact)}); the session may still be alive until ${stampOf(until)}.`,
    wouldChange: 'The guest trying again, or the session ending.',
  });
};

const declinedGuestExpired: Reason = (hole, context) => {
  const refused = ofKind(hole, refusedKinds);
  if (refused.length === 0 || hole.quote === null || isOwned(hole.quote)) return null;
  const horizon = guestHorizon(hole.quote, context.settings, context.now);
  if (!horizon.isOver) return null;
  const who = hole.quote.method === 'register' ? 'a buyer who had not finished registering' : 'a guest';
  const { gone } = hole.quote;
  const lost = gone === null ? 'the session is over' : `the cart is gone (${phrase(gone)})`;
  return verdict('declined_guest_expired', hole, context, {
    proofs: [...refused, ...(hole.quote.sessionExpired === null ? [] : [hole.quote.sessionExpired])],
    text: `The payment of ${who} was refused (${phrase(refused.at(-1) as NumberFact)}); ${lost}, nobody can use this number any more.`,
    wouldChange: 'A login that took the cart over while the session was alive.',
  });
};

const inFlight: Reason = (hole, context) => {
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
    text: `The checkout is under way (${phrase(asked)}); the order may come within the next minutes.`,
    wouldChange: 'The end of this checkout.',
  });
};

function abandoned(name: 'abandoned_gateway_owned' | 'abandoned_gateway_guest'): Reason {
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
        : `It is a guest: the number can be used until ${stampOf(horizon.until)}.`;
    return verdict(name, hole, context, {
      ...(gatewayIsSilent ? { severity: 'medium' } : {}),
      confidence: hole.quote === null ? 0.6 : 0.8,
      until: horizon.until,
      mayStillArrive: !horizon.isOver,
      proofs: asked,
      text: `The buyer went to the gateway (${phrase(asked.at(-1) as NumberFact)}) and no answer came back. ${after}${gatewayIsSilent ? ' The gateway itself has no record of it.' : ''}`,
      wouldChange: 'An answer of the gateway, or the order.',
    });
  };
}

const nothingElse = (hole: HoleCase): boolean =>
  hole.facts.every(({ kind }) => kind === 'reserved' || kind === 'quote') &&
  hole.facts.length > 0 &&
  hole.severalAddresses === null;

const reservedPendingOwned: Reason = (hole, context) => {
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

const reservedGuest: Reason = (hole, context) => {
  if (!nothingElse(hole) || hole.quote === null || isOwned(hole.quote)) return null;
  const { until, isOver } = guestHorizon(hole.quote, context.settings, context.now);
  const end = isOver
    ? 'The session is over: nobody can use this number any more.'
    : `The session may be alive until ${stampOf(until)}.`;
  return verdict('reserved_guest', hole, context, {
    until,
    mayStillArrive: !isOver,
    proofs: hole.facts,
    text: `A guest clicked the order button and got this number, but no order followed (most often the payment was refused). The cart is still in the database, where no guest can fetch it again. ${end}`,
    wouldChange: 'A gateway export that shows the answer, or a login that took the cart over.',
  });
};

const multiAddressRun: Reason = (hole, context) => {
  const { severalAddresses } = hole;
  if (severalAddresses === null || hole.run < 2) return null;
  return verdict('multi_address_run', hole, context, {
    proofs: [severalAddresses],
    text: `A checkout to several addresses took one number for each of them and failed half-way; the cart remembers only the last one.`,
    wouldChange: 'Orders of this checkout under these numbers.',
  });
};

function edge(name: 'left_edge' | 'right_edge'): Reason {
  return (hole, context) => {
    const gap = gapIn(context.coverage, hole.bracket.lower, hole.bracket.upper);
    const side = name === 'left_edge' ? 'left' : 'right';
    if (hole.edge !== side && !(side === 'right' && hole.edge === null && gap !== null)) return null;
    const where =
      gap !== null && hole.edge === null
        ? `A source (${gap.source}) has no lines for a part of this time: what was written then is missing`
        : side === 'left'
          ? 'The files begin behind these numbers'
          : 'The files end before these numbers';
    return verdict(name, hole, context, {
      proofs: gap === null || hole.edge !== null ? [] : [gap.fact],
      text: `${where}. Nothing can be said about them.`,
      wouldChange: 'The file that is missing.',
    });
  };
}

const declinedInferred: Reason = (hole, context) => {
  const refused = ofKind(hole, refusedKinds);
  if (hole.quote === null && refused.length > 0)
    return verdict('declined_inferred', hole, context, {
      confidence: 0.6,
      mayStillArrive: true,
      proofs: refused,
      text: `The payment was refused (${phrase(refused.at(-1) as NumberFact)}); whose cart it was is not known, so it may or may not come back.`,
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

const unexplained: Reason = (hole, context) => {
  const isCovered = (['orders', 'quotes', 'gateway'] as const).every((role) =>
    coversHole(hole, context, role),
  );
  if (!isCovered || hole.facts.length > 0) return null;
  if (gapIn(context.coverage, hole.bracket.lower, hole.bracket.upper) !== null) return null;
  return verdict('unexplained', hole, context, {
    proofs: [],
    text: `Orders, carts and payments of that time are all here, and none of them shows a trace of ${hole.count === 1 ? 'this number' : 'these numbers'}.`,
    wouldChange: 'Any further source of that time: server logs, mails, backups of the database.',
  });
};

const sourceNames: Readonly<Record<Role, string>> = {
  orders: 'the orders',
  quotes: 'the carts (quote table with reserved_order_id)',
  gateway: 'the payments (gateway export or log)',
  checkout: 'the web server log',
};

const noData: Reason = (hole, context) => {
  const missing = (['quotes', 'gateway', 'orders'] as const).filter(
    (role) => !coversHole(hole, context, role),
  );
  const wanted = missing.map((role) => sourceNames[role]).join(' and ');
  return verdict('no_data', hole, context, {
    proofs: [],
    text: `No reason can be given: nothing was read that covers ${hole.count === 1 ? 'this number' : 'these numbers'}${wanted === '' ? '' : `; wanted: ${wanted} of that time`}.`,
    wouldChange: wanted === '' ? 'A source that covers the time.' : `An export of ${wanted}.`,
  });
};

function attachments({ quote }: HoleCase): NumberFact[] {
  return quote?.attachedBy == null ? [] : [quote.attachedBy];
}

function untilText(
  horizon: { readonly until: number | null; readonly isOver: boolean; readonly isOpenEnded: boolean },
  { longestDelayMs }: ExplainContext,
): string {
  if (horizon.isOver) return `; that ended ${stampOf(horizon.until)}`;
  if (horizon.until !== null) return ` until ${stampOf(horizon.until)}`;
  const days = longestDelayMs === null ? null : Math.round(longestDelayMs / 86_400_000);
  if (days === null || days < 1) return ' (no limit is known)';
  return ` (no limit is known; the longest wait seen in this shop is ${days} days)`;
}

/** Tested from top to bottom: the first that holds is the verdict, the others are alternatives. */
export const reasons: readonly Reason[] = [
  paidNoOrder,
  deletedOrder,
  saveFailed,
  counterJump,
  botBurst,
  declinedOwned,
  declinedGuestLive,
  declinedGuestExpired,
  inFlight,
  abandoned('abandoned_gateway_owned'),
  abandoned('abandoned_gateway_guest'),
  reservedPendingOwned,
  reservedGuest,
  multiAddressRun,
  edge('left_edge'),
  edge('right_edge'),
  declinedInferred,
  unexplained,
  noData,
];
