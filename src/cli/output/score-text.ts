// A score as a table, and what was missed, invented or counted otherwise below it.
import type { ScoreExample, ScoreRow } from '../../queries/score/score-row.js';
import type { Palette } from './palette.js';
import { safeText } from './safe-text.js';
import { grouped, tableLines, type Column } from './table.js';

const columns: readonly Column[] = [
  { head: 'code' },
  { head: 'rule' },
  ...['labelled', 'found', 'true', 'missed', 'false', 'undecided', 'precision', 'recall', 'F1', 'reason'].map(
    (head) => ({ head, right: true }),
  ),
  { head: '' },
];

export function scoreLines(rows: readonly ScoreRow[], palette: Palette): string[] {
  if (rows.length === 0) return ['Nothing was labelled, and nothing was found.'];
  const lines = tableLines(columns, rows.map(cells), palette);
  for (const row of rows) {
    const { missed, false: wrong, otherCount, otherReason } = row.examples;
    lines.push(...examples(`${row.rule}: missed`, row.missed, missed));
    lines.push(...examples(`${row.rule}: found, not labelled`, row.false, wrong));
    lines.push(...examples(`${row.rule}: another count`, row.otherCount, otherCount));
    const others = row.reasonRight === null ? 0 : row.true - row.reasonRight;
    lines.push(...examples(`${row.rule}: another reason`, others, otherReason));
  }
  return lines;
}

export const share = (value: number | null): string => (value === null ? '-' : value.toFixed(3));

function cells(row: ScoreRow): string[] {
  const figures = [row.labelled, row.found, row.true, row.missed, row.false, row.undecided].map(grouped);
  const right = row.reasonRight === null || row.true === 0 ? null : row.reasonRight / row.true;
  const shares = [row.precision, row.recall, row.f1, right].map(share);
  return [row.code, row.rule, ...figures, ...shares, row.remark ?? ''];
}

function examples(title: string, count: number, some: readonly ScoreExample[]): string[] {
  if (count === 0) return [];
  const more = count > some.length ? [`  … and ${grouped(count - some.length)} more`] : [];
  return [
    '',
    `${title} (${grouped(count)})`,
    ...some.map((example) => safeText(`  ${example.case}: ${example.note}`)),
    ...more,
  ];
}
