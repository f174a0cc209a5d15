// A hole while it is being explained: where it lies, what is known about it, and what the explanation says.
import type { HoleClass, HoleSeverity, HoleStatus } from './classes.js';
import type { SourceCoverage } from './coverage.js';
import type { NumberFact, NumberSource, Platform, SequenceSettings } from './number-fact.js';
import type { Order, OrderContext } from './orders.js';
import type { Quote } from './quotes.js';
import type { Bracket, Used } from './timeline.js';

/** A missing number with evidence of its own, or a run of numbers without any. */
export interface HoleCase {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** The hole that it is part of has so many numbers. */
  readonly run: number;
  readonly bracket: Bracket;
  readonly before: Used | null;
  readonly after: Used | null;
  /** About the number itself, by time. */
  readonly facts: readonly NumberFact[];
  readonly quote: Quote | null;
  /** Seen as an order, and gone. */
  readonly deleted: DeletedOrder | null;
  /** It is far longer than the counter's other holes. */
  readonly isJump: boolean;
  readonly counterChange: NumberFact | null;
  /** Declines of one client in a short time that this hole is one of. */
  readonly burst: readonly NumberFact[] | null;
  /** A quote of several addresses that reserved in this run. */
  readonly severalAddresses: NumberFact | null;
  /** Money without reference that fits the quote by amount and time. */
  readonly likelyPayment: NumberFact | null;
  /** Outside of what the orders show: below the first, above the last. */
  readonly edge: 'left' | 'right' | null;
  /** Order rows missing between the neighbours; null where the rows' ids are not known. */
  readonly missingRows: number | null;
}

export interface DeletedOrder {
  readonly order: Order | null;
  readonly proof: NumberFact;
  /** The export that no longer has it, or the line that says so. */
  readonly goneFrom: NumberSource | NumberFact;
  readonly isMailOnly: boolean;
}

/** What all holes of a counter share. */
export interface ExplainContext extends OrderContext {
  readonly coverage: SourceCoverage;
  readonly settings: SequenceSettings;
  readonly platform: Platform | null;
  /** UTC ms until which the orders are known: only absences before it are claimed. */
  readonly now: number;
  /** The latest that a number of this shop was used after it was given out. */
  readonly longestDelayMs: number | null;
  /** Failed order requests of the shop, by time. */
  readonly failedRequests: readonly NumberFact[];
  readonly print: (body: number) => string;
}

export interface HoleEvidence {
  readonly fact: NumberFact;
  readonly role: 'proof' | 'context';
}

export interface Alternative {
  readonly class: HoleClass;
  readonly confidence: number;
}

export interface Verdict {
  readonly class: HoleClass;
  readonly confidence: number;
  readonly severity: HoleSeverity;
  /** UTC ms; null: never, or no limit is known (the text says which). */
  readonly until: number | null;
  readonly mayStillArrive: boolean;
  readonly evidence: readonly HoleEvidence[];
  readonly text: string;
  readonly wouldChange: string;
}

export interface ExplainedHole extends Omit<Verdict, 'evidence'> {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly before: Used | null;
  readonly after: Used | null;
  readonly bracket: Bracket;
  readonly status: HoleStatus;
  readonly alternatives: readonly Alternative[];
  readonly evidence: readonly HoleEvidence[];
  /** UTC ms of what is known last about it. */
  readonly lastSeen: number | null;
}
