// Corrections of order-number series in the configuration: what is right is taken, nonsense is refused where it stands.
import { describe, expect, it } from 'vitest';
import { parseConfig, problemText } from '../../src/config/read.js';

/** Keys of one series, one a line, from line 4 on. */
const series = (...keys: readonly string[]): string =>
  ['orderNumbers:', '  - series:', '      -', ...keys.map((key) => `        ${key}`), ''].join('\n');
const problemsOf = (text: string): string[] => parseConfig(text).problems.map(problemText);

describe('corrections of order numbers', () => {
  it('are taken when they agree with themselves', () => {
    const text = series(
      'prefix: "1"',
      'width: 8',
      'step: 3',
      'residue: 1',
      'first: "100000001"',
      'last: "100000400"',
    );
    expect(problemsOf(text)).toEqual([]);
    expect(parseConfig(text).config?.orderNumbers).toEqual([
      {
        shop: 'default',
        series: [{ prefix: '1', width: 8, step: 3, residue: 1, first: '100000001', last: '100000400' }],
      },
    ]);
    expect(problemsOf(series('prefix: ""'))).toEqual([]);
    expect(
      problemsOf('orderNumbers:\n  - shop: books\n    platform: openmage\n    quoteLifeDays: 60\n'),
    ).toEqual([]);
  });

  it.each([
    [['prefix: 1'], 'line 4: orderNumbers[0].series[0].prefix must be a text, not 1 (write it in quotes)'],
    [['width: 8'], 'orderNumbers[0].series[0].prefix is missing'],
    [['prefix: "1"', 'width: 16'], 'line 5: orderNumbers[0].series[0].width must be <=15, not 16'],
    [['prefix: "1"', 'step: 0'], 'line 5: orderNumbers[0].series[0].step must be >=1, not 0'],
    [
      ['prefix: "1"', 'residue: 1'],
      'line 5: orderNumbers[0].series[0].residue needs a step beside it (it is 1)',
    ],
    [
      ['prefix: "1"', 'step: 3', 'residue: 3'],
      'line 6: orderNumbers[0].series[0].residue must be less than the step 3 (it is 3)',
    ],
    [
      ['prefix: "1"', 'width: 8', 'first: "000000350"'],
      'line 6: orderNumbers[0].series[0].first must be the prefix "1" and 8 digits (it is "000000350")',
    ],
    [
      ['prefix: "1"', 'width: 8', 'first: "1350"'],
      'line 6: orderNumbers[0].series[0].first must be the prefix "1" and 8 digits (it is "1350")',
    ],
    [
      ['prefix: "1"', 'first: 100000001'],
      'line 5: orderNumbers[0].series[0].first must be a text, not 100000001 (write it in quotes)',
    ],
    [
      ['prefix: "1"', 'width: 8', 'first: "100000400"', 'last: "100000399"'],
      'line 7: orderNumbers[0].series[0].last must not be below the first number 100000400 (it is "100000399")',
    ],
    [
      ['prefix: "1"', 'width: 8', 'step: 3', 'residue: 1', 'first: "100000003"'],
      'line 8: orderNumbers[0].series[0].first is not given out with step 3 and residue 1: its remainder is 0 (it is "100000003")',
    ],
    [
      ['prefix: "1"', 'steps: 3'],
      'line 5: orderNumbers[0].series[0].steps is no key of the configuration; did you mean step? (allowed here: prefix, width, step, residue, first, last)',
    ],
  ])('are refused where they stand: %j', (keys, problem) => {
    expect(problemsOf(series(...keys))).toEqual([expect.stringContaining(problem)]);
  });

  it('are not given twice', () => {
    const twice = 'orderNumbers:\n  - series:\n      - prefix: "1"\n      - prefix: "1"\n';
    expect(problemsOf(twice)).toEqual([
      'line 4: orderNumbers[0].series[1].prefix is corrected twice (it is "1")',
    ]);
    const shops = 'orderNumbers:\n  - shop: books\n  - shop: books\n';
    expect(problemsOf(shops)).toEqual([
      'line 3: orderNumbers[1].shop is named twice; write all its series under one entry (it is "books")',
    ]);
    const platform = 'orderNumbers:\n  - platform: magento\n';
    expect(problemsOf(platform)[0]).toContain('must be one of m1, openmage, m2, not "magento"');
  });
});
