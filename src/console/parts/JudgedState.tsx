// How far what is stored is judged, and what to do when nobody judges.
import type { JudgedAnswer } from '../../model/answers.js';
import { useZone } from '../api/hooks.js';
import { clockText, durationText, momentText } from '../format/time.js';
import { texts } from '../texts/texts.js';
import { Badge } from './Badges.js';
import { CopyButton } from './CopyButton.js';
import classes from './JudgedState.module.css';
import { useNow } from './use-now.js';

const DAY_MS = 86_400_000;
const DETECT = 'shoptrace detect --follow';

function Start() {
  return (
    <span className={classes['start']}>
      {texts.judging.start} <code>{DETECT}</code>
      <CopyButton text={() => DETECT} label={texts.copy.command} />
    </span>
  );
}

function useUntil({ through, behindMs }: JudgedAnswer): string {
  const now = useNow();
  const zone = useZone();
  if (through === null) return texts.judging.nothing;
  const isToday = now - Date.parse(through) < DAY_MS;
  const until = isToday ? clockText(through, zone) : momentText(through, zone);
  return texts.judging.behind(until, durationText(behindMs));
}

export function JudgedState({ judged }: { readonly judged: JudgedAnswer }) {
  const until = useUntil(judged);
  if (judged.state === 'current')
    return judged.through === null ? null : (
      <Badge tone="good" icon="check" quiet>
        {texts.judging.current}
      </Badge>
    );
  return (
    <span className={classes['judged']} data-judged={judged.state}>
      <Badge tone="high" icon="warning">
        {judged.state === 'nobody' ? texts.judging.nobody : texts.judging.late}
      </Badge>
      <span>{until}</span>
      {judged.state === 'nobody' && <Start />}
    </span>
  );
}
