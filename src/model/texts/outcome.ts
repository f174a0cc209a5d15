// What an outcome is called where people read it: a paid order whose delivery died is not called calmly "paid".
import type { Outcome } from '../transaction.js';

/** Rules that say of a paid order that nothing was delivered. */
const UNDELIVERED_RULES: readonly string[] = ['post-pay-died', 'pre-pay-died', 'paid-not-produced'];

/** The outcome's own code stays what it is; this is for words and colours. */
export type ToldOutcome = Outcome | 'paid-not-delivered';

/** @param rules ids of rules that the transaction violates */
export function toldOutcome(outcome: Outcome, rules: readonly string[]): ToldOutcome {
  const isUndelivered = outcome === 'paid' && rules.some((rule) => UNDELIVERED_RULES.includes(rule));
  return isUndelivered ? 'paid-not-delivered' : outcome;
}

/** @param findings of the transaction; what is pending or withdrawn does not count */
export function toldOutcomeOf(answer: {
  readonly outcome: Outcome;
  readonly findings: readonly {
    readonly rule: string;
    readonly verdict: string;
    readonly case: { readonly kind: string };
  }[];
}): ToldOutcome {
  const standing = answer.findings.filter(
    ({ verdict, case: about }) =>
      about.kind === 'transaction' && (verdict === 'violated' || verdict === 'late'),
  );
  return toldOutcome(
    answer.outcome,
    standing.map(({ rule }) => rule),
  );
}
