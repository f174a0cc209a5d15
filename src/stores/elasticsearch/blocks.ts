// Blocks: closed ones are documents of their own, the open one lies with its generation's checkpoint.
import type { Block } from '../../model/block.js';
import type { BlockMark } from '../store.js';
import type { BulkItem } from './bulk.js';
import { indexLines, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import type { GenerationRecord, OpenBlock } from './generation-record.js';
import type { StoredGeneration } from './generations.js';
import { packBytes, unpackBytes } from './packed-bytes.js';
import { documentIn, sourceOf } from './raw-documents.js';
import { allOf, range, term, type Query } from './searching.js';

interface BlockDocument {
  readonly shoptrace: {
    readonly generation: string;
    readonly number: number;
    readonly start: number;
    readonly end: number;
    readonly body: OpenBlock;
    readonly data?: string;
  };
}

export function shapeOf({ bytes: _bytes, generation: _generation, ...shape }: Block): OpenBlock {
  return shape;
}

export function markOf({ number, start, length, lines, mark, closed }: OpenBlock): BlockMark {
  return { number, start, length, lines, mark, closed };
}

const blockId = (generation: string, number: number): string => documentId(generation, String(number));

export function blockItem(context: EsContext, block: Block): BulkItem {
  const { generation, number, start, length, bytes } = block;
  return indexLines('index', context.names.writable('blocks'), blockId(generation, number), {
    shoptrace: {
      generation,
      number,
      start,
      end: start + length,
      body: shapeOf(block),
      data: packBytes(bytes),
    },
  });
}

export async function readBlock(
  context: EsContext,
  { record, openBytes }: StoredGeneration,
  number: number,
): Promise<Block | null> {
  const { id } = record.generation;
  if (number < (record.pruned?.blocks ?? 0) || number >= record.blocks) return null;
  if (record.open?.number === number) return { ...record.open, generation: id, bytes: openBytes };
  const index = context.names.index('blocks');
  const reply = await context.connection.send({
    method: 'GET',
    path: `/${index}/_doc/${encodeURIComponent(blockId(id, number))}`,
    what: `read block ${number} of ${id}`,
    expect: ['missing'],
  });
  const document = reply.failure === null ? sourceOf(documentIn<BlockDocument>(reply.body)) : null;
  return document === null ? null : blockOf(document);
}

function blockOf({ shoptrace }: BlockDocument): Block {
  const { generation, body, data = '' } = shoptrace;
  return { ...body, generation, bytes: unpackBytes(data, `block ${body.number} of ${generation}`) };
}

/** Marks of blocks [from, to), in order. */
export async function readMarks(
  context: EsContext,
  { record }: StoredGeneration,
  from: number,
  to: number,
): Promise<BlockMark[]> {
  const end = Math.min(to, closedBlocks(record));
  const marks: BlockMark[] = [];
  if (from < end) {
    const query = allOf([
      term('shoptrace.generation', record.generation.id),
      range('shoptrace.number', { gte: from, lt: end }),
    ]);
    const found = await findBlocks(context, query, (found) => found.length === end - from, true);
    marks.push(...found.map(({ shoptrace }) => markOf(shoptrace.body)));
  }
  if (record.open !== null && record.open.number >= from && record.open.number < to)
    marks.push(markOf(record.open));
  return marks;
}

const closedBlocks = ({ open, blocks }: GenerationRecord): number => (open === null ? blocks : blocks - 1);

/** @param whole whether these are all; if not, another process wrote some, and they are made findable first */
async function findBlocks(
  context: EsContext,
  query: Query,
  whole: (found: readonly BlockDocument['shoptrace'][]) => boolean,
  withoutBytes: boolean,
): Promise<BlockDocument[]> {
  const find = async (): Promise<BlockDocument[]> => {
    const hits = await context.search.hits<BlockDocument>('blocks', {
      query,
      sort: [{ field: 'shoptrace.number', order: 'asc' }],
      limit: Infinity,
      ...(withoutBytes ? { without: ['shoptrace.data'] } : {}),
    });
    return hits.map(({ source }) => source);
  };
  const found = await find();
  if (whole(found.map(({ shoptrace }) => shoptrace))) return found;
  context.fresh.touch(context.names, 'blocks');
  return await find();
}

/** @param closed how many there are in all */
function isWhole(
  found: readonly BlockDocument['shoptrace'][],
  from: number,
  to: number,
  closed: number,
): boolean {
  const [first] = found;
  const last = found.at(-1);
  if (first === undefined || last === undefined || first.start > from) return false;
  const isGapless = last.number - first.number === found.length - 1;
  return isGapless && (last.end >= to || last.number === closed - 1);
}

/** Blocks that hold bytes of [from, to), in order. */
async function readBlocks(
  context: EsContext,
  { record, openBytes }: StoredGeneration,
  from: number,
  to: number,
): Promise<Block[]> {
  const closed = closedBlocks(record);
  const blocks: Block[] = [];
  const { id } = record.generation;
  const openStart = record.open?.start ?? Infinity;
  if (closed > 0 && from < openStart) {
    const query = allOf([
      term('shoptrace.generation', id),
      range('shoptrace.number', { lt: closed }),
      range('shoptrace.start', { lt: to }),
      range('shoptrace.end', { gt: from }),
    ]);
    const found = await findBlocks(context, query, (some) => isWhole(some, from, to, closed), false);
    blocks.push(...found.map(blockOf));
  }
  if (record.open !== null && openStart < to && openStart + record.open.length > from)
    blocks.push({ ...record.open, generation: id, bytes: openBytes });
  return blocks;
}

export async function readBytes(
  context: EsContext,
  stored: StoredGeneration,
  from: number,
  to: number,
): Promise<Uint8Array> {
  if (to <= from || from < (stored.record.pruned?.end ?? 0)) return new Uint8Array(0);
  const parts = (await readBlocks(context, stored, from, to)).map(({ start, bytes }) =>
    bytes.subarray(Math.max(0, from - start), Math.max(0, to - start)),
  );
  return new Uint8Array(Buffer.concat(parts));
}

/** What is left of pruned blocks [from, to): their marks. */
export async function emptyBlockItems(
  context: EsContext,
  { record }: StoredGeneration,
  from: number,
  to: number,
): Promise<BulkItem[]> {
  const query = allOf([
    term('shoptrace.generation', record.generation.id),
    range('shoptrace.number', { gte: from, lt: to }),
  ]);
  const found = await findBlocks(context, query, (some) => some.length === to - from, true);
  return found.map((document) => {
    const { generation, number } = document.shoptrace;
    const body = { ...document.shoptrace.body, masked: [] };
    const shoptrace = { ...document.shoptrace, body };
    return indexLines('index', context.names.writable('blocks'), blockId(generation, number), { shoptrace });
  });
}
