// Findings against labels: a match is (rule, case); a different count is reported beside.
import type { FindingAnswer } from '../../model/answers.js';
import { numberRules, type FindingLabel } from './labels.js';
import { ScoreCount, type ScoreRow } from './score-row.js';

export interface FoundAnswers {
  readonly findings: readonly FindingAnswer[];
  readonly pending: readonly FindingAnswer[];
  /** Rules that looked. */
  readonly rules: readonly { readonly id: string; readonly codes: readonly string[] }[];
}

/** A source is labelled by its file, and found by its generation: one log is scored at a time. */
function caseText({ kind, key }: FindingLabel['case']): string {
  return kind === 'source' ? 'source' : `${kind} ${key}`;
}

/** One row a rule that was labelled or found, by code; order numbers are scored number by number elsewhere. */
export function scoreFindings(labels: readonly FindingLabel[], answers: FoundAnswers): ScoreRow[] {
  const counts = new Map<string, ScoreCount>();
  const countOf = (rule: string, code: string): ScoreCount => {
    const known = counts.get(rule) ?? new ScoreCount(code, rule);
    counts.set(rule, known);
    return known;
  };
  const pending = new Set(answers.pending.map((finding) => `${finding.rule} ${caseText(finding.case)}`));
  const byCase = new Map(
    answers.findings
      .filter(({ rule }) => !numberRules.includes(rule))
      .map((finding) => [`${finding.rule} ${caseText(finding.case)}`, finding]),
  );
  const looked = new Set(answers.rules.map(({ id }) => id));
  const labelled = new Set<string>();
  for (const label of labels) {
    const count = countOf(label.rule, label.code);
    const key = `${label.rule} ${caseText(label.case)}`;
    labelled.add(key);
    if (!looked.has(label.rule)) {
      count.undecided += 1;
      count.remark = 'no such rule looks yet';
    } else if (pending.has(key)) count.undecided += 1;
    else scoreLabel(count, label, byCase.get(key));
  }
  for (const [key, finding] of byCase) {
    const count = countOf(finding.rule, finding.codes[0] ?? '');
    count.found += 1;
    if (!labelled.has(key)) count.example('false', caseText(finding.case), finding.summary);
  }
  return [...counts.values()].map((count) => count.row()).sort(byCode);
}

function scoreLabel(count: ScoreCount, label: FindingLabel, finding: FindingAnswer | undefined): void {
  count.labelled += 1;
  if (finding === undefined) {
    count.example('missed', caseText(label.case), 'not found');
    return;
  }
  count.true += 1;
  if (label.count === null || label.count === finding.count) return;
  count.otherCount += 1;
  count.example('otherCount', caseText(label.case), `${label.count} labelled, ${finding.count} found`);
}

const codeNumber = ({ code }: ScoreRow): number => Number(/\d+/.exec(code)?.[0] ?? Infinity);

function byCode(a: ScoreRow, b: ScoreRow): number {
  const [left, right] = [codeNumber(a), codeNumber(b)];
  if (left !== right) return left < right ? -1 : 1;
  return a.rule < b.rule ? -1 : 1;
}
