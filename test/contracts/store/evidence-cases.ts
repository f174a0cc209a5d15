// Contract: batches become bytes, blocks, marks, checkpoints; once, whatever is sent again.
import { describe, expect, it } from 'vitest';
import type { AppendBatch } from '../../../src/model/block.js';
import { generationFor, LineFeed, parseLines } from '../../support/line-format.js';
import { cutLines, shopText } from '../../support/shop-lines.js';
import { appendAll, batchesOf, SMALL_BLOCK_BYTES, withDataset, type OpenTestStore } from './test-dataset.js';

const text = shopText({ lines: 900, seed: 3 });

function only(batches: readonly AppendBatch[]): AppendBatch {
  const [batch] = batches;
  if (batch === undefined) throw new Error('no batch');
  return batch;
}

export function evidenceCases(open: OpenTestStore): void {
  describe('evidence', () => {
    it('keeps the very bytes of every range', () =>
      withDataset(open, async (dataset, store) => {
        if (!store.capabilities.keepsBytes) return;
        const { generation, batches } = batchesOf(cutLines(text, 5));
        await appendAll(dataset, batches);
        const bytes = Buffer.from(text);
        const raw = async (from: number, to: number): Promise<string> =>
          Buffer.from(await dataset.rawBytes(generation.id, from, to)).toString('latin1');
        for (const [from, to] of [
          [0, bytes.length],
          [0, 1],
          [4000, 13_000],
          [bytes.length - 10, bytes.length + 500],
          [7, 7],
        ] as const)
          expect(await raw(from, to)).toBe(bytes.subarray(from, to).toString('latin1'));
        expect(await raw(bytes.length, bytes.length + 5)).toBe('');
        expect(await dataset.rawBytes('unknown', 0, 10)).toEqual(new Uint8Array(0));
      }));

    it('gives blocks and marks as they were given', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 7));
        await appendAll(dataset, batches);
        const blocks = new Map(
          batches.flatMap((batch) => batch.blocks).map((block) => [block.number, block]),
        );
        expect(blocks.size).toBeGreaterThan(10);
        const marks = [...blocks.values()].map(({ number, start, length, lines, mark, closed }) => ({
          number,
          start,
          length,
          lines,
          mark,
          closed,
        }));
        expect(await dataset.marks(generation.id)).toEqual(marks);
        expect(await dataset.marks(generation.id, 9)).toEqual(marks.slice(9));
        expect(await dataset.marks('unknown')).toEqual([]);
        for (const block of blocks.values())
          expect(await dataset.block(generation.id, block.number)).toEqual(block);
        expect(await dataset.block(generation.id, blocks.size)).toBeNull();
      }));

    it('keeps a block of bytes that cannot be compressed', () =>
      withDataset(open, async (dataset) => {
        let noise = '-- 2020-1-1 00:00:00 000 -- ';
        for (let index = 0; index < 6000; index += 1)
          noise += String.fromCharCode(33 + ((index * 7919) % 89));
        const { generation, batches } = batchesOf([`${noise}\n`]);
        await appendAll(dataset, batches);
        const block = await dataset.block(generation.id, 0);
        expect(block).toEqual(only(batches).blocks[0]);
      }));

    it('moves the checkpoint with the events', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 4));
        expect(await dataset.checkpoint(generation.id)).toBeNull();
        for (const batch of batches) {
          await dataset.append(batch);
          expect(await dataset.checkpoint(generation.id)).toEqual(batch.checkpoint);
        }
      }));

    it('gives the same whatever the batches were', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 60, 11));
        await appendAll(dataset, batches);
        const { events } = await dataset.eventsOfRange(generation.id, 0, text.length * 2, 10_000);
        expect(events.map(({ event }) => event)).toEqual(parseLines(generation, text));
      }));

    it('changes nothing when the same batch comes again', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 4));
        for (const batch of batches) {
          const first = await dataset.append(batch);
          expect(first).toEqual({ indexed: batch.events.length, duplicate: 0, replaced: 0, rejected: [] });
          const before = await snapshot(dataset, generation.id);
          const again = await dataset.append(batch);
          expect(again).toEqual({ indexed: 0, duplicate: batch.events.length, replaced: 0, rejected: [] });
          expect(await snapshot(dataset, generation.id)).toEqual(before);
        }
      }));

    it('changes nothing when batches come again that were passed long ago', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(text, 6));
        await appendAll(dataset, batches);
        const before = await snapshot(dataset, generation.id);
        const whole = only(batchesOf([text]).batches);
        const partly = only(batchesOf(cutLines(text, 2)).batches);
        for (const batch of [...batches, partly, whole]) {
          const again = await dataset.append(batch);
          expect(again).toEqual({ indexed: 0, duplicate: batch.events.length, replaced: 0, rejected: [] });
        }
        expect(await snapshot(dataset, generation.id)).toEqual(before);
      }));

    it('takes from a longer reading what is new', () =>
      withDataset(open, async (dataset) => {
        const pieces = cutLines(text, 3);
        const first = new LineFeed(generationFor(text), SMALL_BLOCK_BYTES).batch(pieces[0] ?? '');
        await dataset.append(first);
        const whole = only(batchesOf([text]).batches);
        const result = await dataset.append(whole);
        expect(result.duplicate).toBe(first.events.length);
        expect(result.indexed).toBe(whole.events.length - first.events.length);
        expect(await dataset.count({})).toBe(whole.events.length);
      }));

    it('refuses other content under a stored range, and keeps what it has', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf([text]);
        await appendAll(dataset, batches);
        const before = await snapshot(dataset, generation.id);
        const altered = text.replace('Post Pay process', 'Post Pay procesS');
        const forged = only(batchesOf([altered], { id: generation.id }).batches);
        const result = await dataset.append(forged);
        expect(result.indexed + result.duplicate + result.replaced).toBe(0);
        expect(result.rejected).toHaveLength(forged.events.length);
        expect(new Set(result.rejected.map(({ reason }) => reason))).toEqual(new Set(['mark-differs']));
        expect(await snapshot(dataset, generation.id)).toEqual(before);
      }));

    it('lets an unterminated line that was only shown come to nothing', () =>
      withDataset(open, async (dataset) => {
        const feed = new LineFeed(generationFor(text), SMALL_BLOCK_BYTES);
        const first = feed.batch(cutLines(text, 9)[0] ?? '');
        const [last] = first.blocks.slice(-1);
        if (last === undefined || last.closed) throw new Error('no open block');
        await dataset.append(first);
        const rest = Buffer.from('-- 2017-8-22 00:00:00 000 -- [TU8REST==] Order pl');
        const bytes = new Uint8Array(Buffer.concat([last.bytes, rest]));
        const shown = { ...last, bytes, length: bytes.length, mark: 'aa'.repeat(32) };
        const nothing = { ...first, events: [], attachments: [] };
        await dataset.append({ ...nothing, blocks: [shown] });
        expect(await dataset.block(feed.generation.id, last.number)).toEqual(shown);
        await dataset.append(first);
        expect(await dataset.block(feed.generation.id, last.number)).toEqual(shown);

        const closed = { ...last, closed: true };
        const line = new Uint8Array(Buffer.from(`${rest.toString()}\n`));
        const own = {
          ...closed,
          number: last.number + 1,
          start: last.start + last.length,
          bytes: line,
          firstLine: last.firstLine + last.lines,
          lines: 1,
          length: 900,
          mark: 'bb'.repeat(32),
          masked: [],
        };
        const checkpoint = { ...first.checkpoint, offset: own.start + own.length, block: own.number + 1 };
        const result = await dataset.append({ ...nothing, blocks: [closed, own], checkpoint });
        expect(result.rejected).toEqual([]);
        expect(await dataset.block(feed.generation.id, last.number)).toEqual(closed);
        expect(await dataset.block(feed.generation.id, own.number)).toEqual(own);
      }));

    it('refuses a batch that leaves a gap', () =>
      withDataset(open, async (dataset) => {
        const feed = new LineFeed(generationFor(text), SMALL_BLOCK_BYTES);
        const [first = '', second = '', third = ''] = cutLines(text, 3);
        await dataset.append(feed.batch(first));
        feed.batch(second);
        const gap = feed.batch(third);
        await expect(dataset.append({ ...gap, blocks: gap.blocks.slice(1) })).rejects.toThrow('stored ones');
        expect((await dataset.checkpoint(feed.generation.id))?.offset).toBe(Buffer.from(first).length);
      }));

    it('renames a generation', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf([text]);
        await appendAll(dataset, batches);
        const renamed = { ...generation, path: '/var/log/shop/trace.log.1', followed: false };
        await dataset.updateGeneration(renamed);
        expect(await dataset.generations()).toEqual([renamed]);
        await expect(dataset.updateGeneration({ ...generation, id: 'nobody' })).rejects.toThrow('nobody');
      }));

    it('remembers where sources stand', () =>
      withDataset(open, async (dataset) => {
        const status = { source: 'shop', generation: 'g1', upToDateAt: 5, size: 100 };
        await dataset.setSourceStatus(status);
        await dataset.setSourceStatus({ ...status, generation: 'g2', upToDateAt: null });
        await dataset.setSourceStatus({ ...status, size: 120 });
        expect(await dataset.sourceStatus()).toEqual([
          { ...status, size: 120 },
          { ...status, generation: 'g2', upToDateAt: null },
        ]);
      }));
  });
}

/** Everything that an append could change. */
async function snapshot(
  dataset: Parameters<Parameters<typeof withDataset>[1]>[0],
  generation: string,
): Promise<unknown> {
  return {
    checkpoint: await dataset.checkpoint(generation),
    ledger: await dataset.ledger(generation),
    marks: await dataset.marks(generation),
    range: await dataset.eventsOfRange(generation, 0, Number.MAX_SAFE_INTEGER, 100_000),
    hours: await dataset.countBy(['hour', 'action'], {}, 1000),
    minutes: await dataset.countBy(['minute'], {}, 10_000),
    ids: await dataset.transactionIds('', 1000),
    found: (await dataset.search({ filter: { words: 'order' }, order: 'newest', limit: 1000 })).items,
  };
}
