// The files that one followed path stands for: itself and its rotated names beside it.
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface FamilyMember {
  readonly path: string;
  /** The followed path itself. */
  readonly live: boolean;
  /** `device:inode` */
  readonly key: string;
  readonly size: number;
  /** Changes with every write, not with a new name. */
  readonly signature: string;
  readonly modifiedAt: number;
}

interface Folder {
  readonly names: readonly string[];
  /** Changes whenever a name comes, goes or changes. */
  readonly signature: string;
  /** The folder had rested before its names were read: the same signature means the same names. */
  readonly settled: boolean;
}

interface CalmMember {
  readonly member: FamilyMember;
  /** Until then it is not looked at; of a steady clock. */
  readonly until: number;
}

/** A change within so long before the names were read may not show in the folder's time. */
const FOLDER_SETTLE_MS = 2_000;
const CALM_MS = 30_000;

/** Looks at folders, each once a poll, shared by all paths in it; their names are read again only when they changed. */
export class FolderScan {
  readonly #folders = new Map<string, Folder>();
  readonly #calm = new Map<string, CalmMember>();
  #looked = new Set<string>();
  #wall = 0;

  /** A new poll: folders may have changed. @param wall wall clock, UTC ms */
  begin(wall: number): void {
    this.#looked = new Set();
    this.#wall = wall;
  }

  /** The member needs no look for a while, unless its folder changes. */
  calm(member: FamilyMember, now: number): void {
    const known = this.#calm.get(member.path);
    if (known === undefined || known.until <= now)
      this.#calm.set(member.path, { member, until: now + CALM_MS });
  }

  /** All members are looked at again. */
  wake(): void {
    this.#calm.clear();
  }

  /**
   * `<name>` and `<name>[.-]*`; the oldest first, the followed path last.
   * @throws errors of the file system, other than a missing file
   */
  async family(path: string, now: number): Promise<FamilyMember[]> {
    const folder = dirname(path);
    const base = basename(path);
    const names = await this.#sortedNames(folder);
    const members: FamilyMember[] = [];
    for (let at = firstAtOrAfter(names, base); at < names.length; at += 1) {
      const name = names[at] ?? '';
      if (!name.startsWith(base)) break;
      const next = name[base.length];
      if (next !== undefined && next !== '.' && next !== '-') continue;
      const member = await this.#lookAt(join(folder, name), name === base, now);
      if (member !== null) members.push(member);
    }
    return members.toSorted(
      (a, b) => Number(a.live) - Number(b.live) || a.modifiedAt - b.modifiedAt || (a.path < b.path ? -1 : 1),
    );
  }

  /** Whether the same names still lead to the same files: if not, a file may have been missed between two names. */
  async isUnchanged(path: string, members: readonly FamilyMember[], now: number): Promise<boolean> {
    const folder = dirname(path);
    if ((await folderTime(folder)).signature === this.#folders.get(folder)?.signature) return true;
    this.#looked.delete(folder);
    const keys = new Map(members.map((member) => [member.path, member.key]));
    const again = await this.family(path, now);
    return again.length === members.length && again.every((member) => keys.get(member.path) === member.key);
  }

  async #lookAt(path: string, live: boolean, now: number): Promise<FamilyMember | null> {
    const calm = this.#calm.get(path);
    // A name may lead to another file within a time that the folder's cannot tell.
    const isSettled = this.#folders.get(dirname(path))?.settled === true;
    if (isSettled && calm !== undefined && calm.until > now) return calm.member;
    return await lookAt(path, live);
  }

  async #sortedNames(folder: string): Promise<readonly string[]> {
    const known = this.#folders.get(folder);
    if (known !== undefined && this.#looked.has(folder)) return known.names;
    const { signature, changedAt } = await folderTime(folder);
    this.#looked.add(folder);
    if (known !== undefined && known.settled && known.signature === signature) return known.names;
    if (known?.signature !== signature) this.#wakeFolder(folder);
    const settled = this.#wall - changedAt > FOLDER_SETTLE_MS;
    const names = (await readdir(folder)).toSorted((a, b) => (a < b ? -1 : 1));
    this.#folders.set(folder, { names, signature, settled });
    return names;
  }

  #wakeFolder(folder: string): void {
    for (const path of this.#calm.keys()) if (dirname(path) === folder) this.#calm.delete(path);
  }
}

async function folderTime(folder: string): Promise<{ signature: string; changedAt: number }> {
  const { mtimeNs, ino, dev } = await stat(folder, { bigint: true });
  return { signature: `${dev}:${ino} ${mtimeNs}`, changedAt: Number(mtimeNs / 1_000_000n) };
}

function firstAtOrAfter(names: readonly string[], wanted: string): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle] ?? '') < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function lookAt(path: string, live: boolean): Promise<FamilyMember | null> {
  try {
    const found = await stat(path, { bigint: true });
    if (!found.isFile()) return null;
    const { dev, ino, size, mtimeNs, mtimeMs } = found;
    return {
      path,
      live,
      key: `${dev}:${ino}`,
      size: Number(size),
      signature: `${size} ${mtimeNs}`,
      modifiedAt: Number(mtimeMs),
    };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Renamed or removed since the folder was read: the next look finds it. Others of the family may stay closed to us.
    if (code === 'ENOENT' || !live) return null;
    throw error;
  }
}
