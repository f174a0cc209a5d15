// Everything a dataset knows about order numbers: lines of its traces and rows of its imported tables, by shop.
import { hash } from 'node:crypto';
import type { TraceEvent } from '../../model/event.js';
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import type { NumberFact, NumberSource } from '../../model/sequences/number-fact.js';
import { numberCodes, traceFact } from '../../model/sequences/trace-facts.js';
import type { Dataset } from '../question.js';

export interface ShopNumbers {
  readonly shop: string;
  readonly sources: readonly NumberSource[];
  readonly facts: readonly NumberFact[];
}

export interface LoadedNumbers {
  readonly shops: readonly ShopNumbers[];
  readonly imports: readonly ImportedTable[];
}

const PAGE = 1000;

/** What was read of one trace file, so that only what is new is read again. */
interface TraceRead {
  readonly facts: Map<string, NumberFact>;
  offset: number;
}

/** Reads a dataset again and again, each time only what has come since. */
export class NumberLoader {
  readonly #dataset: Dataset;
  readonly #traces = new Map<string, TraceRead>();
  readonly #tables = new Map<string, readonly NumberFact[]>();
  #state = '';

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  /** True when something has come since the last `load`. */
  async hasNews(): Promise<boolean> {
    return (await this.stateNow()) !== this.#state;
  }

  /** What was there when it was last loaded, as text. */
  get state(): string {
    return this.#state;
  }

  async load(): Promise<LoadedNumbers> {
    const state = await this.stateNow();
    const imports = await this.#dataset.imports();
    const shops = new Map<string, { sources: NumberSource[]; facts: NumberFact[] }>();
    const shopOf = (name: string) => {
      const known = shops.get(name) ?? { sources: [], facts: [] };
      shops.set(name, known);
      return known;
    };
    for (const generation of await this.#dataset.generations()) {
      if (generation.kind !== 'trace') continue;
      const facts = await this.#traceFacts(generation.id);
      if (facts.length === 0) continue;
      const shop = shopOf(generation.shop);
      shop.sources.push(await this.#traceSource(generation, facts.length));
      for (const fact of facts) shop.facts.push(fact);
    }
    for (const table of imports) {
      const shop = shopOf(table.shop);
      shop.sources.push(table);
      for (const fact of await this.#tableFacts(table)) shop.facts.push(fact);
    }
    this.#state = state;
    return {
      imports,
      shops: [...shops]
        .map(([shop, loaded]) => ({ shop, ...loaded }))
        .toSorted((a, b) => (a.shop < b.shop ? -1 : 1)),
    };
  }

  /** What is there now: how far each trace was read, which tables were imported. */
  async stateNow(): Promise<string> {
    const parts: string[] = [];
    for (const { id } of await this.#dataset.generations())
      parts.push(`${id} ${(await this.#dataset.checkpoint(id))?.offset ?? 0}`);
    for (const { id, importedAt } of await this.#dataset.imports()) parts.push(`${id} ${importedAt}`);
    return hash('sha1', parts.join('\n'));
  }

  async #traceFacts(generation: string): Promise<readonly NumberFact[]> {
    const known = this.#traces.get(generation) ?? { facts: new Map<string, NumberFact>(), offset: 0 };
    this.#traces.set(generation, known);
    const end = (await this.#dataset.checkpoint(generation))?.offset ?? 0;
    if (known.offset === 0) await this.#search(generation, known);
    else await this.#readOn(generation, known, end);
    known.offset = Math.max(known.offset, end);
    return [...known.facts.values()];
  }

  /** The first time: by the index, so that a trace about other things costs nothing. */
  async #search(generation: string, { facts }: TraceRead): Promise<void> {
    let cursor: string | undefined;
    do {
      const page = await this.#dataset.search({
        filter: { generation, codes: numberCodes },
        order: 'oldest',
        limit: PAGE,
        cursor,
      });
      add(facts, page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  async #readOn(generation: string, read: TraceRead, end: number): Promise<void> {
    let from = read.offset;
    while (from < end) {
      const { events, next } = await this.#dataset.eventsOfRange(generation, from, end, PAGE * 5);
      add(
        read.facts,
        events.map(({ event }) => event),
      );
      if (next <= from) return;
      from = next;
    }
  }

  async #tableFacts(table: ImportedTable): Promise<readonly NumberFact[]> {
    const key = `${table.id} ${table.importedAt}`;
    const known = this.#tables.get(key);
    if (known !== undefined) return known;
    const facts: NumberFact[] = [];
    for (let part = 0; part < table.parts; part += 1)
      for (const fact of await this.#dataset.importPart(table.id, part)) facts.push(fact);
    this.#tables.set(key, facts);
    return facts;
  }

  async #traceSource(
    { id, shop, path, zone }: { id: string; shop: string; path: string; zone: string },
    rows: number,
  ): Promise<NumberSource> {
    const ledger = await this.#dataset.ledger(id);
    const [from, to] = [ledger?.from ?? null, ledger?.to ?? null];
    return { id, kind: 'trace', shop, path, zone, takenAt: null, from, to, rows, warnings: [] };
  }
}

function add(facts: Map<string, NumberFact>, events: readonly TraceEvent[]): void {
  for (const event of events) {
    const fact = traceFact(event);
    if (fact !== null) facts.set(event.id, fact);
  }
}
