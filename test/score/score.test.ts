// Scores: what was missed, what was invented, what cannot be decided, counted case by case.
import { describe, expect, it } from 'vitest';
import type { FindingAnswer } from '../../src/model/answers.js';
import type { GapsAnswer } from '../../src/model/sequence-answers.js';
import { readLabels } from '../../src/queries/score/labels.js';
import { scoreFindings } from '../../src/queries/score/score-findings.js';
import { scoreNumbers } from '../../src/queries/score/score-numbers.js';

const finding = (rule: string, key: string, count = 1, kind = 'transaction'): FindingAnswer =>
  ({
    rule,
    codes: ['A4'],
    case: { kind, key },
    count,
    summary: `${rule} of ${key}`,
  }) as unknown as FindingAnswer;

const label = (key: string, count = 1, rule = 'production-repeated', kind = 'transaction'): string =>
  JSON.stringify({ code: 'A4', rule, case: { kind, key }, count });

const rules = [{ id: 'production-repeated', codes: ['A4'] }];
const score = (labels: readonly string[], findings: FindingAnswer[], pending: FindingAnswer[] = []) =>
  scoreFindings(readLabels(labels, false).findings, { findings, pending, rules });

describe('findings', () => {
  it('are true, missed or false by rule and case', () => {
    const [row] = score(
      [label('A'), label('B', 2), label('C')],
      [
        finding('production-repeated', 'A'),
        finding('production-repeated', 'B'),
        finding('production-repeated', 'D'),
      ],
    );
    expect(row).toMatchObject({ labelled: 3, found: 3, true: 2, missed: 1, false: 1, otherCount: 1 });
    expect(row?.precision).toBeCloseTo(2 / 3);
    expect(row?.recall).toBeCloseTo(2 / 3);
    expect(row?.f1).toBeCloseTo(2 / 3);
    expect(row?.examples.missed).toEqual([{ case: 'transaction C', note: 'not found' }]);
    expect(row?.examples.false[0]?.case).toBe('transaction D');
    expect(row?.examples.otherCount[0]?.note).toBe('2 labelled, 1 found');
  });

  it('of another kind of case with the same key are no match', () => {
    const [row] = score([label('A')], [finding('production-repeated', 'A', 1, 'user')]);
    expect(row).toMatchObject({ true: 0, missed: 1, false: 1 });
  });

  it('that are still due are undecided, and so is what no rule looks for', () => {
    const rows = score([label('A'), label('B', 1, 'not-built')], [], [finding('production-repeated', 'A')]);
    expect(rows.map((row) => [row.rule, row.labelled, row.undecided, row.recall])).toEqual([
      ['not-built', 0, 1, null],
      ['production-repeated', 0, 1, null],
    ]);
  });

  it('about a file match the label of the file', () => {
    const [row] = score(
      [label('/tmp/shop.log', 1, 'production-repeated', 'source')],
      [finding('production-repeated', 'generation1', 1, 'source')],
    );
    expect(row).toMatchObject({ true: 1, missed: 0, false: 0 });
  });
});

describe('order numbers', () => {
  const series = '1xxxxxxxx';
  const number = (rule: string, text: string, more: object = {}): string =>
    JSON.stringify({
      code: rule,
      rule,
      case: { kind: 'series', key: `${series}:${text}` },
      series,
      number: text,
      cause: 'card-refused',
      classes: ['declined_owned'],
      ...more,
    });
  const hole = (from: string, count: number, reason: string) => ({
    series,
    from,
    count,
    class: reason,
    text: 'gone',
  });
  const judge = (
    labels: readonly string[],
    answer: { holes?: unknown[]; late?: unknown[]; duplicates?: unknown[] },
  ) =>
    scoreNumbers(readLabels(labels, false), {
      holes: [],
      late: [],
      duplicates: [],
      ...answer,
    } as unknown as GapsAnswer);

  it('are compared one by one within ranges, reasons apart', () => {
    const [row] = judge(
      [
        number('number-gap', '100000007'),
        number('number-gap', '100000008'),
        number('number-gap', '100000020'),
      ],
      { holes: [hole('100000007', 2, 'declined_owned'), hole('100000030', 1, 'unexplained')] },
    );
    expect(row).toMatchObject({ labelled: 3, found: 3, true: 2, missed: 1, false: 1, reasonRight: 2 });
  });

  it('with another reason are told with both', () => {
    const [row] = judge([number('number-gap', '100000007')], { holes: [hole('100000007', 1, 'no_data')] });
    expect(row).toMatchObject({ true: 1, reasonRight: 0 });
    expect(row?.examples.otherReason).toEqual([
      { case: '1xxxxxxxx 100000007', note: 'card-refused: declined_owned; said no_data' },
    ]);
  });

  it('that a cluster never gives are no holes, and open ones are undecided', () => {
    const open = JSON.stringify({ truth: 'undecided', series, number: '100000050' });
    const [row] = judge([open], {
      holes: [hole('100000002', 2, 'step_cluster'), hole('100000050', 1, 'in_flight')],
    });
    expect(row).toMatchObject({ found: 0, undecided: 1 });
  });

  it('that only exports show do not count on a trace alone', () => {
    const unseen = number('number-gap', '100000009', { classesFromTrace: [], classes: ['deleted_order'] });
    expect(judge([unseen], {})[0]).toMatchObject({ labelled: 0, missed: 0 });
    expect(
      scoreNumbers(readLabels([unseen], true), { holes: [], late: [], duplicates: [] })[0],
    ).toMatchObject({
      labelled: 1,
      missed: 1,
    });
  });

  it('are late when they took longer than a payment may', () => {
    const late = (text: string, seconds: number) => ({
      series,
      number: text,
      delaySeconds: [seconds, null],
      text: '',
    });
    const rows = judge([number('number-late', '100000003', { classes: ['late_completed'] })], {
      late: [late('100000003', 90_000), late('100000004', 60)],
    });
    expect(rows[1]).toMatchObject({ labelled: 1, found: 1, true: 1 });
  });
});

it('labels that are none are named by their line', () => {
  expect(() => readLabels(['', '{"rule":"x"', ''], false)).toThrow(/Line 2 of the labels/);
  expect(() => readLabels(['{"rule":"x"}'], false)).toThrow(/Line 1 of the labels/);
  expect(readLabels(['{"coveredUntil":"2025-01-02T00:00:00.000Z"}'], false).coveredUntil).toBe(
    Date.UTC(2025, 0, 2),
  );
});
