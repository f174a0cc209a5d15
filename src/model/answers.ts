// The shapes that people's scripts read: printed by `--json`, served by the API, shown by the console. Fields may be added, never renamed.
import type { AttachedHow, Level } from './event.js';
import type { Case, HumanState, Severity, Verdict } from './finding.js';
import type { Outcome } from './transaction.js';

/** UTC, `2017-08-21T18:38:55.525Z`. */
export type Instant = string;

export type EvidenceAnswer =
  | {
      readonly event: string;
      readonly file: string;
      readonly line: number;
      readonly role: 'proof' | 'context';
    }
  | { readonly role: 'expected'; readonly what: string; readonly dueAt: Instant | null };

export interface FindingAnswer {
  readonly type: 'finding';
  readonly id: string;
  readonly rule: string;
  readonly codes: readonly string[];
  readonly title: string;
  readonly verdict: Verdict;
  readonly severity: Severity;
  readonly state: HumanState;
  readonly dataset: string;
  readonly shop: string;
  readonly case: Case;
  readonly summary: string;
  readonly count: number;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  readonly dueAt: Instant | null;
  readonly evidence: readonly EvidenceAnswer[];
  readonly advice: string;
  readonly ruleVersion: number;
  readonly reason?: string | null;
  readonly stateBy?: string | null;
  readonly stateAt?: Instant | null;
  readonly stateVersion?: number;
}

/** How many findings a question has, whatever a page or list shows of them. */
export interface FindingCounts {
  readonly total: number;
  readonly kinds: readonly { readonly rule: string; readonly severity: Severity; readonly count: number }[];
}

export interface LedgerAnswer {
  readonly type: 'ledger';
  readonly file: string;
  readonly generation: string;
  readonly sha256: string | null;
  readonly form: string | null;
  readonly zone: string;
  readonly bytes: number;
  readonly nulBytes: number;
  readonly vanishedBytes: number;
  readonly truncatedBytes: number;
  readonly lines: number;
  readonly records: number;
  readonly continuation: number;
  readonly blank: number;
  readonly quarantinedLines: Readonly<Partial<Record<string, number>>>;
  readonly indexed: number;
  readonly duplicate: number;
  readonly pending: number;
  readonly rejected: Readonly<Partial<Record<string, number>>>;
  readonly transactions: number;
  readonly from: Instant | null;
  readonly to: Instant | null;
}

/** How far what is stored has been judged. */
export interface JudgedAnswer {
  /**
   * `behind`: records wait, and what is stored goes on more than half a minute behind them. `nobody`: files are followed or
   * records wait, and no process judges; told only where several processes share a store.
   */
  readonly state: 'current' | 'behind' | 'nobody';
  /** Everything printed before it is judged; null where nothing is stored. */
  readonly through: Instant | null;
  /** From there to the last record, or to the last look that found nothing new. */
  readonly behindMs: number;
  /** Stored and not judged. */
  readonly waitingBytes: number;
}

export interface SummaryAnswer {
  readonly type: 'summary';
  readonly dataset: string;
  readonly files: number;
  readonly lines: number;
  readonly records: number;
  readonly transactions: number;
  readonly findings: Readonly<Record<string, number>>;
  readonly occurrences: number;
  readonly seconds: number;
  /** "Nothing found" is stated: what was looked at, and what was not covered. */
  readonly rules: number;
  readonly cases: number;
  readonly pendingFindings: number;
  readonly coveredUntil: Instant | null;
}

/** Last line of a list that stopped at its limit. */
export interface CutAnswer {
  readonly type: 'summary';
  readonly shown: number;
  /** Null where more is known of, but not how much. */
  readonly total: number | null;
}

export interface LineAnswer {
  readonly event: string;
  readonly file: string;
  readonly line: number;
  readonly at: Instant;
  readonly localTime: string;
  readonly zone: string;
  /** Since the line before in the same answer; null for the first. */
  readonly deltaMs: number | null;
  readonly level: Level;
  readonly code: string;
  readonly action: string;
  readonly request: string;
  readonly transaction: string | null;
  readonly message: string;
  /** The stored bytes of the record as text (masked), continuation lines included, without the last line end. */
  readonly raw: string;
  readonly attached: AttachedHow;
  readonly confidence: number;
  readonly flags: readonly string[];
}

export interface StoryStep {
  readonly at: Instant;
  readonly what: string;
  readonly kind:
    | 'order'
    | 'payment'
    | 'production'
    | 'account'
    | 'support'
    | 'delivery'
    | 'notify'
    | 'staff'
    | 'death'
    | 'missing'
    | 'other';
  readonly events: readonly string[];
}

export interface ExpectedStep {
  readonly what: string;
  readonly dueAt: Instant | null;
  /** Event id after which it is missing. */
  readonly after: string | null;
}

export interface CoverageAnswer {
  readonly from: Instant | null;
  readonly through: Instant | null;
  readonly asOf: Instant | null;
  readonly holes: readonly { readonly from: Instant; readonly to: Instant; readonly why: string }[];
}

export interface TransactionAnswer {
  readonly id: string;
  readonly dataset: string;
  readonly shop: string;
  readonly outcome: Outcome;
  readonly headline: string;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly items: readonly string[];
  readonly users: readonly { readonly id: string | null; readonly name: string | null }[];
  readonly placements: number;
  readonly productions: number;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  readonly coverage: CoverageAnswer;
  readonly findings: readonly FindingAnswer[];
  readonly expected: readonly ExpectedStep[];
  readonly advice: readonly string[];
  readonly sharedWith: readonly string[];
  readonly story: readonly StoryStep[];
  readonly lines: readonly LineAnswer[];
}

export interface TransactionListItem {
  readonly id: string;
  readonly shop: string;
  readonly dataset: string;
  readonly firstSeen: Instant;
  readonly lastSeen: Instant;
  readonly records: number;
  readonly outcome: Outcome;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly placements: number;
  readonly productions: number;
  readonly findings: readonly string[];
}

/** What an input that names no single transaction could have meant. */
export interface NotFoundAnswer {
  readonly query: string;
  readonly dataset: string;
  readonly matches: readonly TransactionListItem[];
  readonly near: readonly string[];
  readonly coverage: CoverageAnswer;
  readonly otherDatasets: readonly string[];
  /** Of the other datasets those that have it, where they were looked through. */
  readonly foundIn?: readonly string[];
}

export interface SourceAnswer {
  readonly source: string;
  readonly shop: string;
  readonly file: string;
  readonly generation: string;
  readonly kind: string;
  readonly form: string | null;
  readonly zone: string;
  readonly followed: boolean;
  readonly offset: number;
  readonly lastRecord: Instant | null;
  /** Wall time of the last poll that found the end of the file with everything acknowledged; null when read once. */
  readonly upToDateAt: Instant | null;
  readonly ledger: LedgerAnswer;
}

export interface DatasetAnswer {
  readonly name: string;
  readonly live: boolean;
  readonly createdAt: Instant;
  readonly asOf: Instant | null;
  readonly zone: string | null;
  readonly files: number;
  readonly records: number;
  readonly transactions: number;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly bytesOnDisk: number | null;
  readonly judged: JudgedAnswer;
}

export interface RuleAnswer {
  readonly id: string;
  readonly codes: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  readonly caseKind: string;
  readonly version: number;
  readonly firesWhen: string;
  readonly staysQuietWhen: string;
  readonly cannotSee: string;
  readonly thresholds: Readonly<
    Record<string, { readonly value: number; readonly unit: string; readonly why: string }>
  >;
}

export interface PageAnswer<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly prevCursor: string | null;
}
