// Chooses the dataset that answers, opens each once, and makes new ones.
import { merchantTrace } from '../../parsers/index.js';
import { unknownDataset } from '../actions/datasets.js';
import { ShoptraceError } from '../model/errors.js';
import type { Dataset, DatasetInfo, OpenOptions, Store } from '../stores/store.js';

export type ChosenBecause = 'named' | 'live' | 'newest';

export const LIVE_DATASET = 'live';

/** Requests that are under way may still read a dataset that is gone. */
const GRACE_MS = 10_000;

interface Opened {
  readonly createdAt: number;
  readonly dataset: Promise<Dataset>;
}

export class OpenDatasets {
  readonly #store: Store;
  readonly #open = new Map<string, Opened>();
  /** Datasets that were dropped or made anew while they were open, and the timers that will close them. */
  readonly #gone = new Map<Promise<Dataset>, NodeJS.Timeout>();

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * The named dataset, else the live one, else the newest; opened for reading and for human state. It stays open until
   * `close`, or until it was dropped or made anew.
   * @throws dataset-unknown
   */
  async get(name: string | null): Promise<{ readonly dataset: Dataset; readonly because: ChosenBecause }> {
    const { info, because } = await this.#choose(name);
    const known = this.#open.get(info.name);
    if (known?.createdAt === info.createdAt) return { dataset: await known.dataset, because };
    if (known !== undefined) this.#letGo(info.name);
    const dataset = this.#store.open(info.name, { mode: 'read' });
    this.#open.set(info.name, { createdAt: info.createdAt, dataset });
    dataset.catch(() => this.#open.delete(info.name));
    return { dataset: await dataset, because };
  }

  /** @throws dataset-unknown */
  async choose(name: string | null): Promise<{ readonly name: string; readonly because: ChosenBecause }> {
    const { info, because } = await this.#choose(name);
    return { name: info.name, because };
  }

  async close(): Promise<void> {
    const open = [...[...this.#open.values()].map(({ dataset }) => dataset), ...this.#gone.keys()];
    for (const timer of this.#gone.values()) clearTimeout(timer);
    this.#open.clear();
    this.#gone.clear();
    for (const opened of await Promise.allSettled(open))
      if (opened.status === 'fulfilled') await opened.value.close();
  }

  async #choose(
    name: string | null,
  ): Promise<{ readonly info: DatasetInfo; readonly because: ChosenBecause }> {
    const infos = await this.#store.datasets();
    const names = infos.map((info) => info.name);
    for (const open of this.#open.keys()) if (!names.includes(open)) this.#letGo(open);
    if (name !== null) {
      const info = infos.find((candidate) => candidate.name === name);
      if (info === undefined) throw unknownDataset(name, names);
      return { info, because: 'named' };
    }
    const live = infos.find((info) => info.live);
    if (live !== undefined) return { info: live, because: 'live' };
    const newest = infos.reduce<DatasetInfo | null>(
      (best, info) => (best === null || info.createdAt > best.createdAt ? info : best),
      null,
    );
    if (newest !== null) return { info: newest, because: 'newest' };
    throw new ShoptraceError(
      'dataset-unknown',
      'There is no dataset yet',
      'Make one: `shoptrace replay FILE`, or follow a file: `shoptrace start PATH`.',
    );
  }

  #letGo(name: string): void {
    const opened = this.#open.get(name);
    if (opened === undefined) return;
    this.#open.delete(name);
    const close = async (): Promise<void> => {
      this.#gone.delete(opened.dataset);
      await (await opened.dataset).close();
    };
    const timer = setTimeout(() => void close().catch(() => undefined), GRACE_MS);
    timer.unref();
    this.#gone.set(opened.dataset, timer);
  }
}

/** Options that open a dataset for writing, and make it when it is not there. */
export function writing(live: boolean, now: number): OpenOptions {
  const { catalogueVersion } = merchantTrace;
  return { mode: 'write', create: { live, createdAt: now, catalogueVersion } };
}
