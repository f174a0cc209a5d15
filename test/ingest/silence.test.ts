// A followed source that rests for much longer than usual at that hour is silent; one that always rests then is not.
import { describe, expect, it } from 'vitest';
import type { PathStatus } from '../../src/ingest/follow-settings.js';
import { SilenceWatch } from '../../src/ingest/silence-watch.js';
import { withNotices, type SourceNotice } from '../../src/ingest/source-notice.js';
import { UsualPauses } from '../../src/ingest/usual-pause.js';
import { emptyLedger, type Generation } from '../../src/model/block.js';
import { newFollowScene } from './follow-scene.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const monday = Date.UTC(2026, 0, 5);

/** A shop that sells from 8 to 18, a line every `everyMinutes`. */
function minutesOf(days: number, everyMinutes: number): number[] {
  const minutes: number[] = [];
  for (let day = -days; day < 0; day += 1)
    for (let minute = 8 * 60; minute < 18 * 60; minute += everyMinutes)
      minutes.push(monday + day * DAY_MS + minute * MINUTE_MS);
  return minutes;
}

describe('the usual pause', () => {
  const usual = new UsualPauses(minutesOf(10, 5));
  const at = (hours: number): number => monday + hours * HOUR_MS;

  it('is that of the hour, by day and by night', () => {
    expect(usual.longest(at(10), at(10.5))).toBe(5 * MINUTE_MS);
    expect(usual.longest(at(3), at(4))).toBe((14 * 60 + 5) * MINUTE_MS);
  });

  it('of a span is the longest of its hours: the evening knows of the night', () => {
    expect(usual.longest(at(17.5), at(17.9))).toBe((14 * 60 + 5) * MINUTE_MS);
    expect(usual.longest(at(16.2), at(16.9))).toBe(5 * MINUTE_MS);
  });

  it('is not spoiled by one day of trouble', () => {
    const minutes = minutesOf(10, 5).filter(
      (minute) => minute < monday - 2 * DAY_MS || minute > monday - DAY_MS,
    );
    expect(new UsualPauses(minutes).longest(at(10), at(10.5))).toBe(5 * MINUTE_MS);
  });

  it('is not known before three days speak of the hour', () => {
    expect(new UsualPauses(minutesOf(2, 5)).longest(at(10), at(10.5))).toBeNull();
    expect(new UsualPauses([]).longest(at(10), at(10.5))).toBeNull();
  });
});

const generation: Generation = {
  id: 'g',
  source: 's',
  shop: 'default',
  kind: 'trace',
  path: '/var/trace.log',
  zone: 'UTC',
  form: null,
  followed: true,
  parent: null,
};

function watchOf(minutes: readonly number[]) {
  let known = generation;
  const said: SourceNotice['details'][] = [];
  const dependencies: ConstructorParameters<typeof SilenceWatch>[0] = {
    dataset: {
      ledger: async () => ({ ...emptyLedger('g'), from: minutes[0] ?? 0, to: minutes.at(-1) ?? 0 }),
      countBy: async () => minutes.map((minute) => ({ keys: [String(minute)], count: 1 })),
    },
    generationOf: (id) => (id === 'g' ? known : undefined),
    generationsOf: () => [known],
    say: async (notice) => {
      known = withNotices(known, [notice]);
      said.push(notice.details);
    },
  };
  let watch = new SilenceWatch(dependencies);
  let size = 100;
  return {
    said,
    write: () => void (size += 1),
    restart: () => void (watch = new SilenceWatch(dependencies)),
    async look(wall: number, changed: Partial<PathStatus> = {}): Promise<void> {
      const status: PathStatus = {
        path: '/var/trace.log',
        source: 's',
        generation: 'g',
        size,
        position: size,
        upToDateAt: wall,
        problem: null,
        ...changed,
      };
      await watch.look(() => [status], { wall, steady: wall });
    },
  };
}

type Watch = ReturnType<typeof watchOf>;

async function rest(watch: Watch, fromHour: number, toHour: number, changed: Partial<PathStatus> = {}) {
  for (let wall = monday + fromHour * HOUR_MS; wall <= monday + toHour * HOUR_MS; wall += MINUTE_MS)
    await watch.look(wall, changed);
}

describe('a source', () => {
  it('is silent after three usual pauses, once, until a line comes', async () => {
    const watch = watchOf(minutesOf(10, 5));
    await rest(watch, 10, 10.25);
    expect(watch.said).toEqual([]);
    await rest(watch, 10.27, 13);
    const silent = { count: 1, since: '2026-01-05 10:00', usualMinutes: 5 };
    expect(watch.said).toEqual([silent]);
    watch.write();
    await rest(watch, 13.02, 13.2);
    expect(watch.said).toEqual([silent, { ...silent, until: '2026-01-05 13:01' }]);
    await rest(watch, 13.2, 13.5);
    expect(watch.said.slice(2)).toEqual([{ count: 2, since: '2026-01-05 13:01', usualMinutes: 5 }]);
  });

  it('is not silent while lines come, and not at night', async () => {
    const watch = watchOf(minutesOf(10, 5));
    for (let minute = 0; minute < 600; minute += 1) {
      if (minute % 4 === 0) watch.write();
      await watch.look(monday + 8 * HOUR_MS + minute * MINUTE_MS);
    }
    await rest(watch, 18, 31.9);
    expect(watch.said).toEqual([]);
  });

  it('is not silent while it cannot be seen to its end', async () => {
    const watch = watchOf(minutesOf(10, 5));
    await rest(watch, 10, 12, { upToDateAt: monday });
    await rest(watch, 12, 14, { upToDateAt: null });
    expect(watch.said).toEqual([]);
  });

  it('is not silent while nobody knows what is usual', async () => {
    const watch = watchOf(minutesOf(2, 5));
    await rest(watch, 10, 14);
    expect(watch.said).toEqual([]);
  });

  it('stays silent over a restart, and is said to be so once', async () => {
    const watch = watchOf(minutesOf(10, 5));
    await rest(watch, 10, 11);
    watch.restart();
    await rest(watch, 11, 14);
    expect(watch.said).toHaveLength(1);
    watch.write();
    await rest(watch, 14.02, 14.1);
    expect(watch.said.at(-1)).toMatchObject({ count: 1, until: '2026-01-05 14:01' });
  });
});

it('a follower says it of the file it reads, with what it stored, and goes on reading', async () => {
  const follow = await newFollowScene();
  const line = (time: number): string => {
    const printed = new Date(time).toISOString();
    return `-- ${printed.slice(0, 10).replace('-01-', '-1-')} ${printed.slice(11, 19)} 000 --  [TU90QMLVYXD5UMZYUQ==] serial ${time}\n`;
  };
  try {
    follow.clock = monday + 10 * HOUR_MS + 30 * MINUTE_MS;
    for (let day = 5; day > 0; day -= 1)
      for (let minute = 0; minute < 180; minute += 1)
        follow.write(line(monday - day * DAY_MS + 9 * HOUR_MS + minute * MINUTE_MS));
    const wait = async (ms: number): Promise<void> => {
      for (let left = ms; left > 0; left -= 2_000) {
        follow.clock += 2_000;
        await follow.poll();
      }
    };
    await wait(3 * MINUTE_MS);
    expect(follow.notices).toEqual([]);
    await wait(3 * MINUTE_MS);
    expect(follow.notices).toMatchObject([
      { rule: 'source-silent', path: follow.path, details: { count: 1, usualMinutes: 1 } },
    ]);
    follow.write(line(follow.clock));
    await wait(2 * MINUTE_MS);
    expect(follow.notices.slice(1)).toMatchObject([{ rule: 'source-silent', details: { count: 1 } }]);
    expect(follow.notices[1]?.details['until']).toBeDefined();
    const [kept] = await follow.dataset.generations();
    expect(kept?.notices).toMatchObject([{ rule: 'source-silent' }]);
    expect(kept === undefined ? null : await follow.dataset.ledger(kept.id)).toMatchObject({ records: 901 });
  } finally {
    await follow.close();
  }
});
