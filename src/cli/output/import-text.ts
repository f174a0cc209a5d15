// What imported files were taken for: kind, columns, rows, and rows that could not be read.
import type { ImportedFile } from '../../model/jobs.js';
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import type { SourceKind } from '../../model/sequences/number-fact.js';
import type { Palette } from './palette.js';
import { safeText } from './safe-text.js';
import { amount } from './table.js';

export interface ImportTextOptions {
  readonly dataset: string;
  readonly dryRun: boolean;
  readonly palette: Palette;
}

const MOST_UNREADABLE = 20;

const kinds: Readonly<Record<SourceKind, string>> = {
  trace: 'a trace',
  orders: 'a table of orders',
  grid: "the order grid's export",
  quotes: 'a table of carts',
  payments: 'a table of payment transactions',
  gateway: "a gateway's export",
  invoices: 'a table of invoices',
  counters: 'a table of counters',
  log: "the shop's log",
  'access-log': "the web server's access log",
};

export function importLines(files: readonly ImportedFile[], options: ImportTextOptions): string[] {
  const { dryRun, dataset } = options;
  const read = files.filter(({ table }) => table !== null);
  const end = dryRun
    ? 'Nothing was kept (--dry-run).'
    : read.length === 0
      ? 'Nothing was imported.'
      : `Kept in dataset ${dataset}. Next: shoptrace gaps --dataset ${dataset}`;
  return [...read.flatMap(({ table }) => (table === null ? [] : tableText(table, options))), end];
}

function tableText(table: ImportedTable, { palette }: ImportTextOptions): string[] {
  const used = Object.entries(table.columns).filter(([, field]) => field !== 'not used');
  const unused = Object.entries(table.columns).filter(([, field]) => field === 'not used');
  const span =
    table.from === null || table.to === null ? '' : `, ${stamp(table.from)} to ${stamp(table.to)} UTC`;
  const rest = table.unreadable - MOST_UNREADABLE;
  return [
    palette.bold(safeText(table.path)),
    `  ${kinds[table.kind]}; ${amount(table.rows, 'row')}, ${amount(table.facts, 'fact')}${span}`,
    ...(used.length === 0
      ? []
      : [`  columns: ${used.map(([column, field]) => `${safeText(column)} = ${field}`).join(', ')}`]),
    ...(unused.length === 0
      ? []
      : [palette.dim(`  not used: ${unused.map(([column]) => safeText(column)).join(', ')}`)]),
    ...table.warnings.map((warning) => `  ${safeText(warning)}`),
    ...(table.unreadable === 0 ? [] : [`  ${amount(table.unreadable, 'row')} could not be read:`]),
    ...table.unreadableRows
      .slice(0, MOST_UNREADABLE)
      .map(({ line, reason }) => `    line ${line}: ${safeText(reason)}`),
    ...(rest > 0 ? [`    … and ${rest} more`] : []),
  ];
}

function stamp(at: number): string {
  return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}
