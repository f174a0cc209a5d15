// `lines = records + continuation + …` with a bar to scale, so that a missing line would show.
import { countText } from '../format/numbers.js';
import classes from './Equation.module.css';

export interface Term {
  readonly name: string;
  readonly count: number;
  readonly bad?: boolean;
}

export interface EquationProps {
  readonly name: string;
  readonly total: number;
  readonly terms: readonly Term[];
}

export function Equation({ name, total, terms }: EquationProps) {
  return (
    <div className={classes['equation']}>
      <p className={classes['total']}>
        <strong>{countText(total)}</strong> {name.toLowerCase()}
      </p>
      <div className={classes['bar']} aria-hidden="true">
        {terms.map((term, index) =>
          term.count === 0 ? null : (
            <span
              key={term.name}
              data-bad={term.bad || undefined}
              data-nth={index}
              style={{ width: `${(term.count / Math.max(total, 1)) * 100}%` }}
            />
          ),
        )}
      </div>
      <ul className={classes['terms']}>
        {terms.map((term) => (
          <li key={term.name} data-none={term.count === 0 || undefined} data-bad={term.bad || undefined}>
            <span>{countText(term.count)}</span> {term.name.toLowerCase()}
          </li>
        ))}
      </ul>
    </div>
  );
}
