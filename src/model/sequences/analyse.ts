// The whole judgement on order numbers: a function of the facts, whatever order they came in.
import { GRID_READ_AS_UTC } from './imported-table.js';
import { coverageOfSources, covers } from './coverage.js';
import { filteredExports, orderSpans } from './deletions.js';
import { phrase } from './hole-words.js';
import { invoiceSeries } from './invoices.js';
import { shopFacts, type ShopFacts } from './number-facts.js';
import {
  defaultSequenceSettings,
  type NumberFact,
  type NumberSource,
  type SequenceSettings,
} from './number-fact.js';
import { correctionOf, judgeCounter } from './series.js';
import type { SequenceReport, SeriesReport, UnmatchedPayment } from './series-report.js';

/**
 * Judges the order numbers of one shop.
 * @param facts of the shop's sources, in any order; the same facts give the same report
 */
export function analyseNumbers(
  shop: string,
  sources: readonly NumberSource[],
  facts: readonly NumberFact[],
  settings: SequenceSettings = defaultSequenceSettings,
): SequenceReport {
  const sorted = shopFacts(shop, sources, facts, settings);
  const coverage = coverageOfSources(sources, sorted.facts, settings.asOf);
  const latest = Math.max(settings.asOf ?? -Infinity, ...sources.map(latestOfSource));
  const orders = sorted.facts.filter(({ kind }) => kind === 'order');
  const filtered = filteredExports(orders, sorted.sources);
  const spans = orderSpans(orders, sorted);
  const failedRequests = sorted.facts
    .filter(({ kind }) => kind === 'order-request-failed')
    .toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0));
  const loosePayments = sorted.facts.filter(
    ({ kind, number, quote }) => kind === 'payment-captured' && number === undefined && quote === undefined,
  );
  const series = sorted.counters.flatMap((counter) =>
    judgeCounter({
      shop: sorted,
      counter,
      settings,
      coverage,
      latest,
      failedRequests,
      loosePayments,
      filtered,
      spans,
    }),
  );
  return {
    shop,
    now: Number.isFinite(latest) ? latest : null,
    zone: sorted.zone,
    shifts: sorted.shifts,
    series: [...series, ...invoiceSeries(shop, sources, sorted.facts, settings)],
    payments: unmatchedPayments([...loosePayments, ...sorted.unplaced], series, sorted, (at) =>
      covers(coverage.byRole.orders, at, at + settings.settleMs),
    ),
    unusedCorrections: settings.corrections.filter(
      (correction) =>
        !sorted.counters.some((one) => correctionOf(one, { corrections: [correction] }) !== null),
    ),
    sources: sources
      .map((source) => warned(source, sorted, filtered, series))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

function latestOfSource({ to, takenAt }: NumberSource): number {
  return Math.max(to ?? -Infinity, takenAt ?? -Infinity);
}

/** Money that neither an order, a hole nor a refund accounts for: a loss need not make a hole. */
function unmatchedPayments(
  payments: readonly NumberFact[],
  series: readonly SeriesReport[],
  context: Pick<ShopFacts, 'zone' | 'shifts'>,
  isCovered: (at: number) => boolean,
): UnmatchedPayment[] {
  if (payments.length === 0) return [];
  const explained = new Set(
    series.flatMap(({ holes }) => holes.flatMap(({ evidence }) => evidence.map(({ fact }) => fact.event))),
  );
  const amounts = new Map<string, number>();
  for (const { orders } of series)
    for (const { fact } of orders) {
      const key = (fact.amount ?? 0).toFixed(2);
      amounts.set(key, (amounts.get(key) ?? 0) + 1);
    }
  const seen = new Set<string>();
  return payments.flatMap((fact) => {
    if (seen.has(fact.event) || explained.has(fact.event)) return [];
    seen.add(fact.event);
    if (fact.at === null || !isCovered(fact.at)) return [];
    // Without a reference an order of the same amount may be the one that was paid.
    if (fact.number === undefined && (amounts.get((fact.amount ?? 0).toFixed(2)) ?? 0) > 0) return [];
    const text = `The gateway took money (${phrase(fact, context)}) under ${fact.number === undefined ? 'no number' : 'a number that no counter gave out'}, and no order fits it.`;
    return [{ fact, text }];
  });
}

function warned(
  source: NumberSource,
  { zerosLost, shifts }: ShopFacts,
  filtered: ReadonlySet<string>,
  series: readonly SeriesReport[],
): NumberSource {
  const shift = shifts.get(source.id);
  // What was corrected is no longer read as UTC.
  const warnings = source.warnings.filter((told) => shift === undefined || told !== GRID_READ_AS_UTC);
  if (zerosLost.has(source.id))
    warnings.push('Numbers lost their leading zeros (a spreadsheet has saved the file); they were put back.');
  if (shift !== undefined)
    warnings.push(
      `All times are ${shift < 0 ? 'behind' : 'ahead'} by ${Math.abs(shift) / 60_000} minutes of the other sources: the zone is probably another; they were corrected.`,
    );
  if (filtered.has(source.id))
    warnings.push(
      'No cancelled order among so many: the export was probably filtered by status, and holes may be filtered orders.',
    );
  const lacking = series.flatMap(({ disagreements }) =>
    disagreements.filter((told) => told.source === source.id),
  );
  const [first] = lacking;
  if (first !== undefined)
    warnings.push(
      `Orders of its time stand only in other files (${lacking.reduce((sum, { orders }) => sum + orders, 0)}, such as ${first.number}): it is probably not complete.`,
    );
  return { ...source, warnings };
}
