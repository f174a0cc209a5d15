// How are the lines that match spread over time? Exact counts, over as much of the dataset as can be counted quickly.
import type { Instant } from '../model/answers.js';
import type { LineFilter } from '../model/query.js';
import { datasetAnswer } from './datasets.js';
import { toInstant } from './instant.js';
import type { Dataset } from './question.js';
import { countOverTime, type OverTimeAnswer } from './statistics.js';

/** More than the longest question has. */
const MOST_HOURS = 500_000;
/** Words and IDs are found by reading: of more lines than this, only the newest are looked at. */
const MOST_READ_LINES = 400_000;

export interface LineHistogramAnswer extends OverTimeAnswer {
  /** What was counted; null without lines. */
  readonly from: Instant | null;
  /** Exclusive. */
  readonly to: Instant | null;
  /** False: older lines may match too; words and IDs are looked for in the newest lines only. */
  readonly whole: boolean;
}

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** By level, over [from, to) of the filter or the whole dataset. @throws query-invalid */
export async function lineHistogram(
  dataset: Dataset,
  filter: LineFilter,
  mostReadLines = MOST_READ_LINES,
): Promise<LineHistogramAnswer> {
  const asked = await spanOf(dataset, filter);
  if (asked === null)
    return {
      from: null,
      to: null,
      whole: true,
      bucket: 'hour',
      series: [],
      points: [],
      total: 0,
      cut: false,
    };
  const isRead = filter.words !== undefined || filter.transaction !== undefined;
  const span = isRead ? await newestLines(dataset, asked, mostReadLines) : asked;
  const counted = await countOverTime(dataset, { ask: 'lines', filter, by: ['level'] }, span);
  return {
    ...counted,
    from: toInstant(span.fromMs),
    to: toInstant(span.toMs),
    whole: span.fromMs === asked.fromMs,
  };
}

/** Where the question and the data overlap. */
async function spanOf(dataset: Dataset, { from, to }: LineFilter): Promise<Span | null> {
  const covered = await datasetAnswer(dataset);
  if (covered.from === null || covered.to === null) return null;
  const fromMs = Math.max(from ?? -Infinity, Date.parse(covered.from));
  const toMs = Math.min(to ?? Infinity, Date.parse(covered.to) + 1);
  return fromMs < toMs ? { fromMs, toMs } : null;
}

/** The end of the span that holds at most so many lines, from a full hour on; at least one hour. */
async function newestLines(dataset: Dataset, span: Span, mostLines: number): Promise<Span> {
  const hours = await dataset.countBy(['hour'], { from: span.fromMs, to: span.toMs }, MOST_HOURS);
  let lines = 0;
  let fromMs = span.toMs;
  for (const { keys, count } of hours.toReversed()) {
    lines += count;
    if (lines > mostLines && fromMs < span.toMs) return { fromMs, toMs: span.toMs };
    fromMs = Number(keys[0]);
  }
  return span;
}
