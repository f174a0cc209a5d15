// What became of a transaction, in one word, and its row in lists.
import type { TraceEvent } from '../event.js';
import type { Outcome, Transaction, TransactionSummary } from '../transaction.js';
import { isHandlerSuccess, isPlacement, textField } from './record-kinds.js';

/** What the rules say that the records alone do not: time has passed. */
export interface OutcomeVerdicts {
  /** The last run died (A1 or A2 violated for it). */
  readonly lastRunDied: boolean;
  /** A9 is violated. */
  readonly abandoned: boolean;
}

function newState(event: TraceEvent): string | null {
  if (event.code === 'BIL9') return textField(event, 'to')?.toLowerCase() ?? null;
  if (event.code === 'PRD6') return textField(event, 'billState')?.toLowerCase() ?? null;
  return null;
}

function wasRefunded(events: readonly TraceEvent[]): boolean {
  return events.some(
    (event) =>
      newState(event) === 'payback' ||
      (event.code === 'PPL11' &&
        textField(event, 'key') === 'payment_status' &&
        /^(Refunded|Reversed)$/.test(textField(event, 'value') ?? '')),
  );
}

const CANCELLED = /abandonned before payment|Customer cancelled|Payment Cancelled/;

/** Cancelled and not placed or sold again since. */
function isCancelled(events: readonly TraceEvent[], paid: readonly TraceEvent[]): boolean {
  const cancels = (event: TraceEvent): boolean =>
    newState(event) === 'cancelled' || (event.stage === 'payment' && CANCELLED.test(event.message));
  const last = events.findLastIndex(cancels);
  if (last < 0) return false;
  return !events.slice(last + 1).some((event) => isPlacement(event) || paid.includes(event));
}

function wasDelivered(events: readonly TraceEvent[]): boolean {
  return events.some(
    (event) =>
      isHandlerSuccess(event) ||
      event.code === 'TRN4' ||
      (event.code === 'BIL9' && newState(event) === 'complete'),
  );
}

function wasProduced(transaction: Transaction): boolean {
  return transaction.runs.some(
    (run) =>
      (run.complete && run.postPay) ||
      run.events.some((event) => event.code === 'TRN2' || newState(event) === 'complete'),
  );
}

/** The first that holds, in the order of `Outcome`. */
export function outcomeOf(transaction: Transaction, verdicts: OutcomeVerdicts): Outcome {
  const events = transaction.records;
  if (wasRefunded(events)) return 'refunded';
  if (isCancelled(events, transaction.paidEvidence)) return 'cancelled';
  if (wasDelivered(events)) return 'delivered';
  if (wasProduced(transaction)) return 'produced';
  if (transaction.paidEvidence.length > 0) return 'paid';
  if (verdicts.lastRunDied) return 'failed';
  if (verdicts.abandoned) return 'abandoned';
  if (transaction.placements.length > 0 || events.some((event) => event.code === 'PLC3')) return 'placed';
  if (events.some((event) => /^(ORD|CRT)/.test(event.code))) return 'cart';
  return 'unknown';
}

/** The transaction's row in lists. `findings`: ids of the rules that it violates. */
export function summarise(
  transaction: Transaction,
  outcome: Outcome,
  findings: readonly string[],
): TransactionSummary {
  return {
    shop: transaction.shop,
    id: transaction.id,
    firstSeen: transaction.firstSeen,
    lastSeen: transaction.lastSeen,
    records: transaction.events.length,
    outcome,
    amount: transaction.amount,
    currency: transaction.currency,
    placements: transaction.placements.length,
    productions: transaction.runs.filter((run) => run.preproduced || run.postPay).length,
    findings,
  };
}
