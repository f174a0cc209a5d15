// A transaction as its records tell it: requests, placements, runs, items, payments, users, outcome. Basis of story, rules and lists.
import type { AttachedEvent, TraceEvent } from './event.js';

/** First that holds, in this order. */
export type Outcome =
  | 'refunded'
  | 'cancelled'
  | 'delivered'
  | 'produced'
  | 'paid'
  | 'failed'
  | 'abandoned'
  | 'placed'
  | 'cart'
  | 'unknown';

export type RequestPurpose =
  | 'order-step'
  | 'placement'
  | 'navigate'
  | 'production'
  | 'gateway-return'
  | 'gateway-notification'
  | 'staff'
  | 'read'
  | 'unknown';

/** One web request as far as this transaction shows it. */
export interface WebRequest {
  /** Id of its first record. */
  readonly id: string;
  readonly purpose: RequestPurpose;
  readonly events: readonly TraceEvent[];
  /** A later request of the transaction began, or more than 120 s passed (coverage decides which): see `RequestEnd`. */
  readonly start: number;
  readonly lastRecord: number;
  /** orderTime of the first record of the next request of this transaction; null when it is the last. */
  readonly nextRequestAt: number | null;
}

export interface Placement {
  readonly event: TraceEvent;
  readonly request: WebRequest;
  readonly at: number;
  /** Total of units, when printed. */
  readonly objects: number | null;
  /** Null where the trace does not show it (domain 5.7: zero is unknown from 2016-09-28 to 2020-07). */
  readonly amount: number | null;
  /** A new bill (`Dirty state. Pass 0` before it): no "placed again". */
  readonly newBill: boolean;
}

export type RunEnd = 'complete' | 'died-pre-pay' | 'died-post-pay' | 'open' | 'nothing-produced';

/** A production run: from PRD4 (or PRE1/POS1/TRN1 with none open) to the next PRD4 or the end of its request. */
export interface Run {
  readonly events: readonly TraceEvent[];
  readonly request: WebRequest;
  readonly start: number;
  readonly lastRecord: number;
  /** Bill state printed by PRD4. */
  readonly billState: string | null;
  readonly items: readonly string[];
  readonly staff: boolean;
  readonly paid: boolean;
  readonly preproduced: boolean;
  readonly postPay: boolean;
  readonly complete: boolean;
}

export interface BuyerAccount {
  readonly userId: string | null;
  readonly userName: string | null;
  readonly events: readonly TraceEvent[];
}

export interface Transaction {
  readonly id: string;
  readonly shop: string;
  /** All events, own and attached, in total order. */
  readonly events: readonly AttachedEvent[];
  /** The records that the shop itself wrote (forged ones left out), in total order: what rules and stories go by. */
  readonly records: readonly TraceEvent[];
  /** Catalogue codes of `records`. */
  readonly codes: ReadonlySet<string>;
  readonly requests: readonly WebRequest[];
  readonly placements: readonly Placement[];
  readonly runs: readonly Run[];
  readonly items: readonly string[];
  readonly accounts: readonly BuyerAccount[];
  /** Events that prove payment (TST2, TST7, PPL20+PPL25, gateway success, TRN1). */
  readonly paidEvidence: readonly TraceEvent[];
  /** Last known amount and its currency, null when the trace does not show it. */
  readonly amount: number | null;
  readonly currency: string | null;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Last record but BIL1–BIL8. */
  readonly lastBusiness: TraceEvent | null;
}

/** How far a shop's records speak (UTC ms): nothing is known to be absent outside it or across a hole. */
export interface CoveredSpan {
  readonly from: number;
  readonly through: number;
  readonly holes: readonly { readonly from: number; readonly to: number }[];
}

/** One row a transaction, written by the detector: lists, pickers and dashboards read it. */
export interface TransactionSummary {
  readonly shop: string;
  readonly id: string;
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly records: number;
  readonly outcome: Outcome;
  readonly amount: number | null;
  readonly currency: string | null;
  readonly placements: number;
  readonly productions: number;
  /** Rules violated (or late), ids. */
  readonly findings: readonly string[];
}
