// The holes of one counter with their reasons, and what its step leaves out.
import { explain } from './explain.js';
import { GapColumns } from './gap-columns.js';
import { findGaps, insideOneOf, type GapList, type Skipped } from './gaps.js';
import { holeCases } from './hole-cases.js';
import type { DeletedOrder, ExplainContext, ExplainedHole } from './hole.js';
import type { LatticeSpan } from './lattice.js';
import type { NumberFact, SeriesCorrection } from './number-fact.js';
import type { ShopFacts } from './number-facts.js';
import { NumberSet } from './number-set.js';
import { rowGaps } from './row-ids.js';
import type { SeriesInput } from './series.js';
import type { CountedSpan } from './span.js';
import type { Timeline } from './timeline.js';

interface HoleInput {
  readonly input: SeriesInput;
  readonly context: ExplainContext;
  readonly timeline: Timeline;
  readonly span: CountedSpan | null;
  readonly byBody: ReadonlyMap<number, readonly NumberFact[]>;
  readonly deleted: ReadonlyMap<number, DeletedOrder>;
  readonly correction: SeriesCorrection | null;
}

const noGaps: GapList = { gaps: new GapColumns(), skipped: [], sparse: [], lattice: [], possibleStep: null };

export function judgeHoles({ input, context, timeline, span, byBody, deleted, correction }: HoleInput): {
  holes: ExplainedHole[];
  list: GapList;
} {
  if (span === null) return { holes: [], list: noGaps };
  const used = new NumberSet();
  for (const { body } of timeline.orders) used.add(body);
  const known = knownBodies(timeline, byBody, deleted, span);
  const all = findGaps(known, used, span, latticeOf(correction, span));
  const isUncovered = insideOneOf(span.uncovered);
  const list = { ...all, gaps: all.gaps.filter((gap) => !isUncovered(gap)) };
  const { shop } = input;
  const cases = holeCases({
    gaps: list.gaps,
    timeline,
    context,
    byBody,
    byQuote: shop.byQuote,
    deleted,
    changedBodies: span.changes,
    seen: { from: timeline.orders[0]?.body ?? span.from, to: timeline.orders.at(-1)?.body ?? span.to },
    newestOrders: newestOrders(shop),
    loosePayments: input.loosePayments,
    missingRows: rowGaps(timeline, input.counter.orders),
  });
  const holes = cases.map((one) => explain(one, context));
  holes.push(...list.skipped.map((skipped) => skippedHole(skipped, timeline, list)));
  return { holes: holes.toSorted((a, b) => a.from - b.from), list };
}

/** The step that the configuration gives; its residue, when that is not given, is that of the first number. */
export function latticeOf(
  correction: SeriesCorrection | null,
  { from, to }: Pick<CountedSpan, 'from' | 'to'>,
): LatticeSpan | null {
  const step = correction?.step;
  if (step === undefined) return null;
  return { from, to, step, residue: correction?.residue ?? from % step };
}

/** Numbers that the step leaves out never existed. */
function skippedHole(skipped: Skipped, timeline: Timeline, { lattice }: GapList): ExplainedHole {
  const moving = skipped.isMove || lattice.length > 1;
  const text = skipped.isMove
    ? 'The counter moved to another database server of the cluster here: the numbers between never existed.'
    : `The database gives out every ${ordinal(skipped.step)} number only (several servers share the counter): the numbers between never existed.`;
  return {
    from: skipped.from,
    to: skipped.to,
    count: skipped.count,
    ...timeline.neighbours(skipped.from, skipped.to),
    bracket: timeline.bracket(skipped.from),
    class: 'step_cluster',
    confidence: moving ? 0.6 : 0.95,
    severity: 'info',
    until: null,
    mayStillArrive: false,
    status: 'explained',
    alternatives: [],
    evidence: [],
    text,
    wouldChange: 'Any sign that one of these numbers was given out.',
    lastSeen: timeline.bracket(skipped.from).upper,
  };
}

export function ordinal(step: number): string {
  return step === 2 ? 'second' : step === 3 ? 'third' : `${step}th`;
}

function knownBodies(
  timeline: Timeline,
  byBody: ReadonlyMap<number, readonly NumberFact[]>,
  deleted: ReadonlyMap<number, DeletedOrder>,
  span: { readonly from: number; readonly to: number },
): Float64Array {
  const others = [...byBody.keys(), ...deleted.keys()];
  const all = new Float64Array(timeline.orders.length + others.length);
  timeline.orders.forEach(({ body }, index) => {
    all[index] = body;
  });
  all.set(others, timeline.orders.length);
  return all
    .sort()
    .filter((body, index, sorted) => body !== sorted[index - 1] && body >= span.from && body <= span.to);
}

function newestOrders({ sources }: ShopFacts) {
  const tables = [...sources.values()].filter(({ kind }) => kind === 'orders' || kind === 'grid');
  return tables.toSorted((a, b) => (b.takenAt ?? 0) - (a.takenAt ?? 0) || (a.id < b.id ? -1 : 1))[0] ?? null;
}
