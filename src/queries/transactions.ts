// Which transactions are there? The newest first, with outcome and findings.
import type { PageAnswer, TransactionListItem } from '../model/answers.js';
import type { TransactionSummary } from '../model/transaction.js';
import { toInstant } from './instant.js';
import type { Dataset } from './question.js';

export interface TransactionsParams {
  readonly shop?: string | undefined;
  /** Beginning of the ID, any case. */
  readonly prefix?: string | undefined;
  /** UTC ms; of the last record, [from, to). */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly outcome?: string | undefined;
  /** 1 … 1000 */
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** @throws query-invalid, cursor-invalid */
export async function listTransactions(
  dataset: Dataset,
  params: TransactionsParams,
): Promise<PageAnswer<TransactionListItem>> {
  const page = await dataset.transactions({
    ...params,
    prefix: params.prefix?.toUpperCase(),
    order: 'newest',
  });
  return {
    items: page.items.map((summary) => listItem(dataset, summary)),
    nextCursor: page.nextCursor,
    prevCursor: page.prevCursor,
  };
}

export function listItem(dataset: Dataset, summary: TransactionSummary): TransactionListItem {
  return {
    id: summary.id,
    shop: summary.shop,
    dataset: dataset.info.name,
    firstSeen: toInstant(summary.firstSeen),
    lastSeen: toInstant(summary.lastSeen),
    records: summary.records,
    outcome: summary.outcome,
    amount: summary.amount,
    currency: summary.currency,
    placements: summary.placements,
    productions: summary.productions,
    findings: summary.findings,
  };
}
