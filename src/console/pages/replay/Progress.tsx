// How far something is, as a bar and in words; without a known end the bar only moves.
import classes from './Progress.module.css';

export interface ProgressProps {
  readonly label: string;
  readonly done: number;
  /** Null: not known. */
  readonly total: number | null;
  readonly text: string;
}

export function Progress({ label, done, total, text }: ProgressProps) {
  return (
    <div className={classes['progress']}>
      <p className={classes['label']} aria-live="polite">
        {label}
      </p>
      <progress
        className={classes['bar']}
        aria-label={label}
        max={Math.max(total ?? 1, 1)}
        value={total === null ? undefined : Math.min(done, total)}
      />
      <p className={classes['text']}>{text}</p>
    </div>
  );
}
