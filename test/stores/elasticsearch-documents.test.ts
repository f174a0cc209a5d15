// A record is written as its document, and read back as itself, whatever it holds.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TraceEvent } from '../../src/model/event.js';
import { documentOf, eventOf, versionOf } from '../../src/stores/elasticsearch/event-document.js';
import { EventItem } from '../../src/stores/elasticsearch/event-lines.js';

const text = fc.string({ unit: 'binary', maxLength: 40 });
const number = fc.integer({ min: 0, max: 2 ** 40 });

const events: fc.Arbitrary<TraceEvent> = fc
  .record({
    generation: fc.stringMatching(/^[a-z0-9]{16}$/),
    shop: text,
    offset: number,
    byteLength: fc.integer({ min: 1, max: 1_000_000 }),
    line: number,
    lineCount: fc.integer({ min: 1, max: 100 }),
    time: number,
    orderTime: number,
    localTime: text,
    form: fc.constantFrom('A', 'B', 'C'),
    counter: fc.option(number),
    transaction: fc.option(text),
    message: text.map((message) => message.replaceAll('\n', '')),
    continuation: text,
    code: text,
    action: text,
    level: fc.constantFrom('info', 'success', 'warning', 'error'),
    stage: fc.constantFrom('cart', 'order', 'unknown'),
    fields: fc.dictionary(fc.constantFrom('userId', 'userName', 'amount', 'a "b"'), fc.oneof(text, number)),
    request: text,
    flags: fc.constantFrom<TraceEvent['flags']>([], ['provisional'], ['torn', 'provisional']),
  })
  .map((event) => ({ ...event, id: `${event.generation}:${event.offset}` }));

test('the line of a record is the JSON of its document, and is read back as the record', () => {
  fc.assert(
    fc.property(events, text, (event, original) => {
      const origin = { path: '/var/log/"trace".log', original, ingestedAt: 1_700_000_000_000, commit: 7 };
      const document = documentOf(event, origin);
      const { lines } = new EventItem('shop.write', event, () => origin);
      const [action = '', written = '', ...rest] = lines.split('\n');
      expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(document)));
      expect(rest).toEqual(['']);
      expect(action).toContain(`"version":${versionOf(document)},`);
      expect(JSON.parse(action)).toMatchObject({ index: { _index: 'shop.write', _id: event.id } });
      expect({ ...eventOf(JSON.parse(written) as typeof document), id: event.id }).toEqual(event);
    }),
    { numRuns: 500 },
  );
});
