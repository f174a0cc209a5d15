// What all followed paths share: which generation is read where, which files need no look, and what happens when a lane ends.
import type { Generation } from '../model/block.js';
import type { ShoptraceError } from '../model/errors.js';
import type { FollowDependencies } from './follow-settings.js';
import { KnownGenerations, storedEnd } from './known-generations.js';
import type { Lane } from './lane.js';
import type { LaneDependencies } from './lane-contract.js';
import type { OpenFile } from './open-file.js';
import { withNotices, type SourceNotice } from './source-notice.js';

/** A file with an open descriptor. */
export interface View {
  readonly file: OpenFile;
  /** The followed path that it belongs to. */
  readonly owner: string;
  path: string;
  live: boolean;
  lane: Lane | null;
  /** Size when last looked at. */
  size: number;
  /** Time of the last growth seen, of a steady clock. */
  grewAt: number;
  /** Signature under which everything in it is stored and shown; null while something is to do. */
  idleAs: string | null;
  /** That it begins as a reset leaves it, or is an altered version; null when it is neither, or once it is said. */
  notice: SourceNotice | null;
  /** What the file was when its descriptor was let go; null once it is known whether it still is. */
  slept: Sleeper | null;
}

/** A live file that is stored and shown whole, and has no descriptor until it changes. */
export interface Sleeper {
  readonly owner: string;
  readonly signature: string;
  readonly generation: string;
  readonly size: number;
}

/** A generation whose file does not hold it any more. */
export interface Loss {
  readonly generation: Generation;
  /** Bytes that are stored; null: the store could not be asked. */
  readonly storedEnd: number | null;
  /** Last size seen of the file while it held the generation. */
  readonly lastSize: number;
  readonly since: number;
  /** `replaced`: other content stands in the same file. */
  readonly how: 'replaced' | 'missing';
}

/** A file that was looked at and needs no look until it changes. */
interface Dormant {
  readonly signature: string;
  /** It is a copy of this generation, which is read elsewhere, or a shorter one. */
  readonly copyOf: string | null;
}

export class FollowState {
  readonly dependencies: FollowDependencies;
  readonly laneDependencies: LaneDependencies;
  readonly known: KnownGenerations;
  /** Wall clock at the beginning of the poll, UTC ms; everything else is timed by a steady clock. */
  wall = 0;
  /** By key of the file. */
  readonly views = new Map<string, View>();
  /** By generation. */
  readonly readers = new Map<string, View>();
  /** Generations that a file was compared with as a whole, or that began here. */
  readonly seenWhole = new Set<string>();
  readonly dormant = new Map<string, Dormant>();
  /** By key of the file. */
  readonly asleep = new Map<string, Sleeper>();
  readonly #problems = new Map<string, string>();
  onLost: (loss: Loss) => void = () => {};
  onFound: (generation: string) => void = () => {};
  /** Whether unread bytes of a source are being looked for. */
  isMissingBytes: (source: string) => boolean = () => false;
  /** A file holds the beginning of this generation, which is stored. */
  onCopySeen: (generation: string) => void = () => {};
  /** A rotated name of the source holds nothing yet, or a beginning: somebody is copying, or copied an empty file. */
  onCopyBegun: (source: string, now: number) => void = () => {};

  private constructor(dependencies: FollowDependencies, known: KnownGenerations) {
    this.dependencies = dependencies;
    this.laneDependencies = { ...dependencies, maxLineBytes: dependencies.options.maxLineBytes };
    this.known = known;
  }

  static async load(dependencies: FollowDependencies): Promise<FollowState> {
    return new FollowState(dependencies, await KnownGenerations.load(dependencies.dataset));
  }

  /** Tells what is wrong with a file, once; null: it is well again. */
  report(path: string, problem: ShoptraceError | null): void {
    if (this.#problems.get(path) === problem?.message) return;
    if (problem === null) this.#problems.delete(path);
    else this.#problems.set(path, problem.message);
    this.dependencies.onProblem?.(path, problem);
  }

  attach(view: View, lane: Lane): void {
    view.lane = lane;
    this.seenWhole.add(lane.generation.id);
    this.readers.set(lane.generation.id, view);
    this.known.add(lane.generation);
    this.onFound(lane.generation.id);
  }

  /** The file does not hold its generation any more. Copies of it are looked at again. */
  async lose(view: View, now: number): Promise<void> {
    const { lane } = view;
    if (lane === null) return;
    const { id } = lane.generation;
    const end = storedEnd(await this.dependencies.dataset.marks(id));
    this.release(view);
    const generation = this.known.get(id) ?? lane.generation;
    this.onLost({ generation, storedEnd: end, lastSize: view.size, since: now, how: 'replaced' });
  }

  /** The same for a generation whose file had no descriptor. */
  async loseSleeper({ generation: id, size }: Sleeper, now: number, how: Loss['how']): Promise<void> {
    const generation = this.known.get(id);
    if (generation === undefined || this.readers.has(id)) return;
    const end = storedEnd(await this.dependencies.dataset.marks(id));
    this.onLost({ generation, storedEnd: end, lastSize: size, since: now, how });
  }

  /** The generation that is read under this name now. */
  readAs(path: string): Generation | null {
    const view = [...this.views.values()].find((candidate) => candidate.path === path);
    if (view !== undefined) return view.lane?.generation ?? null;
    const sleeper = [...this.asleep.values()].find(({ owner }) => owner === path);
    return sleeper === undefined ? null : (this.known.get(sleeper.generation) ?? null);
  }

  /** A file has another name, or is no longer followed. Nothing is stored of it before its first batch. */
  async updateStored(generation: Generation): Promise<void> {
    const { dataset } = this.dependencies;
    this.known.add(generation);
    if ((await dataset.checkpoint(generation.id)) !== null) await dataset.updateGeneration(generation);
  }

  /** Keeps a notice with its generation, and tells it. */
  async say(notice: SourceNotice): Promise<void> {
    const known = this.known.get(notice.generation);
    if (known === undefined) return;
    const lane = this.readers.get(notice.generation)?.lane ?? null;
    lane?.notice(notice);
    const generation = lane?.generation ?? withNotices(known, [notice]);
    this.known.add(generation);
    await this.dependencies.dataset.updateGeneration(generation);
    this.dependencies.onNotice?.(notice);
  }

  /** Lets go of the descriptor of a live file that is stored and shown whole. */
  async sleep(view: View, signature: string): Promise<void> {
    const { lane, file, owner, size } = view;
    if (lane === null) return;
    const generation = lane.generation.id;
    this.views.delete(file.key);
    this.readers.delete(generation);
    view.lane = null;
    this.asleep.set(file.key, { owner, signature, generation, size });
    await file.close();
  }

  /** Ends a lane; whatever it holds unacknowledged is dropped. */
  release(view: View): void {
    if (view.lane === null) return;
    const { id } = view.lane.generation;
    this.readers.delete(id);
    view.lane = null;
    for (const [key, { copyOf }] of this.dormant) if (copyOf === id) this.dormant.delete(key);
  }

  /** Closes a file that needs no look until its signature changes. */
  async rest(view: View, signature: string, copyOf: string | null): Promise<void> {
    this.views.delete(view.file.key);
    this.release(view);
    this.dormant.set(view.file.key, { signature, copyOf });
    if (copyOf !== null) this.onCopySeen(copyOf);
    await view.file.close();
  }

  /** All lanes begin again from the store. Whatever their files do until then, they count as lost until they are found. */
  dropLanes(now: number): void {
    for (const view of this.views.values()) {
      if (view.lane === null) continue;
      const generation = this.known.get(view.lane.generation.id) ?? view.lane.generation;
      this.release(view);
      view.idleAs = null;
      this.onLost({ generation, storedEnd: null, lastSize: view.size, since: now, how: 'missing' });
    }
  }

  async close(): Promise<void> {
    const views = [...this.views.values()];
    this.views.clear();
    this.readers.clear();
    await Promise.all(views.map(async (view) => await view.file.close()));
  }
}
