// Contract: imported tables are kept with their facts, seen when they are whole, replaced by the same table.
import { describe, expect, it } from 'vitest';
import type { ImportedTable } from '../../../src/model/sequences/imported-table.js';
import { plainFact } from '../../../src/model/sequences/fact-columns.js';
import type { NumberFact } from '../../../src/model/sequences/number-fact.js';
import { create, withDataset, withStore, type OpenTestStore } from './test-dataset.js';

const table = (id: string, parts: number): ImportedTable => ({
  id,
  kind: 'orders',
  shop: 'x',
  path: `${id}.csv`,
  zone: 'UTC',
  takenAt: 5,
  from: 1,
  to: 4,
  rows: 3,
  warnings: ['odd'],
  importedAt: 7,
  parts,
  facts: 2,
  unreadable: 1,
  unreadableRows: [{ line: 9, reason: 'no number' }],
  columns: { 'Order #': 'number' },
  said: { platform: 'm1', quoteLifeDays: 30, first: '100000001', last: null },
});

const fact = (line: number): NumberFact => ({
  kind: 'order',
  at: 1_400_000_000_000,
  source: 'a',
  line,
  event: `a:${line}`,
  number: '000000403',
  customer: null,
  amount: 12.5,
});

export function importCases(open: OpenTestStore): void {
  describe('imported tables', () => {
    it('gives back what was put, tables by id and facts by part', () =>
      withDataset(open, async (dataset) => {
        expect(await dataset.imports()).toEqual([]);
        await dataset.putImportPart('b', 0, [fact(2), fact(3)]);
        await dataset.putImportPart('b', 1, [fact(4)]);
        expect(await dataset.imports()).toEqual([]);
        await dataset.putImport(table('b', 2));
        await dataset.putImport(table('a', 0));
        expect(await dataset.imports()).toEqual([table('a', 0), table('b', 2)]);
        expect((await dataset.importPart('b', 0)).map(plainFact)).toEqual([fact(2), fact(3)]);
        expect((await dataset.importPart('b', 1)).map(plainFact)).toEqual([fact(4)]);
        expect(await dataset.importPart('b', 2)).toEqual([]);
        expect(await dataset.importPart('nobody', 0)).toEqual([]);
      }));

    it('replaces a table and its parts', () =>
      withDataset(open, async (dataset) => {
        await dataset.putImportPart('b', 0, [fact(2)]);
        await dataset.putImport(table('b', 1));
        await dataset.putImportPart('b', 0, [fact(7)]);
        await dataset.putImport({ ...table('b', 1), path: 'other.csv' });
        expect(await dataset.imports()).toEqual([{ ...table('b', 1), path: 'other.csv' }]);
        expect((await dataset.importPart('b', 0)).map(plainFact)).toEqual([fact(7)]);
      }));

    it('takes a table beside a writer, and shows it to readers', () =>
      withStore(open, async (store) => {
        const writer = await store.open('shop', { mode: 'write', create });
        if (!store.capabilities.sharedReading) return await writer.close();
        const reader = await store.open('shop', { mode: 'read' });
        await writer.putImportPart('b', 0, [fact(2)]);
        await writer.putImport(table('b', 1));
        expect(await reader.imports()).toEqual([table('b', 1)]);
        expect((await reader.importPart('b', 0)).map(plainFact)).toEqual([fact(2)]);
        await reader.close();
        await writer.close();
      }));

    it('keeps memos by name, the newest only', () =>
      withDataset(open, async (dataset) => {
        expect(await dataset.memoPiece('a', 0)).toBeNull();
        await dataset.putMemo('a', [Uint8Array.of(1, 0, 255), Uint8Array.of(2)]);
        await dataset.putMemo('b', [Uint8Array.of(7)]);
        const piece = async (name: string, index: number) => [
          ...((await dataset.memoPiece(name, index)) ?? []),
        ];
        expect([await piece('a', 0), await piece('a', 1), await piece('b', 0)]).toEqual([
          [1, 0, 255],
          [2],
          [7],
        ]);
        await dataset.putMemo('a', [Uint8Array.of(3)]);
        expect(await piece('a', 0)).toEqual([3]);
      }));

    it('keeps tables when everything judged is forgotten', () =>
      withDataset(open, async (dataset) => {
        await dataset.putImport(table('b', 0));
        await dataset.resetDetection();
        expect(await dataset.imports()).toEqual([table('b', 0)]);
      }));
  });
}
