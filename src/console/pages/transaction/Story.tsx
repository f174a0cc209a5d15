// The story of a transaction: one sentence a step, deaths and missing steps told apart.
import type { StoryStep, TransactionAnswer } from '../../../model/answers.js';
import { useZone } from '../../api/hooks.js';
import { deltaText, preciseClockText } from '../../format/time.js';
import { useQueryState } from '../../navigation/query-state.js';
import { Icon } from '../../parts/Icon.js';
import { LogText } from '../../parts/LogText.js';
import { Panel } from '../../parts/Panel.js';
import { texts } from '../../texts/texts.js';
import classes from './Story.module.css';

function Step({ step, before }: { readonly step: StoryStep; readonly before: StoryStep | undefined }) {
  const zone = useZone();
  const [, change] = useQueryState();
  const event = step.events.at(-1);
  const delta = before ? Date.parse(step.at) - Date.parse(before.at) : null;
  const content = (
    <>
      <span className={classes['icon']}>
        <Icon name={step.kind} size={14} />
      </span>
      <span className={classes['what']}>
        <LogText text={step.what} />
      </span>
      <time className={classes['at']} dateTime={step.at}>
        {preciseClockText(step.at, zone)}
        {delta !== null && delta > 0 && <span className={classes['delta']}>{deltaText(delta)}</span>}
      </time>
    </>
  );
  return (
    <li className={classes['step']} data-kind={step.kind}>
      {event === undefined ? (
        <div className={classes['row']}>{content}</div>
      ) : (
        <button type="button" className={classes['row']} onClick={() => change({ line: event })}>
          {content}
        </button>
      )}
    </li>
  );
}

export function Story({ transaction }: { readonly transaction: TransactionAnswer }) {
  return (
    <Panel title={texts.transaction.story} flush>
      <ol className={classes['story']}>
        {transaction.story.map((step, index) => (
          <Step
            key={`${step.at} ${step.kind} ${step.what}`}
            step={step}
            before={transaction.story[index - 1]}
          />
        ))}
      </ol>
    </Panel>
  );
}
