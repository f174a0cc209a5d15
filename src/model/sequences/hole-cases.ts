// Cuts the gaps of a counter into cases: a number with evidence is one of its own, the others stay ranges.
import { burstsOf, type Refusal } from './bursts.js';
import { Snapshots } from './deletions.js';
import type { GapColumns } from './gap-columns.js';
import { jumpLimit, type Gap } from './gaps.js';
import type { DeletedOrder, ExplainContext, HoleCase } from './hole.js';
import type { NumberFact, NumberSource } from './number-fact.js';
import { quoteOf, type Quote } from './quotes.js';
import type { Timeline } from './timeline.js';

export interface CaseInput {
  readonly gaps: GapColumns;
  readonly timeline: Timeline;
  readonly context: ExplainContext;
  readonly byBody: ReadonlyMap<number, readonly NumberFact[]>;
  readonly byQuote: ReadonlyMap<string, readonly NumberFact[]>;
  readonly deleted: ReadonlyMap<number, DeletedOrder>;
  /** Bodies of counter changes, as [from, to]. */
  readonly changedBodies: readonly {
    readonly from: number;
    readonly to: number;
    readonly fact: NumberFact;
  }[];
  /** First and last numbers that orders show. */
  readonly seen: { readonly from: number; readonly to: number };
  /** The newest export of orders. */
  readonly newestOrders: NumberSource | null;
  /** Payments without any reference. */
  readonly loosePayments: readonly NumberFact[];
  readonly missingRows: (gap: Gap) => number | null;
}

/** A payment without reference belongs to a cart of the same amount that asked within this time. */
const PAYMENT_NEAR_MS = 10 * 60_000;

interface Evidenced {
  readonly body: number;
  readonly facts: readonly NumberFact[];
  readonly quote: Quote | null;
}

export function holeCases(input: CaseInput): HoleCase[] {
  const bodies = [...new Set([...input.byBody.keys(), ...input.deleted.keys()])].sort((a, b) => a - b);
  const evidence = new Map<number, Evidenced>();
  let next = 0;
  for (const { from, to } of input.gaps) {
    while (next < bodies.length && (bodies[next] ?? 0) < from) next += 1;
    for (; next < bodies.length && (bodies[next] ?? 0) <= to; next += 1)
      evidence.set(bodies[next] ?? 0, evidenced(bodies[next] ?? 0, input));
  }
  const bursts = burstsOf([...evidence.values()].flatMap(refusalsOf));
  const limit = jumpLimit(input.gaps);
  const cases: HoleCase[] = [];
  for (const gap of input.gaps)
    for (const one of casesOf(gap, { input, evidence, bursts, limit })) cases.push(one);
  return cases;
}

function evidenced(body: number, { byBody, byQuote, context }: CaseInput): Evidenced {
  const own = byBody.get(body) ?? [];
  const id = own.find(({ quote }) => quote !== undefined)?.quote;
  if (id === undefined) return { body, facts: own.toSorted(byTime), quote: null };
  const about = byQuote.get(id) ?? [];
  const quote = quoteOf(id, about, context);
  return { body, facts: [...own, ...unnumbered(own, about)].toSorted(byTime), quote };
}

/** What a log says about the cart without the number, from its reservation on until the next number of the cart. */
export function unnumbered(own: readonly NumberFact[], about: readonly NumberFact[]): NumberFact[] {
  const start = own.find(({ kind }) => kind === 'reserved')?.at ?? -Infinity;
  const number = own[0]?.number;
  const later = about.filter(
    (fact) => fact.kind === 'reserved' && fact.number !== number && (fact.at ?? 0) > start,
  );
  const end = Math.min(Infinity, ...later.map(({ at }) => at ?? Infinity));
  return about.filter(
    (fact) =>
      fact.number === undefined &&
      isDecision(fact) &&
      (fact.at === null || (fact.at >= start && fact.at < end)),
  );
}

/** What becomes of one number of a cart. */
export function isDecision({ kind }: NumberFact): boolean {
  return kind.startsWith('payment-') || kind === 'save-failed';
}

function byTime(a: NumberFact, b: NumberFact): number {
  return (a.at ?? 0) - (b.at ?? 0) || (a.event < b.event ? -1 : a.event > b.event ? 1 : 0);
}

function refusalsOf({ body, facts, quote }: Evidenced): Refusal[] {
  const asked =
    quote?.facts.filter(({ kind, client }) => kind === 'order-requested' && client !== undefined) ?? [];
  return facts.flatMap((fact) => {
    if (fact.kind !== 'payment-declined') return [];
    const client = fact.client ?? asked.findLast(({ at }) => (at ?? 0) <= (fact.at ?? 0))?.client;
    return client === undefined || client === '-' ? [] : [{ body, client, fact }];
  });
}

interface Cutting {
  readonly input: CaseInput;
  readonly evidence: ReadonlyMap<number, Evidenced>;
  readonly bursts: ReadonlyMap<number, readonly NumberFact[]>;
  readonly limit: number;
}

function casesOf(gap: Gap, cutting: Cutting): HoleCase[] {
  const { input, evidence } = cutting;
  const inside: number[] = [];
  if (gap.count <= evidence.size) {
    for (let body = gap.from; body <= gap.to; body += gap.step) if (evidence.has(body)) inside.push(body);
  } else for (const body of evidence.keys()) if (body >= gap.from && body <= gap.to) inside.push(body);
  inside.sort((a, b) => a - b);
  const several = inside
    .map((body) => evidence.get(body)?.quote?.severalAddresses ?? null)
    .find((fact) => fact !== null);
  const make = (from: number, to: number, found: Evidenced | null): HoleCase =>
    caseOf(gap, { from, to, found, several: several ?? null, alone: inside.length === 0 }, cutting);
  const cases: HoleCase[] = [];
  let at = gap.from;
  for (const body of inside) {
    const { seen } = input;
    if (body > at) cases.push(...ranges(at, body - gap.step, seen).map(([from, to]) => make(from, to, null)));
    cases.push(make(body, body, evidence.get(body) ?? null));
    at = body + gap.step;
  }
  if (at <= gap.to) cases.push(...ranges(at, gap.to, input.seen).map(([from, to]) => make(from, to, null)));
  return cases;
}

/** A range below the first or above the last order is another case than one between them. */
function ranges(from: number, to: number, seen: CaseInput['seen']): [number, number][] {
  if (from < seen.from && to > seen.to)
    return [
      [from, seen.from - 1],
      [seen.to + 1, to],
    ];
  return [[from, to]];
}

interface Part {
  readonly from: number;
  readonly to: number;
  readonly found: Evidenced | null;
  readonly several: NumberFact | null;
  /** Nothing in the gap has evidence. */
  readonly alone: boolean;
}

function caseOf(gap: Gap, { from, to, found, several, alone }: Part, cutting: Cutting): HoleCase {
  const { input, bursts, limit } = cutting;
  const { timeline, seen, context } = input;
  const facts = found?.facts ?? [];
  const bracket = timeline.bracket(from);
  const { before, after } = timeline.neighbours(from, to);
  const change = input.changedBodies.find((one) => one.from < to && one.to > from) ?? null;
  return {
    from,
    to,
    count: Math.floor((to - from) / gap.step) + 1,
    run: gap.count,
    bracket,
    before,
    after,
    facts,
    quote: found?.quote ?? null,
    deleted:
      input.deleted.get(from) ?? (found === null ? null : Snapshots.traceOf(facts, input.newestOrders)),
    isJump: alone && before !== null && after !== null && gap.count > limit,
    counterChange: facts.length > 0 || change === null ? null : change.fact,
    burst: found === null ? null : (bursts.get(from) ?? null),
    severalAddresses: several,
    likelyPayment: found === null ? null : likelyPayment(found, input.loosePayments),
    edge: to < seen.from ? 'left' : from > seen.to && facts.length === 0 ? 'right' : null,
    missingRows: context.platform === null ? null : input.missingRows(gap),
  };
}

function likelyPayment({ quote, facts }: Evidenced, payments: readonly NumberFact[]): NumberFact | null {
  const asked = facts.findLast(
    ({ kind }) => kind === 'reserved' || kind === 'quote' || kind === 'payment-requested',
  );
  const amount = quote?.amount ?? asked?.amount ?? null;
  if (asked === undefined || asked.at === null || amount === null) return null;
  const { at } = asked;
  return (
    payments.find(
      (payment) =>
        payment.at !== null && Math.abs(payment.at - at) <= PAYMENT_NEAR_MS && payment.amount === amount,
    ) ?? null
  );
}
