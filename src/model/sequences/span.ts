// Which numbers of a counter can be vouched for: floor, frontier, islands below the floor.
import { parseOrderNumber } from '../order-number.js';
import type { DeletedOrder } from './hole.js';
import type { CounterFacts, ShopFacts } from './number-facts.js';
import type { NumberFact, SequenceSettings, SeriesCorrection } from './number-fact.js';
import { SANITY_LIMIT } from './gaps.js';
import type { Timeline } from './timeline.js';

export interface CountedSpan {
  readonly from: number;
  readonly to: number;
  readonly why: 'first-in-time' | 'given';
  /** Used numbers below the floor. */
  readonly islands: readonly { readonly from: number; readonly to: number }[];
  /** Between islands and floor: not covered. */
  readonly uncovered: readonly { readonly from: number; readonly to: number }[];
  readonly changes: readonly { readonly from: number; readonly to: number; readonly fact: NumberFact }[];
}

export interface SpanInput {
  readonly shop: ShopFacts;
  readonly counter: CounterFacts;
  readonly settings: SequenceSettings;
  readonly correction: SeriesCorrection | null;
}

export class SpanFinder {
  readonly #input: SpanInput;

  constructor(input: SpanInput) {
    this.#input = input;
  }

  /** Null where neither an order nor a given first number opens the series. */
  find(
    timeline: Timeline,
    byBody: ReadonlyMap<number, readonly NumberFact[]>,
    deleted: ReadonlyMap<number, DeletedOrder>,
  ): CountedSpan | null {
    const given = this.#given('first');
    const floor = given ?? this.#floor(timeline, byBody, deleted);
    if (floor === null) return null;
    const highest = timeline.orders.at(-1)?.body ?? floor;
    const evident = [...byBody.entries()]
      .filter(([, facts]) => facts.some(isAllocation))
      .map(([body]) => body);
    const reserved = [...evident, ...deleted.keys()].filter((body) => body - highest <= SANITY_LIMIT);
    const frontier = reserved.reduce((most, body) => Math.max(most, body), highest);
    const islands = given === null ? this.#islands(timeline, floor) : [];
    return {
      from: floor,
      to: Math.max(frontier, this.#given('last') ?? frontier),
      why: given === null ? 'first-in-time' : 'given',
      islands,
      uncovered: uncoveredOf(islands, floor),
      changes: this.#changes(),
    };
  }

  /** The number of the order with the earliest time; lower when numbers join it without a hole. */
  #floor(
    timeline: Timeline,
    byBody: ReadonlyMap<number, readonly NumberFact[]>,
    deleted: ReadonlyMap<number, DeletedOrder>,
  ): number | null {
    let first: { body: number; at: number } | null = null;
    for (const { body, at } of timeline.orders)
      if (at !== null && (first === null || at < first.at)) first = { body, at };
    for (const [body, { order, proof }] of deleted) {
      const at = order?.at ?? proof.at;
      if (at !== null && (first === null || at < first.at)) first = { body, at };
    }
    let floor = first?.body ?? timeline.orders[0]?.body ?? this.#lowestReserved(byBody);
    if (floor === null) return null;
    for (let index = timeline.above(floor - 1) - 1; index >= 0; index -= 1) {
      if (timeline.orders[index]?.body !== floor - 1) break;
      floor -= 1;
    }
    return floor;
  }

  #lowestReserved(byBody: ReadonlyMap<number, readonly NumberFact[]>): number | null {
    const bodies = [...byBody].filter(([, facts]) => facts.some(isAllocation)).map(([body]) => body);
    return bodies.length === 0 ? null : bodies.reduce((least, body) => Math.min(least, body));
  }

  #islands(timeline: Timeline, floor: number): { from: number; to: number }[] {
    const islands: { from: number; to: number }[] = [];
    for (const { body } of timeline.orders) {
      if (body >= floor) break;
      const last = islands.at(-1);
      if (last !== undefined && last.to === body - 1) last.to = body;
      else islands.push({ from: body, to: body });
    }
    return islands;
  }

  /** A first or last number that the user gave, if it is of this counter. */
  #given(which: 'first' | 'last'): number | null {
    const { settings, correction } = this.#input;
    const texts = [correction?.[which], ...settings[which]].filter((text) => text !== undefined);
    for (const text of texts) {
      const body = this.#bodyOf(text);
      if (body !== null) return body;
    }
    return null;
  }

  #bodyOf(text: string): number | null {
    const { formats } = this.#input.counter.counter;
    const number = parseOrderNumber(text);
    if (number === null) return null;
    const whole = number.lead + number.digits;
    for (const { prefix, width } of formats) {
      const rest = whole.slice(prefix.length);
      if (!whole.startsWith(prefix) || !/^\d{1,15}$/.test(rest)) continue;
      if (width === 0 || rest.length === width) return Number(rest);
    }
    return null;
  }

  #changes(): CountedSpan['changes'] {
    return this.#input.counter.changes.flatMap((fact) => {
      const to = this.#bodyOf(String(fact.to ?? ''));
      const from = this.#bodyOf(String(fact.from ?? ''));
      return to === null || from === null ? [] : [{ from: Math.min(from, to), to: Math.max(from, to), fact }];
    });
  }
}

function uncoveredOf(islands: readonly { from: number; to: number }[], floor: number) {
  return islands.map(({ to }, index) => ({ from: to + 1, to: (islands[index + 1]?.from ?? floor) - 1 }));
}

/** Only the shop's own word raises the frontier; a gateway's reference may be anything. */
function isAllocation({ kind }: NumberFact): boolean {
  return (
    kind === 'reserved' ||
    kind === 'quote' ||
    kind === 'save-failed' ||
    (kind.startsWith('payment-') && kind !== 'payment-refunded')
  );
}
