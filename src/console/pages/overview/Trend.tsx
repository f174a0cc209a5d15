// Findings of the last days as stacked bars, by severity; small enough to need no chart library.
import { type Severity, severities } from '../../../model/finding.js';
import { useZone } from '../../api/hooks.js';
import type { OverviewAnswer } from '../../api/shapes.js';
import { pluralText } from '../../format/numbers.js';
import { clockText, dayText } from '../../format/time.js';
import { Panel } from '../../parts/Panel.js';
import { texts } from '../../texts/texts.js';
import classes from './Trend.module.css';

type Points = OverviewAnswer['trend']['points'];

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** So many bars at least: a day of hours. */
const FEWEST_BARS = 24;

/** Without the empty time before the first finding: a young dataset is no bar at the right edge of a week. */
function fitted(points: Points): Points {
  const first = points.findIndex((point) => sum(point.counts) > 0);
  return points.slice(Math.max(0, Math.min(first, points.length - FEWEST_BARS)));
}

export function Trend({ trend }: Pick<OverviewAnswer, 'trend'>) {
  const zone = useZone();
  const points = fitted(trend.points);
  const most = Math.max(...points.map((point) => sum(point.counts)), 1);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last || trend.total === 0) return null;
  return (
    <Panel title={texts.overview.trend} count={pluralText(trend.total, 'finding', 'findings')}>
      <figure
        className={classes['bars']}
        aria-label={texts.overview.trendText(trend.total, dayText(first.at, zone), dayText(last.at, zone))}
      >
        {points.map((point) => (
          <span
            key={point.at}
            className={classes['bar']}
            title={`${dayText(point.at, zone)} ${clockText(point.at, zone).slice(0, 5)}: ${sum(point.counts)}`}
          >
            {severities.map((severity: Severity) => {
              const count = point.counts[severity] ?? 0;
              return count === 0 ? null : (
                <span
                  key={severity}
                  data-tone={severity}
                  style={{ height: `${Math.max((count / most) * 100, 4)}%` }}
                />
              );
            })}
          </span>
        ))}
      </figure>
      <div className={classes['axis']} aria-hidden="true">
        <span>{dayText(first.at, zone)}</span>
        <span>{dayText(last.at, zone)}</span>
      </div>
    </Panel>
  );
}
