// Tables without lines: a head, columns two blanks apart, numbers to the right.
import Table from 'cli-table3';
import type { Palette } from './palette.js';
import { safeText } from './safe-text.js';

export interface Column {
  readonly head: string;
  readonly right?: boolean;
}

const NO_LINES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};

/** Cells are made safe here; colours are put on by `paint` afterwards. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  palette: Palette,
): string[] {
  const table = new Table({
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: columns.map(({ right }) => (right === true ? 'right' : 'left')),
  });
  table.push(columns.map(({ head }) => palette.dim(head)));
  for (const row of rows) table.push(row.map(safeText));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** 12,345 */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** `1 line`, `12,345 lines` */
export function amount(count: number, one: string): string {
  return `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;
}

/** `1.2 MB`; decimal units. */
export function byteText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit] ?? 'B'}`;
}
