// How fresh each source is, so that silence is never taken for health.
import type { SourceAnswer } from '../../../model/answers.js';
import { AppLink } from '../../parts/AppLink.js';
import { Panel } from '../../parts/Panel.js';
import { SourceFreshness } from '../../parts/SourceFreshness.js';
import { texts } from '../../texts/texts.js';
import { fileName } from '../../format/file-name.js';
import classes from './Freshness.module.css';

const MOST_SOURCES = 6;

export function Freshness({ sources }: { readonly sources: readonly SourceAnswer[] }) {
  return (
    <Panel
      title={texts.overview.freshness}
      count={sources.length}
      flush
      actions={<AppLink to="/sources">{texts.overview.all}</AppLink>}
    >
      <ul className={classes['sources']}>
        {sources.slice(0, MOST_SOURCES).map((source) => (
          <li key={source.generation} className={classes['source']}>
            <span className={classes['file']} title={source.file}>
              {fileName(source.file)}
            </span>
            <SourceFreshness source={source} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
