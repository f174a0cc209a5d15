// Reasons that need somebody: money without an order, a deleted order, a failed save, a counter set by hand, tried cards.
import type { ExplainContext, HoleCase } from '../hole.js';
import { phrase } from '../hole-words.js';
import type { NumberFact } from '../number-fact.js';
import { isOwned, ownedHorizon } from '../quotes.js';
import { keptPayments, ofKind, refusedKinds, verdict, type Reason } from './verdict.js';

/** Where the order was there, its deletion is the reason: only a mail, which is sent before all is written, leaves it open. */
export const paidNoOrder: Reason = (hole, context) => {
  if (hole.deleted !== null && !hole.deleted.isMailOnly) return null;
  const payments = keptPayments(hole);
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

function moneyOfDeleted(hole: HoleCase, context: ExplainContext): { proofs: NumberFact[]; text: string } {
  const paid = keptPayments(hole).at(-1);
  if (paid !== undefined)
    return { proofs: [paid], text: ` Money was taken, no refund is seen (${phrase(paid, context)}).` };
  const refund = ofKind(hole, ['payment-refunded']).at(-1);
  if (refund === undefined) return { proofs: [], text: '' };
  return { proofs: [refund], text: ` The money was given back (${phrase(refund, context)}).` };
}

export const deletedOrder: Reason = (hole, context) => {
  const { deleted } = hole;
  if (deleted === null) return null;
  const money = moneyOfDeleted(hole, context);
  const goneFrom =
    'path' in deleted.goneFrom
      ? `the later export ${deleted.goneFrom.path} does not have it`
      : phrase(deleted.goneFrom, context);
  return verdict('deleted_order', hole, context, {
    confidence: deleted.isMailOnly ? 0.6 : 0.95,
    proofs: [deleted.proof, ...('path' in deleted.goneFrom ? [] : [deleted.goneFrom]), ...money.proofs],
    text: `There was an order under this number (${phrase(deleted.proof, context)}); it is gone: ${goneFrom}. The shop itself offers no way to delete an order, so somebody removed it with a tool or in the database.${money.text}`,
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
