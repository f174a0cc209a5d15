// F15: a file beyond 2 and 4 GB; its offsets are those of the file, live, after restarts, and after it was renamed.
import { closeSync, openSync, readSync, statSync, truncateSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { seeds, SEEDS_TIMEOUT_MS } from './seeds.js';
import { LIVE, nothingLost, Story } from './story.js';

/** Only in the long run: it reads the four gigabytes, most of them holes. */
const isLong = process.env['SHOPTRACE_FAULT_LARGE'] !== undefined;
if (!isLong) process.stderr.write('SKIPPED: files beyond 4 GB (SHOPTRACE_FAULT_LARGE=1 runs it)\n');

const GIGABYTE = 1024 ** 3;

/** A hole up to a little before `offset`, then records on both sides of it. */
function writeAcross(story: Story, offset: number): void {
  const hole = offset - 500 - story.random(2_000);
  truncateSync(story.at(LIVE), hole);
  const file = openSync(story.at(LIVE), 'r+');
  let text = '\n';
  for (const to = story.next + 60; story.next < to; story.next += 1) {
    text += story.lines(story.next);
    story.standing(LIVE).push(story.next);
  }
  writeSync(file, Buffer.from(text, 'latin1'), 0, undefined, hole);
  closeSync(file);
}

/** Events whose head does not stand in the file at the offset that they are stored with. */
async function misplaced(story: Story, name: string): Promise<string[]> {
  const file = openSync(story.at(name), 'r');
  const wrong: string[] = [];
  for (const { id } of await story.dataset.generations()) {
    const { events } = await story.dataset.eventsOfRange(id, 0, Number.MAX_SAFE_INTEGER, 10_000);
    for (const { event } of events) {
      const head = Buffer.alloc(200);
      const length = readSync(file, head, 0, head.length, event.offset);
      const serial = /serial (\d+)/.exec(event.message)?.[1];
      const stands = head.subarray(0, length).toString('latin1').split('\n')[0] ?? '';
      if (!stands.startsWith('-- 2019-') || /serial (\d+)/.exec(stands)?.[1] !== serial) wrong.push(event.id);
    }
  }
  closeSync(file);
  return wrong;
}

describe.skipIf(!isLong)('F15 a file beyond 4 GB', () => {
  it.each(seeds)(
    'seed %d: offsets are right, and stay so',
    async (seed) => {
      const story = await Story.begin(seed, {
        ingest: { readBytes: 8 * 1024 * 1024, batchBytes: 2 * 1024 * 1024 },
      });
      story.write();
      await story.pass(1_000);
      writeAcross(story, 2 * GIGABYTE);
      if (seed % 3 > 0) await story.look();
      await story.restart();
      writeAcross(story, 4 * GIGABYTE);
      await story.look();
      if (seed % 3 > 1) await story.restart();
      story.write();
      await story.pass(1_000);
      expect(statSync(story.at(LIVE)).size).toBeGreaterThan(4 * GIGABYTE);
      expect(await misplaced(story, LIVE)).toEqual([]);
      const old = story.rotate(false);
      story.write();
      await story.pass(3_000);
      const ledgers = await Promise.all(
        (await story.dataset.generations()).map(async ({ id }) => await story.dataset.ledger(id)),
      );
      expect(Math.max(...ledgers.map((ledger) => ledger?.bytes ?? 0))).toBe(statSync(story.at(old)).size);
      expect(await story.end()).toEqual(nothingLost);
    },
    SEEDS_TIMEOUT_MS,
  );
});
