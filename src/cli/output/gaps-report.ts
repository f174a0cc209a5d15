// The report for auditors as HTML: range tested and why, counts by reason, every gap with its proof, files with their hashes.
import { localStamp } from '../../model/local-time.js';
import { classNames } from '../../model/sequences/classes.js';
import type { Instant } from '../../model/answers.js';
import type { GapsAnswer, HoleAnswer, SeriesAnswer } from '../../model/sequence-answers.js';
import { NOT_KNOWN, proofText } from './gaps-csv.js';
import { byLateness, isOvertaken, OVERTAKEN_MINUTES } from './lateness.js';
import { itemsOfSeries, type ItemsOfSeries } from './of-series.js';
import { gravestFirst, reasonsCounted } from './reasons-counted.js';

export interface ReportFrame {
  readonly version: string;
  /** Wall clock, ISO. */
  readonly madeAt: string;
  readonly asOf: string | null;
}

/** What a cell holds: text, a count, or something that keeps its form. */
type Cell = string | number | null | { readonly html: string };
type Row = readonly Cell[];

const MOST_ROWS = 10_000;

/** On a narrow screen each row stands below the other, each cell behind its heading. */
const STYLE = `body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:84rem;padding:0 1rem;color:#1b1f24}
table{border-collapse:collapse;width:100%;margin:.6rem 0 1.6rem}
th,td{border-bottom:1px solid #d6dae0;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{background:#f3f5f7;overflow-wrap:normal}td.n{text-align:right}.t,.s{white-space:nowrap}code{font-size:.85em;word-break:break-all}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}.dim{color:#5b6470}
.s{font-weight:600;text-transform:uppercase;font-size:.85em}.critical,.high{color:#a8071a}.medium{color:#8a4b00}
@media (max-width:60rem){h1,h2,p{overflow-wrap:anywhere}table,tbody,tr,td{display:block}thead{display:none}tr{border-top:2px solid #aab2bd;padding:.4rem 0}td{border:0;padding:.1rem 0}td.n{text-align:left}td:empty{display:none}td::before{content:attr(data-head) ": ";color:#5b6470}}
@media print{body{margin:0;max-width:none;font-size:11px}tr{break-inside:avoid}}`;

function escaped(text: string | number | null): string {
  return String(text ?? '').replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** `2014-09-04 15:06:40`, never broken inside. */
const time = (instant: Instant | null): Cell => (instant === null ? null : { html: timeHtml(instant) });
const timeHtml = (instant: Instant): string =>
  `<span class="t">${escaped(localStamp(Date.parse(instant), 'UTC').slice(0, 19))}</span>`;
const between = ([from, to]: HoleAnswer['between']): Cell => ({
  html:
    from !== null && from === to
      ? timeHtml(from)
      : `${from === null ? '…' : timeHtml(from)} – ${to === null ? '…' : timeHtml(to)}`,
});
/** Numbers, never broken inside. */
const numbers = (from: string, to = from): Cell => ({
  html: [...new Set([from, to])].map((number) => `<span class="t">${escaped(number)}</span>`).join(' – '),
});
const severityCell = (severity: string): Cell => ({
  html: severity === 'none' ? '–' : `<span class="s ${escaped(severity)}">${escaped(severity)}</span>`,
});

export function htmlReport(answer: GapsAnswer, frame: ReportFrame): string {
  const items = itemsOfSeries(answer);
  const judged = frame.asOf === null ? '' : `, judged as of ${escaped(frame.asOf)}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Order numbers: ${escaped(answer.dataset)}</title>
<style>${STYLE}</style></head><body>
<h1>Order numbers of dataset ${escaped(answer.dataset)}</h1>
<p class="dim">Made by shoptrace ${escaped(frame.version)} at ${escaped(frame.madeAt)}${judged}. Times are UTC. This report lists numbers and what is known about them; it does not say that a law is met.</p>
${summary(answer)}
${answer.series.map((one) => seriesSection(one, items)).join('')}${paymentsSection(answer)}
<h2>Files this rests on</h2>${filesTable(answer)}
</body></html>
`;
}

/** Reasons over all series, with what somebody must look at first. */
function summary({ holes, payments, duplicates, late }: GapsAnswer): string {
  const reasons = reasonsCounted(holes).toSorted(gravestFirst);
  const grave = holes.filter(({ severity }) => severity === 'critical' || severity === 'high');
  const urgent = grave.reduce((sum, { count }) => sum + count, 0) + payments.length;
  const said = `<p>${urgent === 0 ? 'Nothing here is critical or high' : `<strong class="critical">${urgent}</strong> of what follows is critical or high`}; ${late.length} late, ${duplicates.length} given twice.</p>`;
  if (reasons.length === 0) return `<h2>Summary</h2>${said}`;
  return `<h2>Summary: why numbers are missing</h2>${said}${table(
    ['reason', 'numbers', 'severity at most'],
    reasons.map((reason) => [classNames[reason.class], reason.numbers, severityCell(reason.severity)]),
  )}`;
}

function paymentsSection({ payments }: GapsAnswer): string {
  if (payments.length === 0) return '';
  return `<h2>Money without an order</h2>${table(
    ['severity', 'what', 'proof'],
    payments.map(({ severity, text, evidence }) => [severityCell(severity), text, proofText(evidence)]),
  )}`;
}

function filesTable({ sources }: GapsAnswer): string {
  return table(
    [
      'file',
      'kind',
      'bytes',
      'lines',
      'rows used',
      'not readable',
      'first',
      'last',
      'taken',
      'SHA-256',
      'remarks',
    ],
    sources.map((source) => [
      source.file,
      source.kind,
      source.bytes ?? NOT_KNOWN,
      source.lines,
      source.rows,
      source.unreadable,
      time(source.from),
      time(source.to),
      time(source.takenAt),
      source.sha256 === null ? NOT_KNOWN : { html: `<code>${escaped(source.sha256)}</code>` },
      source.warnings.join(' '),
    ]),
  );
}

function seriesSection(series: SeriesAnswer, items: ItemsOfSeries): string {
  const late = byLateness(items.late(series));
  const overtaken = late.filter(isOvertaken).length;
  return [
    `<h2>Series ${escaped(series.series)}${series.shop === 'default' ? '' : ` of shop ${escaped(series.shop)}`}</h2>`,
    rangeTable(series),
    ...series.notes.map((note) => `<p>${escaped(note)}</p>`),
    ...series.notCovered.map(({ from, to }) => `<p>Not covered: ${escaped(from)} to ${escaped(to)}.</p>`),
    listed('Missing', holeHeads, items.holes(series).toSorted(gravestFirst), holeCells),
    listed('Late, the longest wait first', ['number', 'ordered', 'explanation', 'proof'], late, (one) => [
      numbers(one.number),
      time(one.orderedAt),
      one.text,
      proofText(one.evidence),
    ]),
    overtaken === 0
      ? ''
      : `<p>${overtaken} of the late numbers came within ${OVERTAKEN_MINUTES} minutes of their place.</p>`,
    listed('Given twice', ['number', 'severity', 'explanation', 'proof'], items.duplicates(series), (two) => [
      numbers(two.number),
      severityCell(two.severity),
      two.text,
      proofText(two.orders),
    ]),
  ].join('\n');
}

function rangeTable(series: SeriesAnswer): string {
  const why = series.floorWhy === 'given' ? 'given' : 'the earliest order of the files';
  const { used, holes, late, duplicates, coverage } = series;
  const cells: readonly (readonly [string, Cell])[] = [
    ['range tested', numbers(series.floor ?? '–', series.frontier ?? '–')],
    ['why it begins there', why],
    ['orders from', time(coverage.from)],
    ['to', time(coverage.through)],
    ['read', coverage.sources.join(', ')],
    ['expected', used + holes],
    ['used', used],
    ['missing', holes],
    ['late', late],
    ['given twice', duplicates],
  ];
  return table(
    cells.map(([head]) => head),
    [cells.map(([, value]) => value)],
  );
}

const holeHeads = [
  'numbers',
  'count',
  'severity',
  'given out',
  'reason',
  'sure',
  'may still be used until',
  'explanation',
  'proof',
  'would change this',
];

function holeCells(hole: HoleAnswer): Row {
  return [
    numbers(hole.from, hole.to),
    hole.count,
    severityCell(hole.severity),
    between(hole.between),
    classNames[hole.class],
    `${Math.round(hole.confidence * 100)}\u00a0%`,
    !hole.mayStillArrive ? '–' : hole.until === null ? 'no limit known' : time(hole.until),
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

function table(heads: readonly string[], rows: readonly Row[]): string {
  const body = rows.map(
    (row) => `<tr>${row.map((value, index) => cellHtml(value, heads[index] ?? '')).join('')}</tr>`,
  );
  return `<table><thead><tr>${heads.map((head) => `<th>${escaped(head)}</th>`).join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`;
}

function cellHtml(value: Cell, head: string): string {
  const name = ` data-head="${escaped(head)}"`;
  if (value !== null && typeof value === 'object') return `<td${name}>${value.html}</td>`;
  return `<td${name}${typeof value === 'number' ? ' class="n"' : ''}>${escaped(value)}</td>`;
}
