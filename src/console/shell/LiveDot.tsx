// Whether changes reach this page by themselves.
import { useLive } from '../api/live.js';
import { texts } from '../texts/texts.js';
import classes from './LiveDot.module.css';

export function LiveDot() {
  const { status } = useLive();
  const name = { on: texts.live.on, waiting: texts.live.waiting, off: texts.live.off }[status];
  return (
    <output
      className={classes['live']}
      data-status={status}
      title={status === 'on' ? texts.live.onHint : texts.live.offHint}
    >
      <span className={classes['dot']} />
      {name}
    </output>
  );
}
