// Invoice numbers of a shop's invoice tables: a counter of their own, in which a hole weighs more than among orders.
import { coverageOfSources, type SourceCoverage } from './coverage.js';
import { orderSpans } from './deletions.js';
import { plainFact } from './fact-columns.js';
import { shortPhrase } from './hole-words.js';
import type { ExplainedHole } from './hole.js';
import type { NumberFact, NumberSource, SequenceSettings } from './number-fact.js';
import { shopFacts } from './number-facts.js';
import { judgeCounter } from './series.js';
import type { DuplicateNumber, SeriesReport } from './series-report.js';

/**
 * One report a counter of invoices. Lines of traces name invoices, too, but only a table says that it holds all of them.
 * @param facts of the shop's sources, in any order
 */
export function invoiceSeries(
  shop: string,
  sources: readonly NumberSource[],
  facts: readonly NumberFact[],
  settings: SequenceSettings,
): SeriesReport[] {
  const tables = sources.flatMap((source) =>
    source.kind === 'invoices' ? [{ ...source, kind: 'orders' as const }] : [],
  );
  if (tables.length === 0) return [];
  const ids = new Set(tables.map(({ id }) => id));
  const originals = new Map<string, NumberFact>();
  const invoices = facts.flatMap((fact): NumberFact[] => {
    if (fact.kind !== 'invoiced' || !ids.has(fact.source)) return [];
    originals.set(fact.event, fact);
    const { detail, ...rest } = plainFact(fact);
    return detail === undefined ? [] : [{ ...rest, kind: 'order', number: detail }];
  });
  // What is said about order numbers does not hold for invoices that look alike.
  const own = { ...settings, first: [], last: [], corrections: [] };
  const sorted = shopFacts(shop, tables, invoices, own);
  const spans = orderSpans(sorted.facts, sorted);
  const coverage = coverageOfInvoices(tables, sorted.facts, settings.asOf);
  const latest = Math.max(
    settings.asOf ?? -Infinity,
    ...tables.map(({ to, takenAt }) => takenAt ?? to ?? -Infinity),
  );
  const told = (fact: NumberFact): NumberFact => originals.get(fact.event) ?? fact;
  return sorted.counters.flatMap((counter) =>
    judgeCounter({
      shop: sorted,
      counter,
      settings: own,
      coverage,
      latest,
      failedRequests: [],
      loosePayments: [],
      filtered: new Set(),
      spans,
    }).map((report) => asInvoices(report, told)),
  );
}

/** A table of invoices is all that could know of one. */
function coverageOfInvoices(
  tables: readonly NumberSource[],
  facts: readonly NumberFact[],
  asOf: number | null,
): SourceCoverage {
  const { byRole, holes } = coverageOfSources(tables, facts, asOf);
  const { orders } = byRole;
  return { byRole: { ...byRole, quotes: orders, gateway: orders }, holes };
}

function asInvoices(report: SeriesReport, told: (fact: NumberFact) => NumberFact): SeriesReport {
  return {
    ...report,
    id: `invoice-${report.id}`,
    document: 'invoice',
    holes: report.holes.map((hole) => invoiceHole(hole, report, told)),
    late: [],
    reissued: [],
    longestDelayMs: null,
    duplicates: report.duplicates.map((two) => invoiceDuplicate(two, told)),
    coverage: { ...report.coverage, roles: ['invoices'] },
  };
}

function invoiceHole(
  hole: ExplainedHole,
  { platform }: SeriesReport,
  told: (fact: NumberFact) => NumberFact,
): ExplainedHole {
  const evidence = hole.evidence.map((one) => ({ ...one, fact: told(one.fact) }));
  const invoice = { ...hole, evidence };
  const these = hole.count === 1 ? 'this number' : 'these numbers';
  switch (hole.class) {
    case 'unexplained':
      return {
        ...invoice,
        severity: 'high',
        text: `The invoices of that time are all here, and none has ${these}. ${failedSave(platform)}`,
        wouldChange:
          'The invoice itself, a paper that says why it was spoiled, or the log of a save that failed.',
      };
    case 'deleted_order': {
      const [proof] = evidence;
      const which = proof === undefined ? '' : ` (${shortPhrase(proof.fact)})`;
      return {
        ...invoice,
        text: `There was an invoice under this number${which}; a later export of its time does not have it. The shop itself offers no way to delete an invoice, so somebody removed it with a tool or in the database.`,
        wouldChange: 'An export that holds the invoice again.',
      };
    }
    case 'no_data':
      return {
        ...invoice,
        text: `No reason can be given: the invoices that were read do not cover ${these}.`,
        wouldChange: 'An export of the invoices of that time.',
      };
    default:
      return invoice;
  }
}

/** Magento 1 takes the number inside the transaction that saves the invoice; Magento 2 out of a table before it. */
function failedSave(platform: SeriesReport['platform']): string {
  return platform === 'm2'
    ? 'Magento 2 uses a number up when saving an invoice fails; otherwise an invoice was removed or the counter was set.'
    : 'Magento 1 gives a number back when saving an invoice fails, so an invoice was removed or the counter was set.';
}

function invoiceDuplicate(two: DuplicateNumber, told: (fact: NumberFact) => NumberFact): DuplicateNumber {
  const count = two.orders.length;
  const text =
    two.reason === 'two_stores'
      ? `${count} stores have an invoice ${two.number}.`
      : `${count} different invoices carry the number ${two.number}: it was given out again, as after a restored backup.`;
  return { ...two, orders: two.orders.map(told), text };
}
