// Which blocks can hold lines that a filter lets through: by time, file, words and kinds, from the indexes alone.
import type { LineFilter } from '../../model/query.js';
import { tokenSearch } from '../../model/tokens.js';
import type { BlockRow } from './block-reader.js';
import { kindWord } from './block-words.js';
import type { SqliteContext } from './context.js';
import type { SqlValue } from './driver.js';
import { BLOCKS_PER_GENERATION } from './schema.js';

/** A beginning shorter than this is in nearly every block: looking it up costs more than it saves. */
const SHORTEST_PREFIX = 3;
/** A word that begins more IDs than this is no help either. */
const MOST_IDS = 500;

/** SQL condition over `block b` with its values. */
export interface Condition {
  readonly sql: string;
  readonly values: readonly SqlValue[];
}

export function candidateCondition(context: SqliteContext, filter: LineFilter): Condition {
  const parts: string[] = ['b.last_head IS NOT NULL'];
  const values: SqlValue[] = [];
  const add = (sql: string, ...more: SqlValue[]): void => {
    parts.push(sql);
    values.push(...more);
  };
  if (filter.from !== undefined) add('b.time_to >= ?', filter.from);
  if (filter.to !== undefined) add('b.time_from < ?', filter.to);
  if (filter.generation !== undefined) addGeneration(context, filter.generation, add);
  if (filter.shop !== undefined)
    add(`b.id / ${BLOCKS_PER_GENERATION} IN (SELECT number FROM generation WHERE shop = ?)`, filter.shop);
  const kinds = kindExpressions(filter);
  const { whole, prefix } = tokenSearch(filter.words ?? '');
  for (const word of whole) addWord(context, word, false, kinds, add);
  if (prefix !== null && prefix.length >= SHORTEST_PREFIX) addWord(context, prefix, true, kinds, add);
  if (kinds.length > 0) add('b.id IN (SELECT rowid FROM words WHERE words MATCH ?)', kinds.join(' AND '));
  return { sql: parts.join(' AND '), values };
}

type Add = (sql: string, ...values: SqlValue[]) => void;

function addGeneration(context: SqliteContext, generation: string, add: Add): void {
  const sql = 'SELECT number FROM generation WHERE id = ?';
  const number = context.database.get<{ number: number }>(sql, generation)?.number ?? 0;
  add('b.id >= ? AND b.id < ?', number * BLOCKS_PER_GENERATION, (number + 1) * BLOCKS_PER_GENERATION);
}

function kindExpressions(filter: LineFilter): string[] {
  const anyOf = (field: 'action' | 'code' | 'level', list: readonly string[] | undefined): string[] => {
    if (list === undefined) return [];
    const words = list.map((value) => quoted(kindWord(field, value)));
    return [words.length === 0 ? quoted('none:') : `(${words.join(' OR ')})`];
  };
  return [
    ...anyOf('action', filter.actions),
    ...anyOf('code', filter.codes),
    ...anyOf('level', filter.levels),
  ];
}

const quoted = (word: string): string => `"${word}"`;

/** A word is in a message, or it is (the beginning of) an ID, which the postings know. */
function addWord(context: SqliteContext, word: string, isPrefix: boolean, kinds: string[], add: Add): void {
  const expression = `${quoted(word)}${isPrefix ? '*' : ''}`;
  const from = word.toUpperCase();
  const to = `${from}\u{10FFFF}`;
  const known = context.database.all(
    'SELECT 1 FROM transaction_id WHERE name >= ? AND name < ? LIMIT ?',
    from,
    to,
    MOST_IDS + 1,
  ).length;
  if (known === 0) kinds.push(expression);
  else if (known <= MOST_IDS)
    add(
      `(b.id IN (SELECT rowid FROM words WHERE words MATCH ?) OR b.id IN (SELECT p.block FROM posting p
       JOIN transaction_id t ON t.number = p.transaction_number WHERE t.name >= ? AND t.name < ?))`,
      expression,
      from,
      to,
    );
}

/** Blocks in the order of their earliest (`ascending`) or latest event, a few at first, then more at a time. */
export function* candidateBlocks(
  context: SqliteContext,
  condition: Condition,
  ascending: boolean,
): Generator<BlockRow> {
  const column = ascending ? 'order_from' : 'order_to';
  const beyond = ascending ? '>' : '<';
  const direction = ascending ? 'ASC' : 'DESC';
  let position: readonly SqlValue[] = [];
  for (let count = 8; ; count = Math.min(count * 4, 2048)) {
    const after = position.length === 0 ? '' : `AND (b.${column}, b.id) ${beyond} (?, ?)`;
    const rows = context.database.all<BlockRow>(
      `SELECT b.* FROM block b WHERE ${condition.sql} ${after}
       ORDER BY b.${column} ${direction}, b.id ${direction} LIMIT ?`,
      ...condition.values,
      ...position,
      count,
    );
    yield* rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < count) return;
    position = [ascending ? last.order_from : last.order_to, last.id];
  }
}
