// The two commands that bring traces into the console.
import { CopyButton } from './CopyButton.js';
import { texts } from '../texts/texts.js';
import classes from './FirstSteps.module.css';

const commands = ['shoptrace replay merchant_trace.log', 'shoptrace start /path/to/moodledata'];

export function FirstSteps() {
  return (
    <ul className={classes['steps']}>
      {commands.map((command) => (
        <li key={command}>
          <code>{command}</code>
          <CopyButton text={() => command} label={texts.copy.command} />
        </li>
      ))}
    </ul>
  );
}
