// Tells records of a file that the shop's other files hold already from those that are new.
import type { FileKind } from '../model/block.js';
import type { TraceEvent } from '../model/event.js';
import type { Dataset } from '../stores/store.js';

export interface Screened {
  readonly kept: readonly TraceEvent[];
  readonly skipped: readonly TraceEvent[];
}

export interface RecordScreen {
  /** @param events the next ones of the file, in file order */
  sort(events: readonly TraceEvent[]): Promise<Screened>;
}

/** What two records are compared by. */
export type RecordKey = (event: TraceEvent) => string;

/** Printed time, counter, ID and message; spaces count once, as pages show them. */
export const headKey: RecordKey = ({ localTime, counter, transaction, message }) =>
  `${localTime}\n${counter ?? ''}\n${transaction ?? ''}\n${message.replaceAll(/\s+/g, ' ').trim()}`;

/** The whole record. */
export const wholeKey: RecordKey = ({ localTime, counter, transaction, message, continuation }) =>
  `${localTime}\n${counter ?? ''}\n${transaction ?? ''}\n${message}\n${continuation}`;

/** The beginning of a file that is, byte for byte, that of a stored one: whether its records are still stored or were pruned. */
export interface SharedBeginning {
  readonly generation: string;
  /** Offset of the first byte that may differ. */
  readonly end: number;
}

export interface ScreenScope {
  readonly shop: string;
  readonly kind: FileKind;
  /** The file's own generation: its records are no copies of themselves. */
  readonly except: string;
  readonly keyOf: RecordKey;
  /** Generations that count as not stored: they are about to be retired. */
  readonly without: ReadonlySet<string>;
  readonly shared?: SharedBeginning | undefined;
}

interface Stored {
  readonly id: string;
  readonly generation: string;
}

/** Stored records whose time lies in [from, through), by key. */
interface Window {
  readonly from: number;
  readonly through: number;
  readonly records: ReadonlyMap<string, Stored[]>;
  readonly taken: Set<string>;
}

const PAGE = 1000;
const WINDOWS = 4;
/** A stored record's place in total order is at most this far behind its time (T1). */
const ORDER_SLACK_MS = 1000;

/** Reads stored records a page at a time where they are asked for; each is the equal of one record only. */
export class StoredRecords implements RecordScreen {
  readonly #dataset: Dataset;
  readonly #scope: ScreenScope;
  #windows: Window[] = [];
  #ofKind: ReadonlySet<string> | null = null;
  /** Records that are equal by their place alone: what they are equal to is not stored any more. */
  equalByPlace = 0;

  constructor(dataset: Dataset, scope: ScreenScope) {
    this.#dataset = dataset;
    this.#scope = scope;
  }

  async sort(events: readonly TraceEvent[]): Promise<Screened> {
    const kept: TraceEvent[] = [];
    const skipped: TraceEvent[] = [];
    for (const event of events) ((await this.take(event)) === null ? kept : skipped).push(event);
    return { kept, skipped };
  }

  /** Generation that holds an equal record, which no record was equal to before; null when there is none. */
  async take(event: TraceEvent): Promise<string | null> {
    const equal = await this.#takeStored(event);
    const { shared } = this.#scope;
    if (equal !== null || shared === undefined || event.offset + event.byteLength > shared.end) return equal;
    this.equalByPlace += 1;
    return shared.generation;
  }

  async #takeStored(event: TraceEvent): Promise<string | null> {
    const window = this.#windowAt(event.time) ?? (await this.#load(event.time));
    const equal = window.records.get(this.#scope.keyOf(event));
    for (let found = equal?.pop(); found !== undefined; found = equal?.pop()) {
      if (this.#windows.some(({ taken }) => taken.has(found.id))) continue;
      window.taken.add(found.id);
      return found.generation;
    }
    return null;
  }

  #windowAt(time: number): Window | undefined {
    return this.#windows.find(({ from, through }) => time >= from && time < through);
  }

  async #load(from: number): Promise<Window> {
    const records = new Map<string, Stored[]>();
    const filter = { shop: this.#scope.shop, from };
    let cursor: string | undefined;
    let through = Infinity;
    do {
      const page = await this.#dataset.search({ filter, order: 'oldest', limit: PAGE, cursor });
      for (const event of page.items) await this.#add(records, event);
      cursor = page.nextCursor ?? undefined;
      const last = page.items.at(-1);
      through = cursor === undefined || last === undefined ? Infinity : last.orderTime - ORDER_SLACK_MS;
    } while (through <= from);
    const window = { from, through, records, taken: new Set<string>() };
    this.#windows = [window, ...this.#windows].slice(0, WINDOWS);
    return window;
  }

  async #add(records: Map<string, Stored[]>, event: TraceEvent): Promise<void> {
    const { generation, id } = event;
    if (generation === this.#scope.except || this.#scope.without.has(generation)) return;
    if (!(await this.#generationsOfKind()).has(generation)) return;
    const key = this.#scope.keyOf(event);
    const known = records.get(key);
    if (known === undefined) records.set(key, [{ id, generation }]);
    else known.unshift({ id, generation });
  }

  async #generationsOfKind(): Promise<ReadonlySet<string>> {
    this.#ofKind ??= new Set(
      (await this.#dataset.generations()).filter(({ kind }) => kind === this.#scope.kind).map(({ id }) => id),
    );
    return this.#ofKind;
  }
}
