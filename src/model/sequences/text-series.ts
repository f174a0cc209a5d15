// The report on numbers that no counter printed: they are kept and not counted.
import type { SeriesInput } from './series.js';
import { duplicateNumbers } from './late-numbers.js';
import { roles, type SourceCoverage } from './coverage.js';
import type { SeriesReport } from './series-report.js';

export function textReport({ shop, counter, coverage }: SeriesInput): SeriesReport {
  return {
    id: counter.counter.id,
    shop: shop.shop,
    document: 'order',
    formats: [],
    platform: null,
    floor: null,
    frontier: null,
    floorWhy: 'first-in-time',
    lattice: [],
    possibleStep: null,
    used: new Set(counter.orders.map(({ fact }) => fact.number)).size,
    missing: 0,
    holes: [],
    sparse: [],
    late: [],
    reissued: [],
    duplicates: duplicateNumbers(
      counter.orders,
      null,
      shop,
      (body) => counter.orders.find((order) => order.body === body)?.fact.number ?? '',
    ),
    brokenEdits: [],
    restartedFrom: null,
    disagreements: [],
    islands: [],
    longestDelayMs: null,
    notes: ['No sequence: these numbers cannot be counted.'],
    coverage: reportedCoverage(coverage),
    orders: [],
    usedTimes: [],
  };
}

export function reportedCoverage(coverage: SourceCoverage): SeriesReport['coverage'] {
  const spans = coverage.byRole.orders;
  return {
    from: spans[0]?.from ?? null,
    to: spans.at(-1)?.to ?? null,
    roles: roles.filter((role) => coverage.byRole[role].length > 0),
  };
}
