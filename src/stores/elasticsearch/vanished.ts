// Notices that somebody deleted an index, makes it anew, and brings back what it held as far as that is possible.
import { asAlternate } from '../../model/block.js';
import type { BlockDecoder } from '../store.js';
import { readBlock, readBytes } from './blocks.js';
import { indexLines, writeAll, type EsContext } from './context.js';
import { documentOf, versionOf } from './event-document.js';
import { newRecord, type GenerationRecord } from './generation-record.js';
import type { Generations, StoredGeneration } from './generations.js';
import { OriginalText } from './original-text.js';
import { forgetSightings } from './retire.js';
import { firstPartitionState, partitionOf } from './partition.js';
import { allOf, term } from './searching.js';

export interface Repair {
  /** Indices that were gone. */
  readonly indices: readonly string[];
  /** Records that were written again from the stored bytes. */
  readonly restored: number;
  /** Records that are gone unless their files are still there to be read again. */
  readonly lost: number;
}

const nothing = new Uint8Array(0);

/** @returns null when every index is there */
export async function repairVanished(
  context: EsContext,
  generations: Generations,
  decoder: BlockDecoder,
  resetDetection: () => Promise<void>,
): Promise<Repair | null> {
  const { indices, names } = context;
  indices.forgetPartitions();
  const fixed = await indices.missingFixed();
  const present = new Set(await indices.partitions());
  const records = await generations.list();
  const partitions = new Set(
    records.flatMap(({ filled }) => Object.keys(filled).filter((partition) => !present.has(partition))),
  );
  if (fixed.length === 0 && partitions.size === 0) return null;
  const gone = [
    ...fixed.map((part) => names.index(part)),
    ...[...partitions].map((name) => names.eventIndex(name)),
  ];
  context.connection.log.warn({ indices: gone }, 'indices were deleted; they are made anew');
  await Promise.all(fixed.map(async (part) => await indices.create(part, context.writePatienceMs)));
  if (fixed.length > 0) {
    const lost = await forgetAll(context, generations, records);
    await resetDetection();
    return { indices: gone, restored: 0, lost };
  }
  await indices.ensurePartitions(partitions, context.writePatienceMs);
  let restored = 0;
  for (const record of records)
    restored += await restoreEvents(context, generations, decoder, record, partitions);
  return { indices: gone, restored, lost: 0 };
}

/** Their files are read again from the beginning, as far as they are there. */
async function forgetAll(
  context: EsContext,
  generations: Generations,
  records: readonly GenerationRecord[],
): Promise<number> {
  let lost = 0;
  for (const part of ['details', 'transactions'] as const) context.fresh.touch(context.names, part);
  for (const { generation } of records) {
    const stored = await generations.get(generation.id);
    if (stored === null) continue;
    await forgetSightings(context, generation.id);
    const { record, place } = stored;
    lost += record.indexed;
    const { committed, next, abandoned } = record;
    const lostNow = record.lost + record.indexed;
    const fresh = { ...newRecord(generation), committed, next, abandoned, lost: lostNow };
    await generations.save(generation.id, fresh, nothing, place);
    generations.forget(generation.id);
  }
  return lost;
}

/** The bytes are stored: the records are read from them again. */
async function restoreEvents(
  context: EsContext,
  generations: Generations,
  decoder: BlockDecoder,
  { generation }: GenerationRecord,
  partitions: ReadonlySet<string>,
): Promise<number> {
  const stored = await generations.get(generation.id);
  if (stored === null || !Object.keys(stored.record.filled).some((name) => partitions.has(name))) return 0;
  const skipped = await skippedOffsets(context, generation.id);
  let state = stored.record.pruned?.partition ?? firstPartitionState;
  let restored = 0;
  for (let number = 0; number < stored.record.blocks; number += 1) {
    const { events, original } = await decodeBlock(context, decoder, stored, number, skipped);
    const items = events.flatMap((event) => {
      const next = partitionOf(event.localTime, state);
      state = next.state;
      if (!partitions.has(next.partition)) return [];
      const document = documentOf(event, {
        path: generation.path,
        original: original.of(event),
        ingestedAt: context.connection.timing.now(),
        commit: stored.record.committed,
      });
      const index = context.names.writableEvents(next.partition);
      return [indexLines('index', index, event.id, document, versionOf(document))];
    });
    await writeAll(context, items, ['events']);
    restored += items.length;
  }
  return restored;
}

async function decodeBlock(
  context: EsContext,
  decoder: BlockDecoder,
  stored: StoredGeneration,
  number: number,
  skipped: ReadonlySet<number>,
) {
  const block = await readBlock(context, stored, number);
  const { record } = stored;
  if (block === null) return { events: [], original: new OriginalText([]) };
  const last = record.provisional ?? record.lastFinal;
  const lastEnd = last === null ? 0 : last.offset + last.byteLength;
  const following = await followingOf(context, stored, block.start + block.length, lastEnd);
  const events = decoder
    .decode(record.generation, {
      start: block.start,
      text: Buffer.from(block.bytes).toString('latin1'),
      readerState: block.readerState,
      following: Buffer.from(following).toString('latin1'),
      wanted: null,
      cut: Math.max(0, block.length - block.bytes.length),
    })
    .filter(({ offset }) => offset <= (last?.offset ?? -1) && !skipped.has(offset))
    .map((event) => asAlternate(event, record.generation))
    .map((event) => (event.offset === record.provisional?.offset ? record.provisional : event));
  return {
    events,
    original: new OriginalText([block, { start: block.start + block.length, bytes: following }]),
  };
}

/** Heads of records that are no events. */
async function skippedOffsets(context: EsContext, generation: string): Promise<Set<number>> {
  const hits = await context.search.hits<SkippedDocument>('details', {
    query: allOf([term('kind', 'skipped'), term('shoptrace.generation', generation)]),
    sort: [{ field: 'shoptrace.commit', order: 'asc' }],
    limit: Infinity,
  });
  const skipped = new Set<number>();
  for (const { source } of hits) {
    for (const offset of source.shoptrace.body.shown) skipped.delete(offset);
    for (const offset of source.shoptrace.body.offsets) skipped.add(offset);
  }
  return skipped;
}

interface SkippedDocument {
  readonly shoptrace: {
    readonly body: { readonly offsets: readonly number[]; readonly shown: readonly number[] };
  };
}

/** The next block, so that the last record of this one is whole. */
async function followingOf(
  context: EsContext,
  stored: StoredGeneration,
  start: number,
  end: number,
): Promise<Uint8Array> {
  return end <= start
    ? nothing
    : await readBytes(context, stored, start, Math.min(end, start + FOLLOWING_BYTES));
}

/** A record is hardly longer; what is cut here only shortens the text of that one record. */
const FOLLOWING_BYTES = 2 * 1024 * 1024;
