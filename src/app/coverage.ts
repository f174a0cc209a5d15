// How far the sources of each shop speak, from what is known of their files.
import { isExtract, type Generation, type GenerationLedger } from '../model/block.js';
import { pushTo } from '../model/groups.js';
import type { Coverage, SourceStatus } from '../stores/store.js';
import type { FilesNow } from './known-files.js';
import { missingRotations } from './missing-rotations.js';

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
  readonly followed: boolean;
  readonly path: string;
  /** UTC ms of its last record. */
  readonly to: number;
  /** Its last record, behind which bytes are missing; null when none are. */
  readonly brokenAt: number | null;
  /** Its records before this were pruned; null when none were. */
  readonly prunedTo: number | null;
}

/**
 * A source speaks for [first record, T]. T of a file read to its end is its last record; T of a followed one is the last
 * look that found the end of the file with everything acknowledged. A source ends with the followed file that ends first;
 * without one, with the last of its files. A shop's coverage ends with the source that ends first; `asOf` can only raise it.
 * Copies speak for nothing of their own; extracts only where a shop has nothing else. Where bytes vanished, there is a hole
 * up to the next record of the source; where lines were pruned, one from the beginning to the first line kept; where a
 * rotated file is missing between two, one between these.
 * @param live how far followed sources speak now, where the store does not know it yet
 */
export function coverageOf(now: FilesNow, asOf: number | null, live: LiveReach = new Map()): Coverage[] {
  const shops = new Map<string, Span[]>();
  for (const span of spansOf(now, live)) pushTo(shops, span.shop, span);
  return [...shops].map(([shop, spans]) => {
    const ends = endsOf(spans, live);
    return {
      shop,
      from: spans.reduce((first, span) => Math.min(first, span.from), Infinity),
      through: Math.max(Math.min(...ends.values()), asOf ?? -Infinity),
      holes: holesOf(spans, ends),
    };
  });
}

function spansOf({ files, statuses }: FilesNow, live: LiveReach): readonly Span[] {
  const spans: Span[] = [];
  const extracts: Span[] = [];
  for (const { generation, ledger } of files) {
    if (generation.kind !== 'trace') continue;
    const own = ownTimes(generation, ledger);
    if (own === null) continue;
    const { source, shop, followed, path } = generation;
    const reach = followed
      ? Math.max(followedThrough(statuses.get(generation.id)), live.get(source) ?? -Infinity)
      : -Infinity;
    const brokenAt = ledger.vanishedBytes > 0 ? own.to : null;
    const prunedTo = ledger.pruned === undefined ? null : (ledger.pruned.keptFrom ?? own.to);
    const through = Math.max(own.to, reach);
    const span = { source, shop, followed, path, ...own, through, brokenAt, prunedTo };
    (isExtract(generation, ledger) ? extracts : spans).push(span);
  }
  const speaking = new Set(spans.map(({ shop }) => shop));
  return [...spans, ...extracts.filter(({ shop }) => !speaking.has(shop))];
}

/** By source. */
function endsOf(spans: readonly Span[], live: LiveReach): ReadonlyMap<string, number> {
  const ends = new Map<string, number>();
  for (const { source, through, followed } of spans)
    if (!followed) ends.set(source, Math.max(through, ends.get(source) ?? live.get(source) ?? through));
  const followedEnds = new Map<string, number>();
  for (const { source, through, followed } of spans)
    if (followed) followedEnds.set(source, Math.min(through, followedEnds.get(source) ?? through));
  for (const [source, end] of followedEnds) ends.set(source, end);
  return ends;
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

function followedThrough(status: SourceStatus | undefined): number {
  return status?.upToDateAt == null ? -Infinity : status.upToDateAt - SETTLE_MS;
}

function holesOf(spans: readonly Span[], ends: ReadonlyMap<string, number>): Coverage['holes'] {
  const holes = spans.flatMap(({ source, brokenAt, through }) => {
    if (brokenAt === null) return [];
    const next = spans.filter((span) => span.source === source && span.from > brokenAt);
    const end = Math.max(through, ends.get(source) ?? through);
    const to = next.reduce((first, { from }) => Math.min(first, from), next.length === 0 ? end : Infinity);
    return [{ from: brokenAt, to: Math.max(to, brokenAt + 1), why: 'bytes vanished unread' }];
  });
  const sources = new Map<string, Span[]>();
  for (const span of spans) pushTo(sources, span.source, span);
  const missing = [...sources.values()].flatMap((files) => missingRotations(files));
  return [...holes, ...missing, ...prunedHoles(spans)].toSorted((a, b) => a.from - b.from || a.to - b.to);
}

/** One a source: between pruned files only the ends of files are left. */
function prunedHoles(spans: readonly Span[]): Coverage['holes'] {
  const holes = new Map<string, { from: number; to: number }>();
  for (const { source, from, prunedTo } of spans) {
    if (prunedTo === null) continue;
    const known = holes.get(source) ?? { from, to: prunedTo };
    holes.set(source, { from: Math.min(known.from, from), to: Math.max(known.to, prunedTo) });
  }
  return [...holes.values()]
    .filter(({ from, to }) => to > from)
    .map(({ from, to }) => ({ from, to, why: 'pruned' }));
}
