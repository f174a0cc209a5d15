// Findings grouped by rule: the worst group first, within a group the most severe, then the newest.
import type { FindingAnswer, FindingCounts } from '../../../model/answers.js';
import { type Severity, severityRank } from '../../../model/finding.js';

export interface FindingGroup {
  readonly rule: string;
  readonly title: string;
  /** The worst of its findings. */
  readonly severity: Severity;
  /** What is loaded of them. */
  readonly findings: readonly FindingAnswer[];
  readonly total: number;
}

/** @param counts null while they are not known: what is loaded counts */
export function groupByRule(
  findings: readonly FindingAnswer[],
  counts: FindingCounts | null,
): FindingGroup[] {
  const totals = new Map<string, number>();
  for (const { rule, count } of counts?.kinds ?? []) totals.set(rule, (totals.get(rule) ?? 0) + count);
  const groups = new Map<string, FindingAnswer[]>();
  for (const finding of findings) {
    const group = groups.get(finding.rule) ?? [];
    group.push(finding);
    groups.set(finding.rule, group);
  }
  return [...groups]
    .map(([rule, members]) => ({
      rule,
      title: members[0]?.title ?? rule,
      severity: members.reduce<Severity>(
        (worst, finding) => (severityRank(finding.severity) > severityRank(worst) ? finding.severity : worst),
        'info',
      ),
      findings: members.toSorted(
        (a, b) => severityRank(b.severity) - severityRank(a.severity) || b.lastSeen.localeCompare(a.lastSeen),
      ),
      total: Math.max(totals.get(rule) ?? 0, members.length),
    }))
    .sort(
      (a, b) =>
        severityRank(b.severity) - severityRank(a.severity) ||
        b.total - a.total ||
        a.rule.localeCompare(b.rule),
    );
}
