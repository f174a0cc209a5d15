// Nothing was read yet: says so on every page, how to begin, and goes on by itself as soon as there is something.
import { useInterval } from '@mantine/hooks';
import { usePathname } from 'wouter/use-browser-location';
import { useDatasets } from '../api/hooks.js';
import { AppLink } from '../parts/AppLink.js';
import { FirstSteps } from '../parts/FirstSteps.js';
import { PageHead } from '../parts/PageHead.js';
import { Panel } from '../parts/Panel.js';
import { Empty } from '../parts/States.js';
import { texts } from '../texts/texts.js';
import classes from './FirstRun.module.css';

const LOOK_AGAIN_MS = 3000;
/** The one page that is of use without a dataset. */
const UPLOAD_PAGE = '/replay';

function FirstRun() {
  const { refetch } = useDatasets();
  useInterval(() => void refetch(), LOOK_AGAIN_MS, { autoInvoke: true });
  return (
    <>
      <PageHead title={texts.firstRun.title} lead={texts.firstRun.lead} />
      <Panel>
        <Empty icon="sources" title={texts.overview.noData}>
          <p>{texts.overview.noDataText}</p>
          <FirstSteps />
          <AppLink to={UPLOAD_PAGE} className={classes['upload']}>
            {texts.overview.upload}
          </AppLink>
          <p className={classes['waits']}>{texts.firstRun.waits}</p>
        </Empty>
      </Panel>
    </>
  );
}

/** The page, unless there is no dataset that any page could show. */
export function UnlessFirstRun({ children }: { readonly children: React.ReactNode }) {
  const { data } = useDatasets();
  const path = usePathname();
  return data?.items.length === 0 && path !== UPLOAD_PAGE ? <FirstRun /> : children;
}
