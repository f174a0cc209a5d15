// What is printed: safe for terminals, exact in its small forms, instants as people type them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wantsColours } from '../../src/cli/context.js';
import { parseInstant } from '../../src/cli/instant-input.js';
import { nodeVersion } from '../../src/cli/examination.js';
import { paletteOf } from '../../src/cli/output/palette.js';
import { safeLines, safeText } from '../../src/cli/output/safe-text.js';
import { amount, byteText, tableLines } from '../../src/cli/output/table.js';
import { transactionLines } from '../../src/cli/output/transaction-text.js';
import { localClock, localStamp, spokenDuration } from '../../src/model/local-time.js';
import { editDistance, nearest } from '../../src/model/nearest.js';
import { transaction } from '../../src/queries/transaction.js';
import { datasetOfLines, knownRules } from '../queries/support/read-dataset.js';

const HARMFUL = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]|\p{Cs}/u;

describe('text from a log', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['bell\u0007\r', 'bell\\x07\\x0d'],
    ['tab\there', 'tab\\there'],
    ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
    ['c1 \u009b31m', 'c1 \\x9b31m'],
    ['lone \ud800', 'lone \\u{d800}'],
    ['tag \u{e0041}', 'tag \\u{e0041}'],
    ['Benoît Ωμέγα 漢字 🙂', 'Benoît Ωμέγα 漢字 🙂'],
  ])('%j is shown as %j', (given, shown) => {
    expect(safeText(given)).toBe(shown);
  });

  it('can never reach the terminal unescaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(safeText(text)).not.toMatch(HARMFUL);
        for (const line of safeLines(text)) expect(line).not.toMatch(HARMFUL);
      }),
    );
  });

  it('is safe in a whole transaction too', async () => {
    const id = 'TU8AAAAAAAAAAAAAAA==';
    const lines = `-- 2017-8-21 10:00:00 100 --  [${id}] Evil \u001b[2J\u202e GENERIC\nmore \u001b]0;title\u0007\n`;
    const { dataset } = await datasetOfLines([{ lines }]);
    const answer = await transaction(dataset, knownRules, { shop: 'default', id });
    if (answer === null) throw new Error('the transaction is missing');
    const printed = transactionLines(answer, paletteOf(false));
    expect(printed.join('\n')).toContain('\\x1b[2J');
    expect(printed.join('\n')).toContain('more \\x1b]0;title\\x07');
    for (const line of printed) expect(line).not.toMatch(HARMFUL);
  });
});

describe('a table', () => {
  it('has no lines, numbers to the right, hostile cells made safe', () => {
    const columns = [{ head: 'name' }, { head: 'count', right: true }];
    expect(
      tableLines(
        columns,
        [
          ['a', '1'],
          ['b\u001b[2J', '1,000'],
        ],
        paletteOf(false),
      ),
    ).toEqual(['name      count', 'a             1', 'b\\x1b[2J  1,000']);
  });

  it('of many rows has the same columns from the first to the last, and is laid out at once', () => {
    const columns = [{ head: 'file' }, { head: 'lines', right: true }];
    const wide = '日本'.repeat(20);
    const rows = Array.from({ length: 3_000 }, (_, index) => [index === 2_777 ? wide : 'f', `${index}`]);
    const begun = performance.now();
    const lines = tableLines(columns, rows, paletteOf(true));
    expect(performance.now() - begun).toBeLessThan(2_000);
    expect(lines).toHaveLength(3_001);
    expect(lines[1]).toBe(`f${' '.repeat(79 + 2 + 4)}0`);
    expect(lines[2_778]).toBe(`${wide}   2777`);
  });
});

describe('colours', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
  ])('with %j on a terminal (%s): %s', (env, terminal, wanted) => {
    expect(wantsColours(env, terminal)).toBe(wanted);
  });

  it('mark severity and level', () => {
    expect(paletteOf(true).severity('high', 'HIGH')).toContain('\u001b[31m');
    expect(paletteOf(true).level('success', 'ok')).toContain('\u001b[32m');
    expect(paletteOf(false).severity('high', 'HIGH')).toBe('HIGH');
  });
});

describe('small forms', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [2294, '2.3 kB'],
    [1_500_000_000, '1.5 GB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(byteText(bytes)).toBe(text);
  });

  it('counts', () => {
    expect(amount(1, 'line')).toBe('1 line');
    expect(amount(12_345, 'line')).toBe('12,345 lines');
  });

  it.each([
    [0, '0 ms'],
    [253, '253 ms'],
    [2390, '2.39 s'],
    [15_605, '15.6 s'],
    [125_000, '2 min 5 s'],
    [12_000_000, '3 h 20 min'],
    [86_400_000, '1 d'],
    [-253, '253 ms'],
  ])('%i ms are %s', (duration, text) => {
    expect(spokenDuration(duration)).toBe(text);
  });
});

describe('local time', () => {
  it('is that of the zone, whatever the season', () => {
    expect(localStamp(Date.UTC(2017, 7, 21, 18, 38, 55, 525), 'Europe/Paris')).toBe(
      '2017-08-21 20:38:55.525',
    );
    expect(localStamp(Date.UTC(2017, 11, 21, 18), 'Europe/Paris')).toBe('2017-12-21 19:00:00.000');
    expect(localStamp(Date.UTC(2017, 11, 31, 23), '+05:30')).toBe('2018-01-01 04:30:00.000');
    expect(localClock(Date.UTC(2017, 7, 21, 18, 39, 1, 75), '-02:00')).toBe('16:39:01');
  });
});

describe('an instant that was typed', () => {
  it.each([
    ['2017-08-23T00:00:00Z', '2017-08-23T00:00:00.000Z'],
    ['2017-08-23', '2017-08-22T22:00:00.000Z'],
    ['2017-8-23 02:00', '2017-08-23T00:00:00.000Z'],
    ['2017-08-23T02:00:00.5+02:00', '2017-08-23T00:00:00.500Z'],
    ['2017-12-01 01:00', '2017-12-01T00:00:00.000Z'],
    ['2017-03-26 03:30', '2017-03-26T01:30:00.000Z'],
  ])('%s is %s', (text, instant) => {
    expect(new Date(parseInstant(text, 'Europe/Paris', '--from')).toISOString()).toBe(instant);
  });

  it.each(['', 'now', '2017-13-01', '2017-02-30', '2017-08-23T25:00', '23.08.2017'])(
    'may not be %j',
    (text) => {
      expect(() => parseInstant(text, 'UTC', '--from')).toThrow(/--from/);
    },
  );
});

describe('the nearest right word', () => {
  it('counts edits, swaps and beginnings', () => {
    expect(editDistance('replay', 'relpay')).toBe(1);
    expect(editDistance('abc', 'xyz')).toBe(3);
    expect(nearest('relpay', ['replay', 'rules'])).toEqual(['replay']);
    expect(nearest('find', ['findings', 'ledger'])).toEqual(['findings']);
    expect(nearest('zzz', ['replay'])).toEqual([]);
  });

  it('is symmetric and never beyond the limit', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, b)).toBeLessThanOrEqual(5);
        expect(editDistance(a, a)).toBe(0);
      }),
    );
  });
});

it.each([
  ['20.19.0', 'good'],
  ['22.1.0', 'good'],
  ['20.18.3', 'bad'],
  ['18.20.0', 'bad'],
])('node %s is %s', (version, result) => {
  expect(nodeVersion(version).result).toBe(result);
});
