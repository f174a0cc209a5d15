// Follows one path and its rotated names: finds out what each file is, reads what is new, and lets go of what is done.
import type { ShoptraceError } from '../model/errors.js';
import type { FamilyMember, FolderScan } from './family.js';
import { unseen, type FollowedPath, type PathStatus } from './follow-settings.js';
import type { FollowState, View } from './follow-state.js';
import { fileFault } from './file-content.js';
import { identifyFile, type FileIdentity } from './identify-file.js';
import { Lane } from './lane.js';
import { openView, readUpTo, sayNotice } from './read-view.js';

/** So that one busy file does not keep the others waiting. */
const MOST_BYTES_A_LOOK = 16 * 1024 * 1024;

export class FamilyFollower {
  readonly followed: FollowedPath;
  readonly #state: FollowState;
  #status: PathStatus;
  /** When the live file was last written to, UTC ms; 0 when there is none. */
  #changedAt = 0;
  /** Whether its files may keep their descriptors while nothing happens. */
  staysOpen = true;
  /** One of its files holds bytes that are not stored and shown, as far as the last look saw. */
  #isBehind = false;
  /** Of the last look: the live file holds nothing that is not stored and shown. */
  #liveIsDone = false;
  #isAbsent = false;
  /** Of the last look: no file was renamed, made or removed beside it. */
  sawWhole = false;
  /** Keys of its files at the last look; null before the first. */
  #before: ReadonlySet<string> | null = null;
  /** Keys of those that were not there then. */
  #fresh: ReadonlySet<string> = new Set();
  /** Keys of its files that are asleep. */
  readonly #sleeping = new Set<string>();

  constructor(followed: FollowedPath, state: FollowState) {
    this.followed = followed;
    this.#state = state;
    this.#status = unseen(followed);
  }

  status(): PathStatus {
    return this.#status;
  }

  /** There is no file, and nothing of one is left to read. */
  get isAbsent(): boolean {
    return this.#isAbsent;
  }

  get changedAt(): number {
    return this.#changedAt;
  }

  problem(problem: ShoptraceError | null): void {
    if (problem !== this.#status.problem) this.#status = { ...this.#status, problem };
    this.#state.report(this.followed.path, problem);
  }

  /** @returns whether more can be read at once */
  async look(scan: FolderScan, now: number): Promise<boolean> {
    this.sawWhole = false;
    const members = await scan.family(this.followed.path, now);
    const live = members.find((member) => member.live);
    if (live === undefined) this.problem(null);
    this.#changedAt = live?.modifiedAt ?? 0;
    const keys = new Set(members.map(({ key }) => key));
    this.#fresh =
      this.#before === null ? new Set() : new Set([...keys].filter((key) => !this.#before?.has(key)));
    this.#before = keys;
    this.#isBehind = false;
    this.#liveIsDone = false;
    let more = false;
    for (const view of this.#ownViews())
      if (!keys.has(view.file.key)) {
        view.live = false;
        more = (await this.#step(view, now)) || more;
      }
    await this.#missSleepers(keys, now);
    for (const member of members) {
      more = (await this.#tryVisit(member, now)) || more;
      if (!member.live && this.#isDormant(member)) scan.calm(member, now);
    }
    this.sawWhole = await scan.isUnchanged(this.followed.path, members, now);
    this.#conclude(members.length === 0, more, now);
    return more;
  }

  /** It speaks up to now when it saw all its files, and none, and no copy that is looked for, holds anything unread. */
  #conclude(isEmpty: boolean, more: boolean, now: number): void {
    const isBehind =
      more || !this.sawWhole || this.#isBehind || this.#state.isMissingBytes(this.followed.source);
    this.#isAbsent = isEmpty && !isBehind && this.#ownViews().length === 0;
    if (this.#liveIsDone && !isBehind) this.#status = { ...this.#status, upToDateAt: now };
  }

  /** Files that were deleted, or moved elsewhere, while they had no descriptor. */
  async #missSleepers(keys: ReadonlySet<string>, now: number): Promise<void> {
    for (const key of this.#sleeping) {
      if (keys.has(key)) continue;
      const sleeper = this.#state.asleep.get(key);
      if (sleeper !== undefined) await this.#state.loseSleeper(sleeper, now, 'missing');
      this.#sleeping.delete(key);
      this.#state.asleep.delete(key);
    }
  }

  #ownViews(): View[] {
    return [...this.#state.views.values()].filter(({ owner }) => owner === this.followed.path);
  }

  #say(member: FamilyMember, problem: ShoptraceError | null): void {
    if (member.live) this.problem(problem);
    else this.#state.report(member.path, problem);
  }

  /** What is wrong with one file does not keep the others waiting. */
  async #tryVisit(member: FamilyMember, now: number): Promise<boolean> {
    // What was wrong with a file that is not looked at is still wrong.
    const rests = this.#isDormant(member) && !this.#state.views.has(member.key);
    try {
      const more = await this.#visit(member, now);
      if (!rests) this.#say(member, null);
      return more;
    } catch (error) {
      const problem = fileFault(member.path, error);
      if (problem === null) throw error;
      const view = this.#state.views.get(member.key);
      const mayHeal = problem.code === 'path-unreadable' || problem.code === 'path-missing';
      if (view !== undefined && !mayHeal) await this.#state.rest(view, member.signature, null);
      this.#say(member, problem);
      return false;
    }
  }

  async #visit(member: FamilyMember, now: number): Promise<boolean> {
    const known = this.#state.views.get(member.key);
    if (known === undefined && this.#isDormant(member)) {
      if (member.live) this.#standsAt(member.size);
      return false;
    }
    const sleeper = this.#state.asleep.get(member.key) ?? null;
    if (sleeper !== null && sleeper.owner !== this.followed.path) return false;
    const sleepsOn = sleeper !== null && member.live && sleeper.signature === member.signature;
    if (sleepsOn || (known !== undefined && this.#isIdle(known, member))) {
      this.#standsAt(member.size);
      return false;
    }
    const view = known ?? (await this.#open(member, now));
    if (view === null) return true;
    if (view.owner !== this.followed.path) return false;
    await this.#rename(view, member);
    return await this.#step(view, now);
  }

  #isDormant({ key, signature }: FamilyMember): boolean {
    return this.#state.dormant.get(key)?.signature === signature;
  }

  /** Nothing was written since everything in it was stored and shown. */
  #isIdle(view: View, member: FamilyMember): boolean {
    const isSame = view.path === member.path && view.live && member.live;
    return isSame && view.idleAs === member.signature && this.staysOpen;
  }

  /** @returns null when the name leads to another file, or to none, meanwhile */
  async #open(member: FamilyMember, now: number): Promise<View | null> {
    const view = await openView(member, this.followed.path, this.#state, now);
    if (view !== null) this.#sleeping.delete(member.key);
    return view;
  }

  async #rename(view: View, member: FamilyMember): Promise<void> {
    view.live = member.live;
    if (view.path === member.path) return;
    view.path = member.path;
    if (view.lane === null) return;
    const generation = view.lane.rename(member.path, true);
    await this.#state.updateStored(generation);
  }

  async #step(view: View, now: number): Promise<boolean> {
    const state = this.#state;
    view.idleAs = null;
    // Before anything is read: what is written from now on changes it.
    const signature = await view.file.signature();
    if (view.lane !== null && !(await view.file.holds())) await state.lose(view, now);
    const size = await view.file.size();
    if (size !== view.size) view.grewAt = now;
    view.size = size;
    if (view.lane === null && !(await this.#identify(view, now))) return false;
    const { lane } = view;
    if (lane === null) return true;
    if (lane.position < size) {
      const more = await this.#read(view, lane, now);
      if (more || this.staysOpen || view.lane === null) return more;
    }
    await this.#whenQuiet(view, lane, signature, now);
    return false;
  }

  /** @returns whether the view has a lane now, or must be looked at again at once */
  async #identify(view: View, now: number): Promise<boolean> {
    const quiet = now - view.grewAt >= this.#state.dependencies.options.lingerMs;
    const signature = await view.file.signature();
    const identity = await identifyFile(view, this.followed, this.#state, !view.live && quiet);
    if (view.slept !== null) {
      const { slept } = view;
      if (identity.is !== 'lane' || identity.lane.generation.id !== slept.generation)
        await this.#state.loseSleeper(slept, now, 'replaced');
      view.slept = null;
    }
    return await this.#settleIdentity(view, identity, { signature, quiet, now });
  }

  async #settleIdentity(
    view: View,
    identity: FileIdentity,
    { signature, quiet, now }: { readonly signature: string; readonly quiet: boolean; readonly now: number },
  ): Promise<boolean> {
    const state = this.#state;
    switch (identity.is) {
      case 'taken-over': {
        const { id } = identity.lane.generation;
        const holder = state.readers.get(id);
        if (holder !== undefined) await state.rest(holder, await holder.file.signature(), id);
        await this.#attach(view, identity.lane);
        return true;
      }
      case 'lane':
        await this.#attach(view, identity.lane);
        return true;
      case 'done':
        if (identity.isEmpty === true) this.#seeCopy(view, now);
        await state.rest(view, signature, identity.copyOf);
        break;
      case 'unclear':
        // An empty or half-written beginning: kept open while it is the live file or young.
        if (!view.live) this.#seeCopy(view, now);
        if (view.live ? !this.staysOpen : quiet) await state.rest(view, signature, null);
        else if (!view.live && view.size > 0) this.#isBehind = true;
        break;
    }
    if (view.live) this.#standsAt(view.size);
    return false;
  }

  /** It holds nothing yet: a copy, where it was made since the last look. */
  #seeCopy({ file: { key } }: View, now: number): void {
    if (this.#fresh.has(key)) this.#state.onCopyBegun(this.followed.source, now);
  }

  async #attach(view: View, lane: Lane): Promise<void> {
    await view.file.anchor(lane.position);
    this.#state.attach(view, lane);
  }

  async #read(view: View, lane: Lane, now: number): Promise<boolean> {
    const target = Math.min(view.size, lane.position + MOST_BYTES_A_LOOK);
    view.grewAt = now;
    if (!(await readUpTo(target, view, lane, this.#state, now))) return true;
    this.#progress(view, lane);
    return target < view.size;
  }

  async #whenQuiet(view: View, lane: Lane, signature: string, now: number): Promise<void> {
    const { quietMs, lingerMs } = this.#state.dependencies.options;
    const quietFor = now - view.grewAt;
    if (!view.live && quietFor >= lingerMs) {
      const generation = lane.rename(view.path, false);
      await lane.finish(null);
      await this.#state.updateStored(generation);
      await this.#state.rest(view, signature, null);
      return;
    }
    const showNow = view.live && !this.staysOpen;
    if (quietFor >= quietMs || showNow) await lane.commitProvisional();
    sayNotice(view, lane, this.#state);
    this.#progress(view, lane);
    if (!view.live) return;
    if (lane.changed || (quietFor < quietMs && !showNow)) return;
    if (this.staysOpen) view.idleAs = signature;
    else {
      this.#sleeping.add(view.file.key);
      await this.#state.sleep(view, signature);
    }
  }

  #progress(view: View, lane: Lane): void {
    const now = this.#state.wall;
    const hidden = lane.hiddenRecordTime;
    const { settleMs } = this.#state.dependencies.options;
    const done =
      lane.position === view.size && !lane.changed && (hidden === null || hidden >= now - settleMs);
    if (!done) this.#isBehind = true;
    if (!view.live) return;
    this.#liveIsDone = done;
    const { generation, position } = lane;
    this.#status = { ...this.#status, generation: generation.id, size: view.size, position };
  }

  /** The live file holds nothing that is not stored. */
  #standsAt(size: number): void {
    this.#status = { ...this.#status, size, position: size };
    this.#liveIsDone = true;
  }
}
