// Judges one counter: floor and frontier, step, holes with reasons, late numbers, duplicates, restarts.
import { sorted } from '../sorted.js';
import { coveredUntil, type SourceCoverage } from './coverage.js';
import { TEXT_SERIES } from './counters.js';
import { Snapshots, type OrderSpan } from './deletions.js';
import { splitEpochs } from './epochs.js';
import type { DeletedOrder, ExplainContext } from './hole.js';
import { duplicateNumbers, lateNumbers, paidTwice } from './late-numbers.js';
import { printed } from './number-formats.js';
import type { CounterFacts, ShopFacts } from './number-facts.js';
import type { NumberFact, Platform, SequenceSettings, SeriesCorrection } from './number-fact.js';
import type { Order } from './orders.js';
import { quoteOf } from './quotes.js';
import type { SeriesReport } from './series-report.js';
import { judgeHoles } from './series-holes.js';
import { notesOf } from './series-notes.js';
import { SpanFinder } from './span.js';
import { reportedCoverage, textReport } from './text-series.js';
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
  readonly spans: ReadonlyMap<string, OrderSpan>;
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
  const ascending = sorted(orders, (a, b) => a.body - b.body || (a.at ?? Infinity) - (b.at ?? Infinity));
  const print = (body: number, edit = 0): string => printed(counter.counter.formats, body, edit);
  const byBody = isLast ? counter.byBody : new Map<number, readonly NumberFact[]>();
  const snapshots = new Snapshots(ascending, shop, input);
  const deleted = deletedOrders(ascending, snapshots, byBody);
  const standing = deleted.size === 0 ? ascending : ascending.filter(({ body }) => !deleted.has(body));
  const timeline = new Timeline(firstOfEach(standing));
  const correction = correctionOf(counter, settings);
  const span = new SpanFinder({ shop, counter, settings, correction }).find(timeline, byBody, deleted);
  const platform = settings.platform ?? platformOf(counter);
  const { late, reissued } = lateNumbers({
    orders: ascending,
    timeline: deleted.size === 0 ? timeline : new Timeline(firstOfEach(ascending)),
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
    document: 'order',
    formats: counter.counter.formats,
    platform,
    floor: span?.from ?? null,
    frontier: span?.to ?? null,
    floorWhy: span?.why ?? 'first-in-time',
    lattice: list.lattice,
    possibleStep: list.possibleStep,
    used: timeline.orders.length,
    missing: list.gaps.missing,
    holes,
    sparse: list.sparse,
    late,
    reissued,
    duplicates: [
      ...duplicateNumbers(ascending, platform, shop, print),
      ...(isLast ? duplicateNumbers(edits, platform, shop, print) : []),
      ...paidTwice(byBody, print),
    ],
    brokenEdits: isLast ? brokenEdits(edits, standing, print) : [],
    restartedFrom: index === 0 ? null : restart(epochs[index - 1] ?? [], orders, print),
    disagreements: snapshots.disagreements(standing).map(({ source, orders: count, body }) => ({
      source,
      orders: count,
      number: print(body),
    })),
    islands: span?.islands ?? [],
    longestDelayMs: context.longestDelayMs,
    notes: notesOf({ counter, list, correction, span, used: timeline.orders, reissued: reissued.length }),
    coverage: reportedCoverage(input.coverage),
    orders: standing,
    usedTimes: timeline.orders,
  };
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
  if (edits.length === 0) return [];
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

/** The correction of a counter: by prefix, and by width where it names one. */
export function correctionOf(
  { counter }: Pick<CounterFacts, 'counter'>,
  { corrections }: Pick<SequenceSettings, 'corrections'>,
): SeriesCorrection | null {
  const isOf = ({ prefix, width }: SeriesCorrection): boolean =>
    counter.formats.some((format) => format.prefix === prefix && (width ?? format.width) === format.width);
  return corrections.find(isOf) ?? null;
}

function platformOf({ counter }: CounterFacts): Platform | null {
  const [format] = counter.formats.slice(-1);
  if (format === undefined || !/^\d*$/.test(format.prefix)) return null;
  if (format.width === 9) return 'm2';
  return format.width === 8 && format.prefix !== '' ? 'm1' : null;
}
