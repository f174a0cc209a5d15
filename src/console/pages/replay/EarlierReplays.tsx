// The replays since the server started, so that one that was left is found again.
import { AppLink } from '../../parts/AppLink.js';
import { LogText } from '../../parts/LogText.js';
import { Panel } from '../../parts/Panel.js';
import { useReplays } from '../../api/replays.js';
import { bytesText } from '../../format/numbers.js';
import { texts } from '../../texts/texts.js';
import classes from './ReplayPage.module.css';

export function EarlierReplays({ shown }: { readonly shown: string | null }) {
  const items = useReplays().data?.items ?? [];
  if (items.every(({ id }) => id === shown)) return null;
  return (
    <Panel title={texts.replay.earlier} flush>
      <ul className={classes['earlier']}>
        {items.map(({ id, file, size, state, outcome }) => (
          <li key={id} data-now={id === shown || undefined}>
            <AppLink to="/replay" query={{ job: id }} aria-current={id === shown ? 'page' : undefined}>
              <LogText text={file} />
            </AppLink>
            <span>
              {bytesText(size)} · {texts.replay.state[state]}
              {outcome !== null && ` · ${outcome.dataset}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
