// The word `never`: a rule that every record of some codes breaks; one occurrence a record.
import type { TraceEvent } from '../../model/event.js';
import type { Severity, Text } from '../../model/finding.js';
import type { Transaction } from '../../model/transaction.js';
import type { CaseRule } from '../detector.js';
import { proof, seenIn } from '../evidence.js';

export type NeverRule = Omit<CaseRule, 'shape' | 'caseKind' | 'judge'> & {
  /** A record that must never come. */
  readonly never: (event: TraceEvent, transaction: Transaction) => boolean;
  readonly summary: (found: readonly TraceEvent[]) => Text;
  readonly severityOf?: (found: readonly TraceEvent[], transaction: Transaction) => Severity;
};

/** Count = records that should not be there. */
export function neverRule({ never, summary, severityOf, ...head }: NeverRule): CaseRule {
  return {
    ...head,
    shape: 'case',
    caseKind: 'transaction',
    judge(transaction) {
      const found = transaction.records.filter((event) => never(event, transaction));
      if (found.length === 0) return null;
      return {
        verdict: 'violated',
        severity: severityOf?.(found, transaction) ?? head.severity,
        count: found.length,
        ...seenIn(found),
        summary: summary(found),
        evidence: found.map(proof),
      };
    },
  };
}
