// SQLite store: transactions by summary and by ID.
import type { TransactionQuery } from '../../model/query.js';
import type { TransactionSummary } from '../../model/transaction.js';
import { pageOf, type SortKey } from '../paging.js';
import type { Dataset } from '../store.js';
import type { SqliteContext } from './context.js';
import type { SqlValue } from './driver.js';
import { openGenerations, provisionalOf } from './generation-rows.js';
import { SUMMARY_COLUMNS, summaryOf, type SummaryRow } from './summary-rows.js';

type Transactions = Pick<Dataset, 'transactions' | 'transaction' | 'transactionIds' | 'transactionCount'>;

const summaryKey = (item: TransactionSummary): SortKey => [item.lastSeen, item.shop, item.id];

/** Ends every range of IDs that begin alike. */
const HIGHEST = '\u{10FFFF}';

export function sqliteTransactions(context: SqliteContext): Transactions {
  const { database } = context;
  return {
    async transactions(query) {
      return pageOf(query, {
        list: 'transactions',
        keyOf: summaryKey,
        fetch: (after, backwards, count) => fetchSummaries(context, query, after, backwards, count),
      });
    },
    async transaction(shop, id) {
      const sql = `SELECT ${SUMMARY_COLUMNS} FROM summary WHERE id = ? AND shop = ?`;
      const row = database.get<SummaryRow>(sql, id, shop);
      return row === null ? null : summaryOf(row);
    },
    transactionIds: async (prefix, limit) => database.read(() => transactionIds(context, prefix, limit)),
    async transactionCount() {
      return database.read(() => {
        const stored = database.get<{ n: number }>('SELECT count(*) AS n FROM transaction_id')?.n ?? 0;
        return stored + unstoredIds(context, '').length;
      });
    },
  };
}

function fetchSummaries(
  context: SqliteContext,
  query: TransactionQuery,
  after: SortKey | null,
  backwards: boolean,
  count: number,
): TransactionSummary[] {
  const where: string[] = ['1'];
  const values: SqlValue[] = [];
  const add = (sql: string, ...more: SqlValue[]): void => {
    where.push(sql);
    values.push(...more);
  };
  if (query.shop !== undefined) add('shop = ?', query.shop);
  if (query.prefix !== undefined) add('id >= ? AND id < ?', query.prefix, query.prefix + HIGHEST);
  if (query.from !== undefined) add('last_seen >= ?', query.from);
  if (query.to !== undefined) add('last_seen < ?', query.to);
  if (query.outcome !== undefined) add('outcome = ?', query.outcome);
  if (after !== null) {
    const [time = 0, shop = '', id = ''] = after;
    add(
      backwards
        ? '(last_seen > ? OR (last_seen = ? AND (shop, id) < (?, ?)))'
        : '(last_seen < ? OR (last_seen = ? AND (shop, id) > (?, ?)))',
      time,
      time,
      shop,
      id,
    );
  }
  const order = backwards ? 'last_seen ASC, shop DESC, id DESC' : 'last_seen DESC, shop ASC, id ASC';
  const sql = `SELECT ${SUMMARY_COLUMNS} FROM summary WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ?`;
  return context.database.all<SummaryRow>(sql, ...values, count).map(summaryOf);
}

interface ShopId {
  readonly shop: string;
  readonly id: string;
}

function transactionIds(context: SqliteContext, prefix: string, limit: number): ShopId[] {
  const stored = context.database.all<ShopId>(
    `SELECT t.name AS id, s.name AS shop FROM transaction_id t JOIN shop s ON s.number = t.shop
     WHERE t.name >= ? AND t.name < ? ORDER BY t.name, s.name LIMIT ?`,
    prefix,
    prefix + HIGHEST,
    limit,
  );
  const order = ({ id, shop }: ShopId): string => `${id}\u0000${shop}`;
  return [...stored, ...unstoredIds(context, prefix)]
    .map(({ shop, id }) => ({ shop, id }))
    .toSorted((a, b) => (order(a) < order(b) ? -1 : 1))
    .slice(0, limit);
}

/** IDs that only a provisional record shows so far. */
function unstoredIds(context: SqliteContext, prefix: string): ShopId[] {
  const found = new Map<string, ShopId>();
  for (const row of openGenerations(context.database)) {
    const id = provisionalOf(row)?.transaction ?? null;
    if (id === null || !id.startsWith(prefix)) continue;
    const known = context.database.get(
      'SELECT 1 FROM transaction_id t JOIN shop s ON s.number = t.shop WHERE t.name = ? AND s.name = ?',
      id,
      row.shop,
    );
    if (known === null) found.set(`${id} ${row.shop}`, { shop: row.shop, id });
  }
  return [...found.values()];
}
