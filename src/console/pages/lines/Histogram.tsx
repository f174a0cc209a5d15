// All lines that match over time, exactly; a bar narrows the search to its time.
import { useMemo } from 'react';
import type { LineAnswer } from '../../../model/answers.js';
import { useLineHistogram, useZone } from '../../api/hooks.js';
import { momentText } from '../../format/time.js';
import { useQueryState } from '../../navigation/query-state.js';
import { texts } from '../../texts/texts.js';
import classes from './Histogram.module.css';
import { barsOfCounts, histogramBars, type HistogramBar } from './histogram-bars.js';

export interface HistogramProps {
  /** Those that are loaded. */
  readonly lines: readonly LineAnswer[];
  /** No others match. */
  readonly whole: boolean;
  readonly filter: Readonly<Record<string, string | null>>;
}

interface Counted {
  readonly bars: readonly HistogramBar[];
  readonly caption: string;
}

/** Where all lines are loaded they are cut as finely as wished; else the server counts. */
function useCounted({ lines, whole, filter }: HistogramProps): Counted | null {
  const answer = useLineHistogram(filter, !whole).data;
  return useMemo(() => {
    if (whole) return { bars: histogramBars(lines), caption: texts.lines.histogram(lines.length) };
    if (!answer) return null;
    const caption = answer.whole ? texts.lines.histogram : texts.lines.histogramPart;
    return { bars: barsOfCounts(answer), caption: caption(answer.total) };
  }, [lines, whole, answer]);
}

function Bars({ bars }: { readonly bars: readonly HistogramBar[] }) {
  const zone = useZone();
  const [, change] = useQueryState();
  const most = Math.max(...bars.map((bar) => bar.count), 1);
  const stamp = (ms: number): string => momentText(new Date(ms).toISOString(), zone);
  return (
    <div className={classes['bars']}>
      {bars.map((bar) => (
        <button
          key={bar.fromMs}
          type="button"
          tabIndex={-1}
          className={classes['bar']}
          disabled={bar.count === 0}
          aria-label={texts.lines.bucket(stamp(bar.fromMs), bar.count)}
          title={texts.lines.bucket(stamp(bar.fromMs), bar.count)}
          onClick={() =>
            change(
              { from: new Date(bar.fromMs).toISOString(), to: new Date(bar.toMs).toISOString() },
              { push: true },
            )
          }
        >
          <span style={{ height: `${((bar.count - bar.bad) / most) * 100}%` }} />
          <span data-bad style={{ height: `${(bar.bad / most) * 100}%` }} />
        </button>
      ))}
    </div>
  );
}

export function Histogram(props: HistogramProps) {
  const zone = useZone();
  const counted = useCounted(props);
  const first = counted?.bars[0];
  const last = counted?.bars.at(-1);
  if (!counted) return <div className={classes['histogram']} data-waiting aria-busy="true" />;
  if (!first || !last || counted.bars.length < 3) return null;
  const stamp = (ms: number): string => momentText(new Date(ms).toISOString(), zone);
  return (
    <figure className={classes['histogram']} aria-label={counted.caption}>
      <Bars bars={counted.bars} />
      <figcaption className={classes['axis']}>
        <span>{stamp(first.fromMs)}</span>
        <span>{counted.caption}</span>
        <span>{stamp(last.toMs)}</span>
      </figcaption>
    </figure>
  );
}
