// Contract: events by id, by transaction, by range (the change feed).
import { describe, expect, it } from 'vitest';
import { compareEvents, type AttachedEvent, type Attachment } from '../../../src/model/event.js';
import type { Dataset } from '../../../src/stores/store.js';
import { generationFor, LineFeed, parseLines } from '../../support/line-format.js';
import { cutLines, shopText } from '../../support/shop-lines.js';
import { appendAll, batchesOf, SMALL_BLOCK_BYTES, withDataset, type OpenTestStore } from './test-dataset.js';

const text = shopText({ lines: 700, seed: 21, withoutId: 0.25 });

export function eventCases(open: OpenTestStore): void {
  describe('events', () => {
    it('are found by id, in the order asked', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 5));
        await appendAll(dataset, batches);
        const events = parseLines(generation, text);
        const asked = [events[600], events[3], events[3], events[250]].map((event) => event?.id ?? '');
        const ids = [asked[0], 'nobody:1', ...asked.slice(1), `${generation.id}:1`, 'x', ''] as string[];
        expect((await dataset.eventsById(ids)).map(({ id }) => id)).toEqual(asked);
        expect(await dataset.event(asked[3] ?? '')).toEqual(events[250]);
        expect(await dataset.event('nobody:0')).toBeNull();
      }));

    it('of a transaction are its own and the attached ones, in total order', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 13));
        await appendAll(dataset, batches);
        const attachments = batches.flatMap((batch) => batch.attachments);
        expect(attachments.length).toBeGreaterThan(50);
        const events = parseLines(generation, text);
        const ids = new Set(events.flatMap(({ transaction }) => transaction ?? []));
        for (const id of ids) {
          const expected = belonging(events, attachments, id);
          expect(await dataset.transactionEvents('default', id)).toEqual(expected);
          expect(await dataset.transactionEvents('default', id, 2)).toEqual(expected.slice(0, 2));
        }
        expect(await dataset.transactionEvents('default', 'TU9NOBODY==')).toEqual([]);
        expect(await dataset.transactionEvents('elsewhere', [...ids][0] ?? '')).toEqual([]);
      }));

    it('of two files and two shops keep apart', () =>
      withDataset(open, async (dataset) => {
        const line = (minute: number, what: string): string =>
          `-- 2017-8-21 20:${minute}:00 000 -- [TU9SHARED==] Order placed : ${what}\n`;
        const first = batchesOf([line(10, 'one') + line(14, 'two')]);
        const second = batchesOf([line(12, 'three')]);
        const elsewhere = batchesOf([line(13, 'four')], { shop: 'elsewhere' });
        for (const { batches } of [first, second, elsewhere]) await appendAll(dataset, batches);
        const messages = async (shop: string): Promise<string[]> =>
          (await dataset.transactionEvents(shop, 'TU9SHARED==')).map(({ event }) => event.message.slice(15));
        expect(await messages('default')).toEqual(['one', 'three', 'two']);
        expect(await messages('elsewhere')).toEqual(['four']);
        expect(await dataset.transactionIds('TU9', 10)).toEqual([
          { shop: 'default', id: 'TU9SHARED==' },
          { shop: 'elsewhere', id: 'TU9SHARED==' },
        ]);
        expect(await dataset.transactionCount()).toBe(2);
        expect(await dataset.count({ transaction: 'TU9SHARED==' })).toBe(4);
        expect(await dataset.count({ transaction: 'TU9SHARED==', shop: 'elsewhere' })).toBe(1);
      }));

    it('ids by beginning, ascending', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 3));
        await appendAll(dataset, batches);
        const ids = [
          ...new Set(parseLines(generation, text).flatMap(({ transaction }) => transaction ?? [])),
        ];
        const sorted = ids.toSorted((a, b) => (a < b ? -1 : 1));
        const found = await dataset.transactionIds('', 1000);
        expect(found.map(({ id }) => id)).toEqual(sorted);
        const prefix = sorted[2]?.slice(0, 5) ?? '';
        const beginning = sorted.filter((id) => id.startsWith(prefix));
        expect((await dataset.transactionIds(prefix, 1000)).map(({ id }) => id)).toEqual(beginning);
        expect(await dataset.transactionIds('', 2)).toHaveLength(2);
        expect(await dataset.transactionIds('ZZ', 5)).toEqual([]);
      }));

    it.each([1, 7, 1000])('are fed in file order, %i at a time, none missing, none twice', (limit) =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 11));
        const seen: string[] = [];
        const learned: Attachment[] = [];
        let position = 0;
        for (const batch of batches) {
          await dataset.append(batch);
          position = await drain(
            dataset,
            generation.id,
            position,
            batch.checkpoint.offset,
            limit,
            (range) => {
              seen.push(...range.events.map(({ event }) => event.id));
              learned.push(...range.attachments);
            },
          );
        }
        expect(position).toBe(Buffer.from(text).length);
        expect(seen).toEqual(parseLines(generation, text).map(({ id }) => id));
        const pairs = (items: readonly Attachment[]): string[] =>
          [
            ...new Set(
              items.map((item) => `${item.event} ${item.transaction} ${item.how} ${item.confidence}`),
            ),
          ].toSorted((a, b) => (a < b ? -1 : 1));
        expect(pairs(learned)).toEqual(pairs(batches.flatMap((batch) => batch.attachments)));
      }),
    );

    it('are fed again while they may grow', () =>
      withDataset(open, async (dataset) => {
        const feed = new LineFeed(generationFor(text), SMALL_BLOCK_BYTES);
        await dataset.append(feed.batch(text, 'provisional'));
        const events = parseLines(feed.generation, text);
        const last = events.at(-1);
        const first = await dataset.eventsOfRange(feed.generation.id, 0, 1e9, 10_000);
        expect(first.events).toHaveLength(events.length);
        expect(first.next).toBe(last?.offset);
        const again = await dataset.eventsOfRange(feed.generation.id, first.next, 1e9, 10_000);
        expect(again.events.map(({ event }) => event.id)).toEqual([last?.id]);
        expect(again.next).toBe(first.next);
        await dataset.append(feed.batch('', 'finish'));
        const final = await dataset.eventsOfRange(feed.generation.id, first.next, 1e9, 10_000);
        expect(final.events.map(({ event }) => event)).toEqual([last]);
        expect(final.next).toBe(1e9);
      }));

    it('say how they are attached', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf([text]);
        await appendAll(dataset, batches);
        const { events, attachments } = await dataset.eventsOfRange(generation.id, 0, 1e9, 10_000);
        const attached = new Set(attachments.map(({ event }) => event));
        for (const { event, attached: how, confidence } of events) {
          const expected = attached.has(event.id) ? ['request', 0.9] : ['own', 1];
          expect([how, confidence]).toEqual(expected);
        }
        expect(await dataset.eventsOfRange('nobody', 0, 100, 10)).toEqual({
          events: [],
          attachments: [],
          next: 0,
        });
      }));
  });
}

function belonging(
  events: ReturnType<typeof parseLines>,
  attachments: readonly Attachment[],
  transaction: string,
): Awaited<ReturnType<Dataset['transactionEvents']>> {
  return events
    .flatMap((event): AttachedEvent[] => {
      if (event.transaction === transaction) return [{ event, attached: 'own', confidence: 1 }];
      const found = attachments.find((item) => item.event === event.id && item.transaction === transaction);
      return found === undefined ? [] : [{ event, attached: found.how, confidence: found.confidence }];
    })
    .toSorted((a, b) => compareEvents(a.event, b.event));
}

async function drain(
  dataset: Dataset,
  generation: string,
  from: number,
  to: number,
  limit: number,
  take: (range: Awaited<ReturnType<Dataset['eventsOfRange']>>) => void,
): Promise<number> {
  let position = from;
  for (;;) {
    const range = await dataset.eventsOfRange(generation, position, to, limit);
    take(range);
    if (range.next === position) return position;
    position = range.next;
    if (position >= to) return position;
  }
}
