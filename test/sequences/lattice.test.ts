// The step of a cluster: learned from numbers, kept while the server changes, never seen where there is none.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findGaps } from '../../src/model/sequences/gaps.js';
import { learnLattice } from '../../src/model/sequences/lattice.js';
import { NumberSet } from '../../src/model/sequences/number-set.js';

/** Numbers of one server after another: how many each gives out. */
function clusterNumbers(step: number, counts: readonly number[]): number[] {
  const all: number[] = [];
  let next = 1;
  counts.forEach((count, server) => {
    next += (((server - next) % step) + step) % step;
    for (let index = 0; index < count; index += 1, next += step) all.push(next);
    next -= step - 1;
  });
  return all;
}

function gapsOf(used: readonly number[], known: readonly number[] = used): number[] {
  const set = new NumberSet();
  for (const body of used) set.add(body);
  const span = { from: known[0] ?? 0, to: known.at(-1) ?? 0 };
  return [...findGaps(new Float64Array(known), set, span, null).gaps].flatMap(({ from, to, step }) =>
    Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step),
  );
}

describe('the step of a cluster', () => {
  test('holds while the server changes often', () => {
    const numbers = clusterNumbers(3, [60, 12, 5, 30, 3, 80, 2]);
    expect(gapsOf(numbers)).toEqual([]);
    expect(learnLattice(numbers).spans.map(({ residue }) => residue)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });

  test('is learned from servers that each have fewer than fifty numbers', () => {
    const numbers = clusterNumbers(3, [20, 20, 20]);
    expect(gapsOf(numbers)).toEqual([]);
  });

  test('is not learned from fewer than fifty numbers in all', () => {
    const numbers = clusterNumbers(3, [20, 20]);
    expect(learnLattice(numbers).spans).toEqual([]);
  });

  test('does not reach into numbers that follow each other', () => {
    const cluster = clusterNumbers(3, [60]);
    const last = cluster.at(-1) ?? 0;
    const dense = Array.from({ length: 40 }, (_, index) => last + 1 + index).filter(
      (body) => (body - last) % 10 !== 0,
    );
    expect(gapsOf([...cluster, ...dense])).toEqual([last + 10, last + 20, last + 30]);
  });

  test('missing numbers are exact on both sides of a change that only a reservation marks', () => {
    const known = clusterNumbers(3, [60, 20, 60]);
    const lost = new Set(known.slice(57, 63));
    const used = known.filter((body) => !lost.has(body));
    expect(gapsOf(used, known)).toEqual([...lost]);
  });

  test('every lost number is found and no other, whatever the servers do', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5 }),
        fc.array(fc.integer({ min: 3, max: 70 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 30 }),
        (step, counts, picks) => {
          const known = clusterNumbers(step, [60, ...counts, 60]);
          const lost = new Set(picks.map((pick) => known[1 + (pick % (known.length - 2))] ?? 0));
          const used = known.filter((body) => !lost.has(body));
          expect(gapsOf(used, known)).toEqual(known.filter((body) => lost.has(body)));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('is never learned from a counter that gives out every number and loses some', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 300, maxLength: 600 }), (dice) => {
        const numbers = dice.flatMap((value, index) => (value < 15 ? [] : [index + 1]));
        expect(learnLattice(numbers).spans).toEqual([]);
      }),
    );
  });
});
