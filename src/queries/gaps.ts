// Which order numbers are missing, late or given twice, and why?
import type { SequenceSettingsByShop } from '../model/sequences/number-fact.js';
import type { GapsAnswer, SeriesAnswer } from '../model/sequence-answers.js';
import type { Dataset } from './question.js';
import { contentOfSource } from './sequences/content-of-source.js';
import { judgedNumbers } from './sequences/judged-numbers.js';
import {
  duplicateAnswer,
  holeAnswer,
  lateAnswer,
  pathsOf,
  paymentAnswers,
  seriesAnswer,
  sourceAnswer,
} from './sequences/number-answers.js';

export interface GapsParams {
  /** Only of these series; empty: all. */
  readonly series: readonly string[];
  readonly shop?: string | undefined;
  /** UTC ms: judged as if every source had spoken until then. */
  readonly asOf: number | null;
  readonly settings?: Partial<SequenceSettingsByShop> | undefined;
}

export async function gaps(dataset: Dataset, params: GapsParams): Promise<GapsAnswer> {
  const { reports, imports } = await judgedNumbers(dataset, params.settings, params.asOf);
  const wanted = reports.filter(({ shop }) => params.shop === undefined || params.shop === shop);
  const series = wanted.flatMap((report) => {
    const paths = pathsOf(report);
    return report.series
      .filter(({ id }) => params.series.length === 0 || params.series.includes(id))
      .map((one) => ({ one, paths, report }));
  });
  const sources = await Promise.all(
    wanted
      .flatMap((report) => report.sources)
      .map(async (source) =>
        sourceAnswer(source, imports, await contentOfSource(dataset, source.id, imports)),
      ),
  );
  return {
    dataset: dataset.info.name,
    known: reports.flatMap((report) => report.series.map(({ shop, id }) => ({ shop, series: id }))),
    series: series.map(({ one, report }) => seriesAnswer(one, report)),
    holes: series.flatMap(({ one, paths }) => one.holes.map((hole) => holeAnswer(hole, one, paths))),
    late: series.flatMap(({ one, paths }) => one.late.map((late) => lateAnswer(late, one, paths))),
    duplicates: series.flatMap(({ one, paths }) =>
      one.duplicates.map((two) => duplicateAnswer(two, one, paths)),
    ),
    payments: params.series.length > 0 ? [] : wanted.flatMap(paymentAnswers),
    sources,
    notes: wanted.flatMap(({ shop, unusedCorrections }) =>
      unusedCorrections.map(
        ({ prefix, width }) =>
          `The configuration corrects a series of shop ${shop} with the prefix ${JSON.stringify(prefix)}${width === undefined ? '' : ` and ${width} digits`}; no number is of that form.`,
      ),
    ),
  };
}

/** The series alone. */
export async function listSeries(
  dataset: Dataset,
  params: Omit<GapsParams, 'series'>,
): Promise<readonly SeriesAnswer[]> {
  const { reports } = await judgedNumbers(dataset, params.settings, params.asOf);
  return reports
    .filter(({ shop }) => params.shop === undefined || params.shop === shop)
    .flatMap((report) => report.series.map((one) => seriesAnswer(one, report)));
}
