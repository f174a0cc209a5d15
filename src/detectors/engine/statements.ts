// From what a rule says about a case to findings and obligations.
import type { Case, Evidence, Finding, Obligation } from '../../model/finding.js';
import type { Rule, Statement } from '../detector.js';
import { findingId } from '../finding-id.js';

export interface Judgement {
  /** Verdict violated or late. */
  readonly finding: Finding | null;
  readonly obligation: Obligation | null;
}

const nothing: Judgement = { finding: null, obligation: null };

/** More evidence than this is cut in the middle; `count` still tells how much there is. */
const MOST_EVIDENCE = 60;

function bounded(evidence: readonly Evidence[]): readonly Evidence[] {
  if (evidence.length <= MOST_EVIDENCE) return evidence;
  return [...evidence.slice(0, MOST_EVIDENCE / 2), ...evidence.slice(-MOST_EVIDENCE / 2)];
}

function findingOf(rule: Rule, shop: string, about: Case, statement: Statement): Finding {
  return {
    id: findingId(shop, rule.id, about),
    rule: rule.id,
    codes: rule.codes,
    verdict: statement.verdict,
    severity: statement.severity ?? rule.severity,
    shop,
    case: about,
    summary: statement.summary,
    advice: statement.advice ?? rule.advice,
    count: statement.count,
    firstSeen: statement.firstSeen,
    lastSeen: statement.lastSeen,
    dueAt: statement.dueAt ?? null,
    evidence: bounded(statement.evidence),
    ruleVersion: rule.version,
  };
}

/** Pending statements become obligations; a violated one with more to come becomes both. */
export function judgementOf(rule: Rule, shop: string, about: Case, statement: Statement | null): Judgement {
  if (statement === null) return nothing;
  const finding = findingOf(rule, shop, about, statement);
  const dueAt = statement.verdict === 'pending' ? finding.dueAt : (statement.wakeAt ?? null);
  const obligation: Obligation | null =
    dueAt === null
      ? null
      : { shop, case: about, rule: rule.id, dueAt, pending: { ...finding, verdict: 'pending', dueAt } };
  return { finding: statement.verdict === 'pending' ? null : finding, obligation };
}
