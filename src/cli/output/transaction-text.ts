// A transaction for people: verdict, findings, story, lines, what to do.
import type { LineAnswer, StoryStep, TransactionAnswer } from '../../model/answers.js';
import { localStamp, spokenDuration } from '../../model/local-time.js';
import { toldOutcomeOf } from '../../model/texts/outcome.js';
import { listed } from '../../model/texts/words.js';
import { findingLines } from './finding-text.js';
import { outcomeText } from './outcome-text.js';
import type { Palette } from './palette.js';
import { safeLines, safeText } from './safe-text.js';

export function transactionLines(answer: TransactionAnswer, palette: Palette): string[] {
  const zone = answer.lines[0]?.zone ?? 'UTC';
  const heading = (title: string): string[] => ['', palette.bold(title)];
  const options = { palette, zone, ids: false };
  return [
    `${palette.bold(safeText(answer.id))}  ${outcomeText(toldOutcomeOf(answer), palette)}`,
    safeText(answer.headline),
    '',
    ...factLines(answer, zone).map((line) => palette.dim(line)),
    ...(answer.findings.length === 0 ? [] : heading('Findings')),
    ...answer.findings.flatMap((finding) => findingLines(finding, options)),
    ...heading('What happened'),
    ...answer.story.flatMap((step, index) => stepLines(step, answer.story[index - 1], zone, palette)),
    ...heading(`Lines (${answer.lines.length})`),
    ...lineBlock(answer.lines, palette),
    ...(answer.advice.length === 0 ? [] : heading('What to do')),
    ...answer.advice.map((advice, index) => `  ${index + 1}. ${safeText(advice)}`),
  ];
}

function factLines(answer: TransactionAnswer, zone: string): string[] {
  const first = Date.parse(answer.firstSeen);
  const last = Date.parse(answer.lastSeen);
  const accounts = answer.users.map(({ id, name }) =>
    safeText(id === null ? (name ?? '?') : name === null ? id : `${id} (${name})`),
  );
  const amount = answer.amount === null ? 'unknown' : `${answer.amount} ${answer.currency ?? ''}`.trim();
  const facts: readonly (readonly [string, string | null])[] = [
    ['when', `${spanText(first, last, zone)} ${zone} (${spokenDuration(last - first)})`],
    ['items', answer.items.length === 0 ? null : listed(answer.items.map(safeText))],
    ['amount', amount],
    ['account', accounts.length === 0 ? null : listed(accounts)],
    ['shop', safeText(answer.shop)],
    ['same ID in', answer.sharedWith.length === 0 ? null : `shop ${listed(answer.sharedWith.map(safeText))}`],
    ['dataset', `${answer.dataset}${coverageText(answer, zone)}`],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [`  ${name.padEnd(10)} ${value}`]));
}

function coverageText({ coverage }: TransactionAnswer, zone: string): string {
  const holes = coverage.holes.length === 0 ? '' : `, ${coverage.holes.length} holes`;
  if (coverage.through === null) return ', not judged yet';
  return `, covered until ${localStamp(Date.parse(coverage.through), zone).slice(0, 19)}${holes}`;
}

function spanText(first: number, last: number, zone: string): string {
  const from = localStamp(first, zone);
  const to = localStamp(last, zone);
  return from.slice(0, 10) === to.slice(0, 10) ? `${from} – ${to.slice(11)}` : `${from} – ${to}`;
}

/** A step, below the day where the day is another than that of the step before. */
function stepLines(step: StoryStep, before: StoryStep | undefined, zone: string, palette: Palette): string[] {
  const [day = '', clock = ''] = localStamp(Date.parse(step.at), zone).split(' ');
  const dayBefore = before === undefined ? day : localStamp(Date.parse(before.at), zone).slice(0, 10);
  const delta = before === undefined ? null : Date.parse(step.at) - Date.parse(before.at);
  const what = safeText(step.what);
  const painted = step.kind === 'death' || step.kind === 'missing' ? palette.bad(what) : what;
  const line = `  ${clock}  ${deltaText(delta).padStart(10)}  ${painted}`.trimEnd();
  return day === dayBefore ? [line] : [palette.dim(`  ${day}`), line];
}

function deltaText(deltaMs: number | null): string {
  if (deltaMs === null || deltaMs === 0) return '';
  return `${deltaMs < 0 ? '−' : '+'}${spokenDuration(deltaMs)}`;
}

/** Lines with number, local time, delta, level; continuation lines below; a new file is named. */
export function lineBlock(lines: readonly LineAnswer[], palette: Palette): string[] {
  const width = Math.max(...lines.map((line) => String(line.line).length), 1);
  let file: string | null = null;
  return lines.flatMap((line) => {
    const named = line.file === file ? [] : [palette.dim(`  ${safeText(line.file)}`)];
    file = line.file;
    const head = [
      `  ${String(line.line).padStart(width)}`,
      line.localTime,
      deltaText(line.deltaMs).padStart(10),
      palette.level(line.level, line.level.padEnd(7)),
      palette.level(line.level, safeText(line.message)),
    ];
    const text = `${head.join('  ')}${attachedText(line, palette)}`.trimEnd();
    return [...named, text, ...continuationLines(line, width)];
  });
}

function attachedText(line: LineAnswer, palette: Palette): string {
  if (line.attached === 'own') return '';
  return palette.dim(`  (without ID; ${line.attached}, ${Math.round(line.confidence * 100)} % sure)`);
}

function continuationLines(line: LineAnswer, width: number): string[] {
  return safeLines(line.raw)
    .slice(1)
    .map((text) => `${' '.repeat(width + 4)}${text}`.trimEnd());
}
