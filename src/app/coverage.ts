// How far the sources of each shop speak, from what the store knows about their files.
import type { Coverage, Dataset, SourceStatus } from '../stores/store.js';

/** A followed source speaks until its last complete look, minus this: a record may be on its way to the file. */
const SETTLE_MS = 2_000;

/** Source → UTC ms up to which it speaks. */
export type LiveReach = ReadonlyMap<string, number>;

interface Span {
  from: number;
  through: number;
}

/**
 * A source speaks for [first record, T]: read once, T is its last record; followed, T is the last look that found the end
 * of the file with everything acknowledged. A shop's coverage ends with the source that ends first; `asOf` can only raise it.
 */
export async function coverageOf(
  dataset: Dataset,
  asOf: number | null,
  live: LiveReach = new Map(),
): Promise<readonly Coverage[]> {
  const statuses = new Map((await dataset.sourceStatus()).map((status) => [status.generation, status]));
  const shops = new Map<string, Map<string, Span>>();
  for (const generation of await dataset.generations()) {
    if (generation.kind !== 'trace') continue;
    const ledger = await dataset.ledger(generation.id);
    if (ledger === null || ledger.from === null || ledger.to === null) continue;
    const status = generation.followed ? statuses.get(generation.id) : undefined;
    const reach = Math.max(followedThrough(status), live.get(generation.source) ?? -Infinity);
    const span = { from: ledger.from, through: Math.max(ledger.to, reach) };
    const sources = shops.get(generation.shop) ?? new Map<string, Span>();
    sources.set(generation.source, union(sources.get(generation.source), span));
    shops.set(generation.shop, sources);
  }
  return [...shops].map(([shop, sources]) => {
    const spans = [...sources.values()];
    const through = Math.min(...spans.map((span) => span.through));
    return {
      shop,
      from: Math.min(...spans.map((span) => span.from)),
      through: Math.max(through, asOf ?? -Infinity),
      holes: [],
    };
  });
}

function followedThrough(status: SourceStatus | undefined): number {
  return status?.upToDateAt == null ? -Infinity : status.upToDateAt - SETTLE_MS;
}

/** Files of one source follow each other (rotation): together they speak for the whole. */
function union(before: Span | undefined, span: Span): Span {
  if (before === undefined) return span;
  return { from: Math.min(before.from, span.from), through: Math.max(before.through, span.through) };
}
