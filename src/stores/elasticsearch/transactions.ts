// Elasticsearch store: transactions by summary and by ID.
import type { TransactionQuery } from '../../model/query.js';
import type { Outcome, TransactionSummary } from '../../model/transaction.js';
import { pageOf, type SortKey } from '../paging.js';
import type { Dataset } from '../store.js';
import type { EsContext } from './context.js';
import { documentIn, sourceOf } from './raw-documents.js';
import { allOf, range, term, type Query } from './searching.js';
import { transactionDocument } from './sightings.js';

type Transactions = Pick<Dataset, 'transactions' | 'transaction' | 'transactionIds' | 'transactionCount'>;

export interface SummaryDocument {
  readonly service: { readonly name: string };
  readonly transaction: { readonly id: string };
  readonly event?: { readonly start: number; readonly end: number };
  readonly shoptrace: {
    readonly judged: boolean;
    readonly judgement: number;
    readonly records?: number;
    readonly outcome?: Outcome;
    readonly amount?: number | null;
    readonly currency?: string | null;
    readonly placements?: number;
    readonly productions?: number;
    readonly findings?: readonly string[];
  };
}

/** The fields that judging adds to a transaction's document. @param judgement its number */
export function summaryFields(summary: TransactionSummary, judgement: number): SummaryDocument {
  const { records, outcome, amount, currency, placements, productions, findings } = summary;
  return {
    service: { name: summary.shop },
    transaction: { id: summary.id },
    event: { start: summary.firstSeen, end: summary.lastSeen },
    shoptrace: {
      judged: true,
      judgement,
      records,
      outcome,
      amount,
      currency,
      placements,
      productions,
      findings,
    },
  };
}

function summaryOf({ service, transaction, event, shoptrace }: SummaryDocument): TransactionSummary {
  return {
    shop: service.name,
    id: transaction.id,
    firstSeen: event?.start ?? 0,
    lastSeen: event?.end ?? 0,
    records: shoptrace.records ?? 0,
    outcome: shoptrace.outcome ?? 'unknown',
    amount: shoptrace.amount ?? null,
    currency: shoptrace.currency ?? null,
    placements: shoptrace.placements ?? 0,
    productions: shoptrace.productions ?? 0,
    findings: shoptrace.findings ?? [],
  };
}

const summaryKey = (item: TransactionSummary): SortKey => [item.lastSeen, item.shop, item.id];

/** By a stored record. */
const isShown: Query = { exists: { field: 'shoptrace.generation' } };

export function transactionsOf(context: EsContext): Transactions {
  return {
    async transactions(query) {
      return await pageOf(query, {
        list: 'transactions',
        keyOf: summaryKey,
        fetch: async (after, backwards, limit) => {
          const hits = await context.search.hits<SummaryDocument>('transactions', {
            query: summaryQuery(query),
            sort: [
              { field: 'event.end', order: backwards ? 'asc' : 'desc' },
              { field: 'service.name', order: backwards ? 'desc' : 'asc' },
              { field: 'transaction.id', order: backwards ? 'desc' : 'asc' },
            ],
            after,
            limit,
          });
          return hits.map(({ source }) => summaryOf(source));
        },
      });
    },
    async transaction(shop, id) {
      const index = context.names.index('transactions');
      const path = `/${index}/_doc/${encodeURIComponent(transactionDocument(shop, id))}`;
      const reply = await context.connection.send({
        method: 'GET',
        path,
        what: `read of ${index}`,
        expect: ['missing'],
      });
      if (reply.failure !== null) return null;
      const source = sourceOf(documentIn<SummaryDocument>(reply.body));
      return source?.shoptrace.judged === true ? summaryOf(source) : null;
    },
    async transactionIds(prefix, limit) {
      const hits = await context.search.hits<SummaryDocument>('transactions', {
        query: allOf(prefix === '' ? [isShown] : [isShown, { prefix: { 'transaction.id': prefix } }]),
        sort: [
          { field: 'transaction.id', order: 'asc' },
          { field: 'service.name', order: 'asc' },
        ],
        limit,
      });
      return hits.map(({ source }) => ({ shop: source.service.name, id: source.transaction.id }));
    },
    transactionCount: async () => await context.search.count('transactions', isShown),
  };
}

function summaryQuery({ shop, prefix, from, to, outcome }: TransactionQuery): Query {
  const parts: Query[] = [term('shoptrace.judged', true)];
  if (shop !== undefined) parts.push(term('service.name', shop));
  if (prefix !== undefined && prefix !== '') parts.push({ prefix: { 'transaction.id': prefix } });
  if (from !== undefined || to !== undefined)
    parts.push(
      range('event.end', {
        ...(from === undefined ? {} : { gte: from }),
        ...(to === undefined ? {} : { lt: to }),
      }),
    );
  if (outcome !== undefined) parts.push(term('shoptrace.outcome', outcome));
  return allOf(parts);
}
