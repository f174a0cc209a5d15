// Bars over time; the only part that needs the chart library, so it is a chunk of its own.
import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.layer.css';
import type { PanelAnswer } from '../../../model/dashboard.js';
import { type Severity, severities } from '../../../model/finding.js';
import { useZone } from '../../api/hooks.js';
import { countText } from '../../format/numbers.js';
import { clockText, dayText } from '../../format/time.js';
import { Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import classes from './Charts.module.css';

type BarsAnswer = Extract<PanelAnswer, { kind: 'bars' }>;

const palette = ['var(--accent)', 'var(--low)', 'var(--medium)', 'var(--good)', 'var(--high)', 'var(--info)'];

function colourOf(name: string, index: number): string {
  if (severities.includes(name as Severity)) return `var(--${name})`;
  return palette[index % palette.length] ?? 'var(--accent)';
}

function bucketText(at: string, bucket: BarsAnswer['bucket'], zone: string | null): string {
  const day = dayText(at, zone);
  return bucket === 'day' ? day : `${day} ${clockText(at, zone).slice(0, 5)}`;
}

export default function Charts({ answer, title }: { readonly answer: BarsAnswer; readonly title: string }) {
  const zone = useZone();
  if (answer.total === 0) return <Empty icon="dashboards" title={texts.dashboards.nothing} />;
  const names = answer.series.length > 0 ? answer.series : ['count'];
  const data = answer.points.map((point) => ({
    at: bucketText(point.at, answer.bucket, zone),
    ...Object.fromEntries(names.map((name) => [name, point.counts[name] ?? 0])),
  }));
  return (
    <figure
      className={classes['chart']}
      aria-label={`${title}: ${countText(answer.total)} ${texts.dashboards.total}`}
    >
      <BarChart
        h="100%"
        data={data}
        dataKey="at"
        type="stacked"
        series={names.map((name, index) => ({
          name,
          color: colourOf(name, index),
          label: name === 'count' ? texts.dashboards.count : name,
        }))}
        withLegend={names.length > 1}
        legendProps={{ verticalAlign: 'bottom', height: 28 }}
        gridAxis="y"
        tickLine="none"
        yAxisProps={{ width: 34, allowDecimals: false }}
        xAxisProps={{ minTickGap: 32 }}
        barProps={{ isAnimationActive: false, maxBarSize: 34 }}
      />
    </figure>
  );
}
