// The numbers of the wall: open findings by severity, and what they are measured against.
import { type Severity, severities } from '../../../model/finding.js';
import type { OverviewAnswer } from '../../api/shapes.js';
import { countText } from '../../format/numbers.js';
import { AppLink } from '../../parts/AppLink.js';
import { Icon } from '../../parts/Icon.js';
import { Stamp } from '../../parts/Stamp.js';
import { texts } from '../../texts/texts.js';
import classes from './Summary.module.css';

const worstFirst: readonly Severity[] = severities.toReversed();

function countsOf(open: OverviewAnswer['open']): ReadonlyMap<Severity, number> {
  const counts = new Map<Severity, number>();
  for (const row of open) counts.set(row.severity, (counts.get(row.severity) ?? 0) + row.count);
  return counts;
}

export function Summary({ overview }: { readonly overview: OverviewAnswer }) {
  const counts = countsOf(overview.open);
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const through = overview.coverage.asOf ?? overview.coverage.through;
  return (
    <section className={classes['summary']} aria-label={texts.overview.open}>
      <AppLink to="/findings" className={classes['total']}>
        <span className={classes['number']}>{countText(total)}</span>
        <span className={classes['name']}>{texts.overview.open}</span>
      </AppLink>
      <ul className={classes['severities']}>
        {worstFirst.map((severity) => {
          const count = counts.get(severity) ?? 0;
          return (
            <li key={severity}>
              <AppLink
                to="/findings"
                query={{ severity }}
                className={classes['severity']}
                data-tone={severity}
                data-none={count === 0 || undefined}
              >
                <span className={classes['small']}>{countText(count)}</span>
                <span className={classes['name']}>
                  <Icon name={severity} size={13} />
                  {texts.severity[severity]}
                </span>
              </AppLink>
            </li>
          );
        })}
      </ul>
      <dl className={classes['facts']}>
        <div>
          <dt>{texts.overview.covered}</dt>
          <dd>{through === null ? '–' : <Stamp at={through} />}</dd>
        </div>
        <div>
          <dt>{texts.transactions.title}</dt>
          <dd>{countText(overview.transactions)}</dd>
        </div>
        <div>
          <dt>{texts.overview.rulesLooked}</dt>
          <dd>
            {countText(overview.rules)} × {countText(overview.casesJudged)}
          </dd>
        </div>
        <div>
          <dt>{texts.overview.pending}</dt>
          <dd>
            <AppLink to="/findings" query={{ pending: 'true' }}>
              {countText(overview.pending)}
            </AppLink>
          </dd>
        </div>
      </dl>
    </section>
  );
}
