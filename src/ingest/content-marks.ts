// The marks of a whole file, computed without parsing, and what they say about a generation that is stored already.
import { createHash } from 'node:crypto';
import type { Block } from '../model/block.js';
import type { BlockMark, Dataset } from '../stores/store.js';
import { BlockCutter } from './block-cutter.js';
import { markOf } from './mark-chain.js';

/** Marks of a file's blocks; the bytes behind the last closed block are kept. */
export interface ContentMarks {
  readonly closed: readonly string[];
  readonly openStart: number;
  readonly openBytes: Buffer;
  /** Bytes of the whole content. */
  readonly total: number;
  readonly sha256: string;
  /** Open marks asked for that were found: `<block number>:<mark>`. */
  readonly found: ReadonlySet<string>;
}

/** How a file stands to a stored generation. */
export type Relation =
  | { readonly kind: 'equal' }
  /** It goes on where the generation ends. */
  | { readonly kind: 'longer' }
  /** It ends earlier, and is the same as far as it goes. */
  | { readonly kind: 'shorter' }
  /** Number of the first block that is not the same, and its mark in the file. */
  | { readonly kind: 'differs'; readonly block: number; readonly mark: string };

/** @param wanted open blocks of the generations to compare with: their marks end inside a block of the file */
export async function readMarks(
  chunks: AsyncIterable<Buffer>,
  maxLineBytes: number,
  wanted: readonly BlockMark[],
): Promise<ContentMarks> {
  const cutter = new BlockCutter(maxLineBytes);
  const whole = createHash('sha256');
  const closed: string[] = [];
  const found = new Set<string>();
  let pieces: Buffer[] = [];
  let openStart = 0;
  let total = 0;
  const look = (bytes: Buffer): void => {
    for (const mark of wanted) {
      if (mark.number !== closed.length || bytes.length < mark.length) continue;
      if (markOf(closed.at(-1) ?? '', bytes.subarray(0, mark.length)) === mark.mark)
        found.add(`${mark.number}:${mark.mark}`);
    }
  };
  for await (const chunk of chunks) {
    whole.update(chunk);
    total += chunk.length;
    for (const cut of cutter.push(chunk)) {
      pieces.push(cut.bytes);
      openStart += cut.mark === null ? 0 : cut.dropped;
      if (cut.mark === null) continue;
      const bytes = Buffer.concat(pieces);
      look(bytes);
      closed.push(cut.mark);
      openStart += bytes.length;
      pieces = [];
    }
  }
  const openBytes = Buffer.concat([...pieces, cutter.rest ?? Buffer.alloc(0)]);
  look(openBytes);
  return { closed, openStart, openBytes, total, sha256: whole.digest('hex'), found };
}

/** @param marks all marks of the generation */
export async function relationTo(
  content: ContentMarks,
  generation: string,
  marks: readonly BlockMark[],
  dataset: Pick<Dataset, 'block'>,
): Promise<Relation> {
  const stored = marks.filter((mark) => mark.closed);
  const open = marks.find((mark) => !mark.closed);
  const shared = Math.min(stored.length, content.closed.length);
  for (let k = 0; k < shared; k += 1) if (stored[k]?.mark !== content.closed[k]) return differs(content, k);
  if (content.closed.length < stored.length || open === undefined)
    return await compareOpen(content, generation, stored[content.closed.length], dataset);
  const end = open.start + open.length;
  if (content.total >= end) {
    if (!content.found.has(`${open.number}:${open.mark}`)) return differs(content, open.number);
    return { kind: content.total === end ? 'equal' : 'longer' };
  }
  return await compareOpen(content, generation, open, dataset);
}

/** The file ends inside a stored block: its bytes are compared wherever the stored ones are not masked. */
async function compareOpen(
  content: ContentMarks,
  generation: string,
  mark: BlockMark | undefined,
  dataset: Pick<Dataset, 'block'>,
): Promise<Relation> {
  if (mark === undefined) return { kind: content.openBytes.length === 0 ? equalOrLonger(content) : 'longer' };
  if (content.openBytes.length === 0) return { kind: 'shorter' };
  const block = await dataset.block(generation, mark.number);
  if (block === null || sameWhereClear(block, content.openBytes)) return { kind: 'shorter' };
  return differs(content, mark.number);
}

const equalOrLonger = (content: ContentMarks): 'equal' | 'longer' =>
  content.total === content.openStart ? 'equal' : 'longer';

function differs(content: ContentMarks, block: number): Relation {
  const before = content.closed[block - 1] ?? '';
  return { kind: 'differs', block, mark: content.closed[block] ?? markOf(before, content.openBytes) };
}

/** Whether a stored block begins with these bytes, masked spans aside (their originals are not stored). */
export function sameWhereClear(block: Pick<Block, 'bytes' | 'masked'>, bytes: Buffer): boolean {
  if (bytes.length > block.bytes.length) return false;
  let at = 0;
  for (const [start, end] of [...block.masked, [bytes.length, bytes.length] as const]) {
    const until = Math.min(start, bytes.length);
    if (until > at && !bytes.subarray(at, until).equals(block.bytes.subarray(at, until))) return false;
    at = Math.max(at, end);
  }
  return true;
}
