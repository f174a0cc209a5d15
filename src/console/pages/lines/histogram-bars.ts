// Bars of equal length of time, from the lines that are shown or from the server's counts.
import type { LineAnswer } from '../../../model/answers.js';
import type { LineHistogramAnswer } from '../../api/shapes.js';

export interface HistogramBar {
  readonly fromMs: number;
  readonly toMs: number;
  readonly count: number;
  /** Of these, warnings and errors. */
  readonly bad: number;
}

const MOST_BARS = 80;
const LENGTHS_MS = [
  1, 10, 100, 250, 1000, 5000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 21_600_000, 86_400_000,
  604_800_000,
];

export function histogramBars(lines: readonly Pick<LineAnswer, 'at' | 'level'>[]): HistogramBar[] {
  const times = lines.map((line) => Date.parse(line.at));
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  const last = times.reduce((most, time) => Math.max(most, time), -Infinity);
  if (lines.length === 0) return [];
  const length =
    LENGTHS_MS.find((candidate) => (last - first) / candidate < MOST_BARS) ??
    Math.ceil((last - first + 1) / MOST_BARS);
  const start = Math.floor(first / length) * length;
  const bars = Array.from({ length: Math.floor((last - start) / length) + 1 }, (_, index) => ({
    fromMs: start + index * length,
    toMs: start + (index + 1) * length,
    count: 0,
    bad: 0,
  }));
  lines.forEach((line, index) => {
    const bar = bars[Math.floor(((times[index] ?? start) - start) / length)];
    if (!bar) return;
    bar.count += 1;
    if (line.level === 'warning' || line.level === 'error') bar.bad += 1;
  });
  return bars;
}

const BUCKET_MS: Readonly<Record<LineHistogramAnswer['bucket'], number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};
const MOST_COUNTED_BARS = 200;

/** Buckets as bars; so many that none could be seen are put together. */
export function barsOfCounts({
  bucket,
  points,
}: Pick<LineHistogramAnswer, 'bucket' | 'points'>): HistogramBar[] {
  const together = Math.ceil(points.length / MOST_COUNTED_BARS);
  const bars: HistogramBar[] = [];
  for (let index = 0; index < points.length; index += together) {
    const part = points.slice(index, index + together);
    const fromMs = Date.parse(part[0]?.at ?? '');
    const sum = (levels: readonly LineAnswer['level'][]): number =>
      part.reduce(
        (total, { counts }) => total + levels.reduce((some, level) => some + (counts[level] ?? 0), 0),
        0,
      );
    const bad = sum(['warning', 'error']);
    bars.push({
      fromMs,
      toMs: fromMs + part.length * BUCKET_MS[bucket],
      count: bad + sum(['info', 'success']),
      bad,
    });
  }
  return bars;
}
