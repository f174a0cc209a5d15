// A gzip file in a followed family: a rotated file that was read before it was packed, in part, or never.
import type { Generation } from '../model/block.js';
import { ShoptraceError } from '../model/errors.js';
import { closeGeneration, hidesRecord } from './close-generation.js';
import type { FileContent } from './file-content.js';
import type { FollowedPath } from './follow-settings.js';
import type { FollowState } from './follow-state.js';
import { generationId } from './generation-id.js';
import type { FileIdentity } from './identify-file.js';
import { readContent } from './read-once.js';
import { readBeginning } from './reading.js';

/** @throws gzip-damaged, with what stands before the damage stored */
export async function readPackedMember(
  content: FileContent,
  followed: FollowedPath,
  state: FollowState,
): Promise<FileIdentity> {
  const { options } = state.dependencies;
  const head = await readBeginning(content.path, content, options.maxLineBytes).catch(codeOf);
  if (head === null || typeof head === 'string') {
    if (content.damage !== null) throw content.damage;
    return { is: 'done', copyOf: null, ...(head === 'file-empty' ? { isEmpty: true } : {}) };
  }
  const match = await state.known.match(content, generationId(head.firstLine), options.maxLineBytes);
  const known = match?.best.relation.kind === 'differs' ? null : (match?.best.generation ?? null);
  if (known !== null && state.readers.has(known.id)) return { is: 'done', copyOf: known.id };
  if (known !== null && match?.best.relation.kind !== 'longer')
    return await settle(known, match?.best.relation.kind === 'equal', state);
  // Still being packed: what there is of it is looked at again when it changes.
  const report = await readContent({ ...followed, path: content.path }, content, {
    ...state.dependencies,
    countCopies: false,
    compareRecords: false,
  });
  const generation = { ...report.generation, path: content.path, followed: false };
  await state.dependencies.dataset.updateGeneration(generation);
  state.known.add(generation);
  state.onFound(report.generation.id);
  if (report.problem !== null) throw report.problem;
  return { is: 'done', copyOf: null };
}

const codeOf = (error: unknown): string | null => (error instanceof ShoptraceError ? error.code : null);

/** Everything in the file is stored. When it is all of its generation, nothing more will come. */
async function settle(known: Generation, whole: boolean, state: FollowState): Promise<FileIdentity> {
  if (!whole) return { is: 'done', copyOf: known.id };
  if (known.followed || (await hidesRecord(known, state.laneDependencies))) {
    await closeGeneration(known, 0, state.laneDependencies);
    state.known.add({ ...known, followed: false });
    state.onFound(known.id);
  }
  return { is: 'done', copyOf: null };
}
