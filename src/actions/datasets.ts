// Dropping datasets: one by name, or all replays made before a moment.
import { ShoptraceError } from '../model/errors.js';
import { nearest } from '../model/nearest.js';
import type { Store } from '../stores/store.js';

/** @throws dataset-unknown, dataset-busy */
export async function dropDataset(store: Store, name: string): Promise<void> {
  const names = (await store.datasets()).map((dataset) => dataset.name);
  if (!names.includes(name)) throw unknownDataset(name, names);
  await store.drop(name);
}

export interface PruneDatasets {
  /** UTC ms: replays made before it go; the live dataset stays. */
  readonly madeBefore: number;
  /** Tells what would go, drops nothing. */
  readonly dryRun: boolean;
}

/** Names that were (or would be) dropped, oldest first. @throws dataset-busy */
export async function pruneDatasets(store: Store, prune: PruneDatasets): Promise<readonly string[]> {
  const old = (await store.datasets())
    .filter((dataset) => !dataset.live && dataset.createdAt < prune.madeBefore)
    .sort((a, b) => a.createdAt - b.createdAt)
    .map((dataset) => dataset.name);
  if (!prune.dryRun) for (const name of old) await store.drop(name);
  return old;
}

export interface PruneLines {
  /** Null: the live one. */
  readonly dataset: string | null;
  /** UTC ms. */
  readonly before: number;
}

/** Deletes old lines of one dataset, which nobody may be writing. @throws usage, dataset-unknown, dataset-busy */
export async function pruneLines(
  store: Store,
  { dataset, before }: PruneLines,
): Promise<{ readonly dataset: string; readonly blocks: number; readonly records: number }> {
  const name = await nameForPruning(store, dataset);
  const opened = await store.open(name, { mode: 'write' });
  try {
    return { dataset: name, ...(await opened.prune(before)) };
  } finally {
    await opened.close();
  }
}

/** Old records of one dataset, without those of altered copies. `pruneLines` keeps those in blocks with newer ones. @throws as it */
export async function oldLines(
  store: Store,
  { dataset, before }: PruneLines,
): Promise<{ readonly dataset: string; readonly records: number }> {
  const name = await nameForPruning(store, dataset);
  const opened = await store.open(name, { mode: 'read' });
  try {
    return { dataset: name, records: await opened.count({ to: before }) };
  } finally {
    await opened.close();
  }
}

async function nameForPruning(store: Store, given: string | null): Promise<string> {
  const infos = await store.datasets();
  const name = given ?? infos.find(({ live }) => live)?.name;
  if (name === undefined)
    throw new ShoptraceError('usage', 'There is no live dataset', 'Name one: --dataset NAME.');
  const names = infos.map((info) => info.name);
  if (!names.includes(name)) throw unknownDataset(name, names);
  return name;
}

export function unknownDataset(name: string, names: readonly string[]): ShoptraceError {
  const [near] = nearest(name, names, 1);
  const list =
    names.length === 0
      ? 'There is none yet; `shoptrace replay FILE` makes one.'
      : `There are: ${names.join(', ')}.`;
  return new ShoptraceError(
    'dataset-unknown',
    `There is no dataset ${JSON.stringify(name)}`,
    near === undefined ? list : `Did you mean ${near}? ${list}`,
  );
}
