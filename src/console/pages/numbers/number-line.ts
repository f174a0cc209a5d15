// A series as marks on a line: positions in percent, one mark a hole, late or doubled number; single cells when few are shown.
import type {
  DuplicateAnswer,
  HoleAnswer,
  LateAnswer,
  SeriesAnswer,
} from '../../../model/sequence-answers.js';
import { parseOrderNumber } from '../../../model/order-number.js';

export type HoleLook = 'serious' | 'unexplained' | 'open' | 'explained' | 'unknown';
export type CellLook = HoleLook | 'present' | 'late' | 'doubled';

/** Numbers from and to, both shown. */
export interface Domain {
  readonly from: number;
  readonly to: number;
}

export interface SeriesParts {
  readonly series: SeriesAnswer;
  readonly holes: readonly HoleAnswer[];
  readonly late: readonly LateAnswer[];
  readonly duplicates: readonly DuplicateAnswer[];
}

/** The counting part; edits of an order stand where the order stands. */
export function bodyOf(number: string): number {
  return Number(parseOrderNumber(number)?.digits ?? Number.NaN);
}

/** A number of the same series printed like `like`. */
export function printLike(like: string, body: number): string {
  const parsed = parseOrderNumber(like);
  return `${parsed?.lead ?? ''}${String(body).padStart(parsed?.digits.length ?? 0, '0')}`;
}

export function wholeDomain({ floor, frontier }: SeriesAnswer): Domain | null {
  if (floor === null || frontier === null) return null;
  const domain = { from: bodyOf(floor), to: bodyOf(frontier) };
  return Number.isFinite(domain.from) && domain.to >= domain.from ? domain : null;
}

export function holeLook(hole: Pick<HoleAnswer, 'severity' | 'status'>): HoleLook {
  if (hole.severity === 'critical' || hole.severity === 'high') return 'serious';
  switch (hole.status) {
    case 'unexplained':
      return 'unexplained';
    case 'provisional':
      return 'open';
    case 'unknown':
      return 'unknown';
    default:
      return 'explained';
  }
}

export interface Mark {
  readonly look: HoleLook | 'late' | 'doubled';
  /** Printed; of a hole its first number. */
  readonly number: string;
  readonly left: number;
  readonly width: number;
  readonly hole: HoleAnswer | null;
}

const countOf = ({ from, to }: Domain): number => to - from + 1;

function placed(domain: Domain, from: number, to: number): { left: number; width: number } | null {
  const [first, last] = [Math.max(from, domain.from), Math.min(to, domain.to)];
  if (!(first <= last)) return null;
  const all = countOf(domain);
  return { left: ((first - domain.from) / all) * 100, width: ((last - first + 1) / all) * 100 };
}

export function marksOf(parts: SeriesParts, domain: Domain): readonly Mark[] {
  const marks: Mark[] = [];
  const add = (look: Mark['look'], number: string, to: string, hole: HoleAnswer | null): void => {
    const place = placed(domain, bodyOf(number), bodyOf(to));
    if (place !== null) marks.push({ look, number, hole, ...place });
  };
  for (const hole of parts.holes) add(holeLook(hole), hole.from, hole.to, hole);
  for (const { number } of parts.late) add('late', number, number, null);
  for (const { number } of parts.duplicates) add('doubled', number, number, null);
  return marks;
}

export interface Cell {
  readonly number: string;
  readonly look: CellLook;
  readonly hole: HoleAnswer | null;
}

/** So many numbers can be shown one by one. */
export const MOST_CELLS = 60;

function isGivenOut(body: number, { lattice }: SeriesAnswer): boolean {
  const span = lattice.find(({ from, to }) => bodyOf(from) <= body && body <= bodyOf(to));
  return span === undefined || (body - bodyOf(span.from)) % span.step === 0;
}

/** One cell a number that the counter gives out; null when there are too many. */
export function cellsOf(parts: SeriesParts, domain: Domain): readonly Cell[] | null {
  const { series, holes, late, duplicates } = parts;
  if (countOf(domain) > MOST_CELLS || series.floor === null) return null;
  const lates = new Set(late.map(({ number }) => bodyOf(number)));
  const doubles = new Set(duplicates.map(({ number }) => bodyOf(number)));
  const cells: Cell[] = [];
  for (let body = domain.from; body <= domain.to; body += 1) {
    if (!isGivenOut(body, series)) continue;
    const hole = holes.find(({ from, to }) => bodyOf(from) <= body && body <= bodyOf(to)) ?? null;
    const there = doubles.has(body) ? 'doubled' : lates.has(body) ? 'late' : 'present';
    cells.push({
      number: printLike(series.floor, body),
      look: hole === null ? there : holeLook(hole),
      hole,
    });
  }
  return cells;
}

const SHORTEST = 20;

/** Twice as near (`factor` 0.5) or as far around `centre`, within the whole line. */
export function zoomed(domain: Domain, whole: Domain, factor: number, centre: number): Domain {
  const length = Math.min(countOf(whole), Math.max(SHORTEST, Math.round(countOf(domain) * factor)));
  const from = Math.round(centre - length / 2);
  return moved({ from, to: from + length - 1 }, whole, 0);
}

/** Shifted by a part of its length, within the whole line. */
export function moved(domain: Domain, whole: Domain, part: number): Domain {
  const length = Math.min(countOf(domain), countOf(whole));
  const wanted = domain.from + Math.round(length * part);
  const from = Math.min(Math.max(wanted, whole.from), whole.to - length + 1);
  return { from, to: from + length - 1 };
}

/** What the address asks for, cut to the line. */
export function askedDomain(from: string | null, to: string | null, whole: Domain): Domain {
  const asked = { from: bodyOf(from ?? ''), to: bodyOf(to ?? '') };
  if (from === null || to === null || !(asked.from <= asked.to)) return whole;
  return moved(asked, whole, 0);
}
