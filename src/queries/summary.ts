// What a read amounts to: findings by rule, how many rules looked at how many cases, how far the files speak.
import type { FindingAnswer, RuleAnswer, SummaryAnswer } from '../model/answers.js';
import { coverage } from './coverage.js';
import { bySeverity, type KnownRules } from './finding-answers.js';
import { everyFinding, pendingFindings } from './findings.js';
import type { Dataset } from './question.js';

const MOST_PENDING = 1000;

export interface ReadFigures {
  readonly files: number;
  readonly lines: number;
  readonly records: number;
  readonly seconds: number;
}

export interface ReadAnswer {
  /** Violated and late, most severe first. */
  readonly findings: readonly FindingAnswer[];
  /** Soonest due first; at most 1000. */
  readonly pending: readonly FindingAnswer[];
  readonly summary: SummaryAnswer;
}

/** Findings of the whole dataset after a read. */
export async function readAnswer(
  dataset: Dataset,
  rules: readonly RuleAnswer[],
  figures: ReadFigures,
): Promise<ReadAnswer> {
  const findings = await collect(dataset, rules);
  const pending = await pendingFindings(dataset, rules, { limit: MOST_PENDING });
  const byRule: Record<string, number> = {};
  for (const { rule } of findings) byRule[rule] = (byRule[rule] ?? 0) + 1;
  const summary: SummaryAnswer = {
    type: 'summary',
    dataset: dataset.info.name,
    files: figures.files,
    lines: figures.lines,
    records: figures.records,
    transactions: await dataset.transactionCount(),
    findings: byRule,
    occurrences: findings.reduce((sum, { count }) => sum + count, 0),
    seconds: figures.seconds,
    rules: rules.length,
    cases: (await dataset.detectionState()).casesJudged,
    pendingFindings: pending.length,
    coveredUntil: (await coverage(dataset, null)).through,
  };
  return { findings, pending, summary };
}

async function collect(dataset: Dataset, known: KnownRules): Promise<FindingAnswer[]> {
  const findings: FindingAnswer[] = [];
  for await (const finding of everyFinding(dataset, known, {})) findings.push(finding);
  return findings.sort(bySeverity);
}
