// Open findings by rule: one row a rule, its severities as parts, the worst first.
import { type Severity, severityRank } from '../../../model/finding.js';
import type { OverviewAnswer } from '../../api/shapes.js';

export interface Kind {
  readonly rule: string;
  readonly title: string;
  readonly count: number;
  /** Of the worst part. */
  readonly severity: Severity;
  /** Worst first. */
  readonly parts: readonly { readonly severity: Severity; readonly count: number }[];
}

export function kindsByRule(open: OverviewAnswer['open']): readonly Kind[] {
  const kinds = new Map<string, Kind>();
  for (const { rule, title, severity, count } of open) {
    const before = kinds.get(rule);
    const parts = [...(before?.parts ?? []), { severity, count }].toSorted(
      (a, b) => severityRank(b.severity) - severityRank(a.severity),
    );
    kinds.set(rule, {
      rule,
      title,
      count: (before?.count ?? 0) + count,
      severity: parts[0]?.severity ?? severity,
      parts,
    });
  }
  return [...kinds.values()].toSorted(
    (a, b) => severityRank(b.severity) - severityRank(a.severity) || b.count - a.count,
  );
}
