// A detection commit while it is being written, and which of its findings are news.
import type { Case, Finding, Obligation } from '../../model/finding.js';
import type { TransactionSummary } from '../../model/transaction.js';
import type { DetectionCommit } from '../../stores/store.js';
import type { Fact } from '../../model/finding.js';

type Judged = DetectionCommit['judged'][number];

/** Findings of one case as last written, by rule. */
export type Written = ReadonlyMap<string, Finding>;

/** Nothing is written about the case: one for all, most cases stay quiet. */
export const nothingWritten: Written = new Map();

export class CommitDraft {
  readonly judged: Judged[] = [];
  readonly findings: Finding[] = [];
  readonly obligations: Obligation[] = [];
  readonly factsOf: { shop: string; transaction: string }[] = [];
  readonly facts: Fact[] = [];
  readonly summaries: TransactionSummary[] = [];
  /** New, changed and withdrawn findings. */
  readonly changed: Finding[] = [];

  get isEmpty(): boolean {
    return this.judged.length + this.summaries.length + this.findings.length + this.factsOf.length === 0;
  }

  /**
   * What all `rules` say about one case.
   * @param written null for a case that nothing is stored about
   * @returns the findings by rule, to be remembered as written
   */
  addCase(
    shop: string,
    about: Case,
    rules: readonly string[],
    found: { readonly findings: readonly Finding[]; readonly obligations: readonly Obligation[] },
    written: Written | null,
  ): Written {
    const hasFindings = found.findings.length > 0;
    const now: Written = hasFindings
      ? new Map(found.findings.map((finding) => [finding.rule, finding]))
      : nothingWritten;
    const hasResults = hasFindings || found.obligations.length > 0;
    if (written !== null || hasResults) this.judged.push({ shop, case: about, rules });
    this.findings.push(...found.findings);
    this.obligations.push(...found.obligations);
    this.#noteNews(now, written ?? nothingWritten);
    return now;
  }

  #noteNews(now: Written, written: Written): void {
    for (const [rule, finding] of now) {
      const before = written.get(rule);
      if (before === undefined || JSON.stringify(before) !== JSON.stringify(finding)) {
        this.changed.push(finding);
      }
    }
    for (const [rule, finding] of written) {
      if (!now.has(rule)) this.changed.push({ ...finding, verdict: 'withdrawn' });
    }
  }
}
