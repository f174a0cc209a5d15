// F6 to F8: files that look alike, compressed and damaged ones, links and second names; in many seeds.
import {
  appendFileSync,
  existsSync,
  linkSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Dataset } from '../../../src/stores/store.js';
import { always, everySeed, SEEDS_TIMEOUT_MS } from './seeds.js';
import { LIVE, nothingLost, Story } from './story.js';

class Killed extends Error {}

describe('F6 files that begin alike', () => {
  it.each([
    ['their first line', 1],
    ['their first kilobyte and more', 40],
  ])(
    '%s: both are read',
    async (_what, most) => {
      expect(
        await everySeed(async (seed) => {
          const names = ['a.log', 'b.log'];
          const story = await Story.begin(seed, { names });
          const shared = most === 1 ? 1 : 20 + story.random(most);
          story.write('a.log', shared);
          if (story.random(2) === 0) await story.look();
          story.copy('a.log', 'b.log');
          await story.sometimesLook();
          // More than the beginning: with less, one would be an altered version of the other.
          for (const name of story.random(2) === 0 ? names : names.toReversed())
            story.write(name, shared * 2 + 1 + story.random(400));
          await story.sometimesLook();
          if (story.random(2) === 0) await story.restart();
          for (const name of names) story.write(name);
          const { doubled, ...rest } = await story.end();
          const begins = Array.from({ length: shared }, (_, serial) => serial);
          expect(begins).toEqual(expect.arrayContaining(doubled as number[]));
          return { ...rest, doubled: [] };
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );

  it(
    'shorter than any fingerprint: read when they have grown, or as they are',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const names = Array.from({ length: 2 + story0(seed) }, (_, n) => `shop-${n}.log`);
          const story = await Story.begin(seed, { names });
          for (const name of names) {
            const line = story.lines(story.next);
            const cut = 1 + story.random(line.length - 1);
            appendFileSync(story.at(name), line.slice(0, cut), 'latin1');
            await story.sometimesLook();
            if (story.random(3) === 0) await story.restart();
            appendFileSync(story.at(name), line.slice(cut), 'latin1');
            story.standing(name).push(story.next);
            story.next += 1;
          }
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );
});

const story0 = (seed: number): number => seed % 5;

describe('F7 compression', () => {
  it(
    'of a file that was read in part, with a kill in its midst: goes on in the packed one',
    async () => {
      expect(
        await everySeed(async (seed) => {
          let left = 0;
          const wrap = (dataset: Dataset): Dataset => ({
            ...dataset,
            info: dataset.info,
            append: async (batch) => {
              left -= 1;
              if (left === 0) throw new Killed();
              return await dataset.append(batch);
            },
          });
          const ingest = { batchBytes: 20_000, readBytes: 9_000 };
          const story = await Story.begin(seed, { wrap, ingest });
          story.write(LIVE, 1_000 + story.random(1_500));
          left = 1 + story.random(4);
          await expect(story.follower.poll()).rejects.toThrow(Killed);
          await story.restart();
          const old = story.rotate(false);
          story.gzip(old);
          if (story.random(2) === 0) story.write();
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );

  it(
    'into several members, in pieces that are looked at: each line once',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed);
          story.write(LIVE, 200 + story.random(1_200));
          if (story.random(2) === 0) await story.pass(1_000);
          if (story.random(2) === 0) await story.restart();
          const packed = membersOf(readFileSync(story.at(LIVE)), story.random);
          const standing = [...story.standing(LIVE)];
          for (let at = 0; at < packed.length;) {
            const end = Math.min(packed.length, at + 1 + story.random(packed.length));
            appendFileSync(story.at(`${LIVE}.1.gz`), packed.subarray(at, end));
            at = end;
            await story.sometimesLook();
          }
          unlinkSync(story.at(LIVE));
          story.files.set(LIVE, []);
          story.files.set(`${LIVE}.1.gz`, standing);
          if (story.random(2) === 0) story.write();
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );

  it.each(['header', 'data', 'footer'] as const)(
    'damaged in its %s: said, the good part is stored once, all of it when it is whole',
    async (where) => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed);
          let text = '';
          const all: number[] = [];
          for (const to = 400 + story.random(800); story.next < to; story.next += 1) {
            text += story.lines(story.next);
            all.push(story.next);
          }
          const whole = gzipSync(Buffer.from(text, 'latin1'));
          const name = `${LIVE}.1.gz`;
          writeFileSync(story.at(name), damaged(whole, where, story.random));
          for (const serial of all) story.maybe.add(serial);
          story.write();
          await story.pass(5_000);
          if (story.random(2) === 0) await story.restart();
          await story.pass(5_000);
          expect(story.problems.map(({ code }) => code)).toContain('gzip-damaged');
          const found = await story.dataset.count({});
          expect(found).toBeLessThanOrEqual(all.length + story.standing(LIVE).length);
          writeFileSync(story.at(name), whole);
          story.files.set(name, all);
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );
});

function membersOf(bytes: Buffer, random: Story['random']): Buffer {
  const members: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + 1 + random(bytes.length));
    members.push(gzipSync(bytes.subarray(at, end)));
    at = end;
  }
  return Buffer.concat(members);
}

function damaged(whole: Buffer, where: 'header' | 'data' | 'footer', random: Story['random']): Buffer {
  const bytes = Buffer.from(whole);
  const flip = (at: number): void => void (bytes[at] = (bytes[at] ?? 0) ^ (1 + random(255)));
  // The method of the header; the checksum of the footer.
  if (where === 'header') flip(2);
  else if (where === 'footer') flip(bytes.length - 5 - random(4));
  else return bytes.subarray(0, 60 + random(bytes.length - 100));
  return bytes;
}

describe('F8 links and second names', () => {
  it(
    'of one file, symbolic and hard: read once',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const names = [LIVE, 'symbolic.log', 'hard.log'];
          const story = await Story.begin(seed, {
            names: story0(seed) % 2 === 0 ? names : names.toReversed(),
          });
          story.write();
          await story.sometimesLook();
          symlinkSync(story.at(LIVE), story.at('symbolic.log'));
          linkSync(story.at(LIVE), story.at('hard.log'));
          for (let round = 2 + story.random(3); round > 0; round -= 1) {
            story.write();
            await story.sometimesLook();
            if (story.random(3) === 0) await story.restart();
          }
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );

  it(
    'turned to other files, live and while nothing follows: each file once',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed, { names: ['current'] });
          for (let round = 0; round < 4; round += 1) {
            const name = `day-${round}.log`;
            story.write(name);
            if (existsSync(story.at('current'))) unlinkSync(story.at('current'));
            symlinkSync(story.at(name), story.at('current'));
            if (story.random(3) === 0) await story.restart();
            await story.pass(1_000 + story.random(3_000));
            story.write(name);
            await story.pass(500);
          }
          const { alarms: _alarms, ...rest } = await story.end();
          return { ...rest, alarms: [] };
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );

  it(
    'in a loop: said, the others are read',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed, { names: ['loop.log', LIVE] });
          symlinkSync(story.at('loop.log'), story.at('loop.log'));
          story.write();
          await story.sometimesLook();
          story.write();
          await story.pass(1_000);
          expect(story.problems.length).toBeGreaterThan(0);
          unlinkSync(story.at('loop.log'));
          story.write('loop.log');
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );
});
