// Bars over time; the only part that needs the chart library, so it is a chunk of its own.
import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.layer.css';
import type { PanelAnswer } from '../../../model/dashboard.js';
import { type Severity, severities } from '../../../model/finding.js';
import { useRuleTitle, useZone } from '../../api/hooks.js';
import { axisText, countText } from '../../format/numbers.js';
import { clockText, dayText } from '../../format/time.js';
import { Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import classes from './Charts.module.css';

type BarsAnswer = Extract<PanelAnswer, { kind: 'bars' }>;

const COLOURS = 6;
/** Room for five characters and the margin of the tick. */
const AXIS_WIDTH = 54;

/** Severities keep their colour everywhere; other names take the next one. */
function colourOf(name: string, index: number): string {
  if (severities.includes(name as Severity)) return `var(--${name})`;
  return `var(--chart-${(index % COLOURS) + 1})`;
}

function bucketText(at: string, bucket: BarsAnswer['bucket'], zone: string | null): string {
  const day = dayText(at, zone);
  return bucket === 'day' ? day : `${day} ${clockText(at, zone).slice(0, 5)}`;
}

export default function Charts({ answer, title }: { readonly answer: BarsAnswer; readonly title: string }) {
  const zone = useZone();
  const titleOf = useRuleTitle();
  if (answer.total === 0) return <Empty icon="dashboards" title={texts.dashboards.nothing} />;
  const names = answer.series.length > 0 ? answer.series : ['count'];
  const data = answer.points.map((point) => ({
    at: bucketText(point.at, answer.bucket, zone),
    ...Object.fromEntries(names.map((name) => [name, point.counts[name] ?? 0])),
  }));
  const series = names.map((name, index) => ({
    name,
    color: colourOf(name, index),
    label: name === 'count' ? texts.dashboards.count : titleOf(name),
  }));
  return (
    <figure
      className={classes['chart']}
      aria-label={`${title}: ${countText(answer.total)} ${texts.dashboards.total}`}
    >
      <div className={classes['plot']}>
        <BarChart
          h="100%"
          data={data}
          dataKey="at"
          type="stacked"
          series={series}
          gridAxis="x"
          tickLine="none"
          valueFormatter={countText}
          yAxisProps={{ width: AXIS_WIDTH, allowDecimals: false, tickFormatter: axisText }}
          xAxisProps={{ minTickGap: 40 }}
          barProps={{ isAnimationActive: false, maxBarSize: 34 }}
        />
      </div>
      {answer.cut && <figcaption className={classes['cut']}>{texts.dashboards.cut}</figcaption>}
      {series.length > 1 && (
        <ul className={classes['legend']}>
          {series.map(({ name, color, label }) => (
            <li key={name}>
              <span className={classes['swatch']} style={{ background: color }} />
              {label}
            </li>
          ))}
        </ul>
      )}
    </figure>
  );
}
