// Transaction IDs come from the shop's own algorithm: known answers, grammar, windows, no repetition.
import { describe, expect, test } from 'vitest';
import { desCrypt } from '../../src/shop/des-crypt.js';
import { seededRandom } from '../../src/shop/random.js';
import { fractionSeed, transactionIdOf, transactionIds, windowSeed } from '../../src/shop/transaction-ids.js';

const grammar = /^TU[89][A-Z0-689]{15}==$/;

describe('DES crypt(3)', () => {
  test.each([
    ['18.17528', 'MO', 'MOtBioawyRfrQ'],
    ['hello', 'ab', 'abl0JrMf6tlhw'],
  ])('crypt(%j, %j) is %j', (key, salt, expected) => {
    expect(desCrypt(key, salt)).toBe(expected);
  });

  test('only eight characters of the key count', () => {
    expect(desCrypt('18.17528', 'MO')).toBe(desCrypt('18.175280', 'MO'));
    expect(desCrypt('18.17528', 'MO')).not.toBe(desCrypt('18.17529', 'MO'));
  });

  test('a salt is two characters of its alphabet', () => {
    expect(() => desCrypt('x', 'M')).toThrow(RangeError);
    expect(() => desCrypt('x', 'M!')).toThrow(RangeError);
  });
});

describe('transaction IDs', () => {
  test('the documented one is that of 18.17528', () => {
    expect(transactionIdOf('18.17528')).toBe('TU90QMLVYXD5UMZYUQ==');
  });

  test.each([
    [1548237300, 'TU92Z2ZWCLM5U2XNLG=='],
    [1548237399, 'TU92Z2ZWCLM5U2XNLG=='],
    [1548237400, 'TU9NTFFUCM0XAEVPCW=='],
    [1735689600, 'TU8WCDJKS0LJCWZZTQ=='],
  ])('the window of %d gives %s', (unixSeconds, expected) => {
    expect(transactionIdOf(windowSeed(unixSeconds))).toBe(expected);
  });

  test('seeds of the older formula read as PHP prints numbers', () => {
    expect(fractionSeed(7_175_284)).toBe('7.175284');
    expect(fractionSeed(7_175_200)).toBe('7.1752');
    expect(fractionSeed(7_000_000)).toBe('7');
    expect(fractionSeed(5)).toBe('5.0E-6');
    expect(fractionSeed(12)).toBe('1.2E-5');
    expect(fractionSeed(100)).toBe('0.0001');
    expect(fractionSeed(10_000_000 + 8 * 100_000 + 17_528)).toBe('18.17528');
    expect(fractionSeed(12_299_999)).toBe('32.99999');
  });

  test.each(['2017', '2025'] as const)('of era %s follow the grammar and never repeat', (era) => {
    const ids = transactionIds(era, seededRandom(3), null);
    const drawn = new Set<string>();
    for (let number = 0; number < 20_000; number += 1) {
      const id = ids.draw(1_735_689_600_000 + number * 7000);
      expect(id).toMatch(grammar);
      drawn.add(id);
    }
    expect(drawn.size).toBe(20_000);
  });

  test('of 2025 date themselves: the first visitor of a window gets its ID', () => {
    const ids = transactionIds('2025', seededRandom(3), null);
    const first = 1_735_689_640_000;
    expect(ids.draw(first)).toBe('TU8WCDJKS0LJCWZZTQ==');
    expect(ids.draw(first)).not.toBe('TU8WCDJKS0LJCWZZTQ==');
  });

  test('a live shop that starts again repeats none of yesterday', () => {
    const draw = (from: number, seed: number): string[] => {
      const ids = transactionIds('2017', seededRandom(seed), 250);
      return Array.from({ length: 2000 }, (_, number) => ids.draw(from + number * 400));
    };
    const day = 86_400_000;
    const from = 1_790_000_000_000;
    const all = [...draw(from, 1), ...draw(from + 2000 * 400, 2), ...draw(from + day, 3)];
    expect(new Set(all).size).toBe(6000);
  });
});
