// Findings grouped by rule: the worst group first, within a group the newest.
import type { FindingAnswer } from '../../../model/answers.js';
import { type Severity, severityRank } from '../../../model/finding.js';

export interface FindingGroup {
  readonly rule: string;
  readonly title: string;
  /** The worst of its findings. */
  readonly severity: Severity;
  readonly findings: readonly FindingAnswer[];
}

export function groupByRule(findings: readonly FindingAnswer[]): FindingGroup[] {
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
      findings: members.toSorted((a, b) => b.lastSeen.localeCompare(a.lastSeen)),
    }))
    .sort(
      (a, b) =>
        severityRank(b.severity) - severityRank(a.severity) ||
        b.findings.length - a.findings.length ||
        a.rule.localeCompare(b.rule),
    );
}
