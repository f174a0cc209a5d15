// One series in full: its number line in stretches for drawing, its holes, late numbers and duplicates.
import { severityRank } from '../../model/finding.js';
import { standingSeverity, type HoleSeverity } from '../../model/sequences/classes.js';
import { printed } from '../../model/sequences/number-formats.js';
import { firstAbove } from '../../model/sequences/timeline.js';
import type { SequenceSettingsByShop } from '../../model/sequences/number-fact.js';
import type { SequenceReport, SeriesReport } from '../../model/sequences/series-report.js';
import type { SeriesDetailAnswer } from '../../model/sequence-answers.js';
import type { Dataset } from '../question.js';
import { judgedNumbers } from './judged-numbers.js';
import { duplicateAnswer, holeAnswer, lateAnswer, pathsOf, seriesAnswer } from './number-answers.js';

export interface SeriesDetailParams {
  readonly series: string;
  readonly shop?: string | undefined;
  /** UTC ms. */
  readonly asOf: number | null;
  /** Holes, late numbers and duplicates at most, the worst first. */
  readonly limit: number;
  /** Stretches of the number line. */
  readonly stretches: number;
  readonly settings?: Partial<SequenceSettingsByShop> | undefined;
}

/** Null when there is no such series. */
export async function seriesDetail(
  dataset: Dataset,
  params: SeriesDetailParams,
): Promise<SeriesDetailAnswer | null> {
  const { reports } = await judgedNumbers(dataset, params.settings, params.asOf);
  for (const report of reports) {
    if (params.shop !== undefined && params.shop !== report.shop) continue;
    const series = report.series.find(({ id }) => id === params.series);
    if (series !== undefined) return detailOf(series, report, params);
  }
  return null;
}

function detailOf(
  series: SeriesReport,
  report: SequenceReport,
  { limit, stretches }: SeriesDetailParams,
): SeriesDetailAnswer {
  const paths = pathsOf(report);
  const rank = (severity: HoleSeverity): number => (severity === 'none' ? -1 : severityRank(severity));
  const holes = series.holes.toSorted(
    (a, b) => rank(standingSeverity(b)) - rank(standingSeverity(a)) || a.from - b.from,
  );
  return {
    series: seriesAnswer(series, report),
    line: lineOf(series, stretches),
    holes: holes.slice(0, limit).map((hole) => holeAnswer(hole, series, paths)),
    late: series.late.slice(0, limit).map((late) => lateAnswer(late, series, paths)),
    duplicates: series.duplicates.slice(0, limit).map((two) => duplicateAnswer(two, series, paths)),
    totals: {
      holes: series.holes.length,
      late: series.late.length,
      duplicates: series.duplicates.length,
    },
  };
}

interface Stretch {
  from: number;
  to: number;
  used: number;
  missing: number;
  late: number;
  severity: HoleSeverity;
}

/** The span from floor to frontier in stretches of equal length. */
function lineOf(series: SeriesReport, most: number): SeriesDetailAnswer['line'] {
  const { floor, frontier } = series;
  if (floor === null || frontier === null) return [];
  const length = Math.max(1, Math.ceil((frontier - floor + 1) / most));
  const stretches: Stretch[] = [];
  for (let from = floor; from <= frontier; from += length)
    stretches.push({
      from,
      to: Math.min(frontier, from + length - 1),
      used: 0,
      missing: 0,
      late: 0,
      severity: 'none',
    });
  const at = (body: number): Stretch | undefined => stretches[Math.floor((body - floor) / length)];
  let counted = firstAbove(series.usedTimes, floor - 1);
  for (const stretch of stretches) {
    const next = firstAbove(series.usedTimes, stretch.to);
    stretch.used = next - counted;
    counted = next;
  }
  for (const { body } of series.late) {
    const stretch = at(body);
    if (stretch !== undefined) stretch.late += 1;
  }
  for (const hole of series.holes) {
    if (hole.class === 'step_cluster') continue;
    const step = hole.count > 1 ? (hole.to - hole.from) / (hole.count - 1) : 1;
    const last = Math.floor((hole.to - floor) / length);
    for (const stretch of stretches.slice(Math.max(0, Math.floor((hole.from - floor) / length)), last + 1)) {
      const [from, to] = [Math.max(stretch.from, hole.from), Math.min(stretch.to, hole.to)];
      stretch.missing += Math.floor((to - hole.from) / step) - Math.ceil((from - hole.from) / step) + 1;
      stretch.severity = worse(stretch.severity, standingSeverity(hole));
    }
  }
  return stretches.map(({ from, to, ...rest }) => ({
    ...rest,
    from: printed(series.formats, from),
    to: printed(series.formats, to),
  }));
}

function worse(a: HoleSeverity, b: HoleSeverity): HoleSeverity {
  if (b === 'none') return a;
  return a === 'none' || severityRank(b) > severityRank(a) ? b : a;
}
