// What a commit of the detector does to findings: new, changed, withdrawn, back again, regressed. Pure; every store uses it.
import {
  proofsOf,
  type Case,
  type Finding,
  type FindingState,
  type StateChange,
  type StoredFinding,
} from '../model/finding.js';
import type { DetectionCommit } from './store.js';

/** Who changed the state when no person did. */
export const DETECTOR = 'shoptrace';

export interface FindingChanges {
  readonly findings: readonly StoredFinding[];
  readonly history: readonly StateChange[];
}

export const caseKey = (shop: string, about: Case): string => `${shop}\u0000${about.kind}\u0000${about.key}`;

/** Rules that judged, by case. */
export function judgedRules(
  commit: Pick<DetectionCommit, 'judged'>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const judged = new Map<string, Set<string>>();
  for (const { shop, case: about, rules } of commit.judged) {
    const name = caseKey(shop, about);
    const known = judged.get(name);
    if (known === undefined) judged.set(name, new Set(rules));
    else for (const rule of rules) known.add(rule);
  }
  return judged;
}

/**
 * @param stored all stored findings of the judged cases, and those with the ids that the commit gives
 */
export function planFindings(
  commit: Pick<DetectionCommit, 'judged' | 'findings' | 'detectedAt'>,
  stored: readonly StoredFinding[],
): FindingChanges {
  const byId = new Map(stored.map((item) => [item.finding.id, item]));
  const given = new Set(commit.findings.map((finding) => finding.id));
  const judged = judgedRules(commit);
  const findings: StoredFinding[] = [];
  const history: StateChange[] = [];
  for (const item of stored) {
    const { finding } = item;
    if (given.has(finding.id) || finding.verdict === 'withdrawn') continue;
    if (judged.get(caseKey(finding.shop, finding.case))?.has(finding.rule) === true)
      findings.push({
        ...item,
        finding: { ...finding, verdict: 'withdrawn' },
        detectedAt: commit.detectedAt,
      });
  }
  for (const finding of new Map(commit.findings.map((item) => [item.id, item])).values()) {
    const before = byId.get(finding.id);
    const human = before === undefined ? null : regressed(before.human, finding, commit.detectedAt);
    if (human !== null) history.push(regression(finding.id, commit.detectedAt));
    if (before !== undefined && human === null && sameFinding(before.finding, finding)) continue;
    findings.push({ finding, human: human ?? before?.human ?? newState(), detectedAt: commit.detectedAt });
  }
  return { findings, history };
}

function newState(): FindingState {
  return { state: 'open', reason: null, by: null, at: null, until: null, proofs: [], version: 0 };
}

function regressed(human: FindingState, finding: Finding, at: number): FindingState | null {
  if (human.state !== 'resolved') return null;
  const known = new Set(human.proofs);
  if (proofsOf(finding).every((event) => known.has(event))) return null;
  return { ...human, state: 'regressed', reason: null, by: DETECTOR, at, version: human.version + 1 };
}

function regression(finding: string, at: number): StateChange {
  return { finding, state: 'regressed', reason: null, by: DETECTOR, at };
}

/** Equal as values, whatever the order of their properties. */
export function sameFinding(a: Finding, b: Finding): boolean {
  return stableJson(a) === stableJson(b);
}

function stableJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => {
    if (part === null || typeof part !== 'object' || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** What a finding becomes when everything judged is forgotten: nothing, unless a person has said something about it. */
export function afterReset(item: StoredFinding): StoredFinding | null {
  if (item.human.version === 0) return null;
  return { ...item, finding: { ...item.finding, verdict: 'withdrawn' } };
}
