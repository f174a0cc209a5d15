// Goes on with a generation from what the store acknowledged, after making sure that the file still is that content.
import type { Block, Checkpoint, Generation } from '../model/block.js';
import { emptyLedger } from '../model/block.js';
import type { BlockMark, Dataset } from '../stores/store.js';
import { BlockCutter } from './block-cutter.js';
import { Lane } from './lane.js';
import { readerOptions, type LaneDependencies, type LaneStart } from './lane-contract.js';
import { markOf } from './mark-chain.js';
import { OpenBlock } from './open-block.js';
import type { RecordScreen } from './record-screen.js';

/** Bytes [from, to) of a file; shorter at its end. */
export type ReadBytes = (from: number, to: number) => Promise<Buffer>;

/** A longer block (one endless line) is not read again for a check. */
const MAX_CHECKED_BYTES = 4 * 1024 * 1024;

/** @returns null when the bytes before the checkpoint are not what was read then */
export async function resumeLane(
  generation: Generation,
  readBytes: ReadBytes,
  dependencies: LaneDependencies,
  screen: RecordScreen | null = null,
): Promise<Lane | null> {
  const { dataset } = dependencies;
  const checkpoint = await dataset.checkpoint(generation.id);
  if (checkpoint === null) return null;
  const cutter = await checkedCutter(generation.id, checkpoint, readBytes, dataset);
  if (cutter === null) return null;
  const { openBytes } = cutter;
  const stored = openBytes.length > 0 ? await dataset.block(generation.id, checkpoint.block) : null;
  const reader = dependencies.format.restore(readerOptions(generation, dependencies), checkpoint.readerState);
  const ledger = (await dataset.ledger(generation.id)) ?? emptyLedger(generation.id);
  const { openRecord } = checkpoint;
  const start: LaneStart = {
    reader,
    cutter: new BlockCutter(dependencies.maxLineBytes, cutter),
    block: openBlock(checkpoint, openBytes, stored, reader.saveForDecoding()),
    offset: checkpoint.offset,
    ledger,
    openRecord,
    droppedNuls: Math.max(0, ledger.nulBytes - reader.counts().nulBytes),
    skipped: checkpoint,
  };
  return new Lane(generation, dependencies, start, screen);
}

/** Where cutting goes on at a checkpoint; null when the file differs from what the store knows. */
export async function checkedCutter(
  generation: string,
  checkpoint: Checkpoint,
  readBytes: ReadBytes,
  dataset: Pick<Dataset, 'marks'>,
): Promise<{ readonly previousMark: string; readonly openBytes: Buffer } | null> {
  const marks = await dataset.marks(generation, Math.max(0, checkpoint.block - 2));
  const openBytes = await checkedOpenBytes(checkpoint, marks, readBytes);
  if (openBytes === null) return null;
  return { previousMark: markAt(marks, checkpoint.block - 1)?.mark ?? '', openBytes };
}

function markAt(marks: readonly BlockMark[], number: number): BlockMark | undefined {
  return marks.find((mark) => mark.number === number);
}

/** Original bytes of the open block's complete lines; null when the file differs from what the store knows. */
async function checkedOpenBytes(
  checkpoint: Checkpoint,
  marks: readonly BlockMark[],
  readBytes: ReadBytes,
): Promise<Buffer | null> {
  const open = markAt(marks, checkpoint.block);
  const checked = open ?? markAt(marks, checkpoint.block - 1);
  if (checked === undefined) return Buffer.alloc(0);
  if (checked.length > MAX_CHECKED_BYTES) return Buffer.alloc(0);
  const bytes = await readBytes(checked.start, checked.start + checked.length);
  const before = markAt(marks, checked.number - 1)?.mark ?? '';
  if (bytes.length < checked.length || markOf(before, bytes) !== checked.mark) return null;
  return open === undefined ? Buffer.alloc(0) : bytes.subarray(0, checkpoint.offset - checkpoint.blockStart);
}

/** @param stateHere decoding state at the checkpoint, which is the block's own where the block is empty */
function openBlock(
  checkpoint: Checkpoint,
  openBytes: Buffer,
  stored: Block | null,
  stateHere: string,
): OpenBlock {
  const lines = countLines(openBytes);
  const block = new OpenBlock({
    number: checkpoint.block,
    start: checkpoint.blockStart,
    firstLine: checkpoint.line - lines + 1,
    // A store that keeps no bytes decodes no block: the state is never asked for.
    readerState: stored?.readerState ?? stateHere,
  });
  const kept = stored === null ? openBytes : Buffer.from(stored.bytes.subarray(0, openBytes.length));
  if (kept.length > 0) block.addStored(kept, lines, stored?.masked ?? []);
  return block;
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}
