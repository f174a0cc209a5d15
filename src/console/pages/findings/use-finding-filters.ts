// The filters of the findings page as they stand in the address, and as the question that they make.
import { useMemo } from 'react';
import type { Parameters } from '../../api/client.js';
import { useQueryState, type Changes } from '../../navigation/query-state.js';

export const filterNames = ['state', 'severity', 'rule', 'caseKind', 'caseKey', 'pending'] as const;

export interface FindingFilters {
  readonly parameters: Parameters;
  readonly query: URLSearchParams;
  /** Something other than the page's own choice is asked for. */
  readonly filtered: boolean;
  change(changes: Changes): void;
}

/** What nobody has dealt with yet; `any` in the address shows all states. */
const OPEN_STATES = 'open,regressed';

export function useFindingFilters(): FindingFilters {
  const [query, change] = useQueryState();
  return useMemo(() => {
    const state = query.get('state') ?? OPEN_STATES;
    const pending = query.get('pending') === 'true';
    return {
      query,
      change,
      filtered: filterNames.some((name) => query.get(name) !== null),
      parameters: {
        state: pending || state === 'any' ? null : state,
        severity: query.get('severity'),
        rule: query.get('rule'),
        caseKind: query.get('caseKind'),
        caseKey: query.get('caseKey'),
        pending: pending ? 'true' : null,
      },
    };
  }, [query, change]);
}
