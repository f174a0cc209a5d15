// The report for auditors: range tested and why, counts, every gap with its reason and proof, files with their hashes; HTML or CSV.
import { classNames } from '../../model/sequences/classes.js';
import type { GapsAnswer, HoleAnswer, NumberEvidence, SeriesAnswer } from '../../model/sequence-answers.js';
import { itemsOfSeries, type ItemsOfSeries } from './of-series.js';

export interface ReportFrame {
  readonly version: string;
  /** Wall clock, ISO. */
  readonly madeAt: string;
  readonly asOf: string | null;
}

const MOST_ROWS = 10_000;

function escaped(text: string | number | null): string {
  return String(text ?? '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** A cell of a spreadsheet: what could be a formula is made text. */
function cell(value: string | number | null): string {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",;\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const proofText = (evidence: readonly NumberEvidence[]): string =>
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
    ...answer.late.map(lateRow),
    ...answer.duplicates.map(duplicateRow),
    ...answer.payments.map(paymentRow),
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

export function htmlReport(answer: GapsAnswer, frame: ReportFrame): string {
  const items = itemsOfSeries(answer);
  const series = answer.series.map((one) => seriesSection(one, items)).join('');
  const sources = table(
    ['file', 'kind', 'rows', 'not readable', 'first', 'last', 'taken', 'id (content hash)', 'remarks'],
    answer.sources.map((source) => [
      source.file,
      source.kind,
      source.rows,
      source.unreadable,
      source.from,
      source.to,
      source.takenAt,
      source.id,
      source.warnings.join(' '),
    ]),
  );
  const payments =
    answer.payments.length === 0
      ? ''
      : `<h2>Money without an order</h2>${table(
          ['what', 'proof'],
          answer.payments.map(({ text, evidence }) => [text, proofText(evidence)]),
        )}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Order numbers: ${escaped(answer.dataset)}</title>
<style>body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1f24}table{border-collapse:collapse;width:100%;margin:.6rem 0 1.6rem}th,td{border-bottom:1px solid #d6dae0;padding:.35rem .5rem;text-align:left;vertical-align:top}th{background:#f3f5f7}td.n{text-align:right}h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}.dim{color:#5b6470}</style></head><body>
<h1>Order numbers of dataset ${escaped(answer.dataset)}</h1>
<p class="dim">Made by shoptrace ${escaped(frame.version)} at ${escaped(frame.madeAt)}${frame.asOf === null ? '' : `, judged as of ${escaped(frame.asOf)}`}. Times are UTC. This report lists numbers and what is known about them; it does not say that a law is met.</p>
${series}${payments}
<h2>Files this rests on</h2>${sources}
</body></html>
`;
}

function seriesSection(series: SeriesAnswer, { holes, late, duplicates }: ItemsOfSeries): string {
  return [
    `<h2>Series ${escaped(series.series)}${series.shop === 'default' ? '' : ` of shop ${escaped(series.shop)}`}</h2>`,
    rangeTable(series),
    ...series.notes.map((note) => `<p>${escaped(note)}</p>`),
    ...series.notCovered.map(({ from, to }) => `<p>Not covered: ${escaped(from)} to ${escaped(to)}.</p>`),
    listed('Missing', holeHeads, holes(series), holeCells),
    listed('Late', ['number', 'ordered', 'explanation', 'proof'], late(series), (one) => [
      one.number,
      one.orderedAt,
      one.text,
      proofText(one.evidence),
    ]),
    listed('Given twice', ['number', 'explanation', 'proof'], duplicates(series), (two) => [
      two.number,
      two.text,
      proofText(two.orders),
    ]),
  ].join('\n');
}

function rangeTable(series: SeriesAnswer): string {
  const heads = [
    'range tested',
    'why it begins there',
    'orders from',
    'to',
    'read',
    'expected',
    'used',
    'missing',
    'late',
    'given twice',
  ];
  const why = series.floorWhy === 'given' ? 'given' : 'the earliest order of the files';
  const { used, holes, late, duplicates, coverage } = series;
  const range = `${series.floor ?? '–'} – ${series.frontier ?? '–'}`;
  return table(heads, [
    [
      range,
      why,
      coverage.from,
      coverage.through,
      coverage.sources.join(', '),
      used + holes,
      used,
      holes,
      late,
      duplicates,
    ],
  ]);
}

const holeHeads = [
  'numbers',
  'count',
  'given out between',
  'reason',
  'sure',
  'may still be used until',
  'explanation',
  'proof',
  'would change this',
];

function holeCells(hole: HoleAnswer): Row {
  return [
    hole.from === hole.to ? hole.from : `${hole.from} – ${hole.to}`,
    hole.count,
    `${hole.between[0] ?? '…'} – ${hole.between[1] ?? '…'}`,
    classNames[hole.class],
    `${Math.round(hole.confidence * 100)} %`,
    hole.mayStillArrive ? (hole.until ?? 'no limit known') : '–',
    hole.text,
    proofText(hole.evidence),
    hole.wouldChange,
  ];
}

function listed<T>(
  title: string,
  heads: readonly string[],
  items: readonly T[],
  cells: (item: T) => Row,
): string {
  if (items.length === 0) return '';
  return `<h3>${title}</h3>${table(heads, items.slice(0, MOST_ROWS).map(cells))}${restText(items.length)}`;
}

function restText(count: number): string {
  return count > MOST_ROWS ? `<p>… and ${count - MOST_ROWS} more: the CSV report has all.</p>` : '';
}

function table(heads: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  const body = rows.map(
    (row) =>
      `<tr>${row.map((value) => `<td${typeof value === 'number' ? ' class="n"' : ''}>${escaped(value)}</td>`).join('')}</tr>`,
  );
  return `<table><thead><tr>${heads.map((head) => `<th>${escaped(head)}</th>`).join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}
