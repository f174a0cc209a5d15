// The missing numbers of a counter as ranges on its lattice, without what is no sequence at all.
import { GapColumns } from './gap-columns.js';
import { learnLattice, type LatticeSpan } from './lattice.js';
import type { NumberSet } from './number-set.js';

/** Missing numbers between two known ones; on a lattice only every `step`th of them. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly step: number;
}

export interface SparseSpan {
  readonly from: number;
  readonly to: number;
  readonly used: number;
  readonly missing: number;
}

/** Numbers that the step of the counter leaves out. */
export interface Skipped {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly step: number;
  /** Between two spans: the counter moved to another server. */
  readonly isMove: boolean;
}

export interface GapList {
  readonly gaps: GapColumns;
  readonly skipped: readonly Skipped[];
  readonly sparse: readonly SparseSpan[];
  readonly lattice: readonly LatticeSpan[];
  readonly possibleStep: number | null;
}

/** A hole of more numbers than this is a jump of the counter, never a sign of density. */
export const SANITY_LIMIT = 1_000_000;
export const JUMP_NUMBERS = 20;
export const JUMP_FACTOR = 10;
const WINDOW = 100;
const LEAST_USED = 20;

/**
 * @param known every number with evidence, ascending, each once
 * @param used the numbers of orders
 */
export function findGaps(
  known: Float64Array,
  used: NumberSet,
  span: { readonly from: number; readonly to: number },
  given: LatticeSpan | null,
): GapList {
  const learned = given === null ? learnLattice(known) : latticeGiven(given);
  const gaps = new GapColumns();
  const skipped: Skipped[] = [];
  const inSpans: Skipped[] = learned.spans.map(({ from, to, step }) => ({
    from,
    to,
    count: 0,
    step,
    isMove: false,
  }));
  const places = piecesOf(used.missing(span.from, span.to), learned.spans);
  for (const { range, within, before, after } of places) {
    const size = range.to - range.from + 1;
    const lattice = within === null ? undefined : learned.spans[within];
    if (within !== null && lattice !== undefined) {
      const on = onLattice(range.from, range.to, lattice);
      const inSpan = inSpans[within];
      if (inSpan !== undefined) inSpans[within] = { ...inSpan, count: inSpan.count + size - on.count };
      if (on.count > 0) gaps.push({ ...on, step: lattice.step });
      continue;
    }
    const step = Math.max(before?.step ?? 1, after?.step ?? 1);
    const on = step === 1 ? { ...range, count: size } : betweenServers(range, before ?? after, step);
    if (on.count > 0) gaps.push({ ...on, step: size === on.count ? 1 : step });
    if (on.count < size) skipped.push({ ...range, count: size - on.count, step, isMove: true });
  }
  skipped.push(...inSpans.filter(({ count }) => count > 0));
  skipped.sort((a, b) => a.from - b.from);
  const { kept, sparse } = withoutSparse(gaps, used.size);
  return { gaps: kept, skipped, sparse, lattice: learned.spans, possibleStep: learned.possibleStep };
}

/** Somebody's word: a step of 1 leaves nothing out. */
function latticeGiven(given: LatticeSpan): ReturnType<typeof learnLattice> {
  return { spans: given.step === 1 ? [] : [given], possibleStep: null };
}

function onLattice(from: number, to: number, { step, residue }: LatticeSpan): Omit<Gap, 'step'> {
  const first = from + ((((residue - from) % step) + step) % step);
  if (first > to) return { from, to: from - 1, count: 0 };
  const count = Math.floor((to - first) / step) + 1;
  return { from: first, to: first + (count - 1) * step, count };
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Missing numbers within one span, or between spans; the spans that they touch. */
interface Piece {
  readonly range: Range;
  readonly within: number | null;
  readonly before: LatticeSpan | null;
  readonly after: LatticeSpan | null;
}

/** Cuts missing ranges where spans begin and end; both ascend. */
function* piecesOf(ranges: Iterable<Range>, spans: readonly LatticeSpan[]): Generator<Piece> {
  let next = 0;
  for (const { from, to } of ranges) {
    let at = from;
    while (at <= to) {
      while ((spans[next]?.to ?? Infinity) < at) next += 1;
      const span = spans[next];
      const isWithin = span !== undefined && span.from <= at;
      const end = Math.min(to, isWithin ? span.to : (span?.from ?? Infinity) - 1);
      const last = spans[next - 1];
      yield {
        range: { from: at, to: end },
        within: isWithin ? next : null,
        before: last?.to === at - 1 ? last : null,
        after: span !== undefined && span.from === end + 1 ? span : null,
      };
      at = end + 1;
    }
  }
}

/** Between two servers the one before is taken to have gone on until the other began; how many are missing is exact. */
function betweenServers(range: Range, beside: LatticeSpan | null, step: number): Omit<Gap, 'step'> {
  const size = range.to - range.from + 1;
  if (size <= step - 1) return { ...range, count: 0 };
  return beside === null ? { ...range, count: size } : onLattice(range.from, range.to, beside);
}

/**
 * Runs of gaps in which more is missing than used are no sequence (a random number, a shared row id): they are not
 * listed. Single long holes are jumps and do not count.
 */
function withoutSparse(gaps: GapColumns, used: number): { kept: GapColumns; sparse: SparseSpan[] } {
  if (used < LEAST_USED || gaps.length < LEAST_USED / 2) return { kept: gaps, sparse: [] };
  const limit = jumpLimit(gaps);
  const short = gaps.filter(({ count }) => count <= limit);
  const { counts } = short;
  const sparse: SparseSpan[] = [];
  for (let start = 0; start < short.length; start += WINDOW) {
    const end = Math.min(short.length, start + WINDOW);
    const first = short.at(start);
    const last = short.at(end - 1);
    if (first === undefined || last === undefined || end - start < LEAST_USED / 2) continue;
    const missing = counts.subarray(start, end).reduce((sum, count) => sum + count, 0);
    const inside = last.to - first.from + 1 - missing;
    if (missing > inside) sparse.push({ from: first.from, to: last.to, used: inside, missing });
  }
  if (sparse.length === 0) return { kept: gaps, sparse };
  const isSparse = insideOneOf(sparse);
  return { kept: gaps.filter((gap) => gap.count > limit || !isSparse(gap)), sparse };
}

/** @param spans ascending, without overlap */
export function insideOneOf(spans: readonly Range[]): (range: Range) => boolean {
  return ({ from, to }) => {
    let [low, high] = [0, spans.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((spans[middle]?.from ?? 0) <= from) low = middle + 1;
      else high = middle;
    }
    return to <= (spans[low - 1]?.to ?? -Infinity);
  };
}

/** Above this many numbers a hole is a jump: 20, or ten times the usual hole. */
export function jumpLimit(gaps: GapColumns): number {
  const counts = gaps.counts.sort();
  // The longest hole is left out; of one hole alone nothing is usual.
  const usual = counts.length < 2 ? 1 : (counts[(counts.length - 1) >>> 1] ?? 1);
  return Math.min(SANITY_LIMIT, Math.max(JUMP_NUMBERS, JUMP_FACTOR * usual));
}
