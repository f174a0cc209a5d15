// Open findings by rule: worst first, a bar for the count.
import type { OverviewAnswer } from '../../api/shapes.js';
import { countText } from '../../format/numbers.js';
import { AppLink } from '../../parts/AppLink.js';
import { Icon } from '../../parts/Icon.js';
import { Panel } from '../../parts/Panel.js';
import { texts } from '../../texts/texts.js';
import classes from './Kinds.module.css';

export function Kinds({ open }: Pick<OverviewAnswer, 'open'>) {
  const most = Math.max(...open.map((row) => row.count), 1);
  return (
    <Panel title={texts.overview.kinds} count={open.length} flush>
      <ul className={classes['kinds']}>
        {open.map((row) => (
          <li key={`${row.rule} ${row.severity}`}>
            <AppLink
              to="/findings"
              query={{ rule: row.rule }}
              className={classes['kind']}
              data-tone={row.severity}
              data-row
            >
              <span className={classes['icon']} title={texts.severity[row.severity]}>
                <Icon name={row.severity} size={14} />
              </span>
              <span className={classes['title']}>{row.title}</span>
              <span className={classes['bar']}>
                <span style={{ width: `${(row.count / most) * 100}%` }} />
              </span>
              <span className={classes['count']}>{countText(row.count)}</span>
            </AppLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
