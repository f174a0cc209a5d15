// What the database hands out: order numbers of each store, row ids, with the step of a cluster.
import type { Edition } from './edition.js';

/** Every node of a cluster hands out numbers of its own residue; writes go to one node at a time. */
export class Cluster {
  readonly nodes: number;
  private node: number;

  constructor(nodes: number) {
    this.nodes = nodes;
    this.node = nodes === 1 ? 0 : 1;
  }

  /** The next value of an AUTO_INCREMENT column. */
  after(last: number): number {
    const next = last + 1;
    return next + ((((this.node - next) % this.nodes) + this.nodes) % this.nodes);
  }

  /** Another node takes the writes. */
  failOver(): void {
    this.node = (this.node + 1) % this.nodes;
  }
}

export class RowIds {
  last: number;
  private readonly cluster: Cluster;

  constructor(cluster: Cluster, last: number) {
    this.cluster = cluster;
    this.last = last;
  }

  next(): number {
    this.last = this.cluster.after(this.last);
    return this.last;
  }
}

/** The order numbers of one store. */
export class OrderCounter {
  readonly store: string;
  readonly prefix: string;
  /** `1xxxxxxxx`: the pattern that names the series. */
  readonly series: string;
  last: number;
  /** An open transaction holds the counter's row: others wait. */
  locked = false;
  /** A number that was paid for and went back with its transaction: it comes again. */
  rolledBack: number | null = null;
  /** The newest numbers, oldest first: whether an order carries them and money was taken. */
  readonly newest: { readonly body: number; used: boolean; captured: boolean }[] = [];
  private readonly width: number;
  private readonly cluster: Cluster;

  constructor(edition: Edition, store: string, cluster: Cluster, last: number) {
    this.store = store;
    this.prefix = edition.prefix(store);
    this.width = edition.width;
    this.series = this.prefix + 'x'.repeat(edition.width);
    this.cluster = edition.numbersFollowCluster ? cluster : new Cluster(1);
    this.last = last;
  }

  next(): number {
    this.last = this.following;
    return this.last;
  }

  /** What the counter gives next. */
  get following(): number {
    return this.cluster.after(this.last);
  }

  /** Notes a number that is handed out; null, or what is known of it when it was handed out before. */
  note(body: number): { readonly used: boolean; readonly captured: boolean } | null {
    const known = this.newest.find((number) => number.body === body);
    if (known !== undefined) return known;
    this.newest.push({ body, used: false, captured: false });
    if (this.newest.length > 12) this.newest.shift();
    return null;
  }

  /** An order carries the number. */
  use(body: number, captured: boolean): void {
    const known = this.newest.find((number) => number.body === body);
    if (known === undefined) return;
    known.used = true;
    known.captured = captured;
  }

  text(body: number): string {
    return this.prefix + String(body).padStart(this.width, '0');
  }
}

/** What survives a restart of a live shop. */
export interface CounterState {
  readonly orders: Readonly<Record<string, number>>;
  readonly quoteRows: number;
  readonly orderRows: number;
  readonly invoices: Readonly<Record<string, number>>;
}

export class Counters {
  readonly cluster: Cluster;
  readonly stores: readonly OrderCounter[];
  readonly quoteRows: RowIds;
  readonly orderRows: RowIds;
  private readonly invoices: Map<string, number>;

  constructor(edition: Edition, stores: readonly string[], nodes: number, before: CounterState | null) {
    this.cluster = new Cluster(nodes);
    this.stores = stores.map(
      (store) => new OrderCounter(edition, store, this.cluster, before?.orders[store] ?? 0),
    );
    this.quoteRows = new RowIds(this.cluster, before?.quoteRows ?? 53_000);
    this.orderRows = new RowIds(this.cluster, before?.orderRows ?? 9_000);
    this.invoices = new Map(Object.entries(before?.invoices ?? {}));
  }

  state(): CounterState {
    return {
      orders: Object.fromEntries(this.stores.map((counter) => [counter.store, counter.last])),
      quoteRows: this.quoteRows.last,
      orderRows: this.orderRows.last,
      invoices: Object.fromEntries(this.invoices),
    };
  }

  /** Invoice numbers are taken in the save transaction: a failed save gives them back. */
  nextInvoice(counter: OrderCounter): string {
    const next = (this.invoices.get(counter.store) ?? 0) + 1;
    this.invoices.set(counter.store, next);
    return counter.text(next);
  }
}
