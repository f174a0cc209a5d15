// Finds out which content history a file of a followed family is: a known one, a copy of one, or a new one.
import type { Generation } from '../model/block.js';
import { findAltered } from './altered-version.js';
import { emptyBeginning } from './empty-beginning.js';
import type { FileContent } from './file-content.js';
import { gzipContent } from './file-content.js';
import type { FollowedPath } from './follow-settings.js';
import type { FollowState, View } from './follow-state.js';
import { foreignContent, foreignError, HEAD_BYTES } from './foreign-content.js';
import { firstLine, generationId, otherFileId } from './generation-id.js';
import { requireZoneOf } from './known-generations.js';
import { Lane } from './lane.js';
import { readPackedMember } from './packed-member.js';
import { markOf } from './mark-chain.js';
import { screenOf } from './overlap.js';
import type { Reading } from './reading.js';
import { wholeKey } from './record-screen.js';
import { resumeLane } from './resume-lane.js';

export type FileIdentity =
  /** Its own lane, at the place where reading goes on. */
  | { readonly is: 'lane'; readonly lane: Lane }
  /** The live file holds what a renamed copy is being read for. */
  | { readonly is: 'taken-over'; readonly lane: Lane }
  /** Nothing to read in it until it changes. */
  | { readonly is: 'done'; readonly copyOf: string | null; readonly isEmpty?: true }
  /** No complete line yet. */
  | { readonly is: 'unclear' };

/** A larger file is compared with what is stored of it at its beginning and end only. */
const MOST_CHECKED_BYTES = 64 * 1024 * 1024;

const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** @param atEnd the file will not grow: an unterminated first line counts */
export async function identifyFile(
  view: View,
  followed: FollowedPath,
  state: FollowState,
  atEnd: boolean,
): Promise<FileIdentity> {
  const { maxLineBytes, readBytes } = state.dependencies.options;
  const head = await beginning(view, maxLineBytes, atEnd);
  // Through the descriptor: the name may lead to another file by now.
  const packed = (): AsyncGenerator<Buffer> => view.file.chunks(0, view.size, readBytes);
  if (isGzip(head.bytes))
    return await readPackedMember(gzipContent(view.path, view.size, packed), followed, state);
  view.file.beginsWith(head.bytes);
  if (head.firstLine === null) return { is: 'unclear' };
  const { format } = state.dependencies;
  const recognised = format.recognise(head.bytes.toString('latin1'), view.path);
  const foreign = foreignContent(head.bytes, recognised !== null);
  if (foreign !== null) throw foreignError(view.path, foreign);
  const firstLineId = generationId(head.firstLine);
  const resumed = await resumeKnown(view, firstLineId, state);
  if (resumed !== null) {
    const stored = resumed.is === 'lane' ? state.known.get(resumed.lane.generation.id) : undefined;
    if (stored !== undefined) requireZoneOf(stored, { ...followed, path: view.path });
    return resumed;
  }
  const kind = followed.kind ?? recognised?.kind ?? format.kindOfName(view.path) ?? 'trace';
  const { source, shop, zone } = followed;
  const generation = {
    source,
    shop,
    kind,
    path: view.path,
    zone,
    form: followed.form,
    followed: true,
    parent: null,
  };
  const identity = await compareWhole(view, { ...generation, id: firstLineId }, head.bytes, state);
  if (identity.is === 'lane') view.notice ??= emptyBeginning(head.bytes, identity.lane.generation);
  return identity;
}

async function beginning(
  view: View,
  maxLineBytes: number,
  atEnd: boolean,
): Promise<{ bytes: Buffer; firstLine: Buffer | null }> {
  let bytes: Buffer = Buffer.alloc(0);
  let line: Buffer | null = null;
  while (line === null && bytes.length < view.size) {
    const chunk = await view.file.read(bytes.length, Math.min(view.size, bytes.length + HEAD_BYTES));
    if (chunk.length === 0) break;
    bytes = Buffer.concat([bytes, chunk]);
    line = firstLine(bytes, maxLineBytes, false);
  }
  line ??= firstLine(bytes, maxLineBytes, atEnd);
  return { bytes: bytes.subarray(0, HEAD_BYTES), firstLine: line };
}

/** A generation that stands in the file, its last block where it should: the longest one. */
async function resumeKnown(
  view: View,
  firstLineId: string,
  state: FollowState,
): Promise<FileIdentity | null> {
  let best: Lane | null = null;
  for (const generation of state.known.beginningWith(firstLineId)) {
    const read = async (from: number, to: number): Promise<Buffer> => await view.file.read(from, to);
    const owned = { ...generation, path: view.path, followed: true };
    const lane = await resumeLane(owned, read, state.laneDependencies);
    if (lane === null || (best !== null && lane.offset <= best.offset)) continue;
    // An altered version ends as the original does.
    if (state.readers.has(generation.id) || (await isWholeAsStored(view, generation, state))) best = lane;
  }
  if (best === null) return null;
  const { id } = best.generation;
  const holder = state.readers.get(id);
  if (holder === undefined) return { is: 'lane', lane: best };
  if (view.live && !holder.live) return { is: 'taken-over', lane: best };
  return { is: 'done', copyOf: id };
}

function contentOf(view: View, state: FollowState): FileContent {
  const { readBytes } = state.dependencies.options;
  return {
    path: view.path,
    packing: 'plain',
    size: view.size,
    damage: null,
    chunks: (offset = 0) => view.file.chunks(offset, view.size, readBytes),
  };
}

/** Its end is what was stored; the blocks before it are looked at once a process, where that takes no time. */
async function isWholeAsStored(view: View, { id, parent }: Generation, state: FollowState): Promise<boolean> {
  if (parent === null && (view.size > MOST_CHECKED_BYTES || state.seenWhole.has(id))) return true;
  let before = '';
  for (const { start, length, mark, closed } of await state.dependencies.dataset.marks(id)) {
    if (!closed) break;
    const bytes = await view.file.read(start, start + length);
    if (bytes.length < length || markOf(before, bytes) !== mark) return false;
    before = mark;
  }
  return true;
}

async function compareWhole(
  view: View,
  generation: Generation,
  head: Buffer,
  state: FollowState,
): Promise<FileIdentity> {
  const { maxLineBytes } = state.dependencies.options;
  const content = contentOf(view, state);
  const match = await state.known.match(content, generation.id, maxLineBytes);
  if (match === null) return { is: 'lane', lane: Lane.begin(generation, state.laneDependencies) };
  const { relation, generation: other } = match.best;
  if (relation.kind === 'shorter') return { is: 'done', copyOf: other.id };
  // It changed between two looks: the next one tells.
  if (relation.kind !== 'differs') return { is: 'unclear' };
  const { kind, form } = generation;
  const { dependencies } = state;
  const reading: Reading = {
    file: { ...generation, path: view.path },
    content,
    dependencies,
    kind,
    form,
    head,
  };
  const altered = await findAltered(reading, match.best, generation.id);
  // Truncated while it was compared: what was seen is a mixture of two contents.
  if ((await view.file.size()) < view.size || !(await view.file.holds())) return { is: 'unclear' };
  if (altered === null) {
    const own = { ...generation, id: otherFileId(relation.mark), firstLine: generation.id };
    return { is: 'lane', lane: Lane.begin(own, state.laneDependencies) };
  }
  view.notice = altered.notice;
  const own = { ...altered.generation, followed: true };
  const screen = screenOf(reading, own, wholeKey, new Set(), altered.shared);
  return { is: 'lane', lane: Lane.begin(own, state.laneDependencies, screen) };
}
