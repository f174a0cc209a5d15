// Reasons that need somebody: money without an order, a deleted order, a failed save, a counter set by hand, tried cards.
import { phrase } from '../hole-words.js';
import type { NumberFact } from '../number-fact.js';
import { isOwned, ownedHorizon } from '../quotes.js';
import { ofKind, paidKinds, refusedKinds, verdict, type Reason } from './verdict.js';

export const paidNoOrder: Reason = (hole, context) => {
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
      ? `The gateway took money for this number (${phrase(paid, context)}), but there is no order. The buyer has paid and gets nothing until the order is made again or the money is given back.`
      : `A payment without a reference fits the amount and time of this cart (${phrase(paid, context)}), and there is no order.`,
    wouldChange: 'An order under this number, or a refund of the same payment.',
  });
};

export const deletedOrder: Reason = (hole, context) => {
  const { deleted } = hole;
  if (deleted === null) return null;
  const goneFrom =
    'path' in deleted.goneFrom
      ? `the later export ${deleted.goneFrom.path}`
      : phrase(deleted.goneFrom, context);
  return verdict('deleted_order', hole, context, {
    confidence: deleted.isMailOnly ? 0.6 : 0.95,
    proofs: [deleted.proof, ...('path' in deleted.goneFrom ? [] : [deleted.goneFrom])],
    text: `There was an order under this number (${phrase(deleted.proof, context)}); it is gone: ${goneFrom} does not have it. The shop itself offers no way to delete an order, so somebody removed it with a tool or in the database.`,
    wouldChange: 'An export that holds the order again, or an older export that never had it.',
  });
};

export const saveFailed: Reason = (hole, context) => {
  const failed = ofKind(hole, ['save-failed']);
  if (failed.length === 0) return null;
  const { until, isOver } = ownedHorizon(hole.quote, context.platform, context.settings, context.now);
  const mayReturn = isOwned(hole.quote) && !isOver;
  return verdict('save_failed', hole, context, {
    until: mayReturn ? until : null,
    mayStillArrive: mayReturn,
    proofs: failed,
    text: `The order got its number and passed the payment step, but its row could not be written (${phrase(failed[0] as NumberFact, context)}). Ask the gateway whether money was taken.`,
    wouldChange:
      'A gateway export that shows the payment (then it is money without an order), or the order itself.',
  });
};

export const counterJump: Reason = (hole, context) => {
  const { counterChange, isJump } = hole;
  if (counterChange === null && (!isJump || hole.facts.length > 0)) return null;
  return verdict('counter_jump', hole, context, {
    confidence: counterChange === null ? 0.6 : 0.95,
    proofs: counterChange === null ? [] : [counterChange],
    text:
      counterChange === null
        ? `The counter went on ${hole.count.toLocaleString('en-US')} numbers further at one moment, far beyond this counter's usual holes: it was probably set by hand or by a migration.`
        : `Somebody set the counter (${phrase(counterChange, context)}): the numbers between were never given out.`,
    wouldChange: 'Any sign of a cart or payment that used one of these numbers.',
  });
};

export const botBurst: Reason = (hole, context) => {
  if (hole.burst === null) return null;
  return verdict('bot_burst', hole, context, {
    proofs: ofKind(hole, refusedKinds),
    text: `One of ${hole.burst.length} refused payments of the same client within minutes: it looks like somebody trying cards. The number is used up.`,
    wouldChange: 'Different buyers behind the attempts.',
  });
};
