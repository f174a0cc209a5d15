// Lines with a heading a day, in blocks that the browser may skip while they are off screen.
import { Fragment } from 'react';
import type { LineAnswer } from '../../../model/answers.js';
import { dateText } from '../../format/time.js';
import { LineRow } from '../../parts/LineRow.js';
import classes from './LineList.module.css';

const LINES_PER_BLOCK = 60;

export function LineList({ lines }: { readonly lines: readonly LineAnswer[] }) {
  const blocks: (readonly LineAnswer[])[] = [];
  for (let from = 0; from < lines.length; from += LINES_PER_BLOCK)
    blocks.push(lines.slice(from, from + LINES_PER_BLOCK));
  let day = '';
  return (
    <div className={classes['list']}>
      {blocks.map((block) => (
        <div key={block[0]?.event} className={classes['block']}>
          {block.map((line) => {
            const date = dateText(line.at, line.zone);
            const first = date !== day;
            day = date;
            return (
              <Fragment key={line.event}>
                {first && <h3 className={classes['day']}>{date}</h3>}
                <LineRow line={line} showTransaction />
              </Fragment>
            );
          })}
        </div>
      ))}
    </div>
  );
}
