// Findings, obligations, facts and commits for tests of detection, with everything in them that a store must keep.
import type { Case, Fact, Finding, Obligation } from '../../../src/model/finding.js';
import type { TransactionSummary } from '../../../src/model/transaction.js';
import type { DetectionCommit } from '../../../src/stores/store.js';

export const transactionCase = (key: string): Case => ({ kind: 'transaction', key });

export function finding(key: string, overrides: Partial<Finding> = {}): Finding {
  const rule = overrides.rule ?? 'production-repeated';
  return {
    id: `F-${rule}-${key}`,
    rule,
    codes: ['A4'],
    verdict: 'violated',
    severity: 'medium',
    shop: 'default',
    case: transactionCase(key),
    summary: { key: 'production-repeated', params: { count: 2, item: 'EFORM "é"' } },
    advice: { key: 'look', params: {} },
    count: 2,
    firstSeen: 1000,
    lastSeen: 5000,
    dueAt: null,
    evidence: [
      { role: 'proof', event: 'g:10', line: 2 },
      { role: 'context', event: 'g:0', line: 1 },
      { role: 'expected', what: 'delivery', dueAt: 9000 },
    ],
    ruleVersion: 1,
    ...overrides,
  };
}

export function commit(overrides: Partial<DetectionCommit> = {}): DetectionCommit {
  return {
    positions: {},
    coverage: [],
    judged: [],
    findings: [],
    obligations: [],
    factsOf: [],
    facts: [],
    summaries: [],
    engineState: null,
    casesJudged: 0,
    detectedAt: 100,
    ...overrides,
  };
}

/** A commit that judges one transaction by some rules, and says these findings about it. */
export function judging(
  key: string,
  findings: readonly Finding[],
  overrides: Partial<DetectionCommit> = {},
  rules: readonly string[] = ['production-repeated', 'order-placed-again'],
): DetectionCommit {
  return commit({ judged: [{ shop: 'default', case: transactionCase(key), rules }], findings, ...overrides });
}

export function obligation(key: string, dueAt: number, rule = 'production-repeated'): Obligation {
  return {
    shop: 'default',
    case: transactionCase(key),
    rule,
    dueAt,
    pending: finding(key, { rule, verdict: 'pending', dueAt }),
  };
}

export function fact(user: string, transaction: string, time: number): Fact {
  return {
    shop: 'default',
    about: { kind: 'user', key: user },
    transaction,
    kind: 'created',
    time,
    outcome: 'ok',
    event: `g:${time}`,
    line: time,
  };
}

export function summary(
  id: string,
  lastSeen: number,
  overrides: Partial<TransactionSummary> = {},
): TransactionSummary {
  return {
    shop: 'default',
    id,
    firstSeen: lastSeen - 100,
    lastSeen,
    records: 12,
    outcome: 'failed',
    amount: 12.5,
    currency: 'EUR',
    placements: 4,
    productions: 3,
    findings: ['production-repeated'],
    ...overrides,
  };
}
