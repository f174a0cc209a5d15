// A titled surface; most of every page is made of these.
import classes from './Panel.module.css';

export interface PanelProps {
  readonly title?: React.ReactNode;
  readonly count?: React.ReactNode;
  readonly actions?: React.ReactNode;
  /** Without inner padding, for rows that reach the borders. */
  readonly flush?: boolean;
  readonly label?: string;
  readonly children: React.ReactNode;
}

export function Panel({ title, count, actions, flush = false, label, children }: PanelProps) {
  return (
    <section className={classes['panel']} aria-label={label}>
      {(title !== undefined || actions !== undefined) && (
        <header className={classes['head']}>
          {title !== undefined && (
            <h2 className={classes['title']}>
              {title}
              {count !== undefined && <span className={classes['count']}>{count}</span>}
            </h2>
          )}
          {actions !== undefined && <div className={classes['actions']}>{actions}</div>}
        </header>
      )}
      <div className={flush ? classes['flush'] : classes['body']}>{children}</div>
    </section>
  );
}
