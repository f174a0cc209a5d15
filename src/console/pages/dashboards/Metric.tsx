// One number; where it has limits, its level stands beside it in a word.
import type { PanelAnswer } from '../../../model/dashboard.js';
import { countText } from '../../format/numbers.js';
import { Badge, type Tone } from '../../parts/Badges.js';
import type { IconName } from '../../parts/Icon.js';
import { texts } from '../../texts/texts.js';
import classes from './Metric.module.css';

type MetricAnswer = Extract<PanelAnswer, { kind: 'metric' }>;

const looks: Readonly<Record<Exclude<MetricAnswer['level'], 'plain'>, readonly [Tone, IconName]>> = {
  good: ['good', 'check'],
  warn: ['medium', 'medium'],
  bad: ['high', 'high'],
};

export function Metric({ answer }: { readonly answer: MetricAnswer }) {
  const look = answer.level === 'plain' ? null : looks[answer.level];
  return (
    <p className={classes['metric']} data-level={answer.level}>
      <span className={classes['number']}>{countText(answer.value)}</span>
      {look !== null && answer.level !== 'plain' && (
        <Badge tone={look[0]} icon={look[1]} quiet>
          {texts.dashboards.level[answer.level]}
        </Badge>
      )}
    </p>
  );
}
