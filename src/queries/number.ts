// The life of one order number: cart, owner, number, gateway, return, order; each step with its evidence or without a source.
import { parseOrderNumber } from '../model/order-number.js';
import type { NumberFact, SequenceSettingsByShop } from '../model/sequences/number-fact.js';
import { withNumbers } from '../model/sequences/number-facts.js';
import { printed } from '../model/sequences/number-formats.js';
import type { SequenceReport, SeriesReport } from '../model/sequences/series-report.js';
import type { NumberLifeAnswer } from '../model/sequence-answers.js';
import { firstAbove } from '../model/sequences/timeline.js';
import { toInstantOrNull } from './instant.js';
import type { Dataset } from './question.js';
import { judgedNumbers } from './sequences/judged-numbers.js';
import { lifeSteps } from './sequences/life-steps.js';
import { duplicateAnswer, holeAnswer, lateAnswer, pathsOf } from './sequences/number-answers.js';

export interface NumberParams {
  readonly number: string;
  readonly shop?: string | undefined;
  readonly asOf: number | null;
  readonly settings?: Partial<SequenceSettingsByShop> | undefined;
}

/** One answer a shop that has a series for the number; none: nothing like it is known. */
export async function numberLife(
  dataset: Dataset,
  params: NumberParams,
): Promise<readonly NumberLifeAnswer[]> {
  const wanted = parseOrderNumber(params.number);
  if (wanted === null) return [];
  const { reports, factsAbout } = await judgedNumbers(dataset, params.settings, params.asOf);
  const lives: NumberLifeAnswer[] = [];
  for (const report of reports) {
    if (params.shop !== undefined && params.shop !== report.shop) continue;
    const printedNumber = seriesOf(report, wanted.text)?.number ?? wanted.text;
    const facts = withNumbers(await factsAbout(report.shop, new Set([wanted.text, printedNumber])));
    const life = lifeIn(dataset.info.name, report, facts, wanted.text);
    if (life !== null) lives.push(life);
  }
  return lives;
}

function lifeIn(
  dataset: string,
  report: SequenceReport,
  /** At least those about the number, its carts and its rows. */
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
  const orders = report.series.filter(({ document }) => document === 'order');
  for (const series of orders)
    for (const { prefix, width } of series.formats) {
      const rest = whole.slice(prefix.length);
      if (!whole.startsWith(prefix) || !/^\d{1,15}$/.test(rest) || (width > 0 && rest.length !== width))
        continue;
      return { series, body: Number(rest), number: printed(series.formats, Number(rest), wanted.edit) };
    }
  if (wanted.lead !== '' || !/^\d{1,15}$/.test(wanted.digits)) return null;
  const body = Number(wanted.digits);
  const series = orders.find(({ islands, floor, frontier }) => {
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
  const at = firstAbove(orders, body - 1);
  return Array.from({ length: 5 }, (_, place) => at - 2 + place)
    .flatMap((index) => (index < 0 ? [] : (orders.at(index) ?? [])))
    .filter((order) => order.body !== body)
    .map((order) => ({ number: printed(series.formats, order.body), at: toInstantOrNull(order.at) }));
}
