// What a replay or an ingest came to: files and their ledger, findings, what is due, what was looked at, what to try next.
import type { LedgerAnswer } from '../../model/answers.js';
import type { FileRead, ReadResult } from '../../model/jobs.js';
import { localStamp, spokenDuration } from '../../model/local-time.js';
import { counted } from '../../model/texts/words.js';
import type { ReadAnswer } from '../../queries/summary.js';
import { failureLines } from '../failure.js';
import { findingLines } from './finding-text.js';
import { tableText } from './import-text.js';
import type { Palette } from './palette.js';
import { safeText } from './safe-text.js';
import { amount, byteText, grouped, tableLines } from './table.js';

/** Findings that are printed in full; the rest is counted. */
const MOST_SHOWN = 50;

/** What is not said of lines that were taken out of a file. */
const EXTRACT_MEANS =
  'it speaks for its own lines only; that its trace was reset or lacks lines, A47, A48 and A58, is not judged';

export interface ReadTextOptions {
  readonly palette: Palette;
  readonly zone: string;
}

export function readLines(result: ReadResult, answer: ReadAnswer, options: ReadTextOptions): string[] {
  return [
    ...filesText(result.files, options.palette),
    '',
    ...findingsText(answer, options),
    ...lookedAtLines(answer, options),
    '',
    ...nextLines(result, answer),
  ];
}

function filesText(files: readonly FileRead[], palette: Palette): string[] {
  const read = files.flatMap(({ ledger, takenFor }) => (ledger === null ? [] : [{ ledger, takenFor }]));
  const tables = files.flatMap(({ table }) => table ?? []);
  const skipped = files.filter(
    ({ ledger, table, problem }) => ledger === null && table === undefined && problem === null,
  );
  return [
    ...ledgerTable(read, palette),
    ...tables.flatMap((table) => tableText(table, palette)),
    ...files.flatMap(({ path, isExtract }) =>
      isExtract === true ? [palette.dim(`  an extract: ${safeText(path)} (${EXTRACT_MEANS})`)] : [],
    ),
    ...skipped.map((file) => palette.dim(`  not read: ${safeText(file.path)} (${safeText(file.because)})`)),
    ...files.flatMap(({ problem }) =>
      problem === null ? [] : failureLines(problem).map((line) => `  ${line}`),
    ),
  ];
}

export function ledgerTable(
  read: readonly { readonly ledger: LedgerAnswer; readonly takenFor?: string }[],
  palette: Palette,
): string[] {
  if (read.length === 0) return [];
  const names = read.map(({ ledger }) => ledger.file);
  const rows = read.map(({ ledger, takenFor }) => [
    // Versions of one file.
    names.indexOf(ledger.file) === names.lastIndexOf(ledger.file)
      ? ledger.file
      : `${ledger.file} (version ${ledger.generation.slice(0, 6)})`,
    ...(takenFor === undefined ? [] : [takenFor]),
    ledger.form ?? '–',
    ledger.zone,
    byteText(ledger.bytes),
    grouped(ledger.lines),
    grouped(ledger.records),
    grouped(ledger.continuation),
    grouped(ledger.blank),
    reasonsText(ledger.quarantinedLines),
    grouped(ledger.indexed),
    grouped(ledger.duplicate),
    grouped(ledger.pending),
    reasonsText(ledger.rejected),
  ]);
  const numbers = [
    'bytes',
    'lines',
    'records',
    'continued',
    'blank',
    'quarantined',
    'indexed',
    'duplicate',
    'pending',
    'rejected',
  ];
  const kind = read.some(({ takenFor }) => takenFor !== undefined) ? ['taken for'] : [];
  const columns = [
    ...['file', ...kind, 'form', 'zone'].map((head) => ({ head })),
    ...numbers.map((head) => ({ head, right: true })),
  ];
  return tableLines(columns, rows, palette);
}

function reasonsText(reasons: Readonly<Partial<Record<string, number>>>): string {
  const entries = Object.entries(reasons).filter(([, count]) => (count ?? 0) > 0);
  if (entries.length === 0) return '0';
  return entries.map(([reason, count]) => `${grouped(count ?? 0)} ${reason}`).join(', ');
}

function findingsText({ findings, pending }: ReadAnswer, { palette, zone }: ReadTextOptions): string[] {
  const shown = findings.slice(0, MOST_SHOWN);
  const rest = findings.length - shown.length;
  const options = { palette, zone, ids: false };
  return [
    palette.bold(findings.length === 0 ? 'Nothing found.' : `Findings (${findings.length})`),
    ...shown.flatMap((finding) => findingLines(finding, options)),
    ...(rest > 0 ? [`  … and ${grouped(rest)} more: shoptrace findings`] : []),
    '',
    ...(pending.length === 0 ? [] : [palette.bold(`Pending (${pending.length})`)]),
    ...pending.slice(0, MOST_SHOWN).flatMap((finding) => findingLines(finding, options)),
    ...(pending.length === 0 ? [] : ['']),
  ];
}

function lookedAtLines({ summary }: ReadAnswer, { zone }: ReadTextOptions): string[] {
  const until =
    summary.coveredUntil === null
      ? 'nothing is covered'
      : `covered until ${localStamp(Date.parse(summary.coveredUntil), zone).slice(0, 19)} ${zone}`;
  return [
    `${counted(summary.rules, 'rule')} looked at ${amount(summary.cases, 'case')}; ${until}. What would have come later is not called missing.`,
    `${amount(summary.lines, 'line')}, ${amount(summary.records, 'record')} in ${spokenDuration(summary.seconds * 1000)}; the dataset holds ${amount(summary.transactions, 'transaction')}.`,
  ];
}

function nextLines(result: ReadResult, { findings }: ReadAnswer): string[] {
  const worst = findings.find((finding) => finding.case.kind === 'transaction');
  const aboutNumbers =
    result.files.every(({ ledger }) => ledger === null) ||
    findings.some((finding) => finding.case.kind === 'series');
  const next =
    worst === undefined
      ? `shoptrace ${aboutNumbers ? 'gaps' : 'tx'} --dataset ${result.dataset}`
      : `shoptrace tx ${safeText(worst.case.key)} --dataset ${result.dataset}`;
  return [`Dataset ${result.dataset}. Next: ${next}`];
}
