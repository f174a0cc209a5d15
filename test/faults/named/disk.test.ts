// D1: the disk that holds the store is full, then has room again; a real file system where one may be mounted; in many seeds.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/stores/store.js';
import { openFaultDataset } from '../processes/fault-dataset.js';
import { always, everySeed, SEEDS_TIMEOUT_MS } from './seeds.js';
import { nothingLost, Story } from './story.js';

const MEGABYTE = 1024 * 1024;
const base = mkdtempSync(join(tmpdir(), 'shoptrace-disk-'));
const disk = join(base, 'disk');
mkdirSync(disk);
const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk]).status === 0;
if (!isMounted)
  process.stderr.write(
    'SKIPPED: no file system may be mounted here; the limit of the store stands for a full disk (state.test.ts)\n',
  );

afterAll(() => {
  if (isMounted) spawnSync('umount', ['-l', disk]);
  rmSync(base, { recursive: true, force: true });
});

describe.skipIf(!isMounted)('D1 a full disk', () => {
  it(
    'stops the reading and loses nothing; with room again it goes on by itself',
    async () => {
      expect(
        await everySeed(async (seed) => {
          let close = async (): Promise<void> => {};
          const data = join(disk, `data-${seed}`);
          const open = async (): Promise<Dataset> => {
            const opened = await openFaultDataset(data, 'write');
            close = opened.close;
            return opened.dataset;
          };
          const story = await Story.begin(seed, { open, close: async () => await close() });
          try {
            const ballast = join(disk, 'ballast');
            const free = (): number => statfsSync(disk).bavail * statfsSync(disk).bsize;
            story.write();
            await story.pass(1_000);
            const before = new Set(story.seen);
            // So much room that the store is full in the midst of what comes.
            const room = 64 * 1024 + story.random(2 * MEGABYTE);
            writeFileSync(ballast, Buffer.alloc(Math.max(0, free() - room)));
            for (let round = 0; round < 60 && !isFull(story); round += 1) {
              story.write(undefined, 1_500);
              if (story.random(5) === 0) story.rotate(false);
              await story.pass(250);
            }
            expect(isFull(story)).toBe(true);
            // A restart does not help, and does not hurt.
            if (story.random(2) === 0) await story.restart();
            await story.pass(2_000);
            expect(await story.dataset.count({})).toBeGreaterThanOrEqual(before.size - 1);
            rmSync(ballast);
            return await story.end();
          } finally {
            rmSync(data, { recursive: true, force: true });
          }
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS * 2,
  );
});

const isFull = (story: Story): boolean => story.problems.some(({ code }) => code === 'store-full');
