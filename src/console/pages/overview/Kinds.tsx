// Open findings by rule: worst first, a bar for the count with a part for each severity.
import type { OverviewAnswer } from '../../api/shapes.js';
import { countText } from '../../format/numbers.js';
import { AppLink } from '../../parts/AppLink.js';
import { Icon } from '../../parts/Icon.js';
import { Panel } from '../../parts/Panel.js';
import { texts } from '../../texts/texts.js';
import classes from './Kinds.module.css';
import { kindsByRule, type Kind } from './kinds-by-rule.js';

/** `163 Critical, 2 High`. */
const partsText = (kind: Kind): string =>
  kind.parts.map(({ severity, count }) => `${countText(count)} ${texts.severity[severity]}`).join(', ');

export function Kinds({ open }: Pick<OverviewAnswer, 'open'>) {
  const kinds = kindsByRule(open);
  const most = Math.max(...kinds.map((kind) => kind.count), 1);
  return (
    <Panel title={texts.overview.kinds} count={kinds.length} flush>
      <ul className={classes['kinds']}>
        {kinds.map((kind) => (
          <li key={kind.rule}>
            <AppLink
              to="/findings"
              query={{ rule: kind.rule }}
              className={classes['kind']}
              title={partsText(kind)}
              data-row
            >
              <span className={classes['icon']} data-tone={kind.severity}>
                <Icon name={kind.severity} size={14} />
              </span>
              <span className={classes['title']}>{kind.title}</span>
              <span className={classes['bar']} aria-hidden="true">
                {kind.parts.map(({ severity, count }) => (
                  <span key={severity} data-tone={severity} style={{ width: `${(count / most) * 100}%` }} />
                ))}
              </span>
              <span className={classes['count']}>{countText(kind.count)}</span>
            </AppLink>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
