// Transactions held in memory while their records come in: bounded, least recently touched first to go.
import type { AttachedEvent } from '../../model/event.js';
import { nothingWritten, type Written } from './commit-draft.js';
import { ownCopy } from '../../model/own-copy.js';
import { inTotalOrder } from '../../model/transaction/build.js';

/** More records of one transaction than this are not judged: the first ones in total order stand. */
export const mostEventsOfCase = 20_000;
/** Among so few records one is looked for without an index. */
const fewEvents = 32;

/** `new`: nothing of it is stored as judged; `stored`: records or verdicts are in the store; `unknown`: ask the store. */
export type CaseOrigin = 'new' | 'stored' | 'unknown';

export interface OpenCase {
  readonly key: string;
  readonly shop: string;
  readonly id: string;
  origin: CaseOrigin;
  /** All its records are in `events`. */
  complete: boolean;
  events: AttachedEvent[];
  /** Ids of `events`, once somebody asked for one of many. */
  ids: Set<string> | null;
  dirty: boolean;
  /** Generation → offset from which its records are not judged yet. */
  readonly unjudged: Map<string, number>;
  generation: string;
  lastTime: number;
  touchedIn: number;
  /** When the first of what was pending falls due, as last judged here. UTC ms; null: never. */
  dueAt: number | null;
  /** Findings as last written, by rule; null when only the store knows. */
  written: Written | null;
}

export function caseKeyOf(shop: string, id: string): string {
  return `${shop}\0${id}`;
}

export class OpenCases {
  readonly #cases = new Map<string, OpenCase>();
  #last: OpenCase | null = null;
  /** Records held by all open cases. */
  held = 0;

  get size(): number {
    return this.#cases.size;
  }

  values(): IterableIterator<OpenCase> {
    return this.#cases.values();
  }

  get(key: string): OpenCase | undefined {
    return this.#cases.get(key);
  }

  /** The open case, moved to the young end once a batch; made by `originOf` when it is not open. */
  touch(shop: string, id: string, batch: number, originOf: (key: string) => CaseOrigin): OpenCase {
    const last = this.#last;
    if (last !== null && last.id === id && last.shop === shop && last.touchedIn === batch) return last;
    const key = caseKeyOf(shop, id);
    let found = this.#cases.get(key);
    if (found === undefined) {
      found = emptyCase(ownCopy(key), shop, id, originOf(key));
      this.#cases.set(found.key, found);
    } else if (found.touchedIn !== batch) {
      this.#cases.delete(key);
      this.#cases.set(found.key, found);
    }
    found.touchedIn = batch;
    this.#last = found;
    return found;
  }

  add(open: OpenCase, attached: AttachedEvent, unjudgedFrom: number): void {
    const { event } = attached;
    open.events.push(attached);
    open.ids?.add(event.id);
    this.held++;
    open.dirty = true;
    open.generation = event.generation;
    open.lastTime = event.orderTime;
    const before = open.unjudged.get(event.generation);
    if (before === undefined || unjudgedFrom < before) open.unjudged.set(event.generation, unjudgedFrom);
    if (open.events.length > 2 * mostEventsOfCase) this.settleEvents(open, open.events);
  }

  holds(open: OpenCase, event: string): boolean {
    if (open.events.length <= fewEvents) return open.events.some(({ event: { id } }) => id === event);
    open.ids ??= new Set(open.events.map(({ event: { id } }) => id));
    return open.ids.has(event);
  }

  /** Total order, each record once, at most `mostEventsOfCase`. */
  settleEvents(open: OpenCase, events: readonly AttachedEvent[]): void {
    const ordered = inTotalOrder(events).slice(0, mostEventsOfCase);
    this.held += ordered.length - open.events.length;
    open.events = ordered;
    open.ids = null;
  }

  /** Forgets the records of a case; they are in the store. */
  spill(open: OpenCase): void {
    this.held -= open.events.length;
    open.events = [];
    open.ids = null;
    open.complete = false;
    open.origin = 'stored';
    open.written = null;
  }

  close(open: OpenCase): void {
    this.held -= open.events.length;
    this.#cases.delete(open.key);
    if (this.#last === open) this.#last = null;
  }
}

function emptyCase(key: string, shop: string, id: string, origin: CaseOrigin): OpenCase {
  return {
    key,
    shop,
    id: ownCopy(id),
    origin,
    complete: origin === 'new',
    events: [],
    ids: null,
    dirty: false,
    unjudged: new Map(),
    generation: '',
    lastTime: 0,
    touchedIn: -1,
    dueAt: null,
    written: origin === 'new' ? nothingWritten : null,
  };
}
