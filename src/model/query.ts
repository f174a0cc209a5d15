// Questions to a store: filters, pages, counts. The same in every store.
import type { Level } from './event.js';
import type { CaseKind, HumanState, Severity, Verdict } from './finding.js';

/** Opaque to callers: base64url of a store's keyset position. */
export type Cursor = string;

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: Cursor | null;
  readonly prevCursor: Cursor | null;
}

export interface PageRequest {
  /** 1 … 1000 */
  readonly limit: number;
  readonly cursor?: Cursor | undefined;
}

/** Filter on lines. A search is the AND of its tokens, the last one as prefix. */
export interface LineFilter {
  readonly words?: string | undefined;
  /** UTC ms, inclusive. */
  readonly from?: number | undefined;
  /** UTC ms, exclusive. */
  readonly to?: number | undefined;
  readonly shop?: string | undefined;
  readonly actions?: readonly string[] | undefined;
  readonly codes?: readonly string[] | undefined;
  readonly levels?: readonly Level[] | undefined;
  readonly transaction?: string | undefined;
  readonly generation?: string | undefined;
}

export interface LineQuery extends PageRequest {
  readonly filter: LineFilter;
  readonly order: 'newest' | 'oldest';
}

export interface TransactionQuery extends PageRequest {
  readonly shop?: string | undefined;
  /** Upper-case beginning of the ID. */
  readonly prefix?: string | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly outcome?: string | undefined;
  /** Newest last record first. */
  readonly order: 'newest';
}

export type FindingOrder = 'newest' | 'severity';

export interface FindingQuery extends PageRequest {
  readonly rules?: readonly string[] | undefined;
  readonly shop?: string | undefined;
  readonly caseKind?: CaseKind | undefined;
  readonly caseKey?: string | undefined;
  readonly states?: readonly HumanState[] | undefined;
  readonly verdicts?: readonly Verdict[] | undefined;
  readonly severities?: readonly Severity[] | undefined;
  /** `lastSeen` in [from, to). */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** Newest `lastSeen` first, ties by id; `severity`: the most severe before that. */
  readonly order: FindingOrder;
}

export type CountField = 'action' | 'level' | 'code' | 'shop' | 'generation' | 'hour' | 'day' | 'minute';
export type FindingField =
  'rule' | 'severity' | 'verdict' | 'state' | 'caseKind' | 'caseKey' | 'shop' | 'hour' | 'day';

export interface CountRow {
  /** One value a bucket of the request, times as UTC ms in decimal. */
  readonly keys: readonly string[];
  readonly count: number;
}
