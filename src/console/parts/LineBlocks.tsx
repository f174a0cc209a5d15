// Long lists of lines in blocks that the browser need not lay out while they are off screen.
import classes from './LineBlocks.module.css';

const ROWS_PER_BLOCK = 60;
/** Shorter lists are cheap enough to be laid out at once, and print and measure exactly. */
const BLOCKS_FROM_ROWS = 240;
const ROW_PX = 24;

export interface LineBlocksProps<T> {
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string | number;
  readonly children: (row: T) => React.ReactNode;
}

export function LineBlocks<T>({ rows, keyOf, children }: LineBlocksProps<T>) {
  if (rows.length < BLOCKS_FROM_ROWS) return rows.map(children);
  const blocks: (readonly T[])[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_BLOCK)
    blocks.push(rows.slice(from, from + ROWS_PER_BLOCK));
  return blocks.map((block) => {
    const first = block[0];
    return first === undefined ? null : (
      <div
        key={keyOf(first)}
        className={classes['block']}
        style={{ containIntrinsicHeight: `auto ${block.length * ROW_PX}px` }}
      >
        {block.map(children)}
      </div>
    );
  });
}
