// Holes in columns: the list that an array of objects would be, in at most 60 bytes a hole.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GapColumns } from '../../src/model/sequences/gap-columns.js';
import { insideOneOf } from '../../src/model/sequences/gaps.js';

const gap = fc.record({
  from: fc.nat(1_000_000),
  to: fc.nat(2 ** 40),
  count: fc.nat(2 ** 40),
  step: fc.integer({ min: 1, max: 9 }),
});

describe('holes in columns', () => {
  it('are the holes that were pushed', () => {
    fc.assert(
      fc.property(fc.array(gap, { maxLength: 300, size: 'max' }), (gaps) => {
        const columns = new GapColumns();
        for (const one of gaps) columns.push(one);
        expect([...columns]).toEqual(gaps);
        expect(columns.missing).toBe(gaps.reduce((sum, { count }) => sum + count, 0));
        const wide: GapColumns = columns.filter(({ step }) => step > 4);
        expect(Array.from(wide)).toEqual(gaps.filter(({ step }) => step > 4));
        expect(columns.at(gaps.length)).toBeUndefined();
      }),
    );
  });

  it('take less than 60 bytes each once there are many', () => {
    const columns = new GapColumns();
    let most = 0;
    for (let from = 1; from <= 10_000; from += 1) {
      columns.push({ from, to: from, count: 1, step: 1 });
      most = from <= 100 ? most : Math.max(most, columns.bytes / columns.length);
    }
    expect(most).toBeLessThan(60);
  });

  it('lie inside of a span as a search through all spans says', () => {
    const spans = fc
      .uniqueArray(fc.nat(200), { maxLength: 20 })
      .map((ends) => ends.toSorted((a, b) => a - b))
      .map((ends) =>
        ends.flatMap((from, index) =>
          index % 2 === 0 && index + 1 < ends.length ? [{ from, to: ends[index + 1] as number }] : [],
        ),
      );
    fc.assert(
      fc.property(spans, fc.nat(200), fc.nat(20), (all, from, length) => {
        const range = { from, to: from + length };
        const expected = all.some((span) => span.from <= range.from && range.to <= span.to);
        expect(insideOneOf(all)(range)).toBe(expected);
      }),
    );
  });
});
