// Who did what with the finding, newest first.
import type { FindingDetail } from '../../api/shapes.js';
import { StateBadge } from '../../parts/Badges.js';
import { LogText } from '../../parts/LogText.js';
import { Panel } from '../../parts/Panel.js';
import { Stamp } from '../../parts/Stamp.js';
import { texts } from '../../texts/texts.js';
import classes from './History.module.css';

export function History({ detail }: { readonly detail: FindingDetail }) {
  const { history } = detail;
  return (
    <Panel title={texts.finding.history} count={history.length}>
      {history.length === 0 ? (
        <p className={classes['none']}>{texts.finding.noHistory}</p>
      ) : (
        <ol className={classes['history']}>
          {history
            .toSorted((a, b) => b.at.localeCompare(a.at))
            .map((change) => (
              <li key={`${change.at} ${change.state}`}>
                <StateBadge state={change.state} />
                <span className={classes['by']}>
                  <LogText text={change.by} /> · <Stamp at={change.at} />
                </span>
                {change.reason !== null && (
                  <p>
                    <LogText text={change.reason} />
                  </p>
                )}
              </li>
            ))}
        </ol>
      )}
    </Panel>
  );
}
