// Contract: search in total order with cursors both ways, exact counts; checked against reading every line.
import { describe, expect, it } from 'vitest';
import { compareEvents, type TraceEvent } from '../../../src/model/event.js';
import type { CountField, LineFilter } from '../../../src/model/query.js';
import { eventTokens, matchesTokens, tokenSearch } from '../../../src/model/tokens.js';
import type { Dataset } from '../../../src/stores/store.js';
import { parseLines } from '../../support/line-format.js';
import { cutLines, shopText } from '../../support/shop-lines.js';
import { appendAll, batchesOf, withDataset, type OpenTestStore } from './test-dataset.js';

const main = shopText({ lines: 800, seed: 31, meanStepMs: 20_000 });
const second = shopText({ lines: 300, seed: 32, meanStepMs: 40_000 });
const other = shopText({ lines: 100, seed: 33, meanStepMs: 40_000 });

interface Loaded {
  readonly dataset: Dataset;
  readonly events: readonly TraceEvent[];
  readonly generations: readonly string[];
}

async function loaded(open: OpenTestStore, work: (loaded: Loaded) => Promise<void>): Promise<void> {
  await withDataset(open, async (dataset) => {
    const events: TraceEvent[] = [];
    const generations: string[] = [];
    for (const [text, shop] of [
      [main, 'default'],
      [second, 'default'],
      [other, 'elsewhere'],
    ] as const) {
      const { generation, batches } = batchesOf(cutLines(text, 6), { shop });
      await appendAll(dataset, batches);
      events.push(...parseLines(generation, text));
      generations.push(generation.id);
    }
    await work({ dataset, events: events.toSorted(compareEvents), generations });
  });
}

/** The filter as its definition reads, without any index. */
function answers(event: TraceEvent, filter: LineFilter): boolean {
  return (
    matchesTokens(eventTokens(event), tokenSearch(filter.words ?? '')) &&
    (filter.from === undefined || event.time >= filter.from) &&
    (filter.to === undefined || event.time < filter.to) &&
    (filter.shop === undefined || event.shop === filter.shop) &&
    (filter.generation === undefined || event.generation === filter.generation) &&
    (filter.actions === undefined || filter.actions.includes(event.action)) &&
    (filter.codes === undefined || filter.codes.includes(event.code)) &&
    (filter.levels === undefined || filter.levels.includes(event.level))
  );
}

function filtersOf({ events, generations }: Loaded): LineFilter[] {
  const middle = events[Math.floor(events.length / 2)];
  const from = events[200]?.time ?? 0;
  const to = events[900]?.time ?? 0;
  const id = middle?.transaction ?? events.find(({ transaction }) => transaction !== null)?.transaction ?? '';
  return [
    {},
    { words: 'production' },
    { words: 'Production PROCESS err' },
    { words: 'benoit' },
    { words: 'BENOÎT tost' },
    { words: 'strasse' },
    { words: 'straße' },
    { words: 'ßtraße' },
    { words: 'shipping 17' },
    { words: 'weight s' },
    { words: 'handler.php' },
    { words: 'nowhere' },
    { words: '== ?!' },
    { words: id },
    { words: id.slice(0, 7) },
    { words: id.slice(0, 7).toLowerCase() },
    { words: 'tu9' },
    { words: `order ${id}` },
    { words: '"production" OR (order)' },
    { words: 'level:error' },
    { words: 'order*' },
    { from, to },
    { from },
    { to, words: 'order' },
    { from: to, to: from },
    { shop: 'elsewhere' },
    { shop: 'nobody' },
    { generation: generations[1] ?? '' },
    { generation: 'nobody' },
    { actions: ['order.placed', 'user.created'] },
    { actions: [] },
    { codes: ['ERR1'], from, to },
    { levels: ['error', 'warning'] },
    { levels: ['success'], shop: 'default', generation: generations[0] ?? '', words: 'objects' },
    { actions: ['"; DROP TABLE block'], levels: ['info'] },
  ];
}

export function searchCases(open: OpenTestStore): void {
  describe('search', () => {
    it('finds exactly the lines that answer, newest and oldest first', () =>
      loaded(open, async (all) => {
        let found = 0;
        for (const filter of filtersOf(all)) {
          const expected = all.events.filter((event) => answers(event, filter));
          found += expected.length > 0 ? 1 : 0;
          for (const order of ['oldest', 'newest'] as const) {
            const { items } = await walk(all.dataset, filter, order, 400);
            const wanted = order === 'oldest' ? expected : expected.toReversed();
            expect({ filter, found: ids(items) }).toEqual({ filter, found: ids(wanted) });
          }
          const count = await all.dataset.count(filter);
          expect({ filter, count }).toEqual({ filter, count: expected.length });
        }
        expect(found).toBeGreaterThan(18);
      }));

    it.each(['oldest', 'newest'] as const)('pages forth and back without a gap (%s)', (order) =>
      loaded(open, async ({ dataset }) => {
        const filter = { words: 'produc' };
        const { items, pages } = await walk(dataset, filter, order, 17);
        expect(pages.length).toBeGreaterThan(10);
        expect(new Set(ids(items)).size).toBe(items.length);
        expect(pages[0]?.prevCursor).toBeNull();
        let cursor = pages.at(-1)?.prevCursor ?? null;
        for (const page of pages.slice(0, -1).toReversed()) {
          const back = await dataset.search({ filter, order, limit: 17, cursor: cursor ?? undefined });
          expect(ids(back.items)).toEqual(ids(page.items));
          expect(back.nextCursor).not.toBeNull();
          cursor = back.prevCursor;
        }
        expect(cursor).toBeNull();
      }),
    );

    it('keeps its place when lines arrive', () =>
      loaded(open, async ({ dataset }) => {
        const first = await dataset.search({ filter: {}, order: 'newest', limit: 10 });
        const late = '-- 2031-1-1 00:00:00 000 -- [TU8LATE==] Order placed : 1 objects\n';
        await appendAll(dataset, batchesOf([late]).batches);
        const cursor = first.nextCursor ?? '';
        const next = await dataset.search({ filter: {}, order: 'newest', limit: 10, cursor });
        const fresh = await dataset.search({ filter: {}, order: 'newest', limit: 21 });
        expect(ids([...first.items, ...next.items])).toEqual(ids(fresh.items.slice(1)));
      }));

    it.each(['', 'x', 'bm9uc2Vuc2U', '%%%'])('refuses the cursor %j', (cursor) =>
      loaded(open, async ({ dataset }) => {
        const query = { filter: {}, order: 'newest', limit: 5, cursor } as const;
        await expect(dataset.search(query)).rejects.toMatchObject({ code: 'cursor-invalid' });
      }),
    );

    it('refuses the cursor of another order, and pages of no size', () =>
      loaded(open, async ({ dataset }) => {
        const { nextCursor } = await dataset.search({ filter: {}, order: 'newest', limit: 5 });
        const cursor = nextCursor ?? '';
        const other = dataset.search({ filter: {}, order: 'oldest', limit: 5, cursor });
        await expect(other).rejects.toMatchObject({ code: 'cursor-invalid' });
        for (const limit of [0, -1, 1001, 1.5, Number.NaN])
          await expect(dataset.search({ filter: {}, order: 'newest', limit })).rejects.toMatchObject({
            code: 'query-invalid',
          });
      }));

    it('within a transaction sees attached lines', () =>
      loaded(open, async ({ dataset, events }) => {
        const id =
          events.find(({ transaction, shop }) => transaction !== null && shop === 'default')?.transaction ??
          '';
        const own = await dataset.transactionEvents('default', id);
        const filter = { transaction: id, shop: 'default' };
        const { items } = await walk(dataset, filter, 'oldest', 5);
        expect(ids(items)).toEqual(own.map(({ event }) => event.id));
        expect(await dataset.count(filter)).toBe(own.length);
        const byLevel = await dataset.countBy(['level'], filter, 10);
        expect(byLevel.reduce((sum, row) => sum + row.count, 0)).toBe(own.length);
      }));
  });

  describe('counts', () => {
    const fieldSets: CountField[][] = [
      [],
      ['action'],
      ['level', 'shop'],
      ['code', 'generation'],
      ['hour'],
      ['day', 'action'],
      ['hour', 'level'],
      ['minute'],
      ['minute', 'action'],
      ['minute', 'shop'],
      ['generation', 'day'],
    ];

    it('are exact for every pair of fields and filter', () =>
      loaded(open, async (all) => {
        for (const fields of fieldSets)
          for (const filter of filtersOf(all)) {
            const expected = counted(
              all.events.filter((event) => answers(event, filter)),
              fields,
            );
            const rows = await all.dataset.countBy(fields, filter, 100_000);
            const found = new Map(rows.map((row) => [row.keys.join('|'), row.count]));
            expect({ fields, filter, found }).toEqual({ fields, filter, found: expected });
          }
      }));

    it('come in order of time, else the greatest first, and only as many as asked', () =>
      loaded(open, async ({ dataset }) => {
        const hours = await dataset.countBy(['hour'], {}, 1000);
        const times = hours.map(({ keys }) => Number(keys[0]));
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        const actions = await dataset.countBy(['action'], {}, 1000);
        const counts = actions.map(({ count }) => count);
        expect(counts).toEqual(counts.toSorted((a, b) => b - a));
        expect(await dataset.countBy(['action'], {}, 2)).toEqual(actions.slice(0, 2));
      }));

    it('refuse what cannot be counted', () =>
      loaded(open, async ({ dataset }) => {
        const invalid = { code: 'query-invalid' };
        await expect(dataset.countBy(['hour', 'action', 'level'], {}, 5)).rejects.toMatchObject(invalid);
        await expect(dataset.countBy(['action', 'action'], {}, 5)).rejects.toMatchObject(invalid);
        await expect(dataset.countBy(['message' as CountField], {}, 5)).rejects.toMatchObject(invalid);
        await expect(dataset.countBy(['action'], {}, 0)).rejects.toMatchObject(invalid);
      }));
  });
}

const ids = (events: readonly TraceEvent[]): string[] => events.map(({ id }) => id);

function counted(events: readonly TraceEvent[], fields: readonly CountField[]): Map<string, number> {
  const widths: Partial<Record<CountField, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
  const counts = new Map<string, number>();
  for (const event of events) {
    const key = fields
      .map((field) => {
        const width = widths[field];
        if (width !== undefined) return String(event.time - (event.time % width));
        return event[field as 'action' | 'level' | 'code' | 'shop' | 'generation'];
      })
      .join('|');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

type LinePage = Awaited<ReturnType<Dataset['search']>>;

async function walk(
  dataset: Dataset,
  filter: LineFilter,
  order: 'newest' | 'oldest',
  limit: number,
): Promise<{ items: TraceEvent[]; pages: LinePage[] }> {
  const pages: LinePage[] = [];
  let cursor: string | undefined;
  do {
    const page = await dataset.search({ filter, order, limit, cursor });
    pages.push(page);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return { items: pages.flatMap((page) => page.items), pages };
}
