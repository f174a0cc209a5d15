// How the SQLite store writes numbers, postings and blocks: what is packed comes out again, whatever it was.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBlock, packSpans, unpackBlock, unpackSpans } from '../../src/stores/sqlite/block-packing.js';
import {
  decodeBlockAttachments,
  decodePosting,
  emptyPosting,
  encodeBlockAttachments,
  encodePosting,
  mergePosting,
  type Posting,
} from '../../src/stores/sqlite/posting.js';
import { Recent } from '../../src/stores/sqlite/recent.js';
import { VarintReader, VarintWriter } from '../../src/stores/sqlite/varint.js';

const number = fc.oneof(fc.nat(300), fc.nat(100_000), fc.maxSafeNat());
const ascending = fc
  .uniqueArray(fc.nat(70_000), { maxLength: 40 })
  .map((values) => values.toSorted((a, b) => a - b));

const posting = fc
  .tuple(
    ascending,
    fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 200 }), ascending), {
      selector: ([kind]) => kind,
      maxLength: 4,
    }),
  )
  .map(([own, attached]): Posting => ({ own, attached: new Map(attached) }));

describe('numbers as bytes', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(number), (values) => {
        const writer = new VarintWriter();
        for (const value of values) writer.push(value);
        const reader = new VarintReader(writer.bytes());
        const found: number[] = [];
        while (!reader.done) found.push(reader.next());
        expect(found).toEqual(values);
      }),
    );
  });

  it('take a byte where they are small', () => {
    const writer = new VarintWriter();
    for (const value of [0, 1, 127, 128]) writer.push(value);
    expect([...writer.bytes()]).toEqual([0, 1, 127, 128, 1]);
  });
});

describe('postings', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(posting, (item) => {
        expect(decodePosting(encodePosting(item))).toEqual(item);
      }),
    );
  });

  it('merged with what they have stay as they are', () => {
    fc.assert(
      fc.property(ascending, ascending, (own, more) => {
        const merged = { ...emptyPosting(), own: [...own] };
        mergePosting(merged, { ...emptyPosting(), own: more });
        mergePosting(merged, { ...emptyPosting(), own });
        expect(merged.own).toEqual([...new Set([...own, ...more])].toSorted((a, b) => a - b));
      }),
    );
  });

  it('keep the first word about an attached line', () => {
    const merged: Posting = { own: [], attached: new Map([[1, [10]]]) };
    mergePosting(merged, { own: [], attached: new Map([[2, [10, 20]]]) });
    expect(merged.attached).toEqual(
      new Map([
        [1, [10]],
        [2, [20]],
      ]),
    );
  });

  it('of a block come out in order', () => {
    const item = fc.record({ offset: fc.nat(70_000), transaction: number, kind: fc.nat(50) });
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const sorted = items.toSorted((a, b) => a.offset - b.offset);
        expect(decodeBlockAttachments(encodeBlockAttachments(sorted))).toEqual(sorted);
      }),
    );
  });
});

describe('blocks', () => {
  it('come out as they went in, compressed or not', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary' }),
        fc.uint8Array({ maxLength: 500 }),
        fc.nat(50),
        async (state, piece, times) => {
          const bytes = Buffer.concat(Array.from({ length: times }, () => piece));
          const packed = await packBlock({ readerState: state, bytes });
          const found = unpackBlock(packed, 'shop');
          expect(found.readerState).toBe(Buffer.from(state).toString());
          expect(Buffer.compare(found.bytes, bytes)).toBe(0);
          expect(packed.data.length).toBeLessThanOrEqual(packed.state_length + bytes.length);
        },
      ),
    );
  });

  it('that are damaged are named', async () => {
    const bytes = Buffer.from('order placed '.repeat(100));
    const packed = await packBlock({ readerState: '{}', bytes });
    const torn = { ...packed, data: packed.data.subarray(0, 10) };
    expect(() => unpackBlock(torn, 'shop')).toThrow('The dataset "shop" is damaged');
  });

  it('keep their masked spans', () => {
    const spans: [number, number][] = [
      [3, 9],
      [700, 66_000],
      [5, 6],
    ];
    expect(unpackSpans(packSpans(spans))).toEqual(spans);
    expect(packSpans([])).toBeNull();
    expect(unpackSpans(null)).toEqual([]);
  });
});

describe('what was used lately', () => {
  it('is kept, never more than asked for', () => {
    const recent = new Recent<number, string>(10);
    for (let key = 0; key < 1000; key += 1) {
      recent.set(key, `value ${key}`);
      expect(recent.get(0)).toBe('value 0');
    }
    const kept = Array.from({ length: 1000 }, (_, key) => recent.get(key)).filter(
      (value) => value !== undefined,
    );
    expect(kept.length).toBeLessThanOrEqual(10);
    expect(recent.get(999)).toBe('value 999');
    recent.delete(0);
    expect(recent.get(0)).toBeUndefined();
    recent.clear();
    expect(recent.get(999)).toBeUndefined();
  });
});
