// One replay: how far it is, why it ended, or what came of it.
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiProblem } from '../../api/client.js';
import { renew } from '../../api/hooks.js';
import { cancelReplay, hasEnded, useReplay, type ReplayAnswer } from '../../api/replays.js';
import { bytesText } from '../../format/numbers.js';
import { LogText } from '../../parts/LogText.js';
import { Panel } from '../../parts/Panel.js';
import { Answer } from '../../parts/States.js';
import { texts } from '../../texts/texts.js';
import { Notice } from './Notice.js';
import { OutcomeView } from './OutcomeView.js';
import { Progress } from './Progress.js';
import classes from './ReplayPage.module.css';

export interface JobViewProps {
  readonly id: string;
  another(): void;
}

function AtWork({ job }: { readonly job: ReplayAnswer }) {
  const [cancelling, setCancelling] = useState(false);
  const { bytes, bytesTotal, lines, records } = job.progress;
  const cancel = async (): Promise<void> => {
    setCancelling(true);
    await cancelReplay(job.id).catch(() => setCancelling(false));
  };
  return (
    <>
      <Progress
        label={texts.replay.state[job.state]}
        done={bytes}
        total={job.state === 'waiting' ? job.size : job.state === 'judging' ? null : bytesTotal}
        text={texts.replay.read(bytesText(bytes), lines, records)}
      />
      <div>
        <Button size="xs" variant="default" disabled={cancelling} onClick={() => void cancel()}>
          {cancelling ? texts.replay.cancelling : texts.replay.cancel}
        </Button>
      </div>
    </>
  );
}

function Job({ job, another }: { readonly job: ReplayAnswer; another(): void }) {
  const { state, outcome, problem } = job;
  const more = hasEnded(job) && (
    <Button size="compact-xs" variant="default" onClick={another}>
      {texts.replay.again}
    </Button>
  );
  return (
    <Panel
      title={
        <span className={classes['file']}>
          <LogText text={job.file} />{' '}
          <small>
            {bytesText(job.size)} · {texts.replay.state[state]}
          </small>
        </span>
      }
      actions={more || undefined}
    >
      <div className={classes['job']}>
        {!hasEnded(job) && <AtWork job={job} />}
        {state === 'cancelled' && (
          <Notice tone="info" title={texts.replay.state.cancelled} text={texts.replay.cancelledText} />
        )}
        {problem !== null && (
          <Notice tone="high" title={problem.detail} text={problem.hint || texts.failure.hint} />
        )}
        {outcome !== null && <OutcomeView job={job} outcome={outcome} />}
      </div>
    </Panel>
  );
}

export function JobView({ id, another }: JobViewProps) {
  const client = useQueryClient();
  const query = useReplay(id);
  const state = query.data?.state;
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['replays'], exact: true });
    if (state === 'done') void renew(client, ['datasets', 'sources', 'overview', 'findings']);
  }, [client, state]);
  const isLost = query.error instanceof ApiProblem && query.error.status === 404;
  if (isLost)
    return (
      <Panel
        title={texts.replay.title}
        actions={
          <Button size="compact-xs" variant="default" onClick={another}>
            {texts.replay.again}
          </Button>
        }
      >
        <Notice tone="info" title={texts.replay.lost} text={texts.replay.lostHint} />
      </Panel>
    );
  return (
    <Answer query={query} rows={4}>
      {(job) => <Job job={job} another={another} />}
    </Answer>
  );
}
