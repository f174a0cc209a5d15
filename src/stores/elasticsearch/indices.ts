// Makes the indices of a dataset, once, whoever comes first; and says which are there.
import type { Connection } from './connection.js';
import { changeableMappings, changeableSettings, indexBody } from './index-definitions.js';
import { definitionOf, fixedParts, type FixedPart, type IndexNames } from './index-names.js';

export class Indices {
  readonly names: IndexNames;
  readonly #connection: Connection;
  readonly #partitions = new Set<string>();

  constructor(connection: Connection, names: IndexNames) {
    this.#connection = connection;
    this.names = names;
  }

  /** All that a dataset has from its beginning. @throws store-full (no shard left), store-denied */
  async createFixed(patienceMs: number): Promise<void> {
    await Promise.all(fixedParts.map(async (part) => await this.create(part, patienceMs)));
  }

  async create(part: FixedPart, patienceMs: number): Promise<void> {
    const name = this.names.index(part);
    const aliases = { [this.names.writable(part)]: { is_hidden: true } };
    await this.#put(name, { ...indexBody(definitionOf(part)), aliases }, patienceMs);
  }

  /** Gives indices that an earlier schema made what was added since: fields and settings. */
  async extendFixed(patienceMs: number): Promise<void> {
    for (const part of fixedParts) {
      const definition = definitionOf(part);
      const name = this.names.index(part);
      await this.#change(`/${name}/_mapping`, changeableMappings(definition), patienceMs);
      const settings = changeableSettings(definition);
      if (Object.keys(settings).length > 0)
        await this.#change(`/${name}/_settings`, { index: settings }, patienceMs);
    }
  }

  /** @returns names of the event indices that were made now */
  async ensurePartitions(partitions: Iterable<string>, patienceMs: number): Promise<void> {
    const missing = [...new Set(partitions)].filter((name) => !this.#partitions.has(name));
    await Promise.all(
      missing.map(async (partition) => {
        const aliases = {
          [this.names.writableEvents(partition)]: { is_hidden: true },
          [this.names.events]: {},
        };
        const body = { ...indexBody(definitionOf('events')), aliases };
        await this.#put(this.names.eventIndex(partition), body, patienceMs);
        this.#partitions.add(partition);
      }),
    );
  }

  /** After a write was refused because an index is gone. */
  forgetPartitions(): void {
    this.#partitions.clear();
  }

  /** Years (and `undated`) that have an index. */
  async partitions(): Promise<string[]> {
    const path = `/_alias/${this.names.events}`;
    const reply = await this.#connection.send({
      method: 'GET',
      path,
      what: `look for ${this.names.events}`,
      expect: ['missing'],
    });
    if (reply.failure !== null) return [];
    const start = this.names.eventIndex('').length;
    return Object.keys(reply.body as Record<string, unknown>).map((name) => name.slice(start));
  }

  async missingFixed(): Promise<FixedPart[]> {
    const found = await Promise.all(
      fixedParts.map(async (part) => {
        const path = `/${this.names.index(part)}`;
        const what = `look for ${this.names.index(part)}`;
        const reply = await this.#connection.send({ method: 'HEAD', path, what, expect: ['missing'] });
        return reply.failure === null ? [] : [part];
      }),
    );
    return found.flat();
  }

  /** Everything of the dataset; what is not there is no matter. */
  async drop(): Promise<void> {
    const events = (await this.partitions()).map((partition) => this.names.eventIndex(partition));
    // The state goes first: without it there is no dataset, however far dropping comes.
    for (const name of [...fixedParts.map((part) => this.names.index(part)), ...events])
      await this.#connection.send({
        method: 'DELETE',
        path: `/${name}`,
        what: `drop ${name}`,
        expect: ['missing'],
      });
    this.#partitions.clear();
  }

  async #change(path: string, body: unknown, patienceMs: number): Promise<void> {
    await this.#connection.send({ method: 'PUT', path, body, what: `change ${path}`, patienceMs });
  }

  async #put(name: string, body: unknown, patienceMs: number): Promise<void> {
    await this.#connection.send({
      method: 'PUT',
      path: `/${name}`,
      body,
      what: `make ${name}`,
      expect: ['exists'],
      patienceMs,
    });
  }
}
