// The shown lines over time; a bar narrows the search to its time.
import { useMemo } from 'react';
import type { LineAnswer } from '../../../model/answers.js';
import { useZone } from '../../api/hooks.js';
import { momentText } from '../../format/time.js';
import { useQueryState } from '../../navigation/query-state.js';
import { texts } from '../../texts/texts.js';
import classes from './Histogram.module.css';
import { histogramBars } from './histogram-bars.js';

export function Histogram(props: { readonly lines: readonly LineAnswer[]; readonly whole: boolean }) {
  const { lines, whole } = props;
  const zone = useZone();
  const [, change] = useQueryState();
  const bars = useMemo(() => histogramBars(lines), [lines]);
  const most = Math.max(...bars.map((bar) => bar.count), 1);
  const first = bars[0];
  const last = bars.at(-1);
  if (!first || !last || bars.length < 3) return null;
  const stamp = (ms: number): string => momentText(new Date(ms).toISOString(), zone);
  return (
    <figure
      className={classes['histogram']}
      aria-label={whole ? texts.lines.histogram : texts.lines.histogramPart}
    >
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
      <figcaption className={classes['axis']}>
        <span>{stamp(first.fromMs)}</span>
        <span>{whole ? texts.lines.histogram : texts.lines.histogramPart}</span>
        <span>{stamp(last.toMs)}</span>
      </figcaption>
    </figure>
  );
}
