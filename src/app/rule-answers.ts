// The rules as people read about them: defaults overlaid by the configuration.
import type { Rule } from '../detectors/detector.js';
import type { RuleAnswer } from '../model/answers.js';

export function ruleAnswers(
  rules: readonly Rule[],
  thresholds: Readonly<Record<string, Readonly<Record<string, number>>>>,
): readonly RuleAnswer[] {
  return rules.map((rule) => ({
    id: rule.id,
    codes: rule.codes,
    title: rule.title,
    severity: rule.severity,
    caseKind: rule.caseKind,
    version: rule.version,
    firesWhen: rule.firesWhen,
    staysQuietWhen: rule.staysQuietWhen,
    cannotSee: rule.cannotSee,
    thresholds: Object.fromEntries(
      Object.entries(rule.thresholds).map(([name, threshold]) => [
        name,
        { ...threshold, value: thresholds[rule.id]?.[name] ?? threshold.value },
      ]),
    ),
  }));
}
