// Orders that were there and are gone: an export that had them and a later one that has not, or a line that says so.
import type { DeletedOrder } from './hole.js';
import type { NumberFact, NumberSource } from './number-fact.js';
import { NumberSet } from './number-set.js';
import { factsOf, SAME_ORDER_MS, timeOf, type Order, type OrderContext } from './orders.js';

/** An export of so many orders without a cancelled one was probably filtered by status. */
const FILTERED_FROM = 200;
const CANCELLED = /^cancel+ed$/i;

/** An export of orders, as far as one counter is concerned. */
interface Snapshot {
  readonly source: NumberSource;
  readonly takenAt: number;
  readonly bodies: NumberSet;
  /** Of the counter's own orders, and of all. */
  readonly own: OrderSpan;
  readonly span: OrderSpan;
}

/** First and last creation of an order that a source tells of, of all counters; UTC ms. */
export interface OrderSpan {
  from: number;
  to: number;
}

/** An export that lacks orders of its time. */
interface Disagreement {
  readonly source: string;
  readonly orders: number;
  /** Of the first of them. */
  readonly body: number;
}

export class Snapshots {
  readonly #snapshots: Snapshot[] = [];
  readonly #context: OrderContext;
  /** UTC ms: the last export was taken then. */
  readonly #lastTakenAt: number = -Infinity;

  /** @param orders all orders of one counter */
  constructor(
    orders: readonly Order[],
    context: OrderContext,
    {
      filtered,
      spans,
    }: { readonly filtered: ReadonlySet<string>; readonly spans: ReadonlyMap<string, OrderSpan> },
  ) {
    this.#context = context;
    const bySource = new Map<string, Snapshot>();
    for (const source of context.sources.values()) {
      if (source.kind !== 'orders' && source.kind !== 'grid') continue;
      const { id, takenAt } = source;
      // Without dates it says which orders are there, and lacks none.
      const span = spans.get(id) ?? { from: Infinity, to: -Infinity };
      if (takenAt === null || filtered.has(id)) continue;
      const own = { from: Infinity, to: -Infinity };
      bySource.set(id, { source, takenAt, bodies: new NumberSet(), own, span });
    }
    if (bySource.size === 0) return;
    for (const order of orders)
      for (const fact of factsOf(order)) {
        const snapshot = bySource.get(fact.source);
        if (snapshot === undefined || order.edit > 0) continue;
        snapshot.bodies.add(order.body);
        const at = timeOf(fact, context);
        if (at !== null) widen(snapshot.own, at);
      }
    this.#snapshots = [...bySource.values()]
      .filter(({ bodies }) => bodies.size > 0)
      .toSorted((a, b) => a.takenAt - b.takenAt || (a.source.id < b.source.id ? -1 : 1));
    this.#lastTakenAt = this.#snapshots.at(-1)?.takenAt ?? -Infinity;
  }

  /** Null where the order is still there, or nothing says that it is not. */
  deletion(order: Order, facts: readonly NumberFact[]): DeletedOrder | null {
    if (facts.length === 0 && this.#seenUntil(order.fact) >= this.#lastTakenAt) return null;
    const seen = factsOf(order).map((fact) => ({ fact, until: this.#seenUntil(fact) }));
    const last = seen.reduce((best, one) => (one.until > best.until ? one : best));
    const said = facts.find(({ kind, at }) => kind === 'order-deleted' && (at ?? 0) >= (order.at ?? 0));
    if (said !== undefined && !this.#isThereAfter(order, said.at ?? 0))
      return { order, proof: last.fact, goneFrom: said, isMailOnly: false };
    const gone = this.#snapshots.find(
      (snapshot) => snapshot.takenAt > last.until && this.#lacks(snapshot, order),
    );
    if (gone === undefined) return null;
    return { order, proof: last.fact, goneFrom: gone.source, isMailOnly: false };
  }

  /** Exports of the orders' time that lack some of them, though exports that are no newer have them. */
  disagreements(orders: readonly Order[]): Disagreement[] {
    if (this.#snapshots.length < 2) return [];
    const found = new Map<string, { orders: number; body: number }>();
    for (const order of orders) {
      const until = factsOf(order).reduce((most, fact) => Math.max(most, this.#seenUntil(fact)), -Infinity);
      for (const snapshot of this.#snapshots) {
        if (snapshot.takenAt > until || !this.#lacks(snapshot, order)) continue;
        const known = found.get(snapshot.source.id);
        if (known === undefined) found.set(snapshot.source.id, { orders: 1, body: order.body });
        else known.orders += 1;
      }
    }
    return [...found].map(([source, told]) => ({ source, ...told }));
  }

  /** A number without an order that a mail or an invoice names. */
  static traceOf(facts: readonly NumberFact[], ordersUntil: NumberSource | null): DeletedOrder | null {
    const invoice = facts.find(({ kind }) => kind === 'invoiced');
    const proof = invoice ?? facts.find(({ kind }) => kind === 'order-mailed');
    const said = facts.find(({ kind }) => kind === 'order-deleted');
    if (proof === undefined && said === undefined) return null;
    const goneFrom = said ?? ordersUntil;
    if (goneFrom === null) return null;
    return {
      order: null,
      proof: proof ?? (said as NumberFact),
      goneFrom,
      isMailOnly: invoice === undefined && said === undefined,
    };
  }

  #seenUntil(fact: NumberFact): number {
    const source = this.#context.sources.get(fact.source);
    return source?.takenAt ?? timeOf(fact, this.#context) ?? -Infinity;
  }

  #isThereAfter(order: Order, at: number): boolean {
    return this.#snapshots.some(
      ({ takenAt, bodies, source }) =>
        takenAt > at && bodies.has(order.body) && factsOf(order).some((fact) => fact.source === source.id),
    );
  }

  /** The export covers the order's time and does not have it. */
  #lacks({ bodies, own, span }: Snapshot, { body, at }: Order): boolean {
    if (at === null || bodies.has(body)) return false;
    // The clocks of two sources differ: at the edge that another counter sets, the order may be made after the export.
    const from = Math.min(own.from, span.from + SAME_ORDER_MS);
    const to = Math.max(own.to, span.to - SAME_ORDER_MS);
    return at >= from && at <= to;
  }
}

/** By source. An export of a shop ends with its last order, whichever counter that belongs to. */
export function orderSpans(
  orders: readonly NumberFact[],
  context: Pick<OrderContext, 'shifts'>,
): Map<string, OrderSpan> {
  const spans = new Map<string, OrderSpan>();
  for (const fact of orders) {
    const at = timeOf(fact, context);
    if (at === null) continue;
    const span = spans.get(fact.source);
    if (span === undefined) spans.set(fact.source, { from: at, to: at });
    else widen(span, at);
  }
  return spans;
}

function widen(span: OrderSpan, at: number): void {
  if (at < span.from) span.from = at;
  if (at > span.to) span.to = at;
}

/** Exports that were probably filtered by status: cancelled orders look like holes there. */
export function filteredExports(
  orders: readonly NumberFact[],
  sources: ReadonlyMap<string, NumberSource>,
): ReadonlySet<string> {
  const rows = new Map<string, { count: number; cancelled: boolean; hasState: boolean }>();
  for (const { source, state } of orders) {
    const kind = sources.get(source)?.kind;
    if (kind !== 'orders' && kind !== 'grid') continue;
    const known = rows.get(source) ?? { count: 0, cancelled: false, hasState: false };
    known.count += 1;
    known.hasState ||= state !== undefined;
    known.cancelled ||= state !== undefined && CANCELLED.test(state);
    rows.set(source, known);
  }
  return new Set(
    [...rows]
      .filter(([, { count, cancelled, hasState }]) => hasState && count > FILTERED_FROM && !cancelled)
      .map(([source]) => source),
  );
}
