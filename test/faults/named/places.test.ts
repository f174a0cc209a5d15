// F14 and F16: folders that go away and come back, rights that are taken and given, very many files; in many seeds.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { always, everySeed, seeds, SEEDS_TIMEOUT_MS } from './seeds.js';
import { descriptorsBelow, LIVE, nothingLost, Story } from './story.js';

const NOBODY = 65_534;
const isRoot = process.geteuid?.() === 0;

/** Without the rights that root has whatever the files say. */
async function withoutRights<T>(story: Story, work: () => Promise<T>): Promise<T> {
  if (!isRoot) return await work();
  chownSync(dirname(story.scene.folder), NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('F14 a file', () => {
  it(
    'whose permission is removed and restored: it waits, says so, and goes on',
    async () => {
      expect(
        await everySeed(async (seed) => {
          // In memory: the store is not what loses its rights.
          const story = await Story.begin(seed * 2 + 1);
          story.write();
          await story.sometimesLook();
          if (story.random(2) === 0) await story.restart();
          chmodSync(story.at(LIVE), 0o000);
          story.write();
          const standing = new Set(story.standing(LIVE));
          const seenBefore = new Set(story.seen);
          await withoutRights(story, async () => await story.pass(2_000 + story.random(40_000)));
          // What an open descriptor could read is read; the rest is not expected yet.
          for (const serial of standing) if (!seenBefore.has(serial)) story.seen.delete(serial);
          await withoutRights(story, async () => {
            await story.restart();
            await story.pass(2_000);
          });
          expect(story.problems.map(({ code }) => code)).toContain('path-unreadable');
          chmodSync(story.at(LIVE), 0o644);
          await story.sometimesLook();
          story.write();
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );
});

const canMount = isRoot && mounts();

function mounts(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-mount-'));
  const done = spawnSync('mount', ['--bind', tmpdir(), folder]).status === 0;
  if (done) spawnSync('umount', ['-l', folder]);
  rmdirSync(folder);
  return done;
}

if (!canMount)
  process.stderr.write('F14: this machine does not let us mount: the folder is renamed instead\n');

/** A folder that is taken away and given back, as a mount where that is allowed. */
class Mounted {
  readonly #source: string;
  constructor(readonly folder: string) {
    this.#source = `${folder}-elsewhere`;
    if (!canMount) return;
    mkdirSync(this.#source);
    this.mount();
  }
  mount(): void {
    if (canMount) this.#run('mount', '--bind', this.#source, this.folder);
    else renameSync(this.#source, this.folder);
  }
  unmount(): void {
    if (canMount) this.#run('umount', '-l', this.folder);
    else renameSync(this.folder, this.#source);
  }
  /** Nothing is mounted any more. */
  end(): void {
    if (canMount && existsSync(this.folder)) spawnSync('umount', ['-l', this.folder]);
  }
  /** What stands in the file meanwhile. */
  write(name: string, text: string): void {
    appendFileSync(join(this.#source, name), text, 'latin1');
  }
  #run(...words: string[]): void {
    const [command = '', ...args] = words;
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
}

describe('F14 a folder', () => {
  it(
    'that is unmounted and comes back: it waits, and goes on',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed);
          const mounted = new Mounted(story.scene.folder);
          try {
            for (let round = 1 + story.random(3); round > 0; round -= 1) {
              story.write();
              await story.pass(1_000);
              mounted.unmount();
              if (story.random(2) === 0) await story.restart();
              await story.pass(story.random(3) * 6_000);
              const late = story.lines(story.next);
              mounted.write(LIVE, late);
              const serial = story.next;
              story.next += 1;
              await story.pass(500);
              mounted.mount();
              story.standing(LIVE).push(serial);
              await story.sometimesLook();
            }
            return await story.end(() => mounted.end());
          } finally {
            mounted.end();
          }
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );
});

describe('F16 very many files', () => {
  it(
    'all rotated within a second: all read, few descriptors',
    async () => {
      const count = seeds.length >= 20 ? 1_000 : 200;
      expect(
        await everySeed(async (seed) => {
          const names = Array.from({ length: count }, (_, n) => `shop-${n}.log`);
          const openFiles = 1 + (seed % 30);
          const story = await Story.begin(seed, { names, ingest: { openFiles } });
          for (const name of names) story.write(name, 1);
          await story.pass(1_000);
          for (const name of names) story.write(name, 1);
          if (story.random(2) === 0) await story.restart();
          for (const name of names) {
            story.rotate(false, name);
            if (story.random(2) === 0) story.write(name, 1);
          }
          await story.look();
          await story.pass(35_000);
          expect(descriptorsBelow(story.scene.folder)).toBeLessThanOrEqual(openFiles);
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS * 2,
  );
});
