// What a rule says about a case, what people did with it, and what is still due.

export type Severity = 'info' | 'low' | 'medium' | 'high' | 'critical';
export const severities: readonly Severity[] = ['info', 'low', 'medium', 'high', 'critical'];

export type Verdict = 'violated' | 'pending' | 'late' | 'withdrawn';

export type CaseKind = 'transaction' | 'user' | 'order' | 'product' | 'request' | 'series' | 'source';

export interface Case {
  readonly kind: CaseKind;
  readonly key: string;
}

/** A stored line that proves or surrounds a finding, or something that is missing. */
export type Evidence =
  | {
      readonly role: 'proof' | 'context';
      /** Event id. */
      readonly event: string;
      readonly line: number;
    }
  | { readonly role: 'expected'; readonly what: string; readonly dueAt: number | null };

/** A message key and its parameters: texts live in one file a language (`model/texts/`). */
export interface Text {
  readonly key: string;
  readonly params: Readonly<Record<string, string | number>>;
}

export interface Finding {
  /** base32 of SHA-256 over (shop, rule, case kind, case key). */
  readonly id: string;
  readonly rule: string;
  /** Anomaly codes of the domain: `A4`. */
  readonly codes: readonly string[];
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly shop: string;
  readonly case: Case;
  readonly summary: Text;
  readonly advice: Text;
  /** Occurrences that break the rule; of "again" rules those beyond the first. */
  readonly count: number;
  /** UTC ms, event time. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** UTC ms; of pending and late verdicts. */
  readonly dueAt: number | null;
  readonly evidence: readonly Evidence[];
  readonly ruleVersion: number;
}

export type HumanState = 'open' | 'acknowledged' | 'resolved' | 'suppressed' | 'regressed';

export interface FindingState {
  readonly state: HumanState;
  readonly reason: string | null;
  readonly by: string | null;
  /** UTC ms, wall clock. */
  readonly at: number | null;
  /** UTC ms until which a suppression holds. */
  readonly until: number | null;
  /** Proofs at the time of resolution: another one makes the finding regress. */
  readonly proofs: readonly string[];
  /** Optimistic lock: grows by one with each change. */
  readonly version: number;
}

export interface StateChange {
  readonly finding: string;
  readonly state: HumanState;
  readonly reason: string | null;
  readonly by: string;
  readonly at: number;
}

export const openState: FindingState = {
  state: 'open',
  reason: null,
  by: null,
  at: null,
  until: null,
  proofs: [],
  version: 0,
};

/** A finding as stored: what the rule says, what people did, when it was first and last written. */
export interface StoredFinding {
  readonly finding: Finding;
  readonly human: FindingState;
  /** Wall clock, UTC ms: never part of equality between replay and live. */
  readonly detectedAt: number;
}

/** Something is due: wakes its case when the coverage passes `dueAt`. */
export interface Obligation {
  readonly shop: string;
  readonly case: Case;
  readonly rule: string;
  readonly dueAt: number;
  /** The finding as it would be printed while pending. */
  readonly pending: Finding;
}

/** What judging one transaction says about a user or product; replaced as a whole when the transaction is judged again. */
export interface Fact {
  readonly shop: string;
  /** The case it speaks about: kind `user` or `product`. */
  readonly about: Case;
  /** Transaction it was learned from. */
  readonly transaction: string;
  readonly kind: string;
  /** UTC ms. */
  readonly time: number;
  readonly outcome: string;
  /** Proof: event id and line. */
  readonly event: string;
  readonly line: number;
}

export function severityRank(severity: Severity): number {
  return severities.indexOf(severity);
}

/** Events that prove a finding. */
export function proofsOf(finding: Finding): string[] {
  return finding.evidence.flatMap((item) => (item.role === 'proof' ? [item.event] : []));
}
