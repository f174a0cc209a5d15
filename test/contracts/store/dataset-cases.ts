// Contract: datasets are made, listed, opened, locked, dropped.
import { describe, expect, it } from 'vitest';
import { cutLines, shopText } from '../../support/shop-lines.js';
import { appendAll, batchesOf, create, withDataset, withStore, type OpenTestStore } from './test-dataset.js';

export function datasetCases(open: OpenTestStore): void {
  describe('datasets', () => {
    it('are listed with what they were made with', () =>
      withStore(open, async (store) => {
        expect(await store.datasets()).toEqual([]);
        const dataset = await store.open('b-shop', { mode: 'write', create });
        expect(dataset.info).toEqual({ name: 'b-shop', ...create, asOf: null });
        await dataset.close();
        const other = await store.open('a_shop', { mode: 'write', create: { ...create, live: true } });
        await other.close();
        expect(await store.datasets()).toEqual([
          { name: 'a_shop', ...create, live: true, asOf: null },
          { name: 'b-shop', ...create, asOf: null },
        ]);
      }));

    it('keep their making when opened again with another one', () =>
      withStore(open, async (store) => {
        await (await store.open('shop', { mode: 'write', create })).close();
        const again = await store.open('shop', { mode: 'write', create: { ...create, createdAt: 5 } });
        expect(again.info.createdAt).toBe(create.createdAt);
        await again.close();
      }));

    it.each(['read', 'write'] as const)('that are not there are unknown (%s)', (mode) =>
      withStore(open, async (store) => {
        await expect(store.open('nobody', { mode })).rejects.toMatchObject({ code: 'dataset-unknown' });
        expect(await store.datasets()).toEqual([]);
      }),
    );

    it.each(['', '.', '..', '../shop', 'a/b', 'Shop', '-shop', 'a b', 'a\u0000', 'x'.repeat(65)])(
      'cannot be called %j',
      (name) =>
        withStore(open, async (store) => {
          const invalid = { code: 'dataset-name-invalid' };
          await expect(store.open(name, { mode: 'write', create })).rejects.toMatchObject(invalid);
          await expect(store.drop(name)).rejects.toMatchObject(invalid);
        }),
    );

    it('take one writer at a time, and readers beside it', () =>
      withDataset(open, async (dataset, store) => {
        await expect(store.open('shop', { mode: 'write' })).rejects.toMatchObject({ code: 'dataset-busy' });
        const reader = await store.open('shop', { mode: 'read' });
        const { generation, batches } = batchesOf([shopText({ lines: 50 })]);
        await appendAll(dataset, batches);
        expect(await reader.count({})).toBe(batches[0]?.events.length);
        expect(await reader.generations()).toEqual([generation]);
        await reader.close();
        await dataset.close();
        await (await store.open('shop', { mode: 'write' })).close();
      }));

    it('are not written through a reader', () =>
      withDataset(open, async (dataset, store) => {
        const reader = await store.open('shop', { mode: 'read' });
        const batch = batchesOf([shopText({ lines: 5 })]).batches[0];
        if (batch === undefined) throw new Error('no batch');
        await expect(reader.append(batch)).rejects.toThrow('opened for reading');
        expect(await dataset.count({})).toBe(0);
        await reader.close();
      }));

    it('are dropped whole, but not under a writer', () =>
      withStore(open, async (store) => {
        const dataset = await store.open('shop', { mode: 'write', create });
        await appendAll(dataset, batchesOf([shopText({ lines: 50 })]).batches);
        await expect(store.drop('shop')).rejects.toMatchObject({ code: 'dataset-busy' });
        await dataset.close();
        await store.drop('shop');
        expect(await store.datasets()).toEqual([]);
        await expect(store.drop('shop')).rejects.toMatchObject({ code: 'dataset-unknown' });
        const empty = await store.open('shop', { mode: 'write', create });
        expect(await empty.count({})).toBe(0);
        await empty.close();
      }));

    it('raise their as-of by word, from a reader too', () =>
      withDataset(open, async (dataset, store) => {
        await dataset.setAsOf(1_600_000_000_000);
        expect(dataset.info.asOf).toBe(1_600_000_000_000);
        const reader = await store.open('shop', { mode: 'read' });
        await reader.setAsOf(1_700_000_000_001);
        expect(dataset.info.asOf).toBe(1_700_000_000_001);
        await reader.close();
      }));

    it('do not mix', () =>
      withDataset(open, async (dataset, store) => {
        const other = await store.open('other', { mode: 'write', create });
        await appendAll(dataset, batchesOf(cutLines(shopText({ lines: 60 }), 3)).batches);
        expect(await other.count({})).toBe(0);
        expect(await other.generations()).toEqual([]);
        expect(await other.transactionCount()).toBe(0);
        await other.close();
      }));
  });
}
