// All case rules on one transaction: findings, obligations, facts, and its row in lists. Pure.
import type { AttachedEvent } from '../../model/event.js';
import type { Fact, Finding, Obligation } from '../../model/finding.js';
import type { TransactionSummary } from '../../model/transaction.js';
import { buildTransaction } from '../../model/transaction/build.js';
import { outcomeOf, summarise } from '../../model/transaction/outcome.js';
import { runEnd } from '../../model/transaction/runs.js';
import type { Coverage } from '../../stores/store.js';
import type { RuleBook } from './rule-book.js';
import { judgementOf } from './statements.js';

export interface TransactionJudgement {
  readonly findings: readonly Finding[];
  readonly obligations: readonly Obligation[];
  readonly facts: readonly Fact[];
  readonly summary: TransactionSummary;
}

/** The rule whose violation makes an order's outcome `abandoned`. */
const ABANDONED = 'abandoned-after-placement';

export function judgeTransaction(
  shop: string,
  id: string,
  events: readonly AttachedEvent[],
  book: RuleBook,
  coverage: Coverage,
): TransactionJudgement {
  const transaction = buildTransaction(shop, id, events);
  const about = { kind: 'transaction', key: id } as const;
  const findings: Finding[] = [];
  const obligations: Obligation[] = [];
  for (const rule of book.caseRules) {
    const statement = rule.judge(transaction, book.context(rule, coverage));
    const { finding, obligation } = judgementOf(rule, shop, about, statement);
    if (finding !== null) findings.push(finding);
    if (obligation !== null) obligations.push(obligation);
  }
  const facts = book.factRules.flatMap((rule) => rule.facts(transaction, book.context(rule, coverage)));
  const lastRun = transaction.runs.at(-1);
  const outcome = outcomeOf(transaction, {
    lastRunDied: lastRun !== undefined && runEnd(lastRun, coverage).end.startsWith('died'),
    abandoned: findings.some((finding) => finding.rule === ABANDONED && finding.verdict === 'violated'),
  });
  const rules = findings.map((finding) => finding.rule);
  return { findings, obligations, facts, summary: summarise(transaction, outcome, rules) };
}
