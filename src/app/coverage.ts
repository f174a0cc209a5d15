// How far the sources of each shop speak, from what the store knows about their files.
import type { Generation, GenerationLedger } from '../model/block.js';
import type { Coverage, Dataset, SourceStatus } from '../stores/store.js';

/** A followed source speaks until its last complete look, minus this: a record may be on its way to the file. */
const SETTLE_MS = 2_000;

/** Source → UTC ms up to which it speaks. */
export type LiveReach = ReadonlyMap<string, number>;

/** What one file says: from its first record to T. */
interface Span {
  readonly source: string;
  readonly shop: string;
  readonly from: number;
  readonly through: number;
  /** Its last record, behind which bytes are missing; null when none are. */
  readonly brokenAt: number | null;
}

/** So many records of one single transaction: somebody took them out of a file. */
const EXTRACT_RECORDS = 20;

/**
 * A source speaks for [first record, T]: read once, T is its last record; followed, T is the last look that found the end
 * of the file with everything acknowledged. A shop's coverage ends with the source that ends first; `asOf` can only raise it.
 * Copies speak for nothing of their own; extracts only where a shop has nothing else. Where bytes vanished, there is a hole
 * up to the next record of the source.
 */
export async function coverageOf(
  dataset: Dataset,
  asOf: number | null,
  live: LiveReach = new Map(),
): Promise<readonly Coverage[]> {
  const shops = new Map<string, Span[]>();
  for (const span of await spansOf(dataset, live))
    shops.set(span.shop, [...(shops.get(span.shop) ?? []), span]);
  return [...shops].map(([shop, spans]) => {
    const ends = new Map<string, number>();
    for (const { source, through } of spans) ends.set(source, Math.max(ends.get(source) ?? through, through));
    return {
      shop,
      from: Math.min(...spans.map((span) => span.from)),
      through: Math.max(Math.min(...ends.values()), asOf ?? -Infinity),
      holes: holesOf(spans),
    };
  });
}

async function spansOf(dataset: Dataset, live: LiveReach): Promise<readonly Span[]> {
  const statuses = new Map((await dataset.sourceStatus()).map((status) => [status.generation, status]));
  const spans: Span[] = [];
  const extracts: Span[] = [];
  for (const generation of await dataset.generations()) {
    if (generation.kind !== 'trace') continue;
    const ledger = await dataset.ledger(generation.id);
    const own = ledger === null ? null : ownTimes(generation, ledger);
    if (ledger === null || own === null) continue;
    const { source, shop } = generation;
    const status = generation.followed ? statuses.get(generation.id) : undefined;
    const reach = Math.max(followedThrough(status), live.get(source) ?? -Infinity);
    const brokenAt = ledger.vanishedBytes > 0 ? own.to : null;
    const span = { source, shop, from: own.from, through: Math.max(own.to, reach), brokenAt };
    (isExtract(generation, ledger) ? extracts : spans).push(span);
  }
  const speaking = new Set(spans.map(({ shop }) => shop));
  return [...spans, ...extracts.filter(({ shop }) => !speaking.has(shop))];
}

/** First and last record that no other file holds; null without any. */
function ownTimes(
  { alternateThrough }: Generation,
  { from, to, records, duplicate }: GenerationLedger,
): { from: number; to: number } | null {
  if (from === null || to === null || (records > 0 && records === duplicate)) return null;
  if (alternateThrough === undefined) return { from, to };
  return to > alternateThrough ? { from: Math.max(from, alternateThrough), to } : null;
}

function isExtract({ followed }: Generation, { transactions, indexed }: GenerationLedger): boolean {
  return !followed && transactions === 1 && indexed >= EXTRACT_RECORDS;
}

function followedThrough(status: SourceStatus | undefined): number {
  return status?.upToDateAt == null ? -Infinity : status.upToDateAt - SETTLE_MS;
}

function holesOf(spans: readonly Span[]): Coverage['holes'] {
  return spans.flatMap(({ source, brokenAt, through }) => {
    if (brokenAt === null) return [];
    const next = spans.filter((span) => span.source === source && span.from > brokenAt);
    const to = next.length === 0 ? through : Math.min(...next.map(({ from }) => from));
    return [{ from: brokenAt, to: Math.max(to, brokenAt + 1), why: 'bytes vanished unread' }];
  });
}
