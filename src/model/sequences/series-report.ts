// What is said about one counter: its span and step, its holes with reasons, late numbers, duplicates, restarts.
import type { Severity } from '../finding.js';
import type { LatticeSpan } from './lattice.js';
import type { ExplainedHole } from './hole.js';
import type { NumberFormat } from './number-formats.js';
import type { NumberFact, NumberSource, Platform, SeriesCorrection } from './number-fact.js';
import type { Order } from './orders.js';
import type { Bracket, UsedNumbers } from './timeline.js';

export interface LateNumber {
  readonly number: string;
  readonly body: number;
  readonly orderedAt: number;
  readonly bracket: Bracket;
  /** Seconds between giving out and ordering: at least, at most (null where the orders do not bound it). */
  readonly delayMs: readonly [number, number | null];
  readonly reason: 'customer_returned' | 'paid_slowly' | 'reissued' | 'unknown';
  readonly text: string;
  readonly facts: readonly NumberFact[];
}

export interface DuplicateNumber {
  readonly number: string;
  readonly body: number;
  readonly orders: readonly NumberFact[];
  readonly reason: 'same_store' | 'two_stores' | 'paid_twice';
  readonly severity: Severity;
  readonly text: string;
}

export interface SeriesReport {
  readonly id: string;
  readonly shop: string;
  /** What carries the numbers. */
  readonly document: 'order' | 'invoice';
  readonly formats: readonly NumberFormat[];
  readonly platform: Platform | null;
  readonly floor: number | null;
  readonly frontier: number | null;
  readonly floorWhy: 'first-in-time' | 'given';
  readonly lattice: readonly LatticeSpan[];
  readonly possibleStep: number | null;
  /** Different numbers that orders carry, edits apart. */
  readonly used: number;
  /** Missing numbers. */
  readonly missing: number;
  readonly holes: readonly ExplainedHole[];
  /** Spans in which more numbers are missing than used: no sequence, nothing is listed. */
  readonly sparse: readonly {
    readonly from: number;
    readonly to: number;
    readonly used: number;
    readonly missing: number;
  }[];
  readonly late: readonly LateNumber[];
  readonly reissued: readonly LateNumber[];
  readonly duplicates: readonly DuplicateNumber[];
  /** Numbers of edited orders whose predecessor is missing. */
  readonly brokenEdits: readonly {
    readonly number: string;
    readonly missing: string;
    readonly fact: NumberFact;
  }[];
  /** Orders of earlier epochs: the counter began again. */
  readonly restartedFrom: {
    readonly number: string;
    readonly at: number | null;
    readonly facts: readonly NumberFact[];
  } | null;
  /** Exports that lack orders of their time, though others that are no newer have them. */
  readonly disagreements: readonly {
    readonly source: string;
    readonly orders: number;
    /** Of the first of them. */
    readonly number: string;
  }[];
  readonly islands: readonly { readonly from: number; readonly to: number }[];
  readonly longestDelayMs: number | null;
  readonly notes: readonly string[];
  readonly coverage: {
    readonly from: number | null;
    readonly to: number | null;
    readonly roles: readonly string[];
  };
  readonly orders: readonly Order[];
  readonly usedTimes: UsedNumbers;
}

export interface UnmatchedPayment {
  readonly fact: NumberFact;
  readonly text: string;
}

export interface SequenceReport {
  readonly shop: string;
  readonly now: number | null;
  /** Zone of the texts, and what was taken off the times of a source. */
  readonly zone: string;
  readonly shifts: ReadonlyMap<string, number>;
  readonly series: readonly SeriesReport[];
  /** Money for which there is neither an order nor a hole. */
  readonly payments: readonly UnmatchedPayment[];
  readonly sources: readonly NumberSource[];
  /** Corrections of the configuration that fit no series. */
  readonly unusedCorrections: readonly SeriesCorrection[];
}
