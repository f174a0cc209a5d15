// The life of one order number: cart, owner, number, gateway, return, order; each step with its evidence or without a source.
import { parseOrderNumber } from '../model/order-number.js';
import { isOwned, quoteOf, type Quote } from '../model/sequences/quotes.js';
import { phrase } from '../model/sequences/hole-words.js';
import type { NumberFact, NumberFactKind, SequenceSettings } from '../model/sequences/number-fact.js';
import { printed } from '../model/sequences/number-formats.js';
import type { SequenceReport, SeriesReport } from '../model/sequences/series-report.js';
import type { LifeStep, LifeStepName, NumberLifeAnswer } from '../model/sequence-answers.js';
import { toInstantOrNull } from './instant.js';
import type { Dataset } from './question.js';
import { judgedNumbers } from './sequences/judged-numbers.js';
import {
  duplicateAnswer,
  evidenceOf,
  holeAnswer,
  lateAnswer,
  pathsOf,
  type Paths,
} from './sequences/number-answers.js';

export interface NumberParams {
  readonly number: string;
  readonly shop?: string | undefined;
  readonly asOf: number | null;
  readonly settings?: Partial<SequenceSettings> | undefined;
}

/** One answer a shop that has a series for the number; none: nothing like it is known. */
export async function numberLife(
  dataset: Dataset,
  params: NumberParams,
): Promise<readonly NumberLifeAnswer[]> {
  const wanted = parseOrderNumber(params.number);
  if (wanted === null) return [];
  const { reports, loaded } = await judgedNumbers(dataset, params.settings, params.asOf);
  return reports.flatMap((report) => {
    if (params.shop !== undefined && params.shop !== report.shop) return [];
    const facts = loaded.shops.find(({ shop }) => shop === report.shop)?.facts ?? [];
    const life = lifeIn(dataset.info.name, report, facts, wanted.text);
    return life === null ? [] : [life];
  });
}

function lifeIn(
  dataset: string,
  report: SequenceReport,
  facts: readonly NumberFact[],
  number: string,
): NumberLifeAnswer | null {
  const paths = pathsOf(report);
  const found = seriesOf(report, number);
  const own = facts.filter((fact) => fact.number === (found?.number ?? number) || fact.number === number);
  if (found === null && own.length === 0) return null;
  const series = found?.series ?? null;
  const body = found?.body ?? null;
  const quotes = new Set(own.flatMap(({ quote }) => quote ?? []));
  const about = [
    ...own,
    ...facts.filter((fact) => fact.number === undefined && quotes.has(fact.quote ?? '')),
  ];
  const hole = series?.holes.find(({ from, to }) => body !== null && from <= body && body <= to) ?? null;
  const late = series?.late.find((one) => one.body === body) ?? null;
  const duplicate = series?.duplicates.find((one) => one.body === body) ?? null;
  const outcome = outcomeOf(own, { hole, late, duplicate, series, body });
  return {
    type: 'number',
    number: found?.number ?? number,
    dataset,
    shop: report.shop,
    series: series?.id ?? null,
    outcome,
    headline: headlineOf(
      outcome,
      found?.number ?? number,
      hole?.text ?? late?.text ?? duplicate?.text ?? null,
    ),
    steps: stepsOf(about, { sources: paths, shifts: new Map() }, paths),
    hole: hole === null || series === null ? null : holeAnswer(hole, series, paths),
    late: late === null || series === null ? null : lateAnswer(late, series, paths),
    duplicate: duplicate === null || series === null ? null : duplicateAnswer(duplicate, series, paths),
    nearest: series === null || body === null ? [] : nearestOf(series, body),
  };
}

/** The series whose format prints the number; a body alone (`350`) is looked up where it is known. */
function seriesOf(report: SequenceReport, text: string) {
  const wanted = parseOrderNumber(text);
  if (wanted === null) return null;
  const whole = wanted.lead + wanted.digits;
  for (const series of report.series)
    for (const { prefix, width } of series.formats) {
      const rest = whole.slice(prefix.length);
      if (!whole.startsWith(prefix) || !/^\d{1,15}$/.test(rest) || (width > 0 && rest.length !== width))
        continue;
      return { series, body: Number(rest), number: printed(series.formats, Number(rest), wanted.edit) };
    }
  if (wanted.lead !== '' || !/^\d{1,15}$/.test(wanted.digits)) return null;
  const body = Number(wanted.digits);
  const series = report.series.find(({ islands, floor, frontier }) => {
    const isIn = floor !== null && frontier !== null && floor <= body && body <= frontier;
    return isIn || islands.some(({ from, to }) => from <= body && body <= to);
  });
  return series === undefined ? null : { series, body, number: printed(series.formats, body) };
}

interface Judged {
  readonly hole: object | null;
  readonly late: object | null;
  readonly duplicate: object | null;
  readonly series: SeriesReport | null;
  readonly body: number | null;
}

function outcomeOf(
  own: readonly NumberFact[],
  { hole, late, duplicate, series, body }: Judged,
): NumberLifeAnswer['outcome'] {
  if (hole !== null) return 'missing';
  if (duplicate !== null) return 'duplicate';
  if (late !== null) return 'late';
  if (own.some(({ kind }) => kind === 'order')) return 'ordered';
  return series !== null && body !== null && series.floor !== null ? 'not covered' : 'unknown';
}

function headlineOf(outcome: NumberLifeAnswer['outcome'], number: string, text: string | null): string {
  if (text !== null) return text;
  if (outcome === 'ordered') return `Order ${number} was made in its turn.`;
  return `Nothing that was read covers ${number}.`;
}

const answers: readonly NumberFactKind[] = [
  'payment-approved', 'payment-captured', 'payment-declined', 'payment-failed', 'payment-cancelled', 'payment-refunded',
]; // prettier-ignore
const returns: readonly NumberFactKind[] = ['login', 'quote-touched'];

function stepsOf(
  facts: readonly NumberFact[],
  context: Parameters<typeof quoteOf>[2],
  paths: Paths,
): LifeStep[] {
  const ordered = facts.toSorted((a, b) => (a.at ?? 0) - (b.at ?? 0) || (a.event < b.event ? -1 : 1));
  const of = (...kinds: NumberFactKind[]): NumberFact[] => ordered.filter(({ kind }) => kinds.includes(kind));
  const quote = quoteOf('', ordered, context);
  const reserved = of('reserved')[0]?.at ?? of(...answers)[0]?.at ?? null;
  const begun = of('quote-created');
  const carts = of('quote');
  const step = (name: LifeStepName, found: readonly NumberFact[], what?: string): LifeStep => ({
    step: name,
    what: what ?? (found.length === 0 ? null : found.map(phrase).join('; ')),
    at: toInstantOrNull(found[0]?.at ?? null),
    evidence: found.map((fact) => evidenceOf(fact, paths)),
  });
  const owner = ordered.filter((fact) => fact.customer !== undefined || fact.kind === 'checkout-started');
  const cameBack = of(...returns).filter(({ at }) => reserved !== null && at !== null && at > reserved);
  const request = of('payment-requested');
  const requested = [
    ...of('order-requested', 'checkout-started').filter(({ method }) => method !== undefined),
    ...request,
  ];
  return [
    begun.length > 0 || carts.length === 0
      ? step('cart begun', begun)
      : { ...step('cart begun', carts, 'the cart is in the database'), at: toInstantOrNull(quote.createdAt) },
    step('owner', owner, owner.length === 0 ? undefined : ownerText(quote)),
    step('payment method', requested, methodText(requested)),
    step(
      'number given out',
      of('reserved').length > 0 ? of('reserved') : carts,
      carts.length > 0 && of('reserved').length === 0 ? 'the cart holds this number' : undefined,
    ),
    step('sent to the gateway', request),
    step('answer of the gateway', of(...answers)),
    step('came back', cameBack),
    step('order', of('order', 'save-failed', 'order-cancelled', 'order-edited', 'order-deleted')),
  ];
}

function ownerText(quote: Quote): string {
  if (isOwned(quote)) return `a customer with an account (${quote.customer ?? ''})`;
  return quote.method === 'register' ? 'a guest who was registering' : 'a guest';
}

function methodText(facts: readonly NumberFact[]): string | undefined {
  const methods = [
    ...new Set(facts.flatMap(({ kind, method }) => (kind === 'payment-requested' ? (method ?? []) : []))),
  ];
  return methods.length === 0 ? undefined : methods.join(', ');
}

function nearestOf(series: SeriesReport, body: number): NumberLifeAnswer['nearest'] {
  const orders = series.usedTimes;
  const index = orders.findIndex((order) => order.body >= body);
  const at = index < 0 ? orders.length : index;
  return orders
    .slice(Math.max(0, at - 2), at + 3)
    .filter((order) => order.body !== body)
    .map((order) => ({ number: printed(series.formats, order.body), at: toInstantOrNull(order.at) }));
}
