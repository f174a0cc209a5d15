// What this process has written is made findable before it searches; what nobody wrote costs nothing.
import type { Connection } from './connection.js';
import type { IndexNames, Part } from './index-names.js';

export class Freshness {
  readonly #connection: Connection;
  readonly #dirty = new Set<string>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Something was written, or another process may have written. */
  touch(names: IndexNames, part: Part): void {
    this.#dirty.add(names.readable(part));
  }

  async ensure(names: IndexNames, part: Part): Promise<void> {
    const index = names.readable(part);
    if (!this.#dirty.delete(index)) return;
    try {
      const what = `make ${index} findable`;
      await this.#connection.send({ method: 'POST', path: `/${index}/_refresh`, what, expect: ['missing'] });
    } catch (error) {
      this.#dirty.add(index);
      throw error;
    }
  }

  /** All of a dataset, for whoever comes next. */
  async settle(names: IndexNames, parts: readonly Part[]): Promise<void> {
    await Promise.all(parts.map(async (part) => await this.ensure(names, part)));
  }
}
