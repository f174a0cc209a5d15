// Keyset pages in both directions: the cursor is the sort key of an item and the way to go from it.
import { ShoptraceError } from '../model/errors.js';
import type { Page, PageRequest } from '../model/query.js';

export type KeyPart = string | number;
export type SortKey = readonly KeyPart[];

export interface PageSource<T> {
  /** Names list and order, so that a cursor is only taken back by the list that gave it. */
  readonly list: string;
  keyOf(item: T): SortKey;
  /**
   * Up to `count` items in list order after `after` (null: from the beginning), or with `backwards` those before it,
   * the nearest first.
   */
  fetch(after: SortKey | null, backwards: boolean, count: number): readonly T[] | Promise<readonly T[]>;
}

/** @throws query-invalid, cursor-invalid */
export async function pageOf<T>(request: PageRequest, source: PageSource<T>): Promise<Page<T>> {
  requireLimit(request.limit);
  const position = request.cursor === undefined ? null : readCursor(request.cursor, source.list);
  const backwards = position?.backwards ?? false;
  const found = await source.fetch(position?.key ?? null, backwards, request.limit + 1);
  const more = found.length > request.limit;
  const kept = found.slice(0, request.limit);
  const items = backwards ? kept.toReversed() : kept;
  const first = items[0];
  const last = items.at(-1);
  const hasPrevious = backwards ? more : position !== null;
  const hasNext = backwards ? true : more;
  return {
    items,
    nextCursor: hasNext && last !== undefined ? writeCursor(source.list, source.keyOf(last), false) : null,
    prevCursor:
      hasPrevious && first !== undefined ? writeCursor(source.list, source.keyOf(first), true) : null,
  };
}

function requireLimit(limit: number): void {
  if (Number.isSafeInteger(limit) && limit >= 1 && limit <= 1000) return;
  throw new ShoptraceError('query-invalid', `A page of ${limit} items`, 'Ask for 1 to 1000 items a page.');
}

function writeCursor(list: string, key: SortKey, backwards: boolean): string {
  return Buffer.from(JSON.stringify([list, backwards ? 1 : 0, ...key])).toString('base64url');
}

function readCursor(cursor: string, list: string): { key: SortKey; backwards: boolean } {
  const parts = parseCursor(cursor);
  if (parts === null || parts[0] !== list || parts.length < 3)
    throw new ShoptraceError(
      'cursor-invalid',
      'The page cursor does not belong to this list',
      'Begin again without a cursor; cursors are only good for the list and order that gave them.',
    );
  return { key: parts.slice(2), backwards: parts[1] === 1 };
}

function parseCursor(cursor: string): KeyPart[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isPart = (part: unknown): part is KeyPart => typeof part === 'string' || Number.isFinite(part);
    return Array.isArray(value) && value.every(isPart) ? value : null;
  } catch {
    return null;
  }
}

/** Order of two keys of equal shape; numbers by size, strings by code unit. */
export function compareKeys(a: SortKey, b: SortKey): number {
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined || part === other) continue;
    return part < other ? -1 : 1;
  }
  return 0;
}

/** `fetch` over items held in memory, sorted by `compare` on their keys. */
export function fetchSorted<T>(
  items: readonly T[],
  keyOf: (item: T) => SortKey,
  compare: (a: SortKey, b: SortKey) => number,
): PageSource<T>['fetch'] {
  const sorted = items.toSorted((a, b) => compare(keyOf(a), keyOf(b)));
  return (after, backwards, count) => {
    if (after === null) return (backwards ? sorted.toReversed() : sorted).slice(0, count);
    if (!backwards) return sorted.filter((item) => compare(keyOf(item), after) > 0).slice(0, count);
    return sorted
      .filter((item) => compare(keyOf(item), after) < 0)
      .toReversed()
      .slice(0, count);
  };
}
