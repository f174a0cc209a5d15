// Findings about files: what fold rules say of their records, and what ingest noticed.
import type { Finding } from '../../model/finding.js';
import type { Coverage, Dataset } from '../../stores/store.js';
import type { Rule, SourceNotice, Statement } from '../detector.js';
import { nothingWritten, type CommitDraft, type Written } from './commit-draft.js';
import { noticeStatement } from './notice-statement.js';
import type { RuleBook } from './rule-book.js';
import type { SourceFolds } from './source-folds.js';
import { storedFindings } from './stored-findings.js';
import { judgementOf } from './statements.js';

export interface SourceParts {
  readonly dataset: Dataset;
  readonly book: RuleBook;
  readonly folds: SourceFolds;
}

function write(
  draft: CommitDraft,
  rule: Rule,
  shop: string,
  generation: string,
  statement: Statement | null,
  written: Written,
): void {
  const about = { kind: 'source', key: generation } as const;
  const { finding, obligation } = judgementOf(rule, shop, about, statement);
  const found = {
    findings: finding === null ? [] : [finding],
    obligations: obligation === null ? [] : [obligation],
  };
  if (finding !== null && isSame(finding, written.get(rule.id))) return;
  draft.addCase(shop, about, [rule.id], found, written);
}

/** Files whose records changed what their fold rules say. */
export function judgeFolds(
  { book, folds }: SourceParts,
  draft: CommitDraft,
  coverageOf: (shop: string) => Coverage,
): void {
  for (const { generation, shop, state } of folds.takeChanged()) {
    for (const rule of book.foldRules) {
      const statement = rule.verdict(state(rule), book.context(rule, coverageOf(shop)));
      write(draft, rule, shop, generation, statement, nothingWritten);
    }
  }
}

/** A notice whose rule is off or not known is left out. */
export async function takeNotice(
  { book, dataset }: SourceParts,
  draft: CommitDraft,
  notice: SourceNotice,
): Promise<void> {
  const rule = book.noticeRules.find((candidate) => candidate.id === notice.rule);
  if (rule === undefined) return;
  const statement = await noticeStatement(rule, notice, dataset);
  const about = { kind: 'source', key: notice.generation } as const;
  const stored = (await storedFindings(dataset, notice.shop, about)).get(rule.id);
  const written: Written = stored === undefined ? nothingWritten : new Map([[rule.id, stored]]);
  write(draft, rule, notice.shop, notice.generation, statement, written);
}

function isSame(a: Finding, b: Finding | undefined): boolean {
  return b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
