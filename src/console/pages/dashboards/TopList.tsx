// The most frequent values with their share.
import type { PanelAnswer } from '../../../model/dashboard.js';
import { useRuleTitle } from '../../api/hooks.js';
import { countText } from '../../format/numbers.js';
import { LogText } from '../../parts/LogText.js';
import { Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import classes from './TopList.module.css';

export function TopList({ answer }: { readonly answer: Extract<PanelAnswer, { kind: 'top' }> }) {
  const titleOf = useRuleTitle();
  if (answer.items.length === 0) return <Empty icon="dashboards" title={texts.dashboards.nothing} />;
  const listed = answer.items.reduce((sum, item) => sum + item.count, 0);
  const most = Math.max(...answer.items.map((item) => item.count), 1);
  return (
    <ul className={classes['list']}>
      {answer.items.map((item) => (
        <li key={item.keys.join('\n')} className={classes['item']}>
          <span className={classes['keys']}>
            <LogText text={item.keys.map(titleOf).join(' · ')} />
          </span>
          <span className={classes['bar']} aria-hidden="true">
            <span style={{ width: `${(item.count / most) * 100}%` }} />
          </span>
          <span className={classes['count']}>{countText(item.count)}</span>
        </li>
      ))}
      {answer.total > listed && (
        <li className={classes['item']} data-others>
          <span>{texts.dashboards.others}</span>
          <span />
          <span className={classes['count']}>{countText(answer.total - listed)}</span>
        </li>
      )}
      {answer.cut && <li className={classes['cut']}>{texts.dashboards.cut}</li>}
    </ul>
  );
}
