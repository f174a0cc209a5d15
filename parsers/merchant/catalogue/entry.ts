// One row of the message catalogue: a text the shop prints, and what it means.
import type { Level, Stage } from '../../../src/model/event.js';

/**
 * Which part of the shop wrote a message: decides which neighbours may lend a record without ID their transaction.
 * Gateways stand for themselves.
 */
export type Component =
  | 'cart'
  | 'production'
  | 'billing'
  | 'shipping'
  | 'staff'
  | 'test'
  | 'paypal'
  | 'mercanet'
  | 'sherlocks'
  | 'systempay'
  | 'monetico'
  | 'ogone'
  | 'stripe'
  | 'mail'
  | 'numbers'
  | 'any';

export interface CatalogueEntry {
  /** As in the field's list of messages; several spellings of one message share a code, `ORD1b` is another message of its kind. */
  readonly code: string;
  readonly action: string;
  /**
   * The message behind the ID, literally (misspellings are the shop's), surrounding spaces cut. Parameters are
   * `{name}` (text), `{name:integer}`, `{name:number}`, `{name:digits}` (kept as text), `{name:host}` (of a URL),
   * `{name:answer}` (a final dot is no part of it), `{name:last}` (text; the last place where the next literal stands ends it).
   */
  readonly template: string;
  readonly level: Level;
  readonly stage: Stage;
  readonly component: Component;
  /** First and last month in which a version of the shop printed it; null: still does. */
  readonly era: readonly [string, string | null];
  /** Line ends may stand in the message: continuation lines are expected. */
  readonly continues: boolean;
}

/** Level letters of the tables: information, success, warning, error. */
const levels: Readonly<Record<string, Level>> = { I: 'info', S: 'success', W: 'warning', E: 'error' };

/**
 * Reads a table of the catalogue, one message a line:
 * `code | action | level | stage | era (2016-08..now) | template`; `+` behind the level: `continues`.
 */
export function entries(component: Component, table: string): CatalogueEntry[] {
  return table
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => entry(component, line));
}

function entry(component: Component, line: string): CatalogueEntry {
  const [code = '', action = '', mark = '', stage = '', era = '', ...template] = line.split(' | ');
  const level = levels[mark.charAt(0)];
  const [first = '', last = ''] = era.split('..');
  if (level === undefined || template.length !== 1) throw new Error(`catalogue line not understood: ${line}`);
  return {
    code,
    action,
    template: template[0] ?? '',
    level,
    stage: stage as Stage,
    component,
    era: [first, last === 'now' ? null : last],
    continues: mark.endsWith('+'),
  };
}
