// Class, confidence and standing of a missing number as small labels.
import type { HoleAnswer } from '../../../model/sequence-answers.js';
import { Badge, SeverityBadge, type Tone } from '../../parts/Badges.js';
import type { IconName } from '../../parts/Icon.js';
import { texts } from '../../texts/texts.js';
import classes from './HolePanel.module.css';
import { holeLook, type HoleLook } from './number-line.js';

const looks: Readonly<Record<HoleLook, readonly [Tone, IconName]>> = {
  serious: ['critical', 'critical'],
  unexplained: ['medium', 'medium'],
  open: ['accent', 'clock'],
  explained: ['info', 'check'],
  unknown: ['info', 'missing'],
};

export function HoleClassBadge({ hole }: { readonly hole: HoleAnswer }) {
  const [tone, icon] = looks[holeLook(hole)];
  return (
    <Badge tone={tone} icon={icon}>
      {texts.numbers.holeClass[hole.class]}
    </Badge>
  );
}

export function HoleBadges({ hole }: { readonly hole: HoleAnswer }) {
  return (
    <div className={classes['badges']}>
      <HoleClassBadge hole={hole} />
      <span className={classes['percent']}>{texts.numbers.sure(hole.confidence)}</span>
      <span className={classes['soft']}>{texts.numbers.holeStatus[hole.status]}</span>
      {hole.severity !== 'none' && hole.severity !== 'info' && (
        <SeverityBadge severity={hole.severity} quiet />
      )}
    </div>
  );
}
