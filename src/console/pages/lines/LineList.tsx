// Lines with a heading a day.
import { Fragment } from 'react';
import type { LineAnswer } from '../../../model/answers.js';
import { dateText } from '../../format/time.js';
import { LineBlocks } from '../../parts/LineBlocks.js';
import { LineRow } from '../../parts/LineRow.js';
import classes from './LineList.module.css';

interface DatedLine {
  readonly line: LineAnswer;
  /** Of the first line of its day. */
  readonly day: string | null;
}

function dated(lines: readonly LineAnswer[]): DatedLine[] {
  let before = '';
  return lines.map((line) => {
    const date = dateText(line.at, line.zone);
    const day = date === before ? null : date;
    before = date;
    return { line, day };
  });
}

export function LineList({ lines }: { readonly lines: readonly LineAnswer[] }) {
  return (
    <div className={classes['list']}>
      <LineBlocks rows={dated(lines)} keyOf={({ line }) => line.event}>
        {({ line, day }) => (
          <Fragment key={line.event}>
            {day !== null && <h3 className={classes['day']}>{day}</h3>}
            <LineRow line={line} alone showTransaction />
          </Fragment>
        )}
      </LineBlocks>
    </div>
  );
}
