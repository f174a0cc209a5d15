// A file is chosen, sent and replayed; the job stands in the address, so that a reload shows it again.
import { PageHead } from '../../parts/PageHead.js';
import { Answer } from '../../parts/States.js';
import { useQueryState } from '../../navigation/query-state.js';
import { useReplays } from '../../api/replays.js';
import { texts } from '../../texts/texts.js';
import { EarlierReplays } from './EarlierReplays.js';
import { JobView } from './JobView.js';
import { SendForm } from './SendForm.js';
import classes from './ReplayPage.module.css';

export default function ReplayPage() {
  const [query, change] = useQueryState();
  const id = query.get('job');
  const replays = useReplays();
  const show = (job: string | null): void => change({ job }, { push: true });
  return (
    <>
      <PageHead title={texts.replay.title} lead={texts.replay.lead} />
      <div className={classes['page']}>
        {id !== null && <JobView key={id} id={id} another={() => show(null)} />}
        {id === null && (
          <Answer query={replays} rows={4}>
            {({ maxBytes, zone }) => <SendForm maxBytes={maxBytes} zone={zone} sent={show} />}
          </Answer>
        )}
        <EarlierReplays shown={id} />
      </div>
    </>
  );
}
