// Contract: records that another file holds are skipped, files can be retired, altered versions are shown and not counted.
import { describe, expect, it } from 'vitest';
import { asAlternate, ledgerProblems, type AppendBatch } from '../../../src/model/block.js';
import type { TraceEvent } from '../../../src/model/event.js';
import type { Dataset } from '../../../src/stores/store.js';
import { generationFor, LineFeed, parseLines } from '../../support/line-format.js';
import { cutLines, shopText } from '../../support/shop-lines.js';
import { appendAll, batchesOf, SMALL_BLOCK_BYTES, withDataset, type OpenTestStore } from './test-dataset.js';

const text = shopText({ lines: 300, seed: 9, continuations: 0 });

/** The batch without its every third record, which are skipped. */
function skipping(batch: AppendBatch, before: number): { batch: AppendBatch; skipped: number } {
  const isSkipped = (_event: TraceEvent, place: number): boolean => place % 3 === 1;
  const skipped = batch.events.filter(isSkipped).map(({ offset }) => ({ offset }));
  const gone = new Set(skipped.map(({ offset }) => offset));
  const total = before + skipped.length;
  return {
    batch: {
      ...batch,
      events: batch.events.filter(({ offset }) => !gone.has(offset)),
      attachments: batch.attachments.filter(({ offset }) => !gone.has(offset)),
      skipped,
      checkpoint: { ...batch.checkpoint, skipped: total },
    },
    skipped: total,
  };
}

async function eventsOf(dataset: Dataset, generation: string): Promise<TraceEvent[]> {
  const { events } = await dataset.eventsOfRange(generation, 0, 1e9, 10_000);
  return events.map(({ event }) => event);
}

export function copyCases(open: OpenTestStore): void {
  describe('records of other files', () => {
    it('are no events, count as duplicates, and the ledger adds up', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 5));
        const kept: TraceEvent[] = [];
        let skipped = 0;
        for (const given of batches) {
          const next = skipping(given, skipped);
          ({ skipped } = next);
          kept.push(...next.batch.events);
          await dataset.append(next.batch);
        }
        expect(skipped).toBeGreaterThan(50);
        expect(await eventsOf(dataset, generation.id)).toEqual(kept);
        expect(await dataset.count({})).toBe(kept.length);
        const all = parseLines(generation, text);
        const gone = all.filter((event) => !kept.some(({ id }) => id === event.id));
        expect(await dataset.eventsById(gone.map(({ id }) => id))).toEqual([]);
        const ledger = await dataset.ledger(generation.id);
        expect(ledger).toMatchObject({ records: all.length, indexed: kept.length, duplicate: gone.length });
        expect(ledgerProblems(ledger ?? (undefined as never))).toEqual([]);
        for (const { transaction } of gone.slice(0, 5)) {
          const found = await dataset.transactionEvents('default', transaction ?? '');
          expect(found.filter(({ event }) => gone.some(({ id }) => id === event.id))).toEqual([]);
        }
      }));

    it('a retired file has none, keeps its marks and counts all as duplicate', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 3));
        await appendAll(dataset, batches);
        const other = batchesOf([shopText({ lines: 40, seed: 10 })]);
        await appendAll(dataset, other.batches);
        const kept = await dataset.count({ generation: other.generation.id });
        const marks = await dataset.marks(generation.id);
        const before = await dataset.ledger(generation.id);
        await dataset.retire(generation.id);
        expect(await eventsOf(dataset, generation.id)).toEqual([]);
        expect(await dataset.count({})).toBe(kept);
        expect(await dataset.marks(generation.id)).toEqual(marks);
        const ledger = await dataset.ledger(generation.id);
        expect(ledger).toMatchObject({ indexed: 0, pending: 0, duplicate: before?.records, transactions: 0 });
        expect(ledgerProblems(ledger ?? (undefined as never))).toEqual([]);
        const hours = await dataset.countBy(['hour'], {}, 1000);
        expect(hours.reduce((sum, row) => sum + row.count, 0)).toBe(kept);
        const found = await dataset.search({ filter: {}, order: 'oldest', limit: 1000 });
        expect(found.items.every((event) => event.generation === other.generation.id)).toBe(true);
        const gone = parseLines(generation, text).flatMap((event) => event.transaction ?? [])[0] ?? '';
        expect(await dataset.transactionEvents('default', gone)).toEqual([]);
        const checkpoint = await dataset.checkpoint(generation.id);
        await dataset.retire(generation.id);
        expect(await dataset.ledger(generation.id)).toEqual(ledger);
        expect(await dataset.checkpoint(generation.id)).toEqual(checkpoint);
      }));

    it('alternate ones are found and never counted', () =>
      withDataset(open, async (dataset) => {
        const all = parseLines(generationFor(text), text);
        const through = all[Math.floor(all.length / 2)]?.time ?? 0;
        const feed = new LineFeed(
          generationFor(text, { parent: 'another', alternateThrough: through }),
          SMALL_BLOCK_BYTES,
        );
        const batch = feed.batch(text, 'finish');
        const events = batch.events.map((event) => asAlternate(event, feed.generation));
        await dataset.append({ ...batch, events });
        const counted = events.filter(({ flags }) => !flags.includes('alternate'));
        expect(counted.length).toBeGreaterThan(20);
        expect(counted.length).toBeLessThan(events.length - 20);
        expect(await eventsOf(dataset, feed.generation.id)).toEqual(events);
        expect(await dataset.count({})).toBe(counted.length);
        expect(await dataset.count({ words: 'order' })).toBe(
          counted.filter(({ message }) => message.startsWith('Order')).length,
        );
        const byAction = await dataset.countBy(['action'], {}, 100);
        expect(byAction.reduce((sum, row) => sum + row.count, 0)).toBe(counted.length);
        const found = await dataset.search({ filter: {}, order: 'oldest', limit: 1000 });
        expect(found.items.length).toBe(events.length);
        const first = events.find(({ transaction }) => transaction !== null)?.transaction ?? '';
        const seen = await dataset.transactionEvents('default', first);
        expect(seen.every(({ event }) => !event.flags.includes('alternate'))).toBe(true);
        expect(await dataset.ledger(feed.generation.id)).toMatchObject({ indexed: events.length });
      }));
  });
}
