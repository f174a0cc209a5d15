// What one line or table row says about an order number: the common event that trace lines and imports are read into.

export type NumberFactKind =
  | 'quote-created'
  | 'quote-touched'
  | 'login'
  | 'logout'
  | 'session-expired'
  | 'checkout-started'
  | 'order-requested'
  | 'order-request-failed'
  | 'reserved'
  | 'payment-requested'
  | 'payment-approved'
  | 'payment-captured'
  | 'payment-declined'
  | 'payment-failed'
  | 'payment-cancelled'
  | 'payment-refunded'
  | 'order'
  | 'save-failed'
  | 'order-cancelled'
  | 'order-edited'
  | 'order-deleted'
  | 'order-mailed'
  | 'invoiced'
  | 'quote'
  | 'quote-deleted'
  | 'quote-merged'
  | 'several-addresses'
  | 'counter-changed'
  | 'trace-gap';

/** Fields are there where the line or row has them. */
export interface NumberFact {
  readonly kind: NumberFactKind;
  /** UTC ms; of a table row its own time (orders: created). Null where it prints none. */
  readonly at: number | null;
  /** Generation of the trace file, or content hash of the table. */
  readonly source: string;
  /** Line in the file, from 1: of a row the line it begins on. */
  readonly line: number;
  /** Event id of a trace line; `<source>:<line>` of a table row. */
  readonly event: string;
  /** As printed. */
  readonly number?: string | undefined;
  readonly store?: string | undefined;
  readonly quote?: string | undefined;
  /** Row id of the order (`entity_id`). */
  readonly order?: string | undefined;
  /** Null: known to be nobody (guest). */
  readonly customer?: string | null | undefined;
  readonly session?: string | undefined;
  readonly client?: string | undefined;
  readonly txn?: string | undefined;
  readonly amount?: number | undefined;
  readonly currency?: string | undefined;
  /** `guest`, `register`, `login`; of a payment its gateway. */
  readonly method?: string | undefined;
  /** State or status of an order. */
  readonly state?: string | undefined;
  /** Of a quote row: UTC ms of its creation. */
  readonly createdAt?: number | undefined;
  /** Of a quote row: the quote serves several addresses. */
  readonly severalAddresses?: boolean | undefined;
  /** Reason, exception, who did it; the number an order was edited into; the quote it was merged into. */
  readonly detail?: string | undefined;
  /** Of `counter-changed`: printed numbers. Of `trace-gap`: UTC ms. */
  readonly from?: string | number | undefined;
  readonly to?: string | number | undefined;
}

export type SourceKind =
  | 'trace'
  | 'orders'
  | 'grid'
  | 'quotes'
  | 'payments'
  | 'gateway'
  | 'invoices'
  | 'counters'
  | 'log'
  | 'access-log';

export type Platform = 'm1' | 'openmage' | 'm2';

/** One file that facts come from. */
export interface NumberSource {
  /** Generation, or content hash. */
  readonly id: string;
  readonly kind: SourceKind;
  readonly shop: string;
  readonly path: string;
  readonly zone: string;
  /** UTC ms: the moment an export was taken; null of what grows (traces, logs). */
  readonly takenAt: number | null;
  /** UTC ms of the first and last time in it. */
  readonly from: number | null;
  readonly to: number | null;
  readonly rows: number;
  /** What is odd about the file, for people. */
  readonly warnings: readonly string[];
}

/** What people say about a shop's counter; everything may be left out. */
export interface SequenceSettings {
  readonly platform: Platform | null;
  /** Days that a quote lives after its last change; null: the platform's default. */
  readonly quoteLifeDays: number | null;
  /** Expected first and last numbers, as printed. */
  readonly first: readonly string[];
  readonly last: readonly string[];
  /** UTC ms: the analyst's word that nothing came until then. */
  readonly asOf: number | null;
  readonly settleMs: number;
  readonly cookieLifeMs: number;
  readonly corrections: readonly SeriesCorrection[];
}

/** What the configuration says about one series, in place of what is learned. */
export interface SeriesCorrection {
  readonly prefix: string;
  /** Digits of the body, 0: as many as it has; undefined: as learned for the prefix. */
  readonly width?: number | undefined;
  readonly step?: number | undefined;
  readonly residue?: number | undefined;
  readonly first?: string | undefined;
  readonly last?: string | undefined;
}

/** The same for all shops, and what is said about single ones over it. */
export interface SequenceSettingsByShop extends SequenceSettings {
  readonly byShop?: Readonly<Record<string, Partial<SequenceSettings>>>;
}

export const defaultSequenceSettings: SequenceSettings = {
  platform: null,
  quoteLifeDays: null,
  first: [],
  last: [],
  asOf: null,
  settleMs: 30 * 60_000,
  cookieLifeMs: 3_600_000,
  corrections: [],
};

/** Order of facts that does not depend on the order they came in. */
export function compareFacts(a: NumberFact, b: NumberFact): number {
  if (a.source !== b.source) return a.source < b.source ? -1 : 1;
  if (a.line !== b.line) return a.line - b.line;
  return a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0;
}
