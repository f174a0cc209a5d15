// Freshness of one source in words, with a shape for each state.
import type { SourceAnswer } from '../../model/answers.js';
import { freshnessOf } from '../format/freshness.js';
import { agoText } from '../format/time.js';
import { texts } from '../texts/texts.js';
import { Badge } from './Badges.js';
import classes from './SourceFreshness.module.css';
import { Stamp } from './Stamp.js';
import { useNow } from './use-now.js';

function State({ source, now }: { readonly source: SourceAnswer; readonly now: number }) {
  const freshness = freshnessOf(source, now);
  if (freshness.kind === 'read-once')
    return (
      <Badge tone="info" icon="check" quiet>
        {texts.freshness.readOnce}
      </Badge>
    );
  if (freshness.kind === 'up-to-date')
    return (
      <Badge tone="good" icon="check" quiet>
        {texts.freshness.upToDate(agoText(freshness.at, now))}
      </Badge>
    );
  return (
    <Badge tone="high" icon="warning">
      {freshness.at === null ? texts.freshness.neverRead : texts.freshness.behind(agoText(freshness.at, now))}
    </Badge>
  );
}

export function SourceFreshness({ source }: { readonly source: SourceAnswer }) {
  const now = useNow();
  return (
    <span className={classes['freshness']}>
      <State source={source} now={now} />
      {source.lastRecord !== null && (
        <span className={classes['last']}>
          {source.followed ? (
            texts.freshness.lastLine(agoText(source.lastRecord, now))
          ) : (
            <>
              {texts.freshness.ends} <Stamp at={source.lastRecord} />
            </>
          )}
        </span>
      )}
    </span>
  );
}
