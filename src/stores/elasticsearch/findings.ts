// Elasticsearch store: findings, their counts, and what people say about them.
import type { FindingField } from '../../model/query.js';
import { findingFields, type FindingFilter } from '../finding-filter.js';
import { findingPages } from '../finding-order.js';
import { findingUnknown, stateConflict } from '../finding-state.js';
import { Counter, requireCountFields } from '../line-filter.js';
import { pageOf } from '../paging.js';
import type { Dataset } from '../store.js';
import { writeAll, type EsContext } from './context.js';
import { findingItem, readFinding, storedFinding, type FindingDocument } from './finding-documents.js';
import { allOf, range, term, terms, type Query } from './searching.js';

type Findings = Pick<Dataset, 'findings' | 'finding' | 'countFindings' | 'setFindingState' | 'stateHistory'>;

export function findingsOf(context: EsContext): Findings {
  return {
    async findings(query) {
      const source = findingPages(query, async (filter, after, backwards, limit) => {
        const hits = await context.search.hits<FindingDocument>('findings', {
          query: findingQuery(filter),
          sort: [
            { field: 'shoptrace.order', order: backwards ? 'asc' : 'desc' },
            { field: 'shoptrace.id', order: backwards ? 'desc' : 'asc' },
          ],
          after,
          limit,
        });
        return hits.map((hit) => storedFinding(hit.source.shoptrace.body));
      });
      return await pageOf(query, source);
    },
    async finding(id) {
      const found = await readFinding(context, id);
      return found === null ? null : storedFinding(found.body);
    },
    async countFindings(fields, filter, limit) {
      requireCountFields(fields, findingFields, limit);
      const counter = new Counter();
      const query = findingQuery(filter);
      if (fields.length === 0) counter.add([], await context.search.count('findings', query));
      else {
        const sources = fields.map((field) => countSources[field]);
        await context.search.countBy('findings', query, sources, (keys, count) => counter.add(keys, count));
      }
      return counter.rows(fields, limit);
    },
    async setFindingState(id, expectedVersion, state, change) {
      for (;;) {
        const found = await readFinding(context, id);
        if (found === null) throw findingUnknown(id);
        const { body, place } = found;
        if (body.human.version !== expectedVersion) throw stateConflict(id, expectedVersion, body.human);
        const human = { ...state, version: expectedVersion + 1 };
        const changed = { ...body, human, history: [...body.history, change] };
        const [verdict = null] = await writeAll(
          context,
          [findingItem(context, changed, place)],
          ['findings'],
        );
        // Somebody wrote in between: what they wrote decides.
        if (verdict === null) return;
      }
    },
    stateHistory: async (id) => (await readFinding(context, id))?.body.history ?? [],
  };
}

const countSources: Readonly<Record<FindingField, Query>> = {
  rule: { terms: { field: 'rule.id' } },
  severity: { terms: { field: 'shoptrace.severity' } },
  verdict: { terms: { field: 'shoptrace.verdict' } },
  state: { terms: { field: 'shoptrace.state' } },
  caseKind: { terms: { field: 'shoptrace.case.kind' } },
  caseKey: { terms: { field: 'shoptrace.case.key' } },
  shop: { terms: { field: 'service.name' } },
  hour: { date_histogram: { field: 'event.end', fixed_interval: '1h' } },
  day: { date_histogram: { field: 'event.end', fixed_interval: '24h' } },
};

function findingQuery(filter: FindingFilter): Query {
  const { from, to } = filter;
  const parts: Query[] = [];
  const among = (field: string, list: readonly string[] | undefined): void => {
    if (list !== undefined) parts.push(terms(field, list));
  };
  const equal = (field: string, value: string | undefined): void => {
    if (value !== undefined) parts.push(term(field, value));
  };
  among('rule.id', filter.rules);
  among('shoptrace.state', filter.states);
  among('shoptrace.verdict', filter.verdicts);
  among('shoptrace.severity', filter.severities);
  equal('service.name', filter.shop);
  equal('shoptrace.case.kind', filter.caseKind);
  equal('shoptrace.case.key', filter.caseKey);
  if (from !== undefined || to !== undefined)
    parts.push(
      range('shoptrace.order', {
        ...(from === undefined ? {} : { gte: from }),
        ...(to === undefined ? {} : { lt: to }),
      }),
    );
  return allOf(parts);
}
