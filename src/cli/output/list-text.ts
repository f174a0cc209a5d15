// Lists for people: transactions, what was not found, datasets, rules.
import type { DatasetAnswer, NotFoundAnswer, RuleAnswer, TransactionListItem } from '../../model/answers.js';
import { localStamp } from '../../model/local-time.js';
import { toldOutcome } from '../../model/texts/outcome.js';
import type { Palette } from './palette.js';
import { safeText } from './safe-text.js';
import { outcomeText, outcomeWord } from './outcome-text.js';
import { byteText, grouped, tableLines } from './table.js';

export function transactionTable(
  items: readonly TransactionListItem[],
  zone: string,
  palette: Palette,
): string[] {
  const several = new Set(items.map(({ shop }) => shop)).size > 1;
  const columns = [
    { head: `last line (${zone})` },
    ...(several ? [{ head: 'shop' }] : []),
    { head: 'transaction' },
    { head: 'amount', right: true },
    { head: 'outcome' },
    { head: 'placed', right: true },
    { head: 'runs', right: true },
    { head: 'findings' },
  ];
  const told = items.map((item) => toldOutcome(item.outcome, item.findings));
  const rows = items.map((item, index) => [
    localStamp(Date.parse(item.lastSeen), zone).slice(0, 19),
    ...(several ? [item.shop] : []),
    item.id,
    item.amount === null ? '–' : `${item.amount} ${item.currency ?? ''}`.trim(),
    outcomeWord(told[index] ?? item.outcome),
    String(item.placements),
    String(item.productions),
    item.findings.length === 0 ? '–' : item.findings.join(', '),
  ]);
  return tableLines(columns, rows, palette).map((line, index) => {
    const outcome = told[index - 1];
    return outcome === undefined
      ? line
      : line.replace(`  ${outcomeWord(outcome)}`, `  ${outcomeText(outcome, palette)}`);
  });
}

/** Nothing or several: what there is instead. */
export function notFoundLines(answer: NotFoundAnswer, zone: string, palette: Palette): string[] {
  const asked = JSON.stringify(answer.query.length > 80 ? `${answer.query.slice(0, 80)}…` : answer.query);
  if (answer.matches.length > 0)
    return [
      `${answer.matches.length} transactions of dataset ${answer.dataset} fit ${safeText(asked)}:`,
      ...transactionTable(answer.matches, zone, palette),
      '',
      'Give more of the ID.',
    ];
  return [
    `No transaction of dataset ${answer.dataset} fits ${safeText(asked)}.`,
    coverageLine(answer, zone),
    ...(answer.near.length === 0 ? [] : [`Near it: ${answer.near.map(safeText).join(', ')}`]),
    ...elsewhereLines(answer),
    'Give a whole ID, at least its first 6 characters, or paste a line; `shoptrace tx` lists the newest.',
  ];
}

function elsewhereLines({ foundIn = [], otherDatasets }: NotFoundAnswer): string[] {
  if (foundIn.length > 0) return [`It is in ${foundIn.join(', ')}: name one with --dataset.`];
  return otherDatasets.length === 0 ? [] : [`Other datasets: ${otherDatasets.join(', ')} (--dataset NAME)`];
}

function coverageLine({ coverage }: NotFoundAnswer, zone: string): string {
  if (coverage.from === null || coverage.through === null) return 'The dataset holds no judged lines.';
  const stamp = (instant: string): string => localStamp(Date.parse(instant), zone).slice(0, 19);
  const holes = coverage.holes.length === 0 ? '' : `, with ${coverage.holes.length} holes`;
  return `Its files cover ${stamp(coverage.from)} to ${stamp(coverage.through)} ${zone}${holes}.`;
}

export function datasetTable(items: readonly DatasetAnswer[], palette: Palette): string[] {
  const columns = [
    { head: 'dataset' },
    { head: 'made' },
    { head: 'files', right: true },
    { head: 'records', right: true },
    { head: 'transactions', right: true },
    { head: 'from' },
    { head: 'to' },
    { head: 'zone' },
    { head: 'on disk', right: true },
  ];
  const rows = items.map((item) => {
    const zone = item.zone ?? 'UTC';
    const stamp = (instant: string | null): string =>
      instant === null ? '–' : localStamp(Date.parse(instant), zone).slice(0, 19);
    return [
      item.live ? `${item.name} (live)` : item.name,
      item.createdAt.slice(0, 10),
      grouped(item.files),
      grouped(item.records),
      grouped(item.transactions),
      stamp(item.from),
      stamp(item.to),
      zone,
      item.bytesOnDisk === null ? '–' : byteText(item.bytesOnDisk),
    ];
  });
  return tableLines(columns, rows, palette);
}

export function ruleTable(rules: readonly RuleAnswer[], palette: Palette): string[] {
  const columns = [
    { head: 'rule' },
    { head: 'code' },
    { head: 'severity' },
    { head: 'about' },
    { head: 'title' },
  ];
  const rows = rules.map((rule) => [
    rule.id,
    rule.codes.join(', '),
    rule.severity,
    rule.caseKind,
    rule.title,
  ]);
  return tableLines(columns, rows, palette);
}

export function ruleLines(rule: RuleAnswer, palette: Palette): string[] {
  const thresholds = Object.entries(rule.thresholds).map(
    ([name, { value, unit, why }]) => `  ${name} = ${value}${unit === 'count' ? '' : ` ${unit}`}: ${why}`,
  );
  return [
    `${palette.bold(safeText(rule.title))}  ${rule.id} ${rule.codes.join(', ')}`,
    palette.dim(`severity ${rule.severity}, about a ${rule.caseKind}, version ${rule.version}`),
    '',
    `Fires when: ${safeText(rule.firesWhen)}`,
    `Stays quiet when: ${safeText(rule.staysQuietWhen)}`,
    `Cannot see: ${safeText(rule.cannotSee)}`,
    ...(thresholds.length === 0 ? [] : ['', 'Thresholds (configuration: rules.thresholds)', ...thresholds]),
  ];
}
