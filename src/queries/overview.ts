// How do things stand? Open findings by rule, when they came, the newest, and how fresh every source is.
import type { CoverageAnswer, FindingAnswer, Instant, JudgedAnswer, SourceAnswer } from '../model/answers.js';
import { type Severity, severityRank } from '../model/finding.js';
import { coverage } from './coverage.js';
import type { KnownRules } from './finding-answers.js';
import { listFindings, pendingFindings } from './findings.js';
import { toInstant } from './instant.js';
import { judged } from './judged.js';
import type { Dataset } from './question.js';
import { sources } from './sources.js';
import { countOverTime, type FindingFilter, type OverTimeAnswer } from './statistics.js';

const NEWEST = 10;
const TREND_MS = 7 * 86_400_000;
const MOST_PENDING = 1000;

export interface OverviewParams {
  /** Wall clock, UTC ms: where the trend of a live dataset ends. */
  readonly now: number;
}

export interface OpenByRule {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly count: number;
}

export interface OverviewAnswer {
  readonly dataset: string;
  readonly live: boolean;
  readonly now: Instant;
  readonly coverage: CoverageAnswer;
  readonly judged: JudgedAnswer;
  readonly transactions: number;
  /** Cases looked at since the dataset began: "nothing found" is stated. */
  readonly casesJudged: number;
  readonly rules: number;
  /** Findings that nobody has dealt with; most severe first, then the most frequent. */
  readonly open: readonly OpenByRule[];
  /** Due and not come yet; counted up to 1,000. */
  readonly pending: number;
  /** All standing findings of the last seven days of the data, by severity. */
  readonly trend: OverTimeAnswer;
  readonly newest: readonly FindingAnswer[];
  readonly sources: readonly SourceAnswer[];
}

const standing = { verdicts: ['violated', 'late'] } as const satisfies FindingFilter;
const untouched = { ...standing, states: ['open', 'regressed'] } as const satisfies FindingFilter;

export async function overview(
  dataset: Dataset,
  known: KnownRules,
  params: OverviewParams,
): Promise<OverviewAnswer> {
  const files = await sources(dataset);
  const state = await dataset.detectionState();
  const pending = await pendingFindings(dataset, known, { limit: MOST_PENDING });
  const newest = await listFindings(dataset, known, { ...untouched, limit: NEWEST });
  return {
    dataset: dataset.info.name,
    live: dataset.info.live,
    now: toInstant(params.now),
    coverage: await coverage(dataset, null),
    judged: await judged(dataset),
    transactions: await dataset.transactionCount(),
    casesJudged: state.casesJudged,
    rules: known.length,
    open: await openByRule(dataset, known),
    pending: pending.length,
    trend: await trend(dataset, files, params.now),
    newest: newest.items,
    sources: files,
  };
}

async function openByRule(dataset: Dataset, known: KnownRules): Promise<readonly OpenByRule[]> {
  const titles = new Map(known.map((rule) => [rule.id, rule.title]));
  const rows = await dataset.countFindings(['rule', 'severity'], untouched, 10_000);
  return rows
    .map(({ keys: [rule = '', severity = 'info'], count }) => ({
      rule,
      title: titles.get(rule) ?? rule,
      severity: severity as Severity,
      count,
    }))
    .sort(
      (a, b) =>
        severityRank(b.severity) - severityRank(a.severity) ||
        b.count - a.count ||
        a.rule.localeCompare(b.rule),
    );
}

/** A replay ends with its last record; live data ends now. */
async function trend(dataset: Dataset, files: readonly SourceAnswer[], now: number): Promise<OverTimeAnswer> {
  const last = files.map((file) => file.lastRecord).filter((at) => at !== null);
  const newest = last.length === 0 ? now : Math.max(...last.map((at) => Date.parse(at))) + 1;
  const toMs = dataset.info.live ? now : newest;
  return await countOverTime(
    dataset,
    { ask: 'findings', filter: standing, by: ['severity'] },
    { fromMs: toMs - TREND_MS, toMs },
  );
}
