// Deleting the oldest blocks of a dataset: said in the generation's record first, then taken out document by document.
import type { PrunedPrefix } from '../prune-plan.js';
import { firstKept, pruneLimit } from '../prune-plan.js';
import type { BlockMark, Pruned } from '../store.js';
import { readMarks } from './blocks.js';
import type { EsContext } from './context.js';
import { DETECTION, type DetectionBody } from './detection-writer.js';
import type { GenerationRecord } from './generation-record.js';
import type { Generations, StoredGeneration } from './generations.js';
import { dropEmptyYears } from './pruned-years.js';
import { takeOutPruned } from './pruned-documents.js';
import { firstPartitionState, partitionOf } from './partition.js';
import { allOf, idsAtOnce, range, term, terms, type Hit } from './searching.js';

/** What was pruned of a generation. */
export interface PrunedRecord extends PrunedPrefix {
  /** Number of the first block whose documents are still to be taken out; null when all are. */
  readonly unfinishedFrom: number | null;
  /** Transactions that pruned records of this generation showed, and no other of its records. */
  readonly transactions: number;
  /** Behind the last pruned record. */
  readonly partition: GenerationRecord['partition'];
}

/** The parts of a record's document that pruning looks at. */
interface OldDocument {
  readonly '@timestamp': number;
  readonly log: { readonly offset: number };
  readonly service: { readonly name: string };
  readonly transaction?: { readonly id: string };
  readonly shoptrace: { readonly printed: string };
}

/** One step: bounded memory, and a commit each. */
const BLOCKS_A_STEP = 256;
const MOST_CONFLICTS = 20;
const UNWANTED = ['message', 'event', 'labels', 'user', 'log.file'];

interface Step {
  readonly record: GenerationRecord;
  readonly blocks: number;
  readonly records: number;
}

/** Whatever ends it, the next one goes on where it was. */
export async function pruneDataset(
  context: EsContext,
  generations: Generations,
  before: number,
): Promise<Pruned> {
  await finishPruning(context, generations);
  const total = { blocks: 0, records: 0 };
  for (const { generation } of await generations.list()) {
    for (;;) {
      const { blocks, records } = await pruneStep(context, generations, generation.id, before);
      if (blocks === 0) break;
      total.blocks += blocks;
      total.records += records;
      await finishOne(context, generations, generation.id);
    }
  }
  if (total.records > 0) await dropEmptyYears(context, await generations.list(), before);
  return total;
}

/** Takes out what an earlier process said was pruned, and left. */
export async function finishPruning(context: EsContext, generations: Generations): Promise<void> {
  for (const { generation, pruned } of await generations.list())
    if (pruned?.unfinishedFrom != null) await finishOne(context, generations, generation.id);
}

async function finishOne(context: EsContext, generations: Generations, id: string): Promise<void> {
  await takeOutPruned(context, await requireStored(generations, id));
  await save(generations, id, async ({ record }) => {
    const { pruned } = record;
    if (pruned === undefined) return null;
    return { ...record, pruned: { ...pruned, unfinishedFrom: null } };
  });
}

async function pruneStep(
  context: EsContext,
  generations: Generations,
  id: string,
  before: number,
): Promise<Pick<Step, 'blocks' | 'records'>> {
  let step: Step | null = null;
  await save(generations, id, async (stored) => {
    step = await planStep(context, stored, before);
    return step?.record ?? null;
  });
  return step ?? { blocks: 0, records: 0 };
}

/** Over the version that was read: whoever appends at the same time reads it again. @param change null: it stays */
async function save(
  generations: Generations,
  id: string,
  change: (stored: StoredGeneration) => Promise<GenerationRecord | null>,
): Promise<void> {
  for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
    const stored = await requireStored(generations, id);
    const isOwn = generations.own(id) !== undefined;
    const record = await change(stored);
    if (record === null) return;
    if (!(await generations.save(id, record, stored.openBytes, stored.place))) continue;
    // Only an append makes sure that nothing uncommitted lies behind the record.
    if (!isOwn) generations.forget(id);
    return;
  }
  throw new Error(`Generation ${id} is written by others all the time`);
}

async function requireStored(generations: Generations, id: string): Promise<StoredGeneration> {
  const stored = await generations.get(id);
  if (stored === null) throw new Error(`There is no generation ${id}`);
  return stored;
}

async function planStep(context: EsContext, stored: StoredGeneration, before: number): Promise<Step | null> {
  const { record } = stored;
  const { checkpoint, totals, generation } = record;
  if (checkpoint === null || totals === null || record.retiring) return null;
  const first = record.pruned?.blocks ?? 0;
  const marks = await readMarks(context, stored, first, first + BLOCKS_A_STEP);
  const detection = await context.state.read<DetectionBody>(DETECTION);
  const limit = pruneLimit(before, {
    lastFinal: record.lastFinal?.offset ?? -1,
    checkpoint,
    lastTime: totals.to,
    judged: detection?.body.positions[generation.id] ?? 0,
  });
  const [start, end] = [marks[0]?.start ?? 0, Math.min(endOf(marks.at(-1)), limit.end)];
  const old = await recordsOf(context, generation.id, start, end);
  const kept = firstKept(first, withTimes(marks, old), limit);
  return kept === first ? null : await stepTo(context, stored, { kept, marks, old });
}

const endOf = (mark: BlockMark | undefined): number => (mark === undefined ? 0 : mark.start + mark.length);

/** With their latest records; both ascend. */
function* withTimes(marks: readonly BlockMark[], records: readonly Hit<OldDocument>[]) {
  let next = 0;
  for (const mark of marks) {
    let timeTo: number | null = null;
    for (; next < records.length; next += 1) {
      const source = records[next]?.source;
      if (source === undefined || source.log.offset >= endOf(mark)) break;
      timeTo = Math.max(timeTo ?? source['@timestamp'], source['@timestamp']);
    }
    yield { ...mark, timeTo };
  }
}

async function recordsOf(
  context: EsContext,
  generation: string,
  from: number,
  to: number,
  limit = Infinity,
): Promise<Hit<OldDocument>[]> {
  context.fresh.touch(context.names, 'events');
  return await context.search.hits<OldDocument>('events', {
    query: allOf([term('shoptrace.generation', generation), range('log.offset', { gte: from, lt: to })]),
    sort: [{ field: 'log.offset', order: 'asc' }],
    limit,
    without: UNWANTED,
  });
}

interface Cut {
  readonly kept: number;
  readonly marks: readonly BlockMark[];
  readonly old: readonly Hit<OldDocument>[];
}

async function stepTo(
  context: EsContext,
  { record }: StoredGeneration,
  { kept, marks, old }: Cut,
): Promise<Step> {
  const before = record.pruned;
  const from = before?.blocks ?? 0;
  const end = endOf(marks[kept - 1 - from]);
  const gone = old.filter(({ source }) => source.log.offset < end);
  const pruned: PrunedRecord = {
    blocks: kept,
    bytes: end,
    end,
    records: (before?.records ?? 0) + gone.length,
    keptFrom: await keptFrom(context, record.generation.id, end, marks.slice(kept - from)),
    unfinishedFrom: before?.unfinishedFrom ?? from,
    transactions: (before?.transactions ?? 0) + (await lastShown(context, record, gone, end)),
    partition: gone.reduce(
      (state, { source }) => partitionOf(source.shoptrace.printed, state).state,
      before?.partition ?? firstPartitionState,
    ),
  };
  const filled = withoutGone(context, record.filled, gone);
  return { record: { ...record, pruned, filled }, blocks: kept - from, records: gone.length };
}

function withoutGone(
  { names }: EsContext,
  filled: GenerationRecord['filled'],
  gone: readonly Hit<OldDocument>[],
): GenerationRecord['filled'] {
  const left: Record<string, number> = { ...filled };
  for (const { index } of gone) {
    const partition = index.slice(names.eventIndex('').length);
    left[partition] = (left[partition] ?? 0) - 1;
  }
  return Object.fromEntries(Object.entries(left).filter(([, count]) => count > 0));
}

/** How many transactions the generation shows by these records only. */
async function lastShown(
  context: EsContext,
  { generation: { id } }: GenerationRecord,
  gone: readonly Hit<OldDocument>[],
  end: number,
): Promise<number> {
  const ids = [...new Set(gone.flatMap(({ source }) => source.transaction?.id ?? []))];
  let count = 0;
  for (const some of idsAtOnce(ids)) {
    const left = allOf([
      term('shoptrace.generation', id),
      range('log.offset', { gte: end }),
      terms('transaction.id', some),
    ]);
    count += some.length;
    await context.search.countBy('events', left, [{ terms: { field: 'transaction.id' } }], () => {
      count -= 1;
    });
  }
  return count;
}

/** Earliest time in the first of the blocks that has records; null without any. */
async function keptFrom(
  context: EsContext,
  generation: string,
  end: number,
  marks: readonly BlockMark[],
): Promise<number | null> {
  const [next] = await recordsOf(context, generation, end, Number.MAX_SAFE_INTEGER, 1);
  if (next === undefined) return null;
  const { offset } = next.source.log;
  const block = marks.find((mark) => mark.start <= offset && offset < endOf(mark));
  if (block === undefined) return next.source['@timestamp'];
  const inside = await recordsOf(context, generation, block.start, endOf(block));
  return inside.reduce((first, { source }) => Math.min(first, source['@timestamp']), Infinity);
}
