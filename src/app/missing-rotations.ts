// Rotated files that nobody gave: between `trace.log.1` and `trace.log.3` one is missing, and what it held is a hole.
import { pushTo } from '../model/groups.js';
import type { Coverage } from '../stores/store.js';

export interface RotatedFile {
  readonly path: string;
  /** UTC ms of the first and the last record. */
  readonly from: number;
  readonly to: number;
}

interface Numbered extends RotatedFile {
  readonly family: string;
  readonly number: number;
}

/** `trace.log` is 0, `trace.log.2.gz` is 2; null for names with a date, which tell nothing about others. */
function numbered(file: RotatedFile): Numbered | null {
  const plain = file.path.replace(/\.gz$/, '');
  const [, family = plain, digits = '0'] = /^(.*)\.(\d+)$/.exec(plain) ?? [];
  return digits.length > 3 ? null : { ...file, family, number: Number(digits) };
}

/**
 * Of the files of one source. Numbers are believed only where they tell the order that the files' times tell: a follower
 * knows old files by the last name it saw them under.
 */
export function missingRotations(files: readonly RotatedFile[]): Coverage['holes'] {
  const families = new Map<string, Numbered[]>();
  for (const file of files) {
    const known = numbered(file);
    if (known !== null) pushTo(families, known.family, known);
  }
  return [...families].flatMap(([family, members]) => holesOf(family, members));
}

function holesOf(family: string, members: readonly Numbered[]): Coverage['holes'] {
  const oldestFirst = members.toSorted((a, b) => b.number - a.number);
  const pairs = oldestFirst.slice(1).map((newer, index) => [oldestFirst[index] ?? newer, newer] as const);
  const isRotation = pairs.every(([older, newer]) => older.number > newer.number && older.to <= newer.from);
  if (!isRotation) return [];
  return pairs
    .filter(([older, newer]) => older.number > newer.number + 1)
    .map(([older, newer]) => ({
      from: older.to,
      to: Math.max(newer.from, older.to + 1),
      why: `${namesOf(family, newer.number + 1, older.number - 1)} missing`,
    }));
}

function namesOf(family: string, first: number, last: number): string {
  const name = family.slice(family.lastIndexOf('/') + 1);
  return first === last ? `${name}.${first} is` : `${name}.${first} to ${name}.${last} are`;
}
