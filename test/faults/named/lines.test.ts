// F9 to F13: unfinished, torn, interleaved, endless and strange lines, read in pieces of any size; in many seeds.
import { appendFileSync, closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { record } from '../../ingest/scene.js';
import { always, everySeed, SEEDS_TIMEOUT_MS } from './seeds.js';
import { LIVE, nothingLost, Story } from './story.js';

/** Bytes of a file that are not stored as they are: the first place, or the lengths; null when all are. */
async function difference(story: Story, name = LIVE): Promise<string | null> {
  const file = readFileSync(story.at(name));
  const generation = (await story.dataset.generations()).find(({ path }) => path === story.at(name));
  const stored = Buffer.from(await story.dataset.rawBytes(generation?.id ?? '', 0, file.length));
  if (stored.equals(file)) return null;
  const place = file.findIndex((byte, at) => byte !== stored[at]);
  const around = (bytes: Buffer): string =>
    JSON.stringify(bytes.subarray(Math.max(0, place - 20), place + 60).toString('latin1'));
  return `${place < 0 ? 'lengths' : `byte ${place}`}: ${file.length} in the file, ${stored.length} stored; ${around(file)} is ${around(stored)}`;
}

const append = (story: Story, text: string): void => appendFileSync(story.at(LIVE), text, 'latin1');

describe('F9 a last line without end', () => {
  it.each(['completed later', 'never completed'])(
    '%s, with pauses and restarts in it: one record',
    async (how) => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed);
          for (let round = 2 + story.random(4); round > 0; round -= 1) {
            const line = record(story.next, 'with more behind it '.repeat(story.random(8)));
            for (let at = 0; at < line.length;) {
              const end = Math.min(line.length, at + 1 + story.random(line.length));
              append(story, line.slice(at, end));
              at = end;
              await story.sometimesLook();
              if (story.random(3) === 0) await story.restart();
            }
            story.standing(LIVE).push(story.next);
            story.next += 1;
            await story.pass(story.random(3) * 750);
            if (how === 'completed later' || round > 1) append(story, '\n');
            if (story.random(2) === 0) await story.restart();
          }
          // Moved away, it will not be completed: it is final, and still one.
          if (story.random(2) === 0) story.rotate(false);
          const [file = LIVE] = story.files.keys();
          await story.pass(5_000);
          expect(await difference(story, file)).toBeNull();
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );
});

describe('F10 records of two writers', () => {
  it(
    'torn at any byte: every byte is kept, whole lines are records',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed);
          story.write(LIVE, 1);
          const queues = [0, 1].map(() => {
            let text = '';
            for (const to = story.next + 20 + story.random(60); story.next < to; story.next += 1)
              text += `${record(story.next, 'x'.repeat(story.random(60)))}\n`;
            return text;
          });
          while (queues.some((text) => text !== '')) {
            const place = story.random(2);
            const text = queues[place] ?? '';
            // Mostly whole lines, now and then only a piece.
            const end = story.random(4) === 0 ? 1 + story.random(60) : text.indexOf('\n') + 1;
            append(story, text.slice(0, end));
            queues[place] = text.slice(end);
            if (story.random(20) === 0) await story.sometimesLook();
          }
          const whole = readFileSync(story.at(LIVE), 'latin1').matchAll(
            /^-- 2019-3-01 \d\d:\d\d:\d\d \d{3} -- {2}\[[^\]\n]+\] serial (\d+)(?= x*$|$)/gm,
          );
          for (const [, serial] of whole)
            if (!story.standing(LIVE).includes(Number(serial))) story.standing(LIVE).push(Number(serial));
          for (let serial = 0; serial < story.next; serial += 1) story.maybe.add(serial);
          await story.pass(2_000);
          expect(await difference(story)).toBeNull();
          // Torn digits may repeat or swap numbers; that they are told apart by offset is what ids are for.
          return { ...(await story.end()), doubled: [], unordered: [], invented: [] };
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );

  it(
    'interleaved: requests are told apart by their counters',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed);
          const ids = ['TU90QMLVYXD5UMZYUQ==', 'TU8WCDJKS0LJCWZZTQ==', 'TU8CQMLVYXD5UMZYUQ=='];
          const left = ids.map(() => 3 + story.random(12));
          const counters = ids.map(() => 0);
          for (let ms = 0; left.some((count) => count > 0); ms += 1 + story.random(40)) {
            const place = story.random(ids.length);
            if (left[place] === 0) continue;
            left[place] = (left[place] ?? 0) - 1;
            counters[place] = (counters[place] ?? 0) + 1;
            const clock = new Date(Date.UTC(2025, 0, 1) + ms).toISOString();
            const message = `Bill.recalculate : Bill recalculated to final amount : ${story.next}`;
            append(
              story,
              `-- 2025-1-01 ${clock.slice(11, 19)} ${clock.slice(20, 23)} -${counters[place]}-  [${ids[place]}] ${message}\n`,
            );
            story.next += 1;
            if (story.random(6) === 0) await story.sometimesLook();
            if (story.random(30) === 0) await story.restart();
          }
          await story.pass(2_000);
          const [generation] = await story.dataset.generations();
          const { events } = await story.dataset.eventsOfRange(generation?.id ?? '', 0, 1e9, 1_000);
          const requests = ids.map(
            (id) => new Set(events.flatMap(({ event }) => (event.transaction === id ? [event.request] : []))),
          );
          expect(requests.map(({ size }) => size)).toEqual(ids.map(() => 1));
          expect(new Set(requests.flatMap((own) => [...own])).size).toBe(ids.length);
          expect(events).toHaveLength(story.next);
          expect(await difference(story)).toBeNull();
          const { leftOpen, broken, alarms } = await story.end();
          return { leftOpen, broken, alarms };
        }),
      ).toEqual(always({ leftOpen: 0, broken: [], alarms: [] }));
    },
    SEEDS_TIMEOUT_MS,
  );
});

describe('F11 lines of megabytes', () => {
  it(
    'keep their beginning, are counted and flagged; the next line is intact',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed, { ingest: { readBytes: 100_000, batchBytes: 300_000 } });
          story.write();
          let endless = 0;
          for (let round = 1 + story.random(3); round > 0; round -= 1) {
            const bytes = 1024 * 1024 + 1 + story.random(4_000_000);
            endless += bytes;
            const head = record(story.next, '');
            story.standing(LIVE).push(story.next);
            story.next += 1;
            for (let at = 0; at < bytes; at += 1_000_000) {
              append(story, `${at === 0 ? `${head} ` : ''}${'x'.repeat(Math.min(1_000_000, bytes - at))}`);
              if (story.random(3) === 0) await story.sometimesLook();
              if (story.random(8) === 0) await story.restart();
            }
            append(story, '\n');
            story.write();
          }
          await story.pass(2_000);
          const [generation] = await story.dataset.generations();
          const ledger = await story.dataset.ledger(generation?.id ?? '');
          expect(ledger?.truncatedBytes).toBeGreaterThan(0);
          expect(ledger?.truncatedBytes).toBeLessThan(endless);
          expect(ledger?.bytes).toBe(readFileSync(story.at(LIVE)).length);
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );

  it(
    'and of a hundred of them need no memory for it',
    async () => {
      const story = await Story.begin(1, { ingest: { readBytes: 512 * 1024, batchBytes: 2 * 1024 * 1024 } });
      story.write();
      await story.pass(1_000);
      const piece = Buffer.alloc(1024 * 1024, 'x');
      const file = openSync(story.at(LIVE), 'a');
      let most = 0;
      global.gc?.();
      const before = process.memoryUsage().rss;
      for (let megabytes = 0; megabytes < 120; megabytes += 1) {
        writeSync(file, piece);
        if (megabytes % 10 === 9) await story.look();
        most = Math.max(most, process.memoryUsage().rss - before);
      }
      writeSync(file, '\n');
      closeSync(file);
      story.write();
      await story.pass(1_000);
      expect(most).toBeLessThan(80 * 1024 * 1024);
      expect(await story.end()).toEqual(nothingLost);
    },
    SEEDS_TIMEOUT_MS,
  );
});

describe('F12 strange bytes', () => {
  it(
    'NULs, wrong and overlong UTF-8, lone CR, CRLF, a BOM, escapes, HTML: kept exactly',
    async () => {
      const oddities = [
        '\0\0\0',
        '\xff\xfe',
        '\xc0\xaf',
        '\xed\xa0\x80',
        '\r',
        '\x1b[31;1m',
        '<script>alert(1)</script>',
        '\xe2\x80\xae',
        '\x7f\x85',
        '"}\\n{"index":{}}',
        'benoît',
        '\xa0',
      ];
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed);
          if (story.random(2) === 0) append(story, '\xef\xbb\xbf');
          for (let count = 50 + story.random(400); count > 0; count -= 1) {
            let text = '';
            for (let pieces = story.random(6); pieces > 0; pieces -= 1)
              text += `${oddities[story.random(oddities.length)] ?? ''}${'word '.repeat(story.random(3))}`;
            append(story, `${record(story.next, text)}${['\n', '\n', '\r\n'][story.random(3)] ?? ''}`);
            story.standing(LIVE).push(story.next);
            story.next += 1;
            if (story.random(40) === 0) await story.sometimesLook();
          }
          await story.pass(2_000);
          expect(await difference(story)).toBeNull();
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );

  it(
    'UTF-16 is named and not taken for records; the others are read',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const names = [LIVE, 'wide.log'];
          const story = await Story.begin(seed, { names: seed % 2 === 0 ? names : names.toReversed() });
          const wide = Buffer.from(`\ufeff${record(9_000)}\n${record(9_001)}\n`, 'utf16le');
          writeFileSync(story.at('wide.log'), story.random(2) === 0 ? wide : wide.swap16());
          story.write();
          await story.pass(2_000);
          expect(story.problems.map(({ code }) => code)).toEqual(['format-foreign']);
          expect(story.problems[0]?.hint).toMatch(/iconv/);
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );
});

describe('F13 reads that end anywhere', () => {
  it(
    'inside a character or a line end: the same text',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed, {
            ingest: { readBytes: 1 + (seed % 7), batchBytes: 1 + seed * 13 },
          });
          const texts: string[] = [];
          for (let count = 8 + story.random(12); count > 0; count -= 1) {
            const text = Array.from(
              { length: story.random(8) },
              () => ['é', '€', '𝄞', 'ß', 'a b'][story.random(5)],
            ).join('');
            texts.push(`serial ${story.next} ${text}`.trimEnd());
            append(story, `${Buffer.from(record(story.next, text)).toString('latin1')}\r\n`);
            story.standing(LIVE).push(story.next);
            story.next += 1;
            if (story.random(5) === 0) await story.sometimesLook();
          }
          await story.pass(2_000);
          const [generation] = await story.dataset.generations();
          const { events } = await story.dataset.eventsOfRange(generation?.id ?? '', 0, 1e9, 1_000);
          expect(events.map(({ event }) => event.message)).toEqual(texts);
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );
});
