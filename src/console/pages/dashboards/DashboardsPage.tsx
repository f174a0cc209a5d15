// The saved dashboards.
import { useDashboards } from '../../api/hooks.js';
import { dashboardPath } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { PageHead } from '../../parts/PageHead.js';
import { Panel } from '../../parts/Panel.js';
import { Answer, Empty } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import classes from './DashboardsPage.module.css';

export default function DashboardsPage() {
  const query = useDashboards();
  return (
    <>
      <PageHead title={texts.dashboards.title} lead={texts.dashboards.lead} />
      <Answer query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Panel>
              <Empty icon="dashboards" title={texts.dashboards.empty}>
                {texts.dashboards.emptyText}
              </Empty>
            </Panel>
          ) : (
            <ul className={classes['list']}>
              {items.map((item) => (
                <li key={item.slug}>
                  <AppLink to={dashboardPath(item.slug)} className={classes['card']} data-row>
                    <h2>{item.title.en}</h2>
                    <p>{item.description.en}</p>
                    <span className={classes['count']}>{texts.dashboards.panels(item.panels)}</span>
                  </AppLink>
                </li>
              ))}
            </ul>
          )
        }
      </Answer>
    </>
  );
}
