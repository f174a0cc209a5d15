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

/** The layout takes the square of the number of rows. */
const ROWS_LAID_OUT_TOGETHER = 50;

/** Cells are made safe here; colours are put on by `paint` afterwards. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  palette: Palette,
): string[] {
  const all = [columns.map(({ head }) => palette.dim(head)), ...rows.map((row) => row.map(safeText))];
  const parts: string[][][] = [];
  for (let at = 0; at < all.length; at += ROWS_LAID_OUT_TOGETHER)
    parts.push(all.slice(at, at + ROWS_LAID_OUT_TOGETHER));
  const natural = parts.map((part) => laidOut(columns, part, []));
  const widths = columns.map((_, column) => Math.max(...natural.map((part) => part.widths[column] ?? 0)));
  const laid = parts.length === 1 ? natural : parts.map((part) => laidOut(columns, part, widths));
  return laid.flatMap(({ text }) => text.split('\n')).map((line) => line.trimEnd());
}

/** @param widths of the columns; empty: as wide as the cells are */
function laidOut(
  columns: readonly Column[],
  rows: readonly string[][],
  widths: readonly number[],
): { readonly text: string; readonly widths: readonly (number | null)[] } {
  const table = new Table({
    chars: NO_LINES,
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: columns.map(({ right }) => (right === true ? 'right' : 'left')),
    colWidths: [...widths],
  });
  table.push(...rows);
  const text = table.toString();
  return { text, widths: table.options.colWidths };
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
