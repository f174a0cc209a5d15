// Holes, late numbers and duplicates against labels, number by number, and whether the reason is right.
import type { GapsAnswer, HoleAnswer } from '../../model/sequence-answers.js';
import type { NumberLabel, Truth } from './labels.js';
import { ScoreCount, type ScoreRow } from './score-row.js';

/** A late number is a finding when it came later than a payment may take. */
const settleSeconds = 1800;
/** Numbers that a cluster never gives are no holes of the shop's. */
const noHole: readonly string[] = ['step_cluster'];

interface FoundNumber {
  readonly reason: string | null;
  readonly what: string;
}

export function scoreNumbers(
  truth: Truth,
  answer: Pick<GapsAnswer, 'holes' | 'late' | 'duplicates'>,
): ScoreRow[] {
  const late = answer.late.filter(({ delaySeconds }) => delaySeconds[0] > settleSeconds);
  return [
    scoreRule(truth, 'number-gap', numbersOfHoles(answer.holes)),
    scoreRule(truth, 'number-late', found(late)),
    scoreRule(truth, 'number-duplicate', found(answer.duplicates)),
  ];
}

function found(
  answers: readonly { readonly series: string; readonly number: string; readonly text: string }[],
): Map<string, FoundNumber> {
  return new Map(
    answers.map(({ series, number, text }) => [`${series} ${number}`, { reason: null, what: text }]),
  );
}

/** Each number of each hole; a jump stays a range, named by its first number. Labels do not speak of invoices. */
function numbersOfHoles(holes: readonly HoleAnswer[]): Map<string, FoundNumber> {
  const numbers = new Map<string, FoundNumber>();
  for (const hole of holes) {
    if (noHole.includes(hole.class) || hole.series.startsWith('invoice-')) continue;
    const step = { reason: hole.class, what: hole.text };
    const count = hole.class === 'counter_jump' ? 1 : hole.count;
    for (let index = 0; index < count; index += 1)
      numbers.set(`${hole.series} ${plus(hole.from, index)}`, step);
  }
  return numbers;
}

/** A printed number so many later. */
function plus(number: string, more: number): string {
  const [, lead = '', digits = ''] = /^(.*?)(\d+)$/.exec(number) ?? [];
  return lead + String(BigInt(digits) + BigInt(more)).padStart(digits.length, '0');
}

function scoreRule(
  truth: Truth,
  rule: NumberLabel['rule'],
  numbers: ReadonlyMap<string, FoundNumber>,
): ScoreRow {
  const count = new ScoreCount(rule, rule);
  const reasoned = rule === 'number-gap';
  if (reasoned) count.reasonRight = 0;
  const labelled = new Set<string>();
  for (const label of truth.numbers) {
    if (label.rule !== rule) continue;
    const key = `${label.series} ${label.number}`;
    if (labelled.has(key)) continue;
    labelled.add(key);
    count.labelled += 1;
    const hit = numbers.get(key);
    if (hit === undefined) count.example('missed', key, label.cause);
    else {
      count.true += 1;
      if (reasoned) reason(count, label, hit);
    }
  }
  for (const [key, { what }] of numbers) {
    if (labelled.has(key)) count.found += 1;
    else if (truth.undecided.has(key) || truth.hidden.has(key)) count.undecided += 1;
    else {
      count.found += 1;
      count.example('false', key, what);
    }
  }
  return count.row();
}

function reason(count: ScoreCount, label: NumberLabel, hit: FoundNumber): void {
  if (hit.reason !== null && label.classes.includes(hit.reason))
    count.reasonRight = (count.reasonRight ?? 0) + 1;
  else {
    const right = label.classes.join(' or ');
    count.example(
      'otherReason',
      `${label.series} ${label.number}`,
      `${label.cause}: ${right}; said ${hit.reason ?? 'nothing'}`,
    );
  }
}
