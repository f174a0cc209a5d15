// How the console writes times, numbers and hostile text, folds repeats, and reads typed times.
import { describe, expect, test } from 'vitest';
import { foldRepeats } from '../../src/console/format/folding.js';
import { freshnessOf } from '../../src/console/format/freshness.js';
import { textPieces, visibleText } from '../../src/console/format/hostile-text.js';
import { localTimeText, parseLocalTime } from '../../src/console/format/local-time.js';
import { amountText, bytesText, pluralText } from '../../src/console/format/numbers.js';
import { agoText, deltaText, durationText, preciseClockText } from '../../src/console/format/time.js';

describe('durations', () => {
  test.each([
    [0, '0 ms'],
    [999, '999 ms'],
    [5250, '5.3 s'],
    [38_300, '38 s'],
    [125_000, '2 min 5 s'],
    [3_600_000, '1 h'],
    [3_605_000, '1 h'],
    [273_600_000, '3 d 4 h'],
  ])('%i ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });

  test('a step back in time shows its sign', () => {
    expect([deltaText(253), deltaText(-253)]).toEqual(['+253 ms', '−253 ms']);
  });

  test('ago has one unit, and a future', () => {
    const now = Date.parse('2026-11-24T12:00:00Z');
    expect(agoText('2026-11-24T11:59:59Z', now)).toBe('just now');
    expect(agoText('2026-11-24T11:56:30Z', now)).toBe('3 min ago');
    expect(agoText('2026-11-24T14:00:00Z', now)).toBe('in 2 h');
  });
});

describe('times', () => {
  test('are told in the zone of the source', () => {
    expect(preciseClockText('2017-08-21T18:38:55.525Z', 'Europe/Paris')).toBe('20:38:55.525');
    expect(preciseClockText('2017-08-21T18:38:55.525Z', '+02:00')).toBe('20:38:55.525');
  });

  test('typed as the shop prints them come back as typed', () => {
    const instant = parseLocalTime('2017-8-21 20:38:55', 'Europe/Paris');
    expect(instant).toBe('2017-08-21T18:38:55.000Z');
    expect(localTimeText(instant ?? '', 'Europe/Paris')).toBe('2017-08-21 20:38:55');
  });

  test('that occur twice mean the first, and a day alone its midnight', () => {
    expect(parseLocalTime('2017-10-29 02:30', 'Europe/Paris')).toBe('2017-10-29T00:30:00.000Z');
    expect(parseLocalTime('2017-01-02', 'Europe/Paris')).toBe('2017-01-01T23:00:00.000Z');
  });

  test.each(['yesterday', '2017-13-01', '2017-01-01 25:00', ''])('%j is no time', (text) => {
    expect(parseLocalTime(text, 'Europe/Paris')).toBeNull();
  });
});

test('numbers, amounts and sizes', () => {
  expect(pluralText(1, 'line', 'lines')).toBe('1 line');
  expect(pluralText(23_000, 'line', 'lines')).toBe('23,000 lines');
  expect(amountText(1234.5, 'EUR')).toBe('1,234.50 EUR');
  expect([bytesText(999), bytesText(2310), bytesText(21_000_000)]).toEqual(['999 B', '2.3 kB', '21 MB']);
});

describe('hostile text', () => {
  test('plain text, tabs, accents and emoji stay whole', () => {
    const text = 'Benoît\té 漢字 🙂';
    expect(textPieces(text)).toEqual([{ kind: 'plain', text }]);
  });

  test.each([
    ['\u001b[2J', '⟨ESC⟩[2J'],
    ['a\u202egnp.exe', 'a⟨U+202E⟩gnp.exe'],
    ['nul\u0000', 'nul⟨NUL⟩'],
    ['zero\u200bwidth', 'zero⟨U+200B⟩width'],
    ['tag\u{e0041}', 'tag⟨U+E0041⟩'],
    ['lone\ud800', 'lone⟨U+D800⟩'],
    ['bom\ufeff', 'bom⟨U+FEFF⟩'],
  ])('%j shows as %s', (text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });
});

describe('folding', () => {
  const fold = (text: string): string =>
    foldRepeats(text.split(''), (letter) => letter)
      .map((row) => (row.kind === 'line' ? row.line : `(${row.rounds}×${row.linesPerRound})`))
      .join('');

  test.each([
    ['', ''],
    ['abcabc', 'abcabc'],
    ['abcabcabc', 'abc(1×3)abc'],
    ['xababababy', 'xab(2×2)aby'],
    ['aaaa', 'a(2×1)a'],
    ['aabaabaab', 'aab(1×3)aab'],
  ])('%s becomes %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test('loses no line and keeps their order', () => {
    const letters = 'abababcabcabcabcdddddddee'.split('');
    const unfolded = foldRepeats(letters, (letter) => letter).flatMap((row) =>
      row.kind === 'line' ? [row.line] : row.lines,
    );
    expect(unfolded).toEqual(letters);
  });

  test('10,000 lines without a repeat take no more than a moment', () => {
    const lines = Array.from({ length: 10_000 }, (_, index) => `${index}`);
    expect(foldRepeats(lines, (line) => line)).toHaveLength(10_000);
  });
});

describe('freshness', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');

  test('a file read once is neither fresh nor late', () => {
    expect(freshnessOf({ followed: false, upToDateAt: null }, now)).toEqual({ kind: 'read-once' });
  });

  test('a followed file is up to date while its end was just seen, and behind afterwards', () => {
    const at = '2026-11-24T11:59:50Z';
    expect(freshnessOf({ followed: true, upToDateAt: at }, now)).toEqual({ kind: 'up-to-date', at });
    expect(freshnessOf({ followed: true, upToDateAt: at }, now + 60_000)).toEqual({ kind: 'behind', at });
    expect(freshnessOf({ followed: true, upToDateAt: null }, now)).toEqual({ kind: 'behind', at: null });
  });
});
