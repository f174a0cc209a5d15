// Fact rules: judged for the users and products that newly judged transactions said something about.
import type { Coverage, Dataset } from '../../stores/store.js';
import type { CommitDraft } from './commit-draft.js';
import { factsInOrder, type FactKey, type FactTable } from './fact-table.js';
import type { RuleBook } from './rule-book.js';
import { judgementOf } from './statements.js';
import { storedFindings } from './stored-findings.js';

export interface FactParts {
  readonly dataset: Dataset;
  readonly book: RuleBook;
  readonly facts: FactTable;
}

type CoverageOf = (shop: string) => Coverage;

export async function judgeFacts(
  parts: FactParts,
  draft: CommitDraft,
  mode: 'streaming' | 'settle',
  coverageOf: CoverageOf,
): Promise<void> {
  for (const entry of parts.facts.due(mode, (shop) => coverageOf(shop).through)) {
    await judgeKey(parts, draft, entry, coverageOf(entry.shop));
  }
}

async function judgeKey(
  { dataset, book, facts }: FactParts,
  draft: CommitDraft,
  entry: FactKey,
  coverage: Coverage,
): Promise<void> {
  const { shop, about } = entry;
  if (about.kind !== 'user' && about.kind !== 'product') return;
  if (!entry.complete) facts.complete(entry, await dataset.facts(shop, about), coverage.through);
  const rules = book.factRulesOf(about.kind);
  const known = factsInOrder(entry);
  const judged = rules.map((rule) =>
    judgementOf(rule, shop, about, rule.judge(known, book.context(rule, coverage))),
  );
  const found = {
    findings: judged.flatMap(({ finding }) => finding ?? []),
    obligations: judged.flatMap(({ obligation }) => obligation ?? []),
  };
  const ids = rules.map((rule) => rule.id);
  const written = entry.written ?? (await storedFindings(dataset, shop, about));
  entry.written = draft.addCase(shop, about, ids, found, written);
  facts.judged(entry);
}
