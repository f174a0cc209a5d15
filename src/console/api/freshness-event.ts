// What a `freshness` event of the live stream says, laid over the sources that the page knows.
import type { PageAnswer, SourceAnswer } from '../../model/answers.js';

type Moved = Pick<SourceAnswer, 'generation' | 'offset' | 'lastRecord' | 'upToDateAt'>;

export interface FreshnessEvent {
  readonly dataset: string;
  readonly sources: readonly Moved[];
}

/** Null for a text that is no such event. */
export function freshnessEvent(data: string): FreshnessEvent | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { dataset, sources } = parsed as Partial<FreshnessEvent>;
  return typeof dataset === 'string' && Array.isArray(sources) ? { dataset, sources } : null;
}

export interface Merged {
  readonly answer: PageAnswer<SourceAnswer>;
  /** Something was read since, or there is a file that the page does not know. */
  readonly grown: boolean;
}

export function mergeFreshness(known: PageAnswer<SourceAnswer>, moved: readonly Moved[]): Merged {
  const byGeneration = new Map(moved.map((source) => [source.generation, source]));
  const items = known.items.map((source) => ({ ...source, ...byGeneration.get(source.generation) }));
  const offsets = new Map(known.items.map((source) => [source.generation, source.offset]));
  const grown = moved.some((source) => offsets.get(source.generation) !== source.offset);
  return { answer: { ...known, items }, grown };
}
