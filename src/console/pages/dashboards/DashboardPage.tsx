// One saved dashboard: its panels on the saved grid, each with the answer of the API.
import { lazy, Suspense, useState } from 'react';
import type {
  Dashboard,
  DashboardAnswer,
  Panel as SavedPanel,
  PanelAnswer,
} from '../../../model/dashboard.js';
import { useCurrentDataset, useDashboard, useDashboardData, useDatasets, useZone } from '../../api/hooks.js';
import { serverNow } from '../../api/server-clock.js';
import { momentText } from '../../format/time.js';
import { usePathTail, useQueryState } from '../../navigation/query-state.js';
import { AppLink } from '../../parts/AppLink.js';
import { Icon } from '../../parts/Icon.js';
import { PageHead } from '../../parts/PageHead.js';
import { Panel } from '../../parts/Panel.js';
import { Answer, Waiting } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import classes from './DashboardPage.module.css';
import { defaultRange, rangeStart } from './dashboard-range.js';
import { Metric } from './Metric.js';
import { RangeChoice } from './RangeChoice.js';
import { Rows } from './Rows.js';
import { TopList } from './TopList.js';
import { linkOf } from './panel-link.js';

const Charts = lazy(() => import('./Charts.js'));
const DEFAULT_REFRESH_MS = 30_000;

function PanelBody({ saved, answer }: { readonly saved: SavedPanel; readonly answer: PanelAnswer }) {
  if (answer.kind === 'metric') return <Metric answer={answer} />;
  if (answer.kind === 'top') return <TopList answer={answer} />;
  if (answer.kind === 'rows') return <Rows answer={answer} />;
  if (answer.kind === 'bars')
    return (
      <Suspense fallback={<Waiting rows={4} />}>
        <Charts answer={answer} title={saved.title.en} />
      </Suspense>
    );
  return <p className={classes['note']}>{saved.kind === 'note' ? saved.text.en : ''}</p>;
}

function Cell({ saved, answer }: { readonly saved: SavedPanel; readonly answer: PanelAnswer | undefined }) {
  const { x, y, width, height } = saved.grid;
  const link = linkOf(saved.link);
  return (
    <div
      className={classes['cell']}
      data-kind={saved.kind}
      style={{ gridColumn: `${x + 1} / span ${width}`, gridRow: `${y + 1} / span ${height}` }}
    >
      <Panel
        flush
        title={saved.title.en}
        actions={
          link && (
            <AppLink
              to={link.path}
              query={link.query}
              aria-label={`${texts.dashboards.open}: ${saved.title.en}`}
              title={texts.dashboards.open}
            >
              <Icon name="arrowRight" size={15} />
            </AppLink>
          )
        }
      >
        {answer ? <PanelBody saved={saved} answer={answer} /> : <Waiting rows={3} />}
      </Panel>
    </div>
  );
}

function Range({ data }: { readonly data: DashboardAnswer }) {
  const zone = useZone();
  if (data.from === null || data.to === null) return texts.dashboards.whole;
  return texts.dashboards.range(momentText(data.from, zone), momentText(data.to, zone));
}

function Grid({
  dashboard,
  data,
}: {
  readonly dashboard: Dashboard;
  readonly data: DashboardAnswer | undefined;
}) {
  const answers = new Map(data?.panels.map((panel) => [panel.id, panel]));
  return (
    <div className={classes['grid']}>
      {dashboard.panels.map((saved) => (
        <Cell key={saved.id} saved={saved} answer={answers.get(saved.id)} />
      ))}
    </div>
  );
}

/** The chosen range and its answers; null until dashboard and dataset are known. */
function useRangedData(slug: string, dashboard: Dashboard | undefined) {
  const [query] = useQueryState();
  const dataset = useCurrentDataset();
  const datasets = useDatasets();
  const [openedAtMs] = useState(serverNow);
  const ownHours = dashboard?.rangeHours ?? null;
  const whole = dataset ?? { live: false, from: null, to: null };
  const known = dashboard !== undefined && !datasets.isPending;
  const range = known ? (query.get('range') ?? defaultRange(whole, ownHours, openedAtMs)) : null;
  const data = useDashboardData(slug, {
    range,
    from: () => rangeStart(range ?? '', whole, ownHours, serverNow()),
    refetchMs: dashboard ? dashboard.refreshSeconds * 1000 : DEFAULT_REFRESH_MS,
  });
  return { range, ownHours, data };
}

export default function DashboardPage() {
  const slug = usePathTail('/dashboards/');
  const dashboard = useDashboard(slug);
  const { range, ownHours, data } = useRangedData(slug, dashboard.data);
  return (
    <>
      <PageHead
        title={dashboard.data?.title.en ?? texts.dashboards.title}
        parent={{ path: '/dashboards', name: texts.dashboards.title }}
        actions={
          <>
            {data.data && (
              <span className={classes['range']}>
                <Range data={data.data} />
              </span>
            )}
            {range !== null && <RangeChoice ownHours={ownHours} range={range} />}
          </>
        }
      />
      <Answer query={dashboard} rows={10}>
        {(saved) =>
          data.isError && !data.data ? (
            <Answer query={data}>{() => null}</Answer>
          ) : (
            <Grid dashboard={saved} data={data.data} />
          )
        }
      </Answer>
    </>
  );
}
