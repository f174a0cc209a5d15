// Items in order: the list itself when it is in order already, so that a million of them are not copied.

/** Equal items keep their places. */
export function sorted<T>(items: readonly T[], compare: (a: T, b: T) => number): readonly T[] {
  for (let index = 1; index < items.length; index += 1)
    if (compare(items[index - 1] as T, items[index] as T) > 0) return items.toSorted(compare);
  return items;
}
