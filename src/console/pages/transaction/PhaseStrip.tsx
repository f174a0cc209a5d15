// The phases of a transaction on one time scale: a lane a kind, a mark a step, a bar where a step has several lines.
// A picture: the story beneath says the same in words and leads to the lines.
import { useMemo } from 'react';
import type { StoryStep, TransactionAnswer } from '../../../model/answers.js';
import { useZone } from '../../api/hooks.js';
import { visibleText } from '../../format/hostile-text.js';
import { clockText, dayText, durationText, preciseClockText } from '../../format/time.js';
import { Icon } from '../../parts/Icon.js';
import { Panel } from '../../parts/Panel.js';
import { texts } from '../../texts/texts.js';
import classes from './PhaseStrip.module.css';
import { layPhases, type PhaseMark } from './phases.js';

const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;
const DAY_MS = 86_400_000;

function Mark({ mark, zone }: { readonly mark: PhaseMark; readonly zone: string | null }) {
  const { step } = mark;
  const label = texts.transaction.phaseStep(
    visibleText(step.what),
    preciseClockText(step.at, zone),
    mark.more,
  );
  return (
    <span
      className={classes['mark']}
      data-kind={step.kind}
      data-span={mark.width > 0 || undefined}
      style={{ left: `${mark.left * 100}%`, width: mark.width > 0 ? `${mark.width * 100}%` : undefined }}
      title={label}
    >
      {step.kind === 'death' && <Icon name="cross" size={12} />}
    </span>
  );
}

function tickText(at: number, spanMs: number, zone: string | null): string {
  const instant = new Date(at).toISOString();
  return spanMs > DAY_MS
    ? `${dayText(instant, zone)} ${clockText(instant, zone).slice(0, 5)}`
    : clockText(instant, zone);
}

export function PhaseStrip({ transaction }: { readonly transaction: TransactionAnswer }) {
  const zone = useZone();
  const strip = useMemo(() => layPhases(transaction), [transaction]);
  if (strip.lanes.length === 0) return null;
  return (
    <Panel title={texts.transaction.phases} count={durationText(strip.toMs - strip.fromMs)}>
      <figure className={classes['strip']} aria-label={texts.transaction.phases}>
        {strip.lanes.map((lane) => (
          <div key={lane.kind} className={classes['lane']}>
            <span className={classes['name']}>
              <Icon name={lane.kind} size={13} />
              {texts.transaction.phase[lane.kind]}
            </span>
            <div className={classes['track']}>
              {lane.marks.map((mark) => (
                <Mark key={markKey(mark.step)} mark={mark} zone={zone} />
              ))}
            </div>
          </div>
        ))}
        <div className={classes['lane']} aria-hidden="true">
          <span />
          <div className={classes['axis']}>
            {TICKS.map((share) => (
              <span key={share} className={classes['tick']} style={{ left: `${share * 100}%` }}>
                {tickText(
                  strip.fromMs + share * (strip.toMs - strip.fromMs),
                  strip.toMs - strip.fromMs,
                  zone,
                )}
              </span>
            ))}
          </div>
        </div>
      </figure>
    </Panel>
  );
}

const markKey = (step: StoryStep): string => `${step.at} ${step.kind} ${step.events.join()} ${step.what}`;
