// The report for auditors as CSV: one row for each series, missing number, late number, number given twice, payment and file.
import { classNames } from '../../model/sequences/classes.js';
import type { GapsAnswer, HoleAnswer, NumberEvidence, SeriesAnswer } from '../../model/sequence-answers.js';
import { byLateness } from './lateness.js';

/** A cell of a spreadsheet: what could be a formula is made text. */
function cell(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const NOT_KNOWN = 'not known';

export const proofText = (evidence: readonly NumberEvidence[]): string =>
  evidence
    .filter(({ role }) => role === 'proof')
    .slice(0, 5)
    .map(({ file, line, what }) => `${file}:${line} ${what}`)
    .join(' | ');

const columns = [
  'kind',
  'shop',
  'series',
  'from',
  'to',
  'count',
  'after',
  'before',
  'reason',
  'confidence',
  'severity',
  'status',
  'until',
  'explanation',
  'proof',
  'would change',
  'file',
  'sha256',
  'bytes',
  'lines',
] as const;

type Row = readonly (string | number | null)[];

function row(cells: Partial<Record<(typeof columns)[number], string | number | null>>): Row {
  return columns.map((column) => cells[column] ?? null);
}

export function csvReport(answer: GapsAnswer): string {
  const rows: Row[] = [
    columns,
    ...answer.series.map(seriesRow),
    ...answer.holes.map(holeRow),
    ...byLateness(answer.late).map(lateRow),
    ...answer.duplicates.map(duplicateRow),
    ...answer.payments.map(paymentRow),
    ...answer.sources.map(fileRow),
  ];
  return `${rows.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

function seriesRow(one: SeriesAnswer): Row {
  const found = `${one.holes} missing, ${one.late} late, ${one.duplicates} given twice`;
  return row({
    kind: 'series',
    shop: one.shop,
    series: one.series,
    from: one.floor,
    to: one.frontier,
    count: one.used,
    after: one.coverage.from,
    before: one.coverage.through,
    explanation: found,
  });
}

function lateRow(one: GapsAnswer['late'][number]): Row {
  return row({
    kind: 'late',
    shop: one.shop,
    series: one.series,
    from: one.number,
    to: one.number,
    count: 1,
    after: one.between[0],
    before: one.between[1],
    reason: one.reason,
    severity: 'info',
    until: one.orderedAt,
    explanation: one.text,
    proof: proofText(one.evidence),
  });
}

function duplicateRow(one: GapsAnswer['duplicates'][number]): Row {
  return row({
    kind: 'duplicate',
    shop: one.shop,
    series: one.series,
    from: one.number,
    to: one.number,
    count: one.orders.length,
    reason: one.reason,
    severity: one.severity,
    explanation: one.text,
    proof: proofText(one.orders),
  });
}

function paymentRow(one: GapsAnswer['payments'][number]): Row {
  return row({
    kind: 'payment',
    shop: one.shop,
    count: 1,
    reason: classNames[one.class],
    severity: one.severity,
    explanation: one.text,
    proof: proofText(one.evidence),
  });
}

function holeRow(hole: HoleAnswer): Row {
  return row({
    kind: 'missing',
    shop: hole.shop,
    series: hole.series,
    from: hole.from,
    to: hole.to,
    count: hole.count,
    after: hole.between[0],
    before: hole.between[1],
    reason: classNames[hole.class],
    confidence: hole.confidence,
    severity: hole.severity,
    status: hole.status,
    until: hole.until,
    explanation: hole.text,
    proof: proofText(hole.evidence),
    'would change': hole.wouldChange,
  });
}

function fileRow(source: GapsAnswer['sources'][number]): Row {
  return row({
    kind: 'file',
    shop: source.shop,
    count: source.rows,
    after: source.from,
    before: source.to,
    reason: source.kind,
    explanation: source.warnings.join(' '),
    file: source.file,
    sha256: source.sha256 ?? NOT_KNOWN,
    bytes: source.bytes ?? NOT_KNOWN,
    lines: source.lines,
  });
}
