// The life of one order number: cart, owner, number, gateway, return, order; each step with its evidence or without a source.
import { parseOrderNumber } from '../model/order-number.js';
import type { NumberFact, SequenceSettings } from '../model/sequences/number-fact.js';
import { withNumbers } from '../model/sequences/number-facts.js';
import { printed } from '../model/sequences/number-formats.js';
import type { SequenceReport, SeriesReport } from '../model/sequences/series-report.js';
import type { NumberLifeAnswer } from '../model/sequence-answers.js';
import { toInstantOrNull } from './instant.js';
import type { Dataset } from './question.js';
import { judgedNumbers } from './sequences/judged-numbers.js';
import { lifeSteps } from './sequences/life-steps.js';
import { duplicateAnswer, holeAnswer, lateAnswer, pathsOf } from './sequences/number-answers.js';

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
    const facts = withNumbers(loaded.shops.find(({ shop }) => shop === report.shop)?.facts ?? []);
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
    zone: report.zone,
    steps: lifeSteps(own, facts, { ...report, sources: paths }),
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

function nearestOf(series: SeriesReport, body: number): NumberLifeAnswer['nearest'] {
  const orders = series.usedTimes;
  const index = orders.findIndex((order) => order.body >= body);
  const at = index < 0 ? orders.length : index;
  return orders
    .slice(Math.max(0, at - 2), at + 3)
    .filter((order) => order.body !== body)
    .map((order) => ({ number: printed(series.formats, order.body), at: toInstantOrNull(order.at) }));
}
