// Opening a file of a followed family, and reading what is new in it: nothing is kept that the file does not still hold.
import type { FamilyMember } from './family.js';
import type { FollowState, View } from './follow-state.js';
import type { Lane } from './lane.js';
import { OpenFile } from './open-file.js';

/** @param owner the followed path. @returns null when the name leads to another file, or to none, meanwhile */
export async function openView(
  member: FamilyMember,
  owner: string,
  state: FollowState,
  now: number,
): Promise<View | null> {
  const file = await openUnder(member.path);
  if (file?.key !== member.key) {
    await file?.close();
    return null;
  }
  const { path, live, size } = member;
  const slept = state.asleep.get(member.key) ?? null;
  const view: View = {
    file,
    owner,
    path,
    live,
    lane: null,
    size,
    grewAt: now,
    idleAs: null,
    notice: null,
    slept,
  };
  state.asleep.delete(member.key);
  state.dormant.delete(member.key);
  state.views.set(file.key, view);
  return view;
}

async function openUnder(path: string): Promise<OpenFile | null> {
  try {
    return await OpenFile.open(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Reads and stores up to `target`. @returns false when the file does not hold any more what was read of it */
export async function readUpTo(
  target: number,
  view: View,
  lane: Lane,
  state: FollowState,
  now: number,
): Promise<boolean> {
  const { readBytes, batchBytes } = state.dependencies.options;
  while (lane.position < target) {
    const chunk = await view.file.read(lane.position, Math.min(target, lane.position + readBytes));
    if (chunk.length === 0) break;
    view.file.advance(chunk);
    lane.take(chunk);
    if (lane.heldBytes >= batchBytes && !(await commit(view, lane, state, now))) return false;
  }
  return await commit(view, lane, state, now);
}

/** What was read is only true if the file still holds it afterwards. */
async function commit(view: View, lane: Lane, state: FollowState, now: number): Promise<boolean> {
  if (!(await view.file.holds())) {
    await state.lose(view, now);
    return false;
  }
  if (view.notice !== null) lane.notice(view.notice);
  await lane.commit();
  sayNotice(view, lane, state);
  return true;
}

/** Once it is stored; a reset once a record is, which the finding is dated by. */
export function sayNotice(view: View, lane: Lane, state: FollowState): void {
  const { notice } = view;
  if (notice === null || lane.changed) return;
  if (notice.rule === 'trace-reset' && lane.ledger.from === null) return;
  view.notice = null;
  state.known.add(lane.generation);
  state.dependencies.onNotice?.(notice);
}
