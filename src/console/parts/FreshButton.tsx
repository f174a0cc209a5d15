// "n new": what came in since the page was drawn, shown when asked for, so that nothing moves under the reader.
import type { Topic } from '../api/hooks.js';
import { useLive } from '../api/live.js';
import { texts } from '../texts/texts.js';
import classes from './FreshButton.module.css';

export function FreshButton({
  topics,
  of,
}: {
  readonly topics: readonly Topic[];
  readonly of: 'findings' | 'lines';
}) {
  const { freshFindings, freshLines, show } = useLive();
  const count = freshFindings.size;
  const some = of === 'findings' ? count > 0 : freshLines || count > 0;
  return (
    <span aria-live="polite" className={classes['place']}>
      {some && (
        <button
          type="button"
          className={classes['fresh']}
          title={texts.live.freshHint}
          onClick={() => show(topics)}
        >
          <span className={classes['dot']} />
          {of === 'findings' ? texts.live.fresh(count) : texts.live.freshLines}
        </button>
      )}
    </span>
  );
}
