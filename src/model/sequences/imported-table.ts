// A table or log of a merchant that was imported beside the traces, as the store keeps it.
import type { NumberSource, Platform } from './number-fact.js';

/** A row that could not be used. */
export interface UnreadableRow {
  /** From 1; of a quoted row over several lines its first. */
  readonly line: number;
  readonly reason: string;
}

export interface ImportedTable extends NumberSource {
  /** SHA-256 (hex) and size of the whole content; absent in tables of earlier versions. */
  readonly sha256?: string;
  readonly bytes?: number;
  /** Wall clock, UTC ms. */
  readonly importedAt: number;
  /** Parts that its facts are kept in: 0 … parts - 1. */
  readonly parts: number;
  readonly facts: number;
  /** Rows left out; at most the first thousand are named. */
  readonly unreadable: number;
  readonly unreadableRows: readonly UnreadableRow[];
  /** Column → what it was taken for. */
  readonly columns: Readonly<Record<string, string>>;
  /** What the user said with this file about the whole shop. */
  readonly said: {
    readonly platform: Platform | null;
    readonly quoteLifeDays: number | null;
    readonly first: string | null;
    readonly last: string | null;
    /** What the shop's own counters gave out last, as printed; absent: no table of counters. */
    readonly counters?: readonly string[];
  };
}

/** Told at the import; where the shift shows from orders that another source has, they are corrected. */
export const GRID_READ_AS_UTC =
  'The grid prints local times and no zone was given: they were read as UTC. Give --zone, or import the table of orders, which shows by how much they are off.';

/** Facts a part. */
export const FACTS_PER_PART = 5_000;
