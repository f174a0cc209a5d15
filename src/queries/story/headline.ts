// The verdict in one line: how often placed, produced, what died, what is missing, which account exists.
import type { Outcome, Transaction } from '../../model/transaction.js';
import { counted, listed, quoted, times } from '../../model/texts/words.js';
import type { ToldRun } from './told-runs.js';

export interface HeadlineFacts {
  readonly transaction: Transaction;
  readonly outcome: Outcome;
  readonly runs: readonly ToldRun[];
}

/** "Placed 4 times, produced never: the request died in post-pay 3 times. Support course missing. Account 174 exists." */
export function headline(facts: HeadlineFacts): string {
  const sentences = [
    orderSentence(facts),
    paymentSentence(facts),
    supportSentence(facts.transaction),
    accountSentence(facts.transaction),
  ].filter((sentence) => sentence !== null);
  if (sentences.length > 0) return sentences.join(' ');
  return `${counted(facts.transaction.events.length, 'line')}; nothing tells of an order, a payment or a production.`;
}

function orderSentence({ transaction, runs }: HeadlineFacts): string | null {
  const placed = placedPart(transaction);
  const produced = producedPart(transaction, runs);
  if (placed === null && produced === null) return null;
  return `${capital([placed, produced].filter((part) => part !== null).join(', '))}.`;
}

function placedPart(transaction: Transaction): string | null {
  const count = transaction.placements.length;
  if (count > 0) return `placed ${times(count)}`;
  const shown = transaction.events.some(({ event }) => event.code === 'PLC3');
  if (shown) return 'payment page shown';
  return transaction.events.some(({ event }) => /^(ORD|CRT)/.test(event.code)) ? 'never placed' : null;
}

function producedPart(transaction: Transaction, runs: readonly ToldRun[]): string | null {
  const completed = runs.filter(({ run, end }) => end === 'complete' && (run.postPay || run.staff)).length;
  const prepared = runs.some(({ run, end }) => end === 'complete' && !run.postPay && !run.staff);
  const died = deathsPart(runs);
  if (completed > 0) return `produced ${times(completed)}${died === null ? '' : ` (${died})`}`;
  if (died !== null) return `produced never: ${died}`;
  if (runs.some(({ end }) => end === 'open')) return 'production is under way';
  if (prepared) return 'confirmed, not produced yet';
  return transaction.placements.length > 0 ? 'not produced' : null;
}

function deathsPart(runs: readonly ToldRun[]): string | null {
  const parts = (['post-pay', 'pre-pay'] as const).flatMap((where) => {
    const count = runs.filter(({ end }) => end === `died-${where}`).length;
    return count === 0 ? [] : [`the request died in ${where} ${times(count)}`];
  });
  return parts.length === 0 ? null : listed(parts);
}

function paymentSentence({ transaction, outcome }: HeadlineFacts): string | null {
  if (outcome === 'refunded') return 'Paid and refunded.';
  if (outcome === 'cancelled') return 'Cancelled.';
  if (transaction.paidEvidence.length > 0) return 'Paid.';
  const refused = transaction.events.some(
    ({ event }) =>
      event.stage === 'payment' && event.level === 'error' && /refus|reject|fail/i.test(event.message),
  );
  return refused ? 'Payment refused.' : null;
}

function supportSentence(transaction: Transaction): string | null {
  const has = (pattern: RegExp): boolean => transaction.events.some(({ event }) => pattern.test(event.code));
  if (has(/^SUP2$/)) return 'Support course missing.';
  if (has(/^SUP[34]$/)) return 'Support enrolment failed.';
  return has(/^SUP6$/) ? 'Extra support course missing.' : null;
}

function accountSentence(transaction: Transaction): string | null {
  const names = transaction.accounts.map(({ userId, userName }) => userId ?? userName);
  const known = names.filter((name) => name !== null).map(quoted);
  if (known.length === 0) return null;
  return known.length === 1 ? `Account ${known[0]} exists.` : `Accounts ${listed(known)} exist.`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
