// What imported files were taken for: kind, columns, rows, and rows that could not be read.
import type { ImportedFile } from '../../model/jobs.js';
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import { sourceNames } from '../../model/sequences/source-names.js';
import type { Palette } from './palette.js';
import { safeText } from './safe-text.js';
import { amount } from './table.js';

export interface ImportTextOptions {
  readonly dataset: string;
  readonly dryRun: boolean;
  readonly palette: Palette;
}

const MOST_UNREADABLE = 20;

export function importLines(files: readonly ImportedFile[], options: ImportTextOptions): string[] {
  const { dryRun, dataset } = options;
  const read = files.filter(({ table }) => table !== null);
  const end = dryRun
    ? 'Nothing was kept (--dry-run).'
    : read.length === 0
      ? 'Nothing was imported.'
      : `Kept in dataset ${dataset}. Next: shoptrace gaps --dataset ${dataset}`;
  return [...read.flatMap(({ table }) => (table === null ? [] : tableText(table, options.palette))), end];
}

export function tableText(table: ImportedTable, palette: Palette): string[] {
  const used = Object.entries(table.columns).filter(([, field]) => field !== 'not used');
  const unused = Object.entries(table.columns).filter(([, field]) => field === 'not used');
  const span =
    table.from === null || table.to === null ? '' : `, ${stamp(table.from)} to ${stamp(table.to)} UTC`;
  const rest = table.unreadable - MOST_UNREADABLE;
  return [
    palette.bold(safeText(table.path)),
    `  ${sourceNames[table.kind]}; ${amount(table.rows, 'row')}, ${amount(table.facts, 'fact')}${span}`,
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
