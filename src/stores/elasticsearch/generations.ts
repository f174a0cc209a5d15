// The generations of a dataset: read, remembered while this process writes them, and saved over the version that was read.
import { packBytes, unpackBytes } from './packed-bytes.js';
import { documentId } from './document-id.js';
import type { GenerationRecord } from './generation-record.js';
import type { Place } from './raw-documents.js';
import type { StateDocuments } from './state-documents.js';

export interface StoredGeneration {
  readonly record: GenerationRecord;
  /** Of the open block; empty without one. */
  readonly openBytes: Uint8Array;
  /** Null: not stored yet. */
  readonly place: Place | null;
}

const KIND = 'generation';
/** What other processes have written is looked for again after this long. */
const LIST_LASTS_MS = 1_000;
const nothing = new Uint8Array(0);

export class Generations {
  readonly #state: StateDocuments;
  readonly #monotonic: () => number;
  readonly #patienceMs: number;
  /** Those that this process writes. */
  readonly #own = new Map<string, StoredGeneration>();
  #listed: { readonly at: number; readonly records: readonly GenerationRecord[] } | null = null;

  constructor(state: StateDocuments, monotonic: () => number, patienceMs: number) {
    this.#state = state;
    this.#monotonic = monotonic;
    this.#patienceMs = patienceMs;
  }

  /** As it stands now; from memory where this process writes it. */
  async get(id: string): Promise<StoredGeneration | null> {
    return this.#own.get(id) ?? (await this.read(id));
  }

  async record(id: string): Promise<GenerationRecord | null> {
    const stored = await this.get(id);
    return stored?.record.checkpoint == null ? null : stored.record;
  }

  async read(id: string): Promise<StoredGeneration | null> {
    const document = await this.#state.read<GenerationRecord>(keyOf(id));
    if (document === null) return null;
    const openBytes = document.data === null ? nothing : unpackBytes(document.data, `generation ${id}`);
    return { record: document.body, openBytes, place: document.place };
  }

  own(id: string): StoredGeneration | undefined {
    return this.#own.get(id);
  }

  /** From now on this process writes it. */
  remember(id: string, stored: StoredGeneration): void {
    this.#own.set(id, stored);
  }

  forget(id: string): void {
    this.#own.delete(id);
    this.#listed = null;
  }

  /** @returns false when another process wrote it meanwhile; it is forgotten then */
  async save(
    id: string,
    record: GenerationRecord,
    openBytes: Uint8Array,
    over: Place | null,
  ): Promise<boolean> {
    const data = record.open === null ? null : packBytes(openBytes);
    const place = await this.#state.write(KIND, keyOf(id), { body: record, data }, over, this.#patienceMs);
    if (place === null) {
      this.forget(id);
      return false;
    }
    this.#own.set(id, { record, openBytes, place });
    return true;
  }

  /** Those with a checkpoint, ascending by id. */
  async list(): Promise<GenerationRecord[]> {
    const all = new Map((await this.#stored()).map((record) => [record.generation.id, record]));
    for (const [id, { record }] of this.#own) all.set(id, record);
    return [...all.values()]
      .filter(({ checkpoint }) => checkpoint !== null)
      .toSorted((a, b) => (a.generation.id < b.generation.id ? -1 : 1));
  }

  async #stored(): Promise<readonly GenerationRecord[]> {
    const now = this.#monotonic();
    const writes = this.#own.size > 0;
    if (writes && this.#listed !== null && now - this.#listed.at < LIST_LASTS_MS) return this.#listed.records;
    const records = await this.#state.list<GenerationRecord>(KIND);
    this.#listed = { at: now, records };
    return records;
  }
}

const keyOf = (id: string): string => documentId(KIND, id);
