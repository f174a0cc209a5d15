// How fresh each source is, right under the counts: silence is never taken for health.
import type { JudgedAnswer, SourceAnswer } from '../../../model/answers.js';
import { useFreshSources } from '../../api/hooks.js';
import { freshnessOf } from '../../format/freshness.js';
import { fileName } from '../../format/file-name.js';
import { AppLink } from '../../parts/AppLink.js';
import { JudgedState } from '../../parts/JudgedState.js';
import { SourceFreshness } from '../../parts/SourceFreshness.js';
import { useNow } from '../../parts/use-now.js';
import { texts } from '../../texts/texts.js';
import { worstFirst } from './worst-first.js';
import classes from './Freshness.module.css';

const MOST_SOURCES = 4;

interface FreshnessProps {
  readonly sources: readonly SourceAnswer[];
  readonly judged: JudgedAnswer;
}

export function Freshness({ sources, judged }: FreshnessProps) {
  const now = useNow();
  const fresh = worstFirst(useFreshSources(sources), (source) => freshnessOf(source, now));
  const more = fresh.length - MOST_SOURCES;
  return (
    <section className={classes['band']} aria-label={texts.overview.freshness}>
      <h2 className={classes['title']}>{texts.overview.freshness}</h2>
      <ul className={classes['sources']}>
        {fresh.slice(0, MOST_SOURCES).map((source) => (
          <li key={source.generation} className={classes['source']}>
            <span className={classes['file']} title={source.file}>
              {fileName(source.file)}
            </span>
            <SourceFreshness source={source} />
          </li>
        ))}
      </ul>
      {judged.state !== 'current' && (
        <div className={classes['judging']}>
          <JudgedState judged={judged} />
        </div>
      )}
      <AppLink to="/sources" className={classes['all']}>
        {more > 0 ? texts.overview.moreSources(more) : texts.overview.all}
      </AppLink>
    </section>
  );
}
