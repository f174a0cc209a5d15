// A filter on lines as a query: the same lines as decided record by record.
import type { LineFilter } from '../../model/query.js';
import { tokenSearch } from '../../model/tokens.js';
import { searchable } from './event-document.js';
import { allOf, anyOf, range, term, terms, type Query } from './searching.js';

/** @param attached ids of records without ID that belong to `filter.transaction` */
export function lineQuery(filter: LineFilter, attached: readonly string[]): Query {
  const { from, to, shop, generation, actions, codes, levels, words, transaction } = filter;
  const parts: Query[] = [];
  if (from !== undefined || to !== undefined)
    parts.push(
      range('@timestamp', {
        ...(from === undefined ? {} : { gte: from }),
        ...(to === undefined ? {} : { lt: to }),
      }),
    );
  if (shop !== undefined) parts.push(term('service.name', shop));
  if (generation !== undefined) parts.push(term('shoptrace.generation', generation));
  if (actions !== undefined) parts.push(terms('event.action', actions));
  if (codes !== undefined) parts.push(terms('event.code', codes));
  if (levels !== undefined) parts.push(terms('log.level', levels));
  const { whole, prefix } = tokenSearch(words ?? '');
  for (const token of new Set(whole)) parts.push(term('shoptrace.tokens', searchable(token)));
  if (prefix !== null) parts.push({ prefix: { 'shoptrace.tokens': searchable(prefix) } });
  if (transaction !== undefined) parts.push(transactionQuery(transaction, attached));
  return allOf(parts);
}

/** Without records that only an altered version of a file shows. */
export const counted = (query: Query): Query => ({
  bool: { filter: [query], must_not: [term('shoptrace.flags', 'alternate')] },
});

/** Own and attached records. */
export function transactionQuery(transaction: string, attached: readonly string[]): Query {
  const own = term('transaction.id', transaction);
  return attached.length === 0 ? own : anyOf([own, { ids: { values: attached } }]);
}
