// Dropping and pruning datasets, and the ages that say which.
import { describe, expect, it } from 'vitest';
import { before } from '../../src/actions/age.js';
import { dropDataset, pruneDatasets } from '../../src/actions/datasets.js';
import type { Store } from '../../src/queries/question.js';
import { openMemoryStore } from '../../src/stores/memory/memory-store.js';

const day = 86_400_000;
const now = Date.UTC(2026, 0, 31);

async function storeWith(
  datasets: Readonly<Record<string, { ageDays: number; live?: boolean }>>,
): Promise<Store> {
  const store = openMemoryStore();
  for (const [name, { ageDays, live = false }] of Object.entries(datasets)) {
    const create = { live, createdAt: now - ageDays * day, catalogueVersion: '1' };
    await (await store.open(name, { mode: 'write', create })).close();
  }
  return store;
}

const names = async (store: Store): Promise<string[]> => (await store.datasets()).map(({ name }) => name);

describe('drop', () => {
  it('takes one away', async () => {
    const store = await storeWith({ one: { ageDays: 1 }, two: { ageDays: 1 } });
    await dropDataset(store, 'one');
    expect(await names(store)).toEqual(['two']);
  });

  it('of an unknown name proposes the nearest', async () => {
    const store = await storeWith({ shop: { ageDays: 1 }, archive: { ageDays: 1 } });
    await expect(dropDataset(store, 'shpo')).rejects.toMatchObject({
      code: 'dataset-unknown',
      hint: 'Did you mean shop? There are: archive, shop.',
    });
  });

  it('says so when there is none', async () => {
    await expect(dropDataset(openMemoryStore(), 'x')).rejects.toMatchObject({
      hint: expect.stringContaining('There is none yet'),
    });
  });
});

describe('prune', () => {
  it('takes replays made before, the oldest first, never the live one', async () => {
    const store = await storeWith({
      old: { ageDays: 40 },
      older: { ageDays: 50 },
      young: { ageDays: 3 },
      live: { ageDays: 400, live: true },
    });
    const prune = { madeBefore: now - 30 * day };
    expect(await pruneDatasets(store, { ...prune, dryRun: true })).toEqual(['older', 'old']);
    expect(await names(store)).toHaveLength(4);
    expect(await pruneDatasets(store, { ...prune, dryRun: false })).toEqual(['older', 'old']);
    expect((await names(store)).sort()).toEqual(['live', 'young']);
  });
});

describe('an age', () => {
  it.each([
    ['30d', '2026-01-01T00:00:00.000Z'],
    ['2w', '2026-01-17T00:00:00.000Z'],
    ['2mo', '2025-11-30T00:00:00.000Z'],
    ['12mo', '2025-01-31T00:00:00.000Z'],
    ['1y', '2025-01-31T00:00:00.000Z'],
  ])('%s before 31 January 2026 is %s', (age, instant) => {
    expect(new Date(before(now, age)).toISOString()).toBe(instant);
  });

  it.each(['', '12', 'mo', '0d', '1.5y', '-3d', '12 months'])('may not be %j', (age) => {
    expect(() => before(now, age)).toThrow(/no span of time/);
  });
});
