// Makes an empty dataset of the store under test, hands it to a test, and takes it away again.
import type { AppendBatch, Generation } from '../../../src/model/block.js';
import type { Dataset, Store } from '../../../src/stores/store.js';
import { generationFor, LineFeed } from '../../support/line-format.js';

export type OpenTestStore = () => Promise<{ store: Store; cleanup: () => Promise<void> }>;

export const create = { live: false, createdAt: 1_700_000_000_000, catalogueVersion: 'test-1' } as const;

export async function withStore(open: OpenTestStore, work: (store: Store) => Promise<void>): Promise<void> {
  const { store, cleanup } = await open();
  try {
    await work(store);
  } finally {
    await store.close();
    await cleanup();
  }
}

export async function withDataset(
  open: OpenTestStore,
  work: (dataset: Dataset, store: Store) => Promise<void>,
): Promise<void> {
  await withStore(open, async (store) => {
    const dataset = await store.open('shop', { mode: 'write', create });
    await work(dataset, store);
    await dataset.close();
  });
}

export const SMALL_BLOCK_BYTES = 4096;

/** The batches of a text, read in the pieces given. */
export function batchesOf(
  pieces: readonly string[],
  overrides: Partial<Generation> = {},
  blockBytes = SMALL_BLOCK_BYTES,
): { generation: Generation; batches: AppendBatch[] } {
  const feed = new LineFeed(generationFor(pieces.join(''), overrides), blockBytes);
  const batches = pieces.map((piece, index) =>
    feed.batch(piece, index === pieces.length - 1 ? 'finish' : 'open'),
  );
  return { generation: feed.generation, batches };
}

export async function appendAll(dataset: Dataset, batches: readonly AppendBatch[]): Promise<void> {
  for (const batch of batches) await dataset.append(batch);
}
