// Contract: ledgers add up, the record that may still grow is replaced, copies count as duplicates.
import { describe, expect, it } from 'vitest';
import { ledgerProblems } from '../../../src/model/block.js';
import type { Dataset } from '../../../src/stores/store.js';
import { generationFor, LineFeed, parseLines } from '../../support/line-format.js';
import { cutLines, shopText } from '../../support/shop-lines.js';
import { appendAll, batchesOf, SMALL_BLOCK_BYTES, withDataset, type OpenTestStore } from './test-dataset.js';

const text = shopText({ lines: 400, seed: 5 });

export function ledgerCases(open: OpenTestStore): void {
  describe('ledger', () => {
    it('adds up after every batch', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf(cutLines(`stray line\n${text}`, 9));
        expect(await dataset.ledger(generation.id)).toBeNull();
        let indexed = 0;
        for (const batch of batches) {
          indexed += (await dataset.append(batch)).indexed;
          const ledger = await ledgerOf(dataset, generation.id);
          expect(ledgerProblems(ledger)).toEqual([]);
          expect(ledger.indexed).toBe(indexed);
          expect(ledger.pending).toBe(batch === batches.at(-1) ? 0 : 1);
        }
        const events = parseLines(generation, `stray line\n${text}`);
        const ledger = await ledgerOf(dataset, generation.id);
        expect(ledger.records).toBe(events.length);
        expect(ledger.quarantinedLines).toEqual({ 'before-first-record': 1 });
        const transactions = new Set(events.flatMap(({ transaction }) => transaction ?? []));
        expect(ledger.transactions).toBe(transactions.size);
        expect(await dataset.transactionCount()).toBe(transactions.size);
        expect([ledger.from, ledger.to]).toEqual([events[0]?.time, events.at(-1)?.time]);
      }));

    it('counts reads of copies as duplicates and still adds up', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches } = batchesOf([text]);
        await appendAll(dataset, batches);
        const before = await ledgerOf(dataset, generation.id);
        await dataset.addDuplicates(generation.id, '/backup/trace.log.gz', 300);
        await dataset.addDuplicates(generation.id, '/backup/trace.log.gz', 20);
        await dataset.addDuplicates(generation.id, '/backup/other.log', 1);
        const after = await ledgerOf(dataset, generation.id);
        expect(after.duplicate).toBe(321);
        expect(after.records).toBe(before.records + 321);
        expect(after.indexed).toBe(before.indexed);
        expect(ledgerProblems(after)).toEqual([]);
      }));

    it('of all files at once are those of each', () =>
      withDataset(open, async (dataset) => {
        expect(await dataset.storedFiles()).toEqual([]);
        const one = batchesOf(cutLines(text, 3));
        const other = batchesOf([shopText({ lines: 40, seed: 10 })]);
        const expectSame = async (): Promise<void> => {
          const each = [];
          for (const generation of await dataset.generations())
            each.push({
              generation,
              checkpoint: await dataset.checkpoint(generation.id),
              ledger: await dataset.ledger(generation.id),
            });
          expect(await dataset.storedFiles()).toEqual(each);
        };
        await appendAll(dataset, one.batches.slice(0, 2));
        await appendAll(dataset, other.batches);
        await expectSame();
        await appendAll(dataset, one.batches.slice(2));
        await dataset.addDuplicates(one.generation.id, '/backup/trace.log.gz', 7);
        await expectSame();
        await dataset.retire(other.generation.id);
        await expectSame();
        expect((await dataset.storedFiles()).map(({ ledger }) => ledger.duplicate > 0)).toEqual([true, true]);
      }));

    it('shows a record that may still grow, and replaces it', () =>
      withDataset(open, async (dataset) => {
        const feed = new LineFeed(generationFor(text), SMALL_BLOCK_BYTES);
        const id = feed.generation.id;
        const [first = '', second = ''] = cutLines(text, 2);
        const head = '-- 2017-8-22 09:00:00 000 -- [TU8GROWINGRECORD99==] Production Process Error : cut';
        const shown = await dataset.append(feed.batch(`${first}${head}\n`, 'provisional'));
        expect(shown.rejected).toEqual([]);
        const open1 = await lastEvent(dataset);
        expect(open1).toMatchObject({ transaction: 'TU8GROWINGRECORD99==', flags: ['provisional'] });
        expect(await ledgerOf(dataset, id)).toMatchObject({ pending: 1 });
        const counted = await dataset.count({ levels: ['error'] });

        const grown = feed.batch('  at line 5\n', 'provisional');
        expect(await dataset.append(grown)).toEqual({ indexed: 0, duplicate: 0, replaced: 1, rejected: [] });
        expect(await dataset.append(grown)).toEqual({ indexed: 0, duplicate: 1, replaced: 0, rejected: [] });
        expect((await lastEvent(dataset))?.continuation).toBe('  at line 5');
        expect(await dataset.count({ levels: ['error'] })).toBe(counted);

        const rest = feed.batch(`  at line 6\n${second}`, 'finish');
        const result = await dataset.append(rest);
        expect(result).toEqual({
          indexed: rest.events.length - 1,
          duplicate: 0,
          replaced: 1,
          rejected: [],
        });
        const final = await dataset.event(open1?.id ?? '');
        expect(final).toMatchObject({ continuation: '  at line 5\n  at line 6', flags: [], lineCount: 3 });
        const ledger = await ledgerOf(dataset, id);
        expect(ledger).toMatchObject({ pending: 0, indexed: ledger.records });
        expect(ledgerProblems(ledger)).toEqual([]);
        expect(await dataset.count({})).toBe(ledger.records);
        const found = await dataset.search({ filter: { words: 'line 6' }, order: 'newest', limit: 5 });
        expect(found.items.map((event) => event.id)).toContain(open1?.id);
      }));

    it('takes a quiet record first as provisional, then as final without a byte more', () =>
      withDataset(open, async (dataset) => {
        const feed = new LineFeed(generationFor(text), SMALL_BLOCK_BYTES);
        const appended = await dataset.append(feed.batch(text));
        const quiet = await dataset.append(feed.batch('', 'provisional'));
        expect(quiet).toEqual({ indexed: 1, duplicate: 0, replaced: 0, rejected: [] });
        const total = appended.indexed + 1;
        expect(await dataset.count({})).toBe(total);
        const closed = await dataset.append(feed.batch('', 'finish'));
        expect(closed).toEqual({ indexed: 0, duplicate: 0, replaced: 1, rejected: [] });
        expect(await dataset.count({})).toBe(total);
        const byHour = await dataset.countBy(['hour'], {}, 100);
        expect(byHour.reduce((sum, row) => sum + row.count, 0)).toBe(total);
        expect(await ledgerOf(dataset, feed.generation.id)).toMatchObject({ indexed: total, pending: 0 });
      }));

    it('lets the last record of a finished file grow in a longer version of it', () =>
      withDataset(open, async (dataset) => {
        const more = '  at line 5\n  at line 6\n';
        const next = '-- 2017-9-1 00:00:00 000 -- [TU8NEXT==] Order placed : 1 objects\n';
        const { generation, batches } = batchesOf([text]);
        await appendAll(dataset, batches);
        const before = await dataset.count({});
        const longer = batchesOf([text + more + next]).batches;
        if (longer[0] === undefined) throw new Error('no batch');
        const result = await dataset.append(longer[0]);
        expect(result).toEqual({ indexed: 1, duplicate: before - 1, replaced: 1, rejected: [] });
        expect(await dataset.append(longer[0])).toMatchObject({ duplicate: before + 1, replaced: 0 });
        const events = parseLines(generation, text + more + next);
        const { events: stored } = await dataset.eventsOfRange(generation.id, 0, 1e9, 10_000);
        expect(stored.map(({ event }) => event)).toEqual(events);
        expect(await dataset.count({ words: 'at line 6' })).toBe(1);
        const minutes = await dataset.countBy(['minute'], {}, 10_000);
        expect(minutes.reduce((sum, row) => sum + row.count, 0)).toBe(events.length);
        expect(ledgerProblems(await ledgerOf(dataset, generation.id))).toEqual([]);
      }));

    it('finds an unstored transaction through its provisional record', () =>
      withDataset(open, async (dataset) => {
        const line = '-- 2017-8-22 09:00:00 000 -- [TU8ONLYONE==] Order placed : 1 objects\n';
        const feed = new LineFeed(generationFor(line), SMALL_BLOCK_BYTES);
        await dataset.append(feed.batch(line, 'provisional'));
        expect(await dataset.transactionIds('TU8O', 5)).toEqual([{ shop: 'default', id: 'TU8ONLYONE==' }]);
        expect(await dataset.transactionCount()).toBe(1);
        expect((await ledgerOf(dataset, feed.generation.id)).transactions).toBe(1);
        const events = await dataset.transactionEvents('default', 'TU8ONLYONE==');
        expect(events).toMatchObject([
          { attached: 'own', confidence: 1, event: { message: 'Order placed : 1 objects' } },
        ]);
        expect(await dataset.count({ words: 'tu8only', levels: ['success'] })).toBe(1);
        await dataset.append(feed.batch('', 'finish'));
        expect(await dataset.transactionCount()).toBe(1);
        expect((await ledgerOf(dataset, feed.generation.id)).transactions).toBe(1);
      }));
  });
}

async function ledgerOf(
  dataset: Dataset,
  generation: string,
): Promise<NonNullable<Awaited<ReturnType<Dataset['ledger']>>>> {
  const ledger = await dataset.ledger(generation);
  if (ledger === null) throw new Error(`no ledger of ${generation}`);
  return ledger;
}

async function lastEvent(
  dataset: Dataset,
): Promise<Awaited<ReturnType<Dataset['search']>>['items'][number] | undefined> {
  return (await dataset.search({ filter: {}, order: 'newest', limit: 1 })).items[0];
}
