// Followed files that cannot be read now: which, why, and what to do.
import { useSources, useZone } from '../api/hooks.js';
import { visibleText } from '../format/hostile-text.js';
import { momentText } from '../format/time.js';
import { texts } from '../texts/texts.js';
import { Badge } from './Badges.js';
import classes from './SourceTroubles.module.css';

export function SourceTroubles() {
  const troubles = useSources().data?.troubles ?? [];
  const zone = useZone();
  if (troubles.length === 0) return null;
  return (
    <ul className={classes['troubles']} aria-label={texts.sources.troubles}>
      {troubles.map(({ path, problem, hint, since }) => (
        <li key={path}>
          <Badge tone="high" icon="warning">
            {texts.sources.troubles}
          </Badge>
          <span>
            {visibleText(problem.startsWith(path) ? problem : `${path}: ${problem}`)} {visibleText(hint)}{' '}
            <small>{texts.sources.since(momentText(since, zone))}</small>
          </span>
        </li>
      ))}
    </ul>
  );
}
