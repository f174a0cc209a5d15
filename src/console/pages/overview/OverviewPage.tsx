// The ops wall: what is open, of which kind, since when, and whether the traces are fresh enough to say so.
import { useIdle } from '@mantine/hooks';
import { useEffect } from 'react';
import { useOverview, useTransactions } from '../../api/hooks.js';
import { useLive } from '../../api/live.js';
import type { OverviewAnswer } from '../../api/shapes.js';
import { AppLink } from '../../parts/AppLink.js';
import { FindingRow } from '../../parts/FindingRow.js';
import { FreshButton } from '../../parts/FreshButton.js';
import { PageHead } from '../../parts/PageHead.js';
import { Panel } from '../../parts/Panel.js';
import { Answer } from '../../parts/States.js';
import { TransactionTable } from '../../parts/TransactionTable.js';
import { texts } from '../../texts/texts.js';
import { Freshness } from './Freshness.js';
import { Kinds } from './Kinds.js';
import { NoData } from './NoData.js';
import { NothingFound } from './NothingFound.js';
import classes from './OverviewPage.module.css';
import { Summary } from './Summary.js';
import { Trend } from './Trend.js';

/** A wall screen that nobody touches shows what is new by itself. */
const WALL_IDLE_MS = 60_000;
const RECENT_TRANSACTIONS = 8;

function useWallScreen(): void {
  const idle = useIdle(WALL_IDLE_MS, { initialState: false });
  const { freshFindings, show } = useLive();
  const fresh = freshFindings.size;
  useEffect(() => {
    if (idle && fresh > 0) show(['overview', 'transactions', 'findings']);
  }, [idle, fresh, show]);
}

function RecentTransactions() {
  const query = useTransactions({ limit: RECENT_TRANSACTIONS });
  return (
    <Panel
      title={texts.overview.transactions}
      flush
      actions={<AppLink to="/transactions">{texts.overview.all}</AppLink>}
    >
      <Answer query={query}>{(data) => <TransactionTable items={data.pages[0]?.items ?? []} />}</Answer>
    </Panel>
  );
}

function Wall({ overview }: { readonly overview: OverviewAnswer }) {
  const open = overview.open.reduce((sum, row) => sum + row.count, 0);
  return (
    <div className={classes['page']}>
      <Summary overview={overview} />
      <Freshness sources={overview.sources} judged={overview.judged} />
      <div className={classes['columns']}>
        <div className={classes['column']}>
          {open === 0 ? (
            <NothingFound overview={overview} />
          ) : (
            <Panel
              title={texts.overview.newest}
              flush
              actions={<AppLink to="/findings">{texts.overview.all}</AppLink>}
            >
              <ul>
                {overview.newest.map((finding) => (
                  <FindingRow key={finding.id} finding={finding} />
                ))}
              </ul>
            </Panel>
          )}
        </div>
        <div className={classes['column']}>
          {open > 0 && <Kinds open={overview.open} />}
          <Trend trend={overview.trend} />
        </div>
      </div>
      <RecentTransactions />
    </div>
  );
}

export default function OverviewPage() {
  const query = useOverview();
  useWallScreen();
  return (
    <>
      <PageHead
        title={texts.overview.title}
        actions={<FreshButton of="findings" topics={['overview', 'transactions', 'findings']} />}
      />
      <Answer query={query} rows={14}>
        {(overview) => (overview.sources.length === 0 ? <NoData /> : <Wall overview={overview} />)}
      </Answer>
    </>
  );
}
