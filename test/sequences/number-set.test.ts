// The set of numbers: the same answers as a plain set, in a fraction of its memory.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberSet } from '../../src/model/sequences/number-set.js';

function plainMissing(numbers: ReadonlySet<number>, from: number, to: number): number[] {
  const missing: number[] = [];
  for (let number = from; number <= to; number += 1) if (!numbers.has(number)) missing.push(number);
  return missing;
}

const unrolled = (set: NumberSet, from: number, to: number): number[] =>
  [...set.missing(from, to)].flatMap((range) =>
    Array.from({ length: range.to - range.from + 1 }, (_, index) => range.from + index),
  );

describe('a set of numbers', () => {
  it('answers like a plain set, whatever is added and taken away', () => {
    const near = fc.oneof(
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 65_500, max: 65_700 }),
      fc.integer({ min: 196_500, max: 196_700 }),
      fc.integer({ min: 262_144, max: 327_679 }),
    );
    fc.assert(
      fc.property(
        fc.array(near, { maxLength: 3000, size: 'max' }),
        fc.array(near, { maxLength: 50 }),
        (added, deleted) => {
          const set = new NumberSet();
          const plain = new Set<number>();
          for (const number of added) {
            expect(set.add(number)).toBe(plain.has(number) ? 'known' : 'added');
            plain.add(number);
          }
          for (const number of deleted) {
            set.delete(number);
            plain.delete(number);
          }
          expect(set.size).toBe(plain.size);
          for (const number of [...added, ...deleted]) expect(set.has(number)).toBe(plain.has(number));
          for (const [from, to] of [
            [0, 401],
            [65_400, 65_800],
            [196_000, 197_000],
            [262_100, 262_700],
          ] as const)
            expect(unrolled(set, from, to)).toEqual(plainMissing(plain, from, to));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('gives the holes as maximal ranges', () => {
    const set = new NumberSet();
    for (const number of [1, 2, 5, 70_000]) set.add(number);
    expect([...set.missing(1, 70_002)]).toEqual([
      { from: 3, to: 4 },
      { from: 6, to: 69_999 },
      { from: 70_001, to: 70_002 },
    ]);
  });

  it('keeps a full page as a flag, and takes numbers out of it again', () => {
    const set = new NumberSet();
    for (let number = 0; number < 65_536; number += 1) set.add(number);
    expect(set.bytes).toBe(0);
    expect(set.add(17)).toBe('known');
    expect([...set.missing(0, 65_536)]).toEqual([{ from: 65_536, to: 65_536 }]);
    set.delete(17);
    expect([...set.missing(0, 65_535)]).toEqual([{ from: 17, to: 17 }]);
    expect(set.bytes).toBe(8192);
  });

  it('lists the numbers of a page as long as they are few', () => {
    const set = new NumberSet();
    for (let number = 5000; number > 4700; number -= 1) set.add(number * 3);
    expect(set.bytes).toBe(1024);
    expect([set.has(4701 * 3), set.has(4700 * 3), set.has(0)]).toEqual([true, false, false]);
    for (let number = 0; number < 300; number += 1) expect(set.add(number * 3)).toBe('added');
    expect(set.bytes).toBe(8192);
    expect(set.size).toBe(600);
    expect(unrolled(set, 0, 15_000)).toHaveLength(15_001 - 600);
    expect(set.add(4701 * 3)).toBe('known');
  });

  it('refuses a number beyond its bound instead of growing', () => {
    const set = new NumberSet(2);
    expect(set.add(1)).toBe('added');
    expect(set.add(2 ** 40)).toBe('added');
    expect(set.add(2 ** 50)).toBe('refused');
    expect(set.has(2 ** 50)).toBe(false);
    expect(set.size).toBe(2);
  });
});
