// The shapes of answers about order numbers: printed by `gaps --json` and `number --json`, served by the API. Fields may be added, never renamed.
import type { Instant } from './answers.js';
import type { HoleClass, HoleSeverity, HoleStatus } from './sequences/classes.js';
import type { LateNumber, DuplicateNumber } from './sequences/series-report.js';

export interface NumberEvidence {
  readonly event: string;
  readonly file: string;
  readonly line: number;
  readonly role: 'proof' | 'context';
  readonly at: Instant | null;
  readonly what: string;
}

export interface NumberAt {
  readonly number: string;
  readonly at: Instant | null;
}

export interface SeriesAnswer {
  readonly type: 'series';
  readonly series: string;
  readonly shop: string;
  /** What carries the numbers. */
  readonly document: 'order' | 'invoice';
  /** Zone of the times inside texts. */
  readonly zone: string;
  readonly floor: string | null;
  readonly frontier: string | null;
  readonly floorWhy: 'first-in-time' | 'given';
  readonly lattice: readonly {
    readonly from: string;
    readonly to: string;
    readonly step: number;
    readonly residue: number;
  }[];
  readonly used: number;
  /** Missing numbers. */
  readonly holes: number;
  readonly late: number;
  readonly duplicates: number;
  readonly longestDelaySeconds: number | null;
  readonly coverage: {
    readonly from: Instant | null;
    readonly through: Instant | null;
    readonly sources: readonly string[];
  };
  /** Missing numbers by class. */
  readonly classes: Readonly<Partial<Record<HoleClass, number>>>;
  readonly notCovered: readonly { readonly from: string; readonly to: string }[];
  readonly notes: readonly string[];
}

export interface HoleAnswer {
  readonly type: 'hole';
  readonly series: string;
  readonly shop: string;
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly before: NumberAt | null;
  readonly after: NumberAt | null;
  readonly between: readonly [Instant | null, Instant | null];
  readonly class: HoleClass;
  readonly confidence: number;
  readonly severity: HoleSeverity;
  readonly status: HoleStatus;
  readonly until: Instant | null;
  readonly mayStillArrive: boolean;
  readonly alternatives: readonly { readonly class: HoleClass; readonly confidence: number }[];
  readonly evidence: readonly NumberEvidence[];
  readonly wouldChange: string;
  readonly text: string;
}

export interface LateAnswer {
  readonly type: 'late';
  readonly series: string;
  readonly shop: string;
  readonly number: string;
  readonly orderedAt: Instant;
  readonly between: readonly [Instant | null, Instant | null];
  readonly delaySeconds: readonly [number, number | null];
  readonly reason: LateNumber['reason'];
  readonly text: string;
  readonly evidence: readonly NumberEvidence[];
}

export interface DuplicateAnswer {
  readonly type: 'duplicate';
  readonly series: string;
  readonly shop: string;
  readonly number: string;
  readonly orders: readonly NumberEvidence[];
  readonly reason: DuplicateNumber['reason'];
  readonly severity: DuplicateNumber['severity'];
  readonly text: string;
}

/** Money for which there is neither an order nor a hole. */
export interface UnmatchedPaymentAnswer {
  readonly type: 'payment';
  readonly shop: string;
  readonly class: 'paid_no_order';
  readonly severity: 'critical';
  readonly text: string;
  readonly evidence: readonly NumberEvidence[];
}

/** A file that the judgement rests on. */
export interface NumberSourceAnswer {
  readonly type: 'source';
  readonly shop: string;
  readonly file: string;
  readonly kind: string;
  readonly id: string;
  /** Hex, of the whole content; null: not known, as of a file that still grows. */
  readonly sha256: string | null;
  readonly bytes: number | null;
  /** Of a trace; null of tables. */
  readonly lines: number | null;
  readonly rows: number;
  readonly takenAt: Instant | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly unreadable: number;
  readonly warnings: readonly string[];
}

export type GapAnswer = SeriesAnswer | HoleAnswer | LateAnswer | DuplicateAnswer | UnmatchedPaymentAnswer;

export interface GapsAnswer {
  readonly dataset: string;
  /** Whatever was asked for: all series of the dataset. */
  readonly known: readonly { readonly shop: string; readonly series: string }[];
  readonly series: readonly SeriesAnswer[];
  readonly holes: readonly HoleAnswer[];
  readonly late: readonly LateAnswer[];
  readonly duplicates: readonly DuplicateAnswer[];
  readonly payments: readonly UnmatchedPaymentAnswer[];
  readonly sources: readonly NumberSourceAnswer[];
  /** What the configuration says and nothing fits. */
  readonly notes: readonly string[];
}

export type LifeStepName =
  | 'cart begun'
  | 'owner'
  | 'payment method'
  | 'number given out'
  | 'sent to the gateway'
  | 'answer of the gateway'
  | 'came back'
  | 'order';

export interface LifeStep {
  readonly step: LifeStepName;
  /** In words; null: no source speaks about it. */
  readonly what: string | null;
  readonly at: Instant | null;
  readonly evidence: readonly NumberEvidence[];
}

export interface NumberLifeAnswer {
  readonly type: 'number';
  readonly number: string;
  readonly dataset: string;
  readonly shop: string;
  readonly series: string | null;
  readonly outcome: 'ordered' | 'late' | 'duplicate' | 'missing' | 'not covered' | 'unknown';
  readonly headline: string;
  /** Zone of the times inside texts. */
  readonly zone: string;
  readonly steps: readonly LifeStep[];
  readonly hole: HoleAnswer | null;
  readonly late: LateAnswer | null;
  readonly duplicate: DuplicateAnswer | null;
  readonly nearest: readonly NumberAt[];
}

/** A stretch of the number line, for drawing. */
export interface NumberLineStretch {
  readonly from: string;
  readonly to: string;
  readonly used: number;
  readonly missing: number;
  readonly late: number;
  /** The worst of its holes. */
  readonly severity: HoleSeverity;
}

export interface SeriesDetailAnswer {
  readonly series: SeriesAnswer;
  readonly line: readonly NumberLineStretch[];
  readonly holes: readonly HoleAnswer[];
  readonly late: readonly LateAnswer[];
  readonly duplicates: readonly DuplicateAnswer[];
  /** However many are given here. */
  readonly totals: { readonly holes: number; readonly late: number; readonly duplicates: number };
}
