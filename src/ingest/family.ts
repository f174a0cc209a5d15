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

/** One look at each folder, shared by all paths in it. */
export class FolderScan {
  readonly #names = new Map<string, readonly string[]>();

  /**
   * `<name>` and `<name>[.-]*`; the oldest first, the followed path last.
   * @throws errors of the file system, other than a missing file
   */
  async family(path: string): Promise<FamilyMember[]> {
    const folder = dirname(path);
    const base = basename(path);
    const names = await this.#sortedNames(folder);
    const members: FamilyMember[] = [];
    for (let at = firstAtOrAfter(names, base); at < names.length; at += 1) {
      const name = names[at] ?? '';
      if (!name.startsWith(base)) break;
      const next = name[base.length];
      if (next !== undefined && next !== '.' && next !== '-') continue;
      const member = await lookAt(join(folder, name), name === base);
      if (member !== null) members.push(member);
    }
    return members.toSorted(
      (a, b) => Number(a.live) - Number(b.live) || a.modifiedAt - b.modifiedAt || (a.path < b.path ? -1 : 1),
    );
  }

  async #sortedNames(folder: string): Promise<readonly string[]> {
    const known = this.#names.get(folder);
    if (known !== undefined) return known;
    const names = (await readdir(folder)).toSorted((a, b) => (a < b ? -1 : 1));
    this.#names.set(folder, names);
    return names;
  }
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
