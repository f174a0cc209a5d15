// The story of a transaction: one sentence a step, deaths and missing steps told apart.
import { useMemo, useState } from 'react';
import type { StoryStep, TransactionAnswer } from '../../../model/answers.js';
import { useZone } from '../../api/hooks.js';
import { foldRepeats, type Folded } from '../../format/folding.js';
import { deltaText, preciseClockText } from '../../format/time.js';
import { useQueryState } from '../../navigation/query-state.js';
import { Icon } from '../../parts/Icon.js';
import { LogText } from '../../parts/LogText.js';
import { Panel } from '../../parts/Panel.js';
import { texts } from '../../texts/texts.js';
import { FoldButton } from './FoldButton.js';
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

/** Shorter stories are read whole. */
const FOLD_FROM_STEPS = 60;

/** Two steps that differ in their numbers only tell the same. */
const stepKey = (step: StoryStep): string => `${step.kind} ${step.what.replaceAll(/\d+/g, '#')}`;

interface FoldedStepsProps {
  readonly fold: Extract<Folded<StoryStep>, { kind: 'fold' }>;
  readonly story: readonly StoryStep[];
}

function FoldedSteps({ fold, story }: FoldedStepsProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <li>
        <FoldButton fold={fold} open={open} onToggle={() => setOpen(!open)} />
      </li>
      {open &&
        fold.lines.map((step, index) => (
          <Step key={fold.index + index} step={step} before={story[fold.index + index - 1]} />
        ))}
    </>
  );
}

export function Story({ transaction: { story } }: { readonly transaction: TransactionAnswer }) {
  const rows = useMemo<readonly Folded<StoryStep>[]>(
    () =>
      story.length >= FOLD_FROM_STEPS
        ? foldRepeats(story, stepKey)
        : story.map((line, index) => ({ kind: 'line', index, line })),
    [story],
  );
  return (
    <Panel title={texts.transaction.story} flush>
      <ol className={classes['story']}>
        {rows.map((row) =>
          row.kind === 'line' ? (
            <Step key={row.index} step={row.line} before={story[row.index - 1]} />
          ) : (
            <FoldedSteps key={row.index} fold={row} story={story} />
          ),
        )}
      </ol>
    </Panel>
  );
}
