// Facts in columns and in bytes: what comes back is what was given, whatever the facts look like.
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, factsOfColumns, plainFact } from '../../src/model/sequences/fact-columns.js';
import type { NumberFact } from '../../src/model/sequences/number-fact.js';
import { packFacts, unpackFacts } from '../../src/stores/fact-parts.js';

const text = fc.oneof(
  fc.constantFrom('1', 'complete', 'Main Website\n Store', '', '\0', 'é€'),
  fc.nat(500).map((number) => `1${String(number).padStart(8, '0')}`),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });

const fact: fc.Arbitrary<NumberFact> = fc
  .record({
    kind: fc.constantFrom('order', 'quote', 'payment-captured', 'counter-changed', 'trace-gap'),
    at: fc.option(fc.integer({ min: 0, max: 2_000_000_000_000 })),
    line: fc.integer({ min: 1, max: 5_000_000 }),
    isForeign: fc.boolean(),
    number: maybe(text),
    store: maybe(text),
    quote: maybe(text),
    order: maybe(text),
    customer: maybe(fc.option(text)),
    session: maybe(text),
    client: maybe(text),
    txn: maybe(text),
    amount: maybe(fc.double({ noNaN: true, noDefaultInfinity: true })),
    currency: maybe(text),
    method: maybe(text),
    state: maybe(text),
    createdAt: maybe(fc.integer({ min: 0, max: 2_000_000_000_000 })),
    severalAddresses: maybe(fc.boolean()),
    detail: maybe(text),
    from: maybe(fc.oneof(text, fc.nat())),
    to: maybe(fc.oneof(text, fc.nat())),
  })
  .map(({ isForeign, ...given }) => {
    const known = Object.entries(given).filter(([, value]) => value !== undefined);
    const event = isForeign ? `other:${given.line}` : `a:${given.line}`;
    return { ...Object.fromEntries(known), source: 'a', event } as unknown as NumberFact;
  });

describe('facts in columns', () => {
  it('are the facts that were given', () => {
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 400, size: 'max' }), (facts) => {
        expect(factsOfColumns(columnsOf(facts)).map(plainFact)).toEqual(facts);
        expect(unpackFacts(packFacts(facts)).map(plainFact)).toEqual(facts);
      }),
      { numRuns: 40 },
    );
  });

  it('answer field by field as the facts do', () => {
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1, maxLength: 30 }), (facts) => {
        const views = factsOfColumns(columnsOf(facts));
        for (const [index, given] of facts.entries())
          for (const name of [
            'kind',
            'at',
            'event',
            'number',
            'customer',
            'amount',
            'createdAt',
            'from',
          ] as const)
            expect(views[index]?.[name]).toEqual(given[name]);
      }),
    );
  });

  it('are read from parts that an earlier version wrote', () => {
    const facts = [{ kind: 'order', at: 1, source: 'a', line: 2, event: 'a:2', number: '100000001' }];
    expect(unpackFacts(deflateRawSync(JSON.stringify(facts)))).toEqual(facts);
  });
});
