// What coverage must know of files, kept in memory: only what changed is asked of the store again.
import type { Generation, GenerationLedger } from '../model/block.js';
import type { Dataset, SourceStatus } from '../stores/store.js';

export interface KnownFile {
  readonly generation: Generation;
  readonly ledger: GenerationLedger;
}

export interface FilesNow {
  readonly files: Iterable<KnownFile>;
  /** By generation. */
  readonly statuses: ReadonlyMap<string, SourceStatus>;
}

export class KnownFiles {
  readonly #dataset: Dataset;
  readonly #files = new Map<string, KnownFile>();
  readonly #statuses = new Map<string, SourceStatus>();
  /** Generations that were written to, as they were given; null: as before. */
  readonly #changed = new Map<string, Generation | null>();
  #loaded = false;

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  /** The same dataset; what is written by it is known here, and what is known here is not asked of the store. */
  watched(): Dataset {
    const dataset = this.#dataset;
    const touch = async <T>(id: string, generation: Generation | null, work: Promise<T>): Promise<T> => {
      try {
        const result = await work;
        this.#changed.set(id, generation ?? this.#changed.get(id) ?? null);
        return result;
      } catch (error) {
        this.#changed.set(id, this.#changed.get(id) ?? null);
        throw error;
      }
    };
    const writers: Pick<
      Dataset,
      'append' | 'updateGeneration' | 'addDuplicates' | 'retire' | 'setSourceStatus'
    > = {
      append: async (batch) => await touch(batch.generation.id, batch.generation, dataset.append(batch)),
      updateGeneration: async (generation) =>
        await touch(generation.id, generation, dataset.updateGeneration(generation)),
      addDuplicates: async (id, path, records) =>
        await touch(id, null, dataset.addDuplicates(id, path, records)),
      retire: async (id) => await touch(id, null, dataset.retire(id)),
      setSourceStatus: async (status) => {
        await dataset.setSourceStatus(status);
        this.#statuses.set(status.generation, status);
      },
    };
    return Object.assign(Object.create(dataset) as Dataset, this.#readers(), writers);
  }

  #readers(): Pick<Dataset, 'generations' | 'ledger'> {
    return {
      generations: async () => Array.from((await this.now()).files, ({ generation }) => generation),
      ledger: async (id) => {
        await this.now();
        const known = this.#files.get(id)?.ledger;
        if (known === undefined) return null;
        return { ...known, quarantinedLines: { ...known.quarantinedLines }, rejected: { ...known.rejected } };
      },
    };
  }

  /** Something was done to all files: their ledgers are asked for again. */
  touchAll(): void {
    for (const id of this.#files.keys()) this.#changed.set(id, this.#changed.get(id) ?? null);
  }

  /** Another process writes: everything is asked for again. */
  forget(): void {
    this.#files.clear();
    this.#statuses.clear();
    this.#changed.clear();
    this.#loaded = false;
  }

  async now(): Promise<FilesNow> {
    if (!this.#loaded) await this.#load();
    for (const [id, given] of this.#changed) {
      const generation = given ?? this.#files.get(id)?.generation;
      this.#changed.delete(id);
      try {
        if (generation !== undefined) await this.#take(generation);
      } catch (error) {
        if (!this.#changed.has(id)) this.#changed.set(id, given);
        throw error;
      }
    }
    return { files: this.#files.values(), statuses: this.#statuses };
  }

  async #load(): Promise<void> {
    for (const status of await this.#dataset.sourceStatus()) this.#statuses.set(status.generation, status);
    for (const { generation, ledger } of await this.#dataset.storedFiles())
      this.#files.set(generation.id, { generation, ledger });
    this.#loaded = true;
  }

  async #take(generation: Generation): Promise<void> {
    const ledger = await this.#dataset.ledger(generation.id);
    if (ledger === null) this.#files.delete(generation.id);
    else this.#files.set(generation.id, { generation, ledger });
  }
}
