// Chooses the dataset that answers, opens each once, and makes new ones.
import { merchantTrace } from '../../parsers/index.js';
import { unknownDataset } from '../actions/datasets.js';
import { ShoptraceError } from '../model/errors.js';
import type { Dataset, DatasetInfo, OpenOptions, Store } from '../stores/store.js';

export type ChosenBecause = 'named' | 'live' | 'newest';

export const LIVE_DATASET = 'live';

export class OpenDatasets {
  readonly #store: Store;
  readonly #open = new Map<string, Promise<Dataset>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * The named dataset, else the live one, else the newest.
   * @throws dataset-unknown
   */
  async choose(name: string | null): Promise<{ readonly name: string; readonly because: ChosenBecause }> {
    const infos = await this.#store.datasets();
    if (name !== null) {
      const names = infos.map((info) => info.name);
      if (!names.includes(name)) throw unknownDataset(name, names);
      return { name, because: 'named' };
    }
    const live = infos.find((info) => info.live);
    if (live !== undefined) return { name: live.name, because: 'live' };
    const newest = infos.reduce<DatasetInfo | null>(
      (best, info) => (best === null || info.createdAt > best.createdAt ? info : best),
      null,
    );
    if (newest !== null) return { name: newest.name, because: 'newest' };
    throw new ShoptraceError(
      'dataset-unknown',
      'There is no dataset yet',
      'Make one: `shoptrace replay FILE`, or follow a file: `shoptrace start PATH`.',
    );
  }

  /** Opened once for reading and for human state; stays open until `close`. */
  async get(name: string): Promise<Dataset> {
    const known = this.#open.get(name);
    if (known !== undefined) return await known;
    const opening = this.#store.open(name, { mode: 'read' });
    this.#open.set(name, opening);
    opening.catch(() => this.#open.delete(name));
    return await opening;
  }

  async close(): Promise<void> {
    const datasets = await Promise.allSettled(this.#open.values());
    this.#open.clear();
    for (const opened of datasets) if (opened.status === 'fulfilled') await opened.value.close();
  }
}

/** Options that open a dataset for writing, and make it when it is not there. */
export function writing(live: boolean, now: number): OpenOptions {
  const { catalogueVersion } = merchantTrace;
  return { mode: 'write', create: { live, createdAt: now, catalogueVersion } };
}
