// Judges one counter: floor and frontier, step, holes with reasons, late numbers, duplicates, restarts.
import { coveredUntil, type SourceCoverage, roles } from './coverage.js';
import { TEXT_SERIES } from './counters.js';
import { Snapshots } from './deletions.js';
import { splitEpochs } from './epochs.js';
import { explain } from './explain.js';
import { findGaps, type GapList, type Skipped } from './gaps.js';
import { holeCases } from './hole-cases.js';
import type { DeletedOrder, ExplainContext, ExplainedHole } from './hole.js';
import { duplicateNumbers, lateNumbers, paidTwice } from './late-numbers.js';
import { printed } from './number-formats.js';
import type { CounterFacts, ShopFacts } from './number-facts.js';
import type { NumberFact, Platform, SequenceSettings, SeriesCorrection } from './number-fact.js';
import { NumberSet } from './number-set.js';
import type { Order } from './orders.js';
import { quoteOf } from './quotes.js';
import type { SeriesReport } from './series-report.js';
import { rowGaps } from './row-ids.js';
import { SpanFinder } from './span.js';
import { Timeline } from './timeline.js';

export interface SeriesInput {
  readonly shop: ShopFacts;
  readonly counter: CounterFacts;
  readonly settings: SequenceSettings;
  readonly coverage: SourceCoverage;
  /** Latest time of any source. */
  readonly latest: number;
  readonly failedRequests: readonly NumberFact[];
  readonly loosePayments: readonly NumberFact[];
  readonly filtered: ReadonlySet<string>;
}

/** One report an epoch: the counter may have begun again. */
export function judgeCounter(input: SeriesInput): SeriesReport[] {
  const { counter } = input;
  if (counter.counter.id.startsWith(TEXT_SERIES)) return [textReport(input)];
  const originals = counter.orders.filter(({ edit }) => edit === 0);
  const epochs = splitEpochs(originals);
  return epochs.map((orders, index) => judgeEpoch(input, orders, epochs, index));
}

function judgeEpoch(
  input: SeriesInput,
  orders: readonly Order[],
  epochs: readonly (readonly Order[])[],
  index: number,
): SeriesReport {
  const { shop, counter, settings } = input;
  const isLast = index === epochs.length - 1;
  const sorted = orders.toSorted((a, b) => a.body - b.body || (a.at ?? Infinity) - (b.at ?? Infinity));
  const print = (body: number, edit = 0): string => printed(counter.counter.formats, body, edit);
  const byBody = isLast ? counter.byBody : new Map<number, readonly NumberFact[]>();
  const snapshots = new Snapshots(sorted, shop, input.filtered);
  const deleted = deletedOrders(sorted, snapshots, byBody);
  const standing = sorted.filter(({ body }) => !deleted.has(body));
  const timeline = new Timeline(firstOfEach(standing));
  const correction = correctionOf(counter, settings);
  const span = new SpanFinder({ shop, counter, settings, correction }).find(timeline, byBody, deleted);
  const platform = settings.platform ?? platformOf(counter);
  const { late, reissued } = lateNumbers({
    orders: standing,
    timeline,
    context: shop,
    settleMs: settings.settleMs,
    print,
    about: (body) => byBody.get(body) ?? [],
    quote: (id) => quoteOf(id, shop.byQuote.get(id) ?? [], shop),
  });
  const delays = late.map(({ delayMs }) => delayMs[0]);
  const context: ExplainContext = {
    ...shop,
    coverage: input.coverage,
    settings,
    platform,
    now: coveredUntil(input.coverage, 'orders') ?? input.latest,
    longestDelayMs: delays.length === 0 ? null : Math.max(...delays),
    failedRequests: input.failedRequests,
    print,
  };
  const { holes, list } = judgeHoles({ input, context, timeline, span, byBody, deleted, correction });
  const edits = counter.orders.filter(({ edit }) => edit > 0);
  return {
    id: index === 0 ? counter.counter.id : `${counter.counter.id}~${index + 1}`,
    shop: shop.shop,
    formats: counter.counter.formats,
    platform,
    floor: span?.from ?? null,
    frontier: span?.to ?? null,
    floorWhy: span?.why ?? 'first-in-time',
    lattice: list.lattice,
    possibleStep: list.possibleStep,
    used: timeline.orders.length,
    missing: list.gaps.reduce((sum, { count }) => sum + count, 0),
    holes,
    sparse: list.sparse,
    late,
    reissued,
    duplicates: [
      ...duplicateNumbers(sorted, platform, shop, print),
      ...(isLast ? duplicateNumbers(edits, platform, shop, print) : []),
      ...paidTwice(byBody, print),
    ],
    brokenEdits: isLast ? brokenEdits(edits, standing, print) : [],
    restartedFrom: index === 0 ? null : restart(epochs[index - 1] ?? [], orders, print),
    islands: span?.islands ?? [],
    longestDelayMs: context.longestDelayMs,
    notes: notesOf(counter, list, reissued.length),
    coverage: reportedCoverage(input.coverage),
    orders: standing,
    usedTimes: timeline.orders,
  };
}

interface HoleInput {
  readonly input: SeriesInput;
  readonly context: ExplainContext;
  readonly timeline: Timeline;
  readonly span: ReturnType<SpanFinder['find']>;
  readonly byBody: ReadonlyMap<number, readonly NumberFact[]>;
  readonly deleted: ReadonlyMap<number, DeletedOrder>;
  readonly correction: SeriesCorrection | null;
}

const noGaps: GapList = { gaps: [], skipped: [], sparse: [], lattice: [], possibleStep: null };

function judgeHoles({ input, context, timeline, span, byBody, deleted, correction }: HoleInput): {
  holes: ExplainedHole[];
  list: GapList;
} {
  if (span === null) return { holes: [], list: noGaps };
  const used = new NumberSet();
  for (const { body } of timeline.orders) used.add(body);
  const known = knownBodies(timeline, byBody, deleted, span);
  const given =
    correction?.step === undefined
      ? null
      : { ...span, step: correction.step, residue: correction.residue ?? span.from % correction.step };
  const all = findGaps(known, used, span, given);
  const list = { ...all, gaps: all.gaps.filter(({ from, to }) => !inIslandGap(span.uncovered, from, to)) };
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

function inIslandGap(uncovered: readonly { from: number; to: number }[], from: number, to: number): boolean {
  return uncovered.some((gap) => gap.from <= from && to <= gap.to);
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

function ordinal(step: number): string {
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

function firstOfEach(orders: readonly Order[]): Order[] {
  const firsts: Order[] = [];
  for (const order of orders) if (firsts.at(-1)?.body !== order.body) firsts.push(order);
  return firsts;
}

/** A number counts as gone only when every order that carried it is. */
function deletedOrders(
  orders: readonly Order[],
  snapshots: Snapshots,
  byBody: ReadonlyMap<number, readonly NumberFact[]>,
): Map<number, DeletedOrder> {
  const deleted = new Map<number, DeletedOrder>();
  const standing: number[] = [];
  for (const order of orders) {
    const found = snapshots.deletion(order, byBody.get(order.body) ?? []);
    if (found !== null) deleted.set(order.body, found);
    else if (order.body !== standing.at(-1)) standing.push(order.body);
  }
  if (deleted.size > 0) for (const body of standing) deleted.delete(body);
  return deleted;
}

function brokenEdits(
  edits: readonly Order[],
  originals: readonly Order[],
  print: (body: number, edit?: number) => string,
): SeriesReport['brokenEdits'] {
  const known = new Set([...originals, ...edits].map(({ body, edit }) => `${body} ${edit}`));
  return edits
    .filter(({ body, edit }) => !known.has(`${body} ${edit - 1}`))
    .map(({ body, edit, fact }) => ({ number: print(body, edit), missing: print(body, edit - 1), fact }));
}

function restart(
  before: readonly Order[],
  orders: readonly Order[],
  print: (body: number) => string,
): SeriesReport['restartedFrom'] {
  const first = orders[0];
  const last = before.reduce<Order | null>(
    (best, one) => (best === null || one.body > best.body ? one : best),
    null,
  );
  return {
    number: print(last?.body ?? 0),
    at: first?.at ?? null,
    facts: [last?.fact, first?.fact].filter((fact) => fact !== undefined),
  };
}

function notesOf({ counter }: CounterFacts, list: GapList, reissued: number): string[] {
  const notes = [...counter.notes];
  if (list.possibleStep !== null)
    notes.push(
      `The numbers so far are ${list.possibleStep} apart: possibly the step of a cluster; too few to be sure.`,
    );
  if (reissued > 0)
    notes.push('The counter was set back: numbers that had been given out before were given out again.');
  for (const { from, to, missing, used } of list.sparse)
    notes.push(
      `No sequence from ${printed(counter.formats, from)} to ${printed(counter.formats, to)}: ${missing} numbers are missing beside ${used} used ones; they are not listed.`,
    );
  return notes;
}

function correctionOf({ counter }: CounterFacts, settings: SequenceSettings): SeriesCorrection | null {
  return (
    settings.corrections.find(({ prefix }) => counter.formats.some((format) => format.prefix === prefix)) ??
    null
  );
}

function platformOf({ counter }: CounterFacts): Platform | null {
  const [format] = counter.formats.slice(-1);
  if (format === undefined || !/^\d*$/.test(format.prefix)) return null;
  if (format.width === 9) return 'm2';
  return format.width === 8 && format.prefix !== '' ? 'm1' : null;
}

function newestOrders({ sources }: ShopFacts) {
  const tables = [...sources.values()].filter(({ kind }) => kind === 'orders' || kind === 'grid');
  return tables.toSorted((a, b) => (b.takenAt ?? 0) - (a.takenAt ?? 0) || (a.id < b.id ? -1 : 1))[0] ?? null;
}

function reportedCoverage(coverage: SourceCoverage): SeriesReport['coverage'] {
  const spans = coverage.byRole.orders;
  return {
    from: spans[0]?.from ?? null,
    to: spans.at(-1)?.to ?? null,
    roles: roles.filter((role) => coverage.byRole[role].length > 0),
  };
}

function textReport({ shop, counter, coverage }: SeriesInput): SeriesReport {
  return {
    id: counter.counter.id,
    shop: shop.shop,
    formats: [],
    platform: null,
    floor: null,
    frontier: null,
    floorWhy: 'first-in-time',
    lattice: [],
    possibleStep: null,
    used: new Set(counter.orders.map(({ fact }) => fact.number)).size,
    missing: 0,
    holes: [],
    sparse: [],
    late: [],
    reissued: [],
    duplicates: duplicateNumbers(
      counter.orders,
      null,
      shop,
      (body) => counter.orders.find((order) => order.body === body)?.fact.number ?? '',
    ),
    brokenEdits: [],
    restartedFrom: null,
    islands: [],
    longestDelayMs: null,
    notes: ['No sequence: these numbers cannot be counted.'],
    coverage: reportedCoverage(coverage),
    orders: [],
    usedTimes: [],
  };
}
