// Blocks: closed ones are documents of their own, the open one lies with its generation's checkpoint.
import type { Block } from '../../model/block.js';
import type { BlockMark } from '../store.js';
import type { BulkItem } from './bulk.js';
import { indexLines, type EsContext } from './context.js';
import { documentId } from './document-id.js';
import type { OpenBlock } from './generation-record.js';
import type { StoredGeneration } from './generations.js';
import { packBytes, unpackBytes } from './packed-bytes.js';
import { documentIn, sourceOf } from './raw-documents.js';
import { allOf, range, term } from './searching.js';

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
  if (number < 0 || number >= record.blocks) return null;
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
  const closed = record.open === null ? record.blocks : record.blocks - 1;
  const end = Math.min(to, closed);
  const marks: BlockMark[] = [];
  if (from < end) {
    const hits = await context.search.hits<BlockDocument>('blocks', {
      query: allOf([
        term('shoptrace.generation', record.generation.id),
        range('shoptrace.number', { gte: from, lt: end }),
      ]),
      sort: [{ field: 'shoptrace.number', order: 'asc' }],
      limit: Infinity,
      without: ['shoptrace.data'],
    });
    marks.push(...hits.map(({ source }) => markOf(source.shoptrace.body)));
  }
  if (record.open !== null && record.open.number >= from && record.open.number < to)
    marks.push(markOf(record.open));
  return marks;
}

/** Blocks that hold bytes of [from, to), at most `limit`, in order. */
async function readBlocks(
  context: EsContext,
  { record, openBytes }: StoredGeneration,
  from: number,
  to: number,
): Promise<Block[]> {
  const closed = record.open === null ? record.blocks : record.blocks - 1;
  const blocks: Block[] = [];
  const { id } = record.generation;
  const openStart = record.open?.start ?? Infinity;
  if (closed > 0 && from < openStart) {
    const hits = await context.search.hits<BlockDocument>('blocks', {
      query: allOf([
        term('shoptrace.generation', id),
        range('shoptrace.number', { lt: closed }),
        range('shoptrace.start', { lt: to }),
        range('shoptrace.end', { gt: from }),
      ]),
      sort: [{ field: 'shoptrace.number', order: 'asc' }],
      limit: Infinity,
    });
    blocks.push(...hits.map(({ source }) => blockOf(source)));
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
  if (to <= from) return new Uint8Array(0);
  const parts = (await readBlocks(context, stored, from, to)).map(({ start, bytes }) =>
    bytes.subarray(Math.max(0, from - start), Math.max(0, to - start)),
  );
  return new Uint8Array(Buffer.concat(parts));
}
