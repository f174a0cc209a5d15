// Pages of findings in both orders: the newest first, or severity by severity and within each the newest first.
import { type Severity, severities, type StoredFinding } from '../model/finding.js';
import type { FindingQuery } from '../model/query.js';
import { findingKey, type FindingFilter } from './finding-filter.js';
import type { PageSource, SortKey } from './paging.js';

/** Findings that the filter lets through, newest first (`after` null: from the beginning, backwards: from the end). */
type FetchNewest = (
  filter: FindingFilter,
  after: SortKey | null,
  backwards: boolean,
  count: number,
) => readonly StoredFinding[] | Promise<readonly StoredFinding[]>;

export function findingPages(query: FindingQuery, fetch: FetchNewest): PageSource<StoredFinding> {
  if (query.order === 'newest')
    return {
      list: 'findings',
      keyOf: findingKey,
      fetch: (after, backwards, count) => fetch(query, after, backwards, count),
    };
  return {
    list: 'findings-by-severity',
    keyOf: (item) => [item.finding.severity, ...findingKey(item)],
    fetch: async (after, backwards, count) => {
      const found: StoredFinding[] = [];
      for (const severity of severitiesFrom(query, after, backwards)) {
        const within = after !== null && after[0] === severity ? after.slice(1) : null;
        const wanted = { ...query, severities: [severity] };
        found.push(...(await fetch(wanted, within, backwards, count - found.length)));
        if (found.length >= count) break;
      }
      return found;
    },
  };
}

/** The severity of the position first, then those that follow it on the way. */
function severitiesFrom(query: FindingQuery, after: SortKey | null, backwards: boolean): readonly Severity[] {
  const onTheWay = backwards ? severities : severities.toReversed();
  const begin = after === null ? 0 : onTheWay.findIndex((severity) => severity === after[0]);
  if (begin < 0) return [];
  return onTheWay.slice(begin).filter((severity) => query.severities?.includes(severity) ?? true);
}
