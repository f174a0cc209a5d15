// The contract of a rule: what it is about, what it says, why, and the raw lines that prove it works.
import type { CaseKind, Evidence, Fact, Severity, Text } from '../model/finding.js';
import type { Transaction } from '../model/transaction.js';
import type { Coverage } from '../stores/store.js';

export interface Threshold {
  readonly value: number;
  readonly unit: 'ms' | 'count' | 'share';
  readonly why: string;
}

export type Thresholds = Readonly<Record<string, Threshold>>;

/** What one rule says about one case. Satisfied = no statement. */
export interface Statement {
  readonly verdict: 'violated' | 'late' | 'pending';
  /** Default: the rule's. */
  readonly severity?: Severity;
  readonly count: number;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly dueAt?: number | null;
  /** Of a violated statement: UTC ms at which more of it falls due; the case is judged again then. */
  readonly wakeAt?: number | null;
  readonly summary: Text;
  readonly advice?: Text;
  readonly evidence: readonly Evidence[];
}

export interface JudgeContext {
  readonly coverage: Coverage;
  /** Milliseconds or counts by name: defaults overlaid by the configuration. */
  threshold(name: string): number;
}

export interface RuleTest {
  readonly name: string;
  readonly expect: 'fires' | 'quiet' | 'near-miss' | 'pending';
  /** Raw trace lines. */
  readonly lines: string;
  /** ISO, raises the coverage. */
  readonly asOf?: string;
  readonly count?: number;
}

interface RuleHead {
  readonly id: string;
  readonly codes: readonly string[];
  readonly title: string;
  readonly severity: Severity;
  readonly version: number;
  /** Reference page. */
  readonly firesWhen: string;
  readonly staysQuietWhen: string;
  readonly cannotSee: string;
  readonly advice: Text;
  readonly thresholds: Thresholds;
  readonly tests: readonly RuleTest[];
}

/** Pure over the events of one transaction. */
export interface CaseRule extends RuleHead {
  readonly shape: 'case';
  readonly caseKind: Extract<CaseKind, 'transaction'>;
  judge(transaction: Transaction, context: JudgeContext): Statement | null;
}

/** Learns facts from transactions, and judges all facts about one user or product. */
export interface FactRule extends RuleHead {
  readonly shape: 'fact';
  readonly caseKind: Extract<CaseKind, 'user' | 'product'>;
  facts(transaction: Transaction, context: JudgeContext): readonly Fact[];
  judge(facts: readonly Fact[], context: JudgeContext): Statement | null;
}

/** Bounded state over the events of one source, kept with the detector's positions. */
export interface FoldRule<State = unknown> extends RuleHead {
  readonly shape: 'fold';
  readonly caseKind: Extract<CaseKind, 'source' | 'series'>;
  initial(): State;
  step(state: State, event: import('../model/event.js').TraceEvent): State;
  verdict(state: State, context: JudgeContext): Statement | null;
}

/** What ingest noticed about a file. */
export interface SourceNotice {
  readonly rule: string;
  readonly shop: string;
  readonly generation: string;
  /** The path that the file was last seen under. */
  readonly path: string;
  readonly details: Readonly<Record<string, string | number>>;
  /** Event ids that prove it; may be empty. */
  readonly evidence: readonly string[];
}

/** Judges nothing: puts into words what ingest noticed about a file. */
export interface NoticeRule extends RuleHead {
  readonly shape: 'notice';
  readonly caseKind: 'source';
  say(notice: SourceNotice): Pick<Statement, 'severity' | 'count' | 'summary'>;
}

/** Judged with all order numbers of a shop at once, outside the engine: `sequences/` says what each of them means. */
export interface SequenceRule extends RuleHead {
  readonly shape: 'sequence';
  readonly caseKind: 'series';
}

export type Rule = CaseRule | FactRule | FoldRule | NoticeRule | SequenceRule;
