// The zone that people of a shop read times in: that of its traces, else of its admin's grids, else of its tables.
import type { SourceKind } from './number-fact.js';

interface Zoned {
  readonly kind: SourceKind | 'mail';
  readonly zone: string;
}

/** The better source decides alone; sources of one kind that do not agree decide nothing. */
const deciding: readonly (readonly Zoned['kind'][])[] = [['trace', 'mail'], ['grid']];

/** UTC where the files do not agree. */
export function zoneOfShop(sources: readonly Zoned[]): string {
  const kinds = deciding.find((wanted) => sources.some(({ kind }) => wanted.includes(kind)));
  const zones = new Set(sources.filter(({ kind }) => kinds?.includes(kind) ?? true).map(({ zone }) => zone));
  const [zone] = zones;
  return zone !== undefined && zones.size === 1 ? zone : 'UTC';
}
