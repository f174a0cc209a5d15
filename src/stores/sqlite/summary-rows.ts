// Rows of transaction summaries: what lists are sorted and filtered by as columns, the rest as a short JSON array.
import type { TransactionSummary } from '../../model/transaction.js';
import type { SqlDatabase } from './driver.js';

export const SUMMARY_COLUMNS = 'shop, id, last_seen, outcome, summary';

export interface SummaryRow {
  readonly shop: string;
  readonly id: string;
  readonly last_seen: number;
  readonly outcome: TransactionSummary['outcome'];
  readonly summary: string;
}

type PackedSummary = readonly [
  lastedMs: number,
  records: number,
  amount: number | null,
  currency: string | null,
  placements: number,
  productions: number,
  findings: readonly string[],
];

export function summaryOf(row: SummaryRow): TransactionSummary {
  const [lastedMs, records, amount, currency, placements, productions, findings] = JSON.parse(
    row.summary,
  ) as PackedSummary;
  return {
    shop: row.shop,
    id: row.id,
    firstSeen: row.last_seen - lastedMs,
    lastSeen: row.last_seen,
    records,
    outcome: row.outcome,
    amount,
    currency,
    placements,
    productions,
    findings,
  };
}

export function saveSummary(database: SqlDatabase, item: TransactionSummary): void {
  const { shop, id, firstSeen, lastSeen, records, outcome, amount, currency } = item;
  const rest: PackedSummary = [
    lastSeen - firstSeen,
    records,
    amount,
    currency,
    item.placements,
    item.productions,
    item.findings,
  ];
  database.run(
    `INSERT INTO summary (shop, id, last_seen, outcome, summary) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id, shop) DO UPDATE SET last_seen = excluded.last_seen, outcome = excluded.outcome,
     summary = excluded.summary`,
    shop,
    id,
    lastSeen,
    outcome,
    JSON.stringify(rest),
  );
}
