// Order numbers for people: each series, what is missing and why, what came late, what was given twice.
import { localStamp } from '../../model/local-time.js';
import { classNames } from '../../model/sequences/classes.js';
import type {
  DuplicateAnswer,
  GapsAnswer,
  HoleAnswer,
  LateAnswer,
  NumberEvidence,
  SeriesAnswer,
  UnmatchedPaymentAnswer,
} from '../../model/sequence-answers.js';
import { byLateness, isOvertaken, OVERTAKEN_MINUTES } from './lateness.js';
import type { Palette } from './palette.js';
import { itemsOfSeries, type ItemsOfSeries } from './of-series.js';
import { gravestFirst, reasonsCounted } from './reasons-counted.js';
import { safeText } from './safe-text.js';
import { amount, grouped } from './table.js';

export interface GapsTextOptions {
  readonly palette: Palette;
  /** Holes, late numbers and duplicates a series that are told in full. */
  readonly limit: number;
}

/** How the items of one series are told. */
interface ItemOptions {
  readonly palette: Palette;
  /** The shop's. */
  readonly zone: string;
}

const MOST_EVIDENCE = 4;
/** So many missing numbers are summed up by reason before they are listed. */
const LONG_LIST = 5;

export function gapsLines(answer: GapsAnswer, options: GapsTextOptions): string[] {
  if (answer.series.length === 0 && answer.payments.length === 0)
    return [
      `Dataset ${answer.dataset} holds no order numbers.`,
      'Traces of shops that print them are read by `shoptrace replay`; exports and logs by `shoptrace gaps import FILE`.',
    ];
  const items = itemsOfSeries(answer);
  return [
    ...answer.series.flatMap((series, index) => [
      ...(index > 0 ? [''] : []),
      ...seriesLines(series, items, options),
    ]),
    ...answer.payments.flatMap((payment) => paymentLines(payment, options)),
    ...sourceLines(answer, options.palette),
  ];
}

function seriesLines(series: SeriesAnswer, items: ItemsOfSeries, options: GapsTextOptions): string[] {
  const { palette, limit } = options;
  const inZone = { palette, zone: series.zone };
  const all = items.holes(series).toSorted(gravestFirst);
  const holes = all.filter((hole) => hole.class !== 'step_cluster');
  const leftOut = all.filter((hole) => hole.class === 'step_cluster');
  const late = items.late(series);
  const duplicates = items.duplicates(series);
  return [
    `${palette.bold(`Series ${safeText(series.series)}`)}${series.shop === 'default' ? '' : ` of shop ${safeText(series.shop)}`}  ${spanText(series)}`,
    `  ${countsText(series)}`,
    ...series.notes.map((note) => `  ${safeText(note)}`),
    ...series.notCovered.map(({ from, to }) =>
      palette.dim(`  Not covered: ${safeText(from)} to ${safeText(to)}.`),
    ),
    ...(holes.length > LONG_LIST ? reasonLines(holes, palette) : []),
    ...section('Missing', holes, limit, inZone, holeLines),
    ...lateSection(late, limit, inZone),
    ...section('Given twice', duplicates, limit, inZone, duplicateLines),
    ...section('Left out by the database', leftOut, Math.min(limit, LONG_LIST), inZone, leftOutLines),
  ];
}

function spanText({ floor, frontier, floorWhy, document }: SeriesAnswer): string {
  if (floor === null || frontier === null) return 'cannot be counted';
  const why =
    floorWhy === 'given' ? 'first number as given' : `first number: the earliest ${document} of these files`;
  return `${safeText(floor)} to ${safeText(frontier)} (${why})`;
}

function countsText(series: SeriesAnswer): string {
  const parts = [
    amount(series.used, 'number') + ' used',
    `${grouped(series.holes)} missing`,
    `${grouped(series.late)} late`,
    ...(series.duplicates > 0 ? [`${grouped(series.duplicates)} given twice`] : []),
    ...series.lattice.map(
      ({ step, from, to }) => `counts in steps of ${step} from ${safeText(from)} to ${safeText(to)}`,
    ),
  ];
  const names: Readonly<Record<string, string>> = {
    orders: 'orders',
    quotes: 'carts',
    gateway: 'payments',
    checkout: 'order requests',
    invoices: 'invoices',
  };
  const sources = series.coverage.sources.map((name) => names[name] ?? name);
  return `${parts.join(', ')}; read: ${sources.length === 0 ? 'nothing' : sources.join(', ')}`;
}

function section<T>(
  title: string,
  items: readonly T[],
  limit: number,
  options: ItemOptions,
  lines: (item: T, options: ItemOptions) => string[],
): string[] {
  if (items.length === 0) return [];
  const rest = items.length - limit;
  return [
    '',
    options.palette.bold(`  ${title} (${grouped(items.length)})`),
    ...items.slice(0, limit).flatMap((item) => lines(item, options)),
    ...(rest > 0 ? [`  … and ${grouped(rest)} more (--limit)`] : []),
  ];
}

function holeLines(hole: HoleAnswer, { palette, zone }: ItemOptions): string[] {
  const severity = hole.severity;
  const mark =
    severity === 'none' || severity === 'info'
      ? ''
      : `  ${palette.severity(severity, severity.toUpperCase())}`;
  const others = hole.alternatives.map(
    (other) => `${classNames[other.class]} (${percent(other.confidence)})`,
  );
  return [
    `  ${palette.bold(numbersText(hole))}${countText(hole)}${mark}  ${palette.dim(betweenText(hole.between, zone))}`,
    `      ${safeText(hole.text)}`,
    `      ${sureText(hole, zone)}`,
    ...(others.length === 0 ? [] : [palette.dim(`      Could also be: ${others.join('; ')}.`)]),
    ...evidenceLines(
      hole.evidence.filter(({ role }) => role === 'proof'),
      palette,
    ),
    palette.dim(`      Would change this: ${safeText(hole.wouldChange)}`),
  ];
}

function sureText(
  { confidence, mayStillArrive, until, class: name, status }: HoleAnswer,
  zone: string,
): string {
  const sure = name === 'no_data' ? '' : `${percent(confidence)} sure. `;
  if (status === 'provisional') return `${sure}Not settled yet.`;
  if (name === 'no_data' || name === 'left_edge' || name === 'right_edge') return `${sure}Open.`;
  if (!mayStillArrive) return `${sure}The number will not be used any more.`;
  return until === null
    ? `${sure}The number may still be used.`
    : `${sure}The number may still be used until ${stamp(until, zone)} ${zone}.`;
}

/** The longest wait first; many that were overtaken by minutes are one line. */
function lateSection(late: readonly LateAnswer[], limit: number, options: ItemOptions): string[] {
  const sorted = byLateness(late);
  const overtaken = sorted.filter(isOvertaken);
  if (overtaken.length <= LONG_LIST) return section('Late', sorted, limit, options, lateLines);
  const told = sorted.filter((one) => !isOvertaken(one)).slice(0, limit);
  const rest = late.length - overtaken.length - told.length;
  const many = overtaken.length === late.length ? 'All' : grouped(overtaken.length);
  return [
    '',
    options.palette.bold(`  Late (${grouped(late.length)})`),
    ...told.flatMap((one) => lateLines(one, options)),
    ...(rest > 0 ? [`  … and ${grouped(rest)} more (--limit)`] : []),
    `  ${many} within ${OVERTAKEN_MINUTES} minutes of their place: others ordered while they paid (--json lists them).`,
  ];
}

function lateLines(late: LateAnswer, { palette, zone }: ItemOptions): string[] {
  return [
    `  ${palette.bold(safeText(late.number))}  ordered ${stamp(late.orderedAt, zone)} ${zone}`,
    `      ${safeText(late.text)}`,
    ...evidenceLines(late.evidence, palette),
  ];
}

function duplicateLines(duplicate: DuplicateAnswer, { palette }: ItemOptions): string[] {
  const { severity } = duplicate;
  return [
    `  ${palette.bold(safeText(duplicate.number))}  ${palette.severity(severity, severity.toUpperCase())}`,
    `      ${safeText(duplicate.text)}`,
    ...evidenceLines(duplicate.orders, palette),
  ];
}

function paymentLines(payment: UnmatchedPaymentAnswer, { palette }: GapsTextOptions): string[] {
  return [
    '',
    `${palette.severity('critical', 'CRITICAL')}  ${safeText(payment.text)}`,
    ...evidenceLines(payment.evidence, palette),
  ];
}

function evidenceLines(evidence: readonly NumberEvidence[], palette: Palette): string[] {
  const rest = evidence.length - MOST_EVIDENCE;
  return [
    ...evidence
      .slice(0, MOST_EVIDENCE)
      .map(({ file, line, what }) => palette.dim(`      ${safeText(file)}:${line}  ${safeText(what)}`)),
    ...(rest > 0 ? [palette.dim(`      … and ${rest} more`)] : []),
  ];
}

/** Numbers that never existed: one line each, no evidence is asked of them. */
function leftOutLines(hole: HoleAnswer, { palette }: ItemOptions): string[] {
  return [
    `  ${palette.bold(numbersText(hole))}${countText(hole)}  ${safeText(hole.text)} ${percent(hole.confidence)} sure.`,
  ];
}

function reasonLines(holes: readonly HoleAnswer[], palette: Palette): string[] {
  return [
    '',
    palette.bold('  Why numbers are missing'),
    ...reasonsCounted(holes).map(
      (reason) => `  ${grouped(reason.numbers).padStart(10)}  ${classNames[reason.class]}`,
    ),
  ];
}

const numbersText = ({ from, to }: HoleAnswer): string => safeText(from === to ? from : `${from} – ${to}`);
const countText = ({ count }: HoleAnswer): string => (count > 1 ? ` (${grouped(count)} numbers)` : '');

function sourceLines({ sources }: GapsAnswer, palette: Palette): string[] {
  const warned = sources.filter(({ warnings, unreadable }) => warnings.length > 0 || unreadable > 0);
  if (warned.length === 0) return [];
  return [
    '',
    palette.bold('About the files'),
    ...warned.flatMap(({ file, warnings, unreadable }) => [
      ...(unreadable > 0 ? [`  ${safeText(file)}: ${amount(unreadable, 'row')} could not be read.`] : []),
      ...warnings.map((warning) => `  ${safeText(file)}: ${safeText(warning)}`),
    ]),
  ];
}

function betweenText([from, to]: HoleAnswer['between'], zone: string): string {
  if (from === null && to === null) return 'at an unknown time';
  if (from === to) return `given out ${stamp(from, zone)} ${zone}`;
  if (from === null) return `given out before ${stamp(to, zone)} ${zone}`;
  if (to === null) return `given out after ${stamp(from, zone)} ${zone}`;
  return `given out between ${stamp(from, zone)} and ${stamp(to, zone)} ${zone}`;
}

function stamp(instant: string | null, zone: string): string {
  return instant === null ? '?' : localStamp(Date.parse(instant), zone).slice(0, 19);
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
