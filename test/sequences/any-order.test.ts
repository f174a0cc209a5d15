// The final state does not depend on the order in which files and lines come.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { analyseNumbers } from '../../src/model/sequences/analyse.js';
import type { NumberFact, NumberFactKind, NumberSource } from '../../src/model/sequences/number-fact.js';
import { defaultSequenceSettings } from '../../src/model/sequences/number-fact.js';
import { START } from './number-scene.js';

const kinds: readonly NumberFactKind[] = [
  'order', 'order', 'order', 'order', 'reserved', 'quote', 'payment-requested', 'payment-approved',
  'payment-captured', 'payment-declined', 'payment-refunded', 'save-failed', 'order-deleted', 'invoiced', 'order-mailed',
  'quote-created', 'login', 'session-expired', 'order-requested', 'quote-deleted', 'order-request-failed',
  'several-addresses',
]; // prettier-ignore

const number = fc.oneof(
  fc.integer({ min: 1, max: 60 }).map((body) => `1${String(body).padStart(8, '0')}`),
  fc.integer({ min: 1, max: 20 }).map((body) => `2${String(body).padStart(8, '0')}`),
  fc.constantFrom('100000003-1', '100000003-2', '000000012', '12', 'NOT-A-NUMBER', '2024-0007', '2025-0008'),
);

const fact = fc.record({
  kind: fc.constantFrom(...kinds),
  at: fc.option(fc.integer({ min: 0, max: 200 }).map((minute) => START + minute * 60_000)),
  number,
  store: fc.constantFrom('1', '2'),
  quote: fc.constantFrom('q1', 'q2', 'q3', 'q4'),
  order: fc.integer({ min: 1, max: 40 }).map(String),
  customer: fc.constantFrom(null, 'c1', 'c2'),
  txn: fc.constantFrom('t1', 't2', 't3'),
  amount: fc.constantFrom(10, 20),
  client: fc.constantFrom('k1', 'k2'),
  source: fc.constantFrom('s1', 's2', 's3', 's4'),
});

const sources: readonly NumberSource[] = (['trace', 'orders', 'quotes', 'gateway'] as const).map(
  (kind, index) => ({
    id: `s${index + 1}`,
    kind,
    shop: 'default',
    path: `${kind}.csv`,
    zone: 'UTC',
    takenAt: kind === 'trace' ? null : START + 200 * 60_000,
    from: START,
    to: START + 200 * 60_000,
    rows: 0,
    warnings: [],
  }),
);

describe('any order', () => {
  it('of files and lines gives the same report', () => {
    const scene = fc.array(fact, { maxLength: 120 }).map((facts) =>
      facts.map((one, index): NumberFact => ({
        ...one,
        line: index + 1,
        event: `${one.source}:${index + 1}`,
      })),
    );
    fc.assert(
      fc.property(
        scene.chain((facts) =>
          fc.tuple(
            fc.constant(facts),
            fc.shuffledSubarray(facts, { minLength: facts.length }),
            fc.shuffledSubarray([...sources], { minLength: sources.length }),
          ),
        ),
        ([facts, shuffled, files]) => {
          const settings = { ...defaultSequenceSettings, platform: 'm1' as const };
          const first = analyseNumbers('default', sources, facts, settings);
          const second = analyseNumbers('default', files, shuffled, settings);
          expect(second).toEqual(first);
          for (const series of first.series)
            for (const hole of series.holes) {
              expect(hole.count).toBeGreaterThan(0);
              expect(hole.text).not.toMatch(/undefined|NaN|fraud/i);
            }
        },
      ),
      { numRuns: 150 },
    );
  });
});
