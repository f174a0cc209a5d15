// Elasticsearch store: search in total order, and exact counts.
import type { CountField, LineFilter } from '../../model/query.js';
import type { TraceEvent } from '../../model/event.js';
import { Counter, countFields, requireCountFields } from '../line-filter.js';
import { pageOf, type SortKey } from '../paging.js';
import type { Dataset } from '../store.js';
import { attachmentsTo } from './attachments.js';
import type { EsContext } from './context.js';
import { eventOf, type EventDocument } from './event-document.js';
import { counted, lineQuery } from './line-queries.js';
import type { Query, SortField } from './searching.js';

type Search = Pick<Dataset, 'search' | 'count' | 'countBy'>;

export const lineKey = (event: TraceEvent): SortKey => [event.orderTime, event.generation, event.offset];

const orderFields = ['shoptrace.order_time', 'shoptrace.generation', 'log.offset'] as const;

export const lineOrder = (order: 'asc' | 'desc'): SortField[] =>
  orderFields.map((field) => ({ field, order }));

const countSources: Readonly<Record<CountField, Query>> = {
  action: { terms: { field: 'event.action' } },
  level: { terms: { field: 'log.level' } },
  code: { terms: { field: 'event.code' } },
  shop: { terms: { field: 'service.name' } },
  generation: { terms: { field: 'shoptrace.generation' } },
  minute: { date_histogram: { field: '@timestamp', fixed_interval: '1m' } },
  hour: { date_histogram: { field: '@timestamp', fixed_interval: '1h' } },
  day: { date_histogram: { field: '@timestamp', fixed_interval: '24h' } },
};

export function eventSearch(context: EsContext): Search {
  const queryOf = async (filter: LineFilter): Promise<Query> => {
    const { transaction, shop } = filter;
    const attached = transaction === undefined ? [] : await attachmentsTo(context, transaction, shop);
    return lineQuery(
      filter,
      attached.map(({ event }) => event),
    );
  };
  return {
    async search(request) {
      return await pageOf(request, {
        list: `lines-${request.order}`,
        keyOf: lineKey,
        fetch: async (after, backwards, limit) => {
          const ascending = (request.order === 'oldest') !== backwards;
          const hits = await context.search.hits<EventDocument>('events', {
            query: await queryOf(request.filter),
            sort: lineOrder(ascending ? 'asc' : 'desc'),
            after,
            limit,
            without: ['event.original'],
          });
          return hits.map(({ source }) => eventOf(source));
        },
      });
    },
    count: async (filter) => await context.search.count('events', counted(await queryOf(filter))),
    async countBy(fields, filter, limit) {
      requireCountFields(fields, countFields, limit);
      const query = counted(await queryOf(filter));
      const counter = new Counter();
      if (fields.length === 0) counter.add([], await context.search.count('events', query));
      else {
        const sources = fields.map((field) => countSources[field]);
        await context.search.countBy('events', query, sources, (keys, count) => counter.add(keys, count));
      }
      return counter.rows(fields, limit);
    },
  };
}
