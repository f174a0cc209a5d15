// T1 and T2: wall clocks that jump, zones, hours that occur twice or never, clocks of 12 hours; in many seeds.
import { describe, expect, it } from 'vitest';
import { readLines } from '../../parsers/reading.js';
import { randomOf } from '../processes/random.js';
import { always, everySeed, SEEDS_TIMEOUT_MS } from './seeds.js';
import { LIVE, nothingLost, serialsOf, Story } from './story.js';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

describe('T1 a wall clock', () => {
  it(
    'that jumps at any time, also while files rotate: no stall, no false alarm',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const story = await Story.begin(seed);
          const jumps = [-YEAR_MS, -HOUR_MS, -700, 700, HOUR_MS, YEAR_MS];
          for (let round = 3 + story.random(5); round > 0; round -= 1) {
            story.write();
            story.clock += jumps[story.random(jumps.length)] ?? 0;
            await story.sometimesLook();
            if (story.random(2) === 0) story.rotate(false);
            story.clock += jumps[story.random(jumps.length)] ?? 0;
            if (story.random(3) === 0) await story.restart();
            story.write();
            story.clock += jumps[story.random(jumps.length)] ?? 0;
            // No stall: shown within two seconds of the looks, whatever the clock says.
            await story.pass(2_000);
            const shown = new Set<number>();
            for (const { id } of await story.dataset.generations())
              for (const serial of await serialsOf(story.dataset, id)) shown.add(serial);
            expect(story.standing(LIVE).filter((serial) => !shown.has(serial))).toEqual([]);
          }
          return await story.end();
        }),
      ).toEqual(always(nothingLost));
    },
    SEEDS_TIMEOUT_MS,
  );
});

const zones = [
  'Europe/Paris',
  'America/New_York',
  'Australia/Sydney',
  'America/Sao_Paulo',
  'Asia/Kolkata',
  'Europe/London',
] as const;

/** Local time as a shop prints it, told by the system's own zone rules. */
function stamp(zone: string, time: number, clock: 12 | 24): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(time);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  const hour = Number(part('hour'));
  const shown = clock === 24 ? hour : hour % 12 === 0 ? 12 : hour % 12;
  const two = (value: number | string): string => String(value).padStart(2, '0');
  const ms = String(new Date(time).getUTCMilliseconds()).padStart(3, '0');
  return `${part('year')}-${Number(part('month'))}-${two(part('day'))} ${two(shown)}:${two(part('minute'))}:${two(part('second'))} ${ms}`;
}

/** Ascending instants of a year: hours apart, and minutes apart around its changes of the clock. */
function instantsOf(year: number, zone: string, random: (below: number) => number): number[] {
  const times: number[] = [];
  for (let time = Date.UTC(year, 0, 1) + random(HOUR_MS); time < Date.UTC(year + 1, 0, 1);) {
    times.push(time);
    const isNear = hourOffset(zone, time - 5 * HOUR_MS) !== hourOffset(zone, time + 5 * HOUR_MS);
    time += isNear ? 60_000 + random(12 * 60_000) : HOUR_MS * (1 + random(5));
  }
  return times;
}

/** Hours, of a day, that the printed clock is ahead. */
function hourOffset(zone: string, time: number): number {
  const printed = Number(stamp(zone, time, 24).split(' ')[1]?.slice(0, 2));
  return (printed - new Date(time).getUTCHours() + 24) % 24;
}

describe('T2 printed local time', () => {
  it.each(zones)(
    'of a year in %s: the right instant, or flagged',
    async (zone) => {
      expect(
        await everySeed(async (seed) => {
          const random = randomOf(seed);
          const year = 2017 + random(14);
          const times = instantsOf(year, zone, random);
          const { events } = readLines(
            times.map((time) => `-- ${stamp(zone, time, 24)} --  x`),
            { zone },
          );
          const wrong = events.filter(
            ({ time, flags }, place) =>
              time !== times[place] && !flags.some((flag) => flag.startsWith('dst-')),
          );
          const other = readLines(
            times.map((time) => `-- ${stamp(zone, time, 24)} --  x`),
            { zone: 'UTC' },
          );
          expect(other.events.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
          return { events: events.length - times.length, wrong: wrong.map(({ localTime }) => localTime) };
        }),
      ).toEqual(always({ events: 0, wrong: [] }));
    },
    SEEDS_TIMEOUT_MS,
  );

  it(
    'of a clock of 12 hours: the right instant, or flagged',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const random = randomOf(seed);
          const times: number[] = [];
          for (let time = Date.UTC(2014 + random(2), random(12), 1), count = 400; count > 0; count -= 1) {
            times.push(time);
            time += [60_000, HOUR_MS, 3 * HOUR_MS, 9 * HOUR_MS, 11 * HOUR_MS][random(5)] ?? 0;
          }
          const { events } = readLines(
            times.map((time) => `-- ${stamp('UTC', time, 12)} --  x`),
            { zone: 'UTC', form: 'A' },
          );
          const wrong = events.filter(
            ({ time, flags }, place) => time !== times[place] && flags.length === 0,
          );
          return { events: events.length - times.length, wrong: wrong.map(({ localTime }) => localTime) };
        }),
      ).toEqual(always({ events: 0, wrong: [] }));
    },
    SEEDS_TIMEOUT_MS,
  );
});
