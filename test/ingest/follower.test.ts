// A followed file loses nothing and doubles nothing, whatever is done to it, live and across a restart.
import { symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Follower } from '../../src/ingest/follower.js';
import { ShoptraceError } from '../../src/model/errors.js';
import type { AppendBatch, AppendResult } from '../../src/model/block.js';
import type { Dataset } from '../../src/stores/store.js';
import { brokenLedgers, newFollowScene, type FollowScene } from './follow-scene.js';
import { record, records } from './scene.js';

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
const sorted = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

let follow: FollowScene;
beforeEach(async () => {
  follow = await newFollowScene();
});
afterEach(async () => {
  const broken = await brokenLedgers(follow.dataset);
  await follow.close();
  if (broken.length > 0) throw new Error(broken.join('; '));
});

const stored = async (): Promise<number[]> => sorted(await follow.serials());

describe('a growing file', () => {
  it('is read as it grows, its last record after half a second of quiet', async () => {
    follow.write(records(0, 10));
    await follow.poll();
    expect(await stored()).toEqual(range(0, 9));
    await follow.pass(500);
    expect(await stored()).toEqual(range(0, 10));
    const [generation] = await follow.dataset.generations();
    expect(generation?.followed).toBe(true);
    expect(await follow.dataset.ledger(generation?.id ?? '')).toMatchObject({ indexed: 9, pending: 1 });
    follow.write(`  at Object.place\n${records(10, 12)}`);
    await follow.pass(1000);
    expect(await stored()).toEqual(range(0, 12));
    const { events } = await follow.dataset.eventsOfRange(generation?.id ?? '', 0, 1e9, 100);
    expect(events[9]?.event).toMatchObject({
      continuation: '  at Object.place',
      flags: ['continuation-unexpected'],
    });
  });

  it('shows a line without end once its head is complete, and replaces it when more comes', async () => {
    follow.write(`${records(0, 3)}${record(3).slice(0, 12)}`);
    await follow.pass(1000);
    expect(await stored()).toEqual(range(0, 3));
    follow.write(record(3).slice(12));
    await follow.pass(1000);
    expect(await stored()).toEqual(range(0, 4));
    follow.write(` and more\n${records(4, 5)}`);
    await follow.pass(1000);
    expect(await stored()).toEqual(range(0, 5));
    const [generation] = await follow.dataset.generations();
    const { events } = await follow.dataset.eventsOfRange(generation?.id ?? '', 0, 1e9, 100);
    expect(events[3]?.event.message).toBe('serial 3 and more');
  });

  it('goes on after a restart at any point', async () => {
    let written = 0;
    for (const count of [1, 3000, 1, 2, 1500, 7]) {
      follow.write(records(written, written + count));
      written += count;
      await follow.poll();
      await follow.restart();
      await follow.pass(count % 2 === 0 ? 1000 : 250);
      await follow.restart();
    }
    await follow.pass(1000);
    expect(await stored()).toEqual(range(0, written));
    expect((await follow.dataset.generations()).length).toBe(1);
  });

  it('says how far its source speaks', async () => {
    follow.write(records(0, 5));
    await follow.poll();
    expect(await follow.follower.coverage()).toEqual([]);
    await follow.pass(1000);
    expect(await follow.follower.coverage()).toEqual([
      { source: 'trace.log', shop: 'default', from: Date.UTC(2019, 2, 1), through: follow.clock - 2000 },
    ]);
    expect(await follow.dataset.sourceStatus()).toMatchObject([
      { source: 'trace.log', size: records(0, 5).length },
    ]);
  });

  it('is not up to date while one of its rotated files holds something unread', async () => {
    follow.write(records(0, 5));
    await follow.pass(1000);
    const before = follow.clock;
    expect(follow.follower.status()[0]?.upToDateAt).toBe(before);
    follow.write(record(5).slice(0, 20), 'trace.log.1');
    await follow.pass(500);
    expect(follow.follower.status()[0]?.upToDateAt).toBe(before);
    follow.write(`${record(5).slice(20)}\n${records(6, 9)}`, 'trace.log.1');
    await follow.pass(250);
    expect(await stored()).toEqual(range(0, 8));
    await follow.pass(1000);
    expect(await stored()).toEqual(range(0, 9));
    expect(follow.follower.status()[0]?.upToDateAt).toBe(follow.clock);
  });

  it('is not up to date while bytes that were seen are looked for', async () => {
    const look = follow.follower;
    follow.write(records(0, 5));
    await follow.pass(1000);
    await follow.dataset.setSourceStatus({
      source: 'trace.log',
      generation: (await follow.dataset.generations())[0]?.id ?? '',
      size: records(0, 9).length,
      upToDateAt: null,
    });
    await follow.restart();
    expect(follow.follower).not.toBe(look);
    follow.replace(records(20, 25));
    await follow.pass(5_000);
    expect(await stored()).toEqual([...range(0, 5), ...range(20, 25)]);
    expect(follow.follower.status()[0]?.upToDateAt ?? null).toBeNull();
    expect(await follow.follower.coverage()).toEqual([]);
    await follow.pass(10_000);
    expect(follow.follower.status()[0]?.upToDateAt).toBe(follow.clock);
    expect(follow.notices.map(({ rule }) => rule)).toEqual(['bytes-vanished']);
  });

  it('that is replaced while the store takes nothing leaves what vanished to be told', async () => {
    let refuses = false;
    await follow.close();
    follow = await newFollowScene({}, (dataset) => ({
      ...dataset,
      async append(batch) {
        if (refuses) throw new ShoptraceError('dataset-busy', 'no', 'wait');
        return await dataset.append(batch);
      },
    }));
    follow.write(records(0, 5));
    await follow.pass(1000);
    refuses = true;
    follow.write(records(5, 9));
    await follow.poll();
    follow.replace(records(20, 25));
    refuses = false;
    await follow.pass(20_000);
    expect(await stored()).toEqual([...range(0, 5), ...range(20, 25)]);
    expect(follow.notices.map(({ rule }) => rule)).toEqual(['bytes-vanished']);
    expect((await follow.dataset.generations()).filter(({ followed }) => followed)).toHaveLength(1);
  });

  it('may appear late, be empty at first, or be unreachable for a while', async () => {
    await follow.pass(500);
    expect(follow.follower.status()[0]).toMatchObject({ generation: null, upToDateAt: null });
    follow.write('');
    await follow.pass(500);
    follow.write('\n\n');
    await follow.pass(500);
    follow.write(records(0, 4));
    await follow.pass(1000);
    expect(await stored()).toEqual(range(0, 4));
  });

  it('reads no faster than the store takes', async () => {
    await follow.close();
    follow = await newFollowScene({ batchBytes: 4096, readBytes: 1000 });
    follow.write(records(0, 2000));
    await follow.pass(1000);
    expect(await stored()).toEqual(range(0, 2000));
  });
});

describe('rotation', () => {
  it('by renaming loses neither the end of the old file nor the beginning of the new one', async () => {
    follow.write(records(0, 10));
    await follow.poll();
    follow.write(records(10, 20));
    follow.rename('trace.log.1');
    follow.write(records(20, 25));
    await follow.poll();
    follow.write(records(25, 30), 'trace.log.1');
    await follow.poll();
    await follow.pass(2000);
    expect(await stored()).toEqual(range(0, 30));
    const generations = await follow.dataset.generations();
    expect(generations.filter(({ followed }) => followed).length).toBe(1);
    expect(generations.find(({ followed }) => !followed)?.path).toMatch(/trace\.log\.1$/);
  });

  it('several times within one poll, with shifting names', async () => {
    follow.write(records(0, 10));
    await follow.poll();
    for (let n = 1; n <= 4; n += 1) {
      for (let old = n - 1; old >= 1; old -= 1) follow.rename(`trace.log.${old + 1}`, `trace.log.${old}`);
      follow.rename('trace.log.1');
      follow.write(records(n * 10, n * 10 + 10));
    }
    await follow.pass(3000);
    expect(await stored()).toEqual(range(0, 50));
    expect(follow.notices).toEqual([]);
  });

  it('while the follower was down', async () => {
    follow.write(records(0, 10));
    await follow.pass(1000);
    await follow.restart();
    follow.write(records(10, 15));
    follow.rename('trace.log.1');
    follow.write(records(15, 20));
    await follow.pass(15_000);
    expect(await stored()).toEqual(range(0, 20));
    expect(follow.notices).toEqual([]);
  });

  it('and compression, live and while it was down', async () => {
    follow.write(records(0, 2000));
    await follow.pass(1000);
    follow.write(records(2000, 2100));
    follow.rename('trace.log.1');
    follow.write(records(2100, 2110));
    await follow.pass(3000);
    follow.gzip('trace.log.1');
    await follow.pass(3000);
    expect(await stored()).toEqual(range(0, 2110));
    await follow.restart();
    follow.write(records(2110, 4000));
    follow.rename('trace.log-20190301');
    follow.gzip('trace.log-20190301');
    follow.write(records(4000, 4010));
    await follow.pass(15_000);
    expect(await stored()).toEqual(range(0, 4010));
    expect(follow.notices).toEqual([]);
    const generations = await follow.dataset.generations();
    expect(generations.filter(({ followed }) => followed).length).toBe(1);
  });

  it('reads files that were rotated before it ever ran', async () => {
    follow.write(records(0, 100), 'trace.log.2');
    follow.gzip('trace.log.2');
    follow.write(records(100, 200), 'trace.log.1');
    follow.write(records(200, 300));
    await follow.pass(3000);
    expect(await stored()).toEqual(range(0, 300));
  });
});

describe('truncation', () => {
  it('after a copy: what the copy holds is read there', async () => {
    follow.write(records(0, 10));
    await follow.poll();
    follow.write(records(10, 20));
    follow.copy('trace.log.1');
    follow.truncate();
    follow.write(records(20, 22));
    await follow.pass(15_000);
    expect(await stored()).toEqual(range(0, 22));
    expect(follow.notices).toEqual([]);
  });

  it('after a slow copy that is found half done', async () => {
    const text = records(0, 3000);
    follow.write(text);
    await follow.pass(1000);
    follow.write(records(3000, 3010));
    const whole = text + records(3000, 3010);
    for (const cut of [5, 1000, 70_000, 100_000]) {
      follow.replace(whole.slice(0, cut), 'trace.log.1');
      await follow.poll();
    }
    follow.replace(whole, 'trace.log.1');
    follow.truncate();
    await follow.pass(500);
    follow.write(records(3010, 3020));
    await follow.pass(15_000);
    expect(await stored()).toEqual(range(0, 3020));
    expect(follow.notices).toEqual([]);
  });

  it('without a copy: new content is a new generation, and what was unread is reported', async () => {
    follow.write(records(0, 10));
    await follow.pass(1000);
    follow.replace(`\n${records(10, 12)}`);
    await follow.pass(15_000);
    expect(await stored()).toEqual(range(0, 12));
    expect(follow.notices.map(({ rule }) => rule)).toEqual(['trace-reset']);
    const generations = await follow.dataset.generations();
    expect(generations.length).toBe(2);
    expect(generations.flatMap(({ notices = [] }) => notices)).toMatchObject([
      { rule: 'trace-reset', path: follow.path, details: { bytes: 0 } },
    ]);
  });

  it('shows the last record of what was truncated at once', async () => {
    follow.write(records(0, 10));
    await follow.poll();
    follow.replace('\n');
    await follow.poll();
    expect(await stored()).toEqual(range(0, 10));
    await follow.pass(15_000);
    for (const { id } of await follow.dataset.generations())
      expect(await follow.dataset.ledger(id)).toMatchObject({ pending: 0 });
  });

  it('and regrowth beyond the old offset between two looks', async () => {
    follow.write(records(0, 10));
    await follow.poll();
    follow.replace(records(100, 200));
    await follow.pass(15_000);
    expect(await stored()).toEqual([...range(0, 10), ...range(100, 200)]);
  });

  it('while it was down, with bytes lost that had been seen', async () => {
    follow.write(records(0, 10));
    await follow.pass(1000);
    follow.write(record(10).slice(0, 18));
    await follow.poll();
    await follow.restart();
    follow.replace(records(20, 22));
    await follow.pass(15_000);
    expect(await stored()).toEqual([...range(0, 10), 20, 21]);
    expect(follow.notices).toMatchObject([{ rule: 'bytes-vanished', details: { bytes: 18 } }]);
    const ledgers = await Promise.all(
      (await follow.dataset.generations()).map(({ id }) => follow.dataset.ledger(id)),
    );
    expect(sorted(ledgers.map((ledger) => ledger?.vanishedBytes ?? -1))).toEqual([0, 18]);
  });
});

describe('a file that is', () => {
  it('deleted and created again is a new generation', async () => {
    follow.write(records(0, 10));
    await follow.poll();
    follow.write(records(10, 12));
    follow.remove();
    follow.write(records(12, 20));
    await follow.pass(15_000);
    expect(await stored()).toEqual(range(0, 20));
  });

  it('deleted for good is read to its end from the open descriptor', async () => {
    follow.write(records(0, 10));
    await follow.poll();
    follow.write(records(10, 12));
    follow.remove();
    await follow.pass(3000);
    expect(await stored()).toEqual(range(0, 12));
  });

  it('restored shorter waits until it has grown to where it was', async () => {
    const text = records(0, 2000);
    follow.write(text);
    await follow.pass(1000);
    follow.replace(text.slice(0, 80_000));
    await follow.pass(1000);
    follow.write(text.slice(80_000));
    follow.write(records(2000, 2010));
    await follow.pass(15_000);
    expect(await stored()).toEqual(range(0, 2010));
    expect((await follow.dataset.generations()).length).toBe(1);
  });

  it('copied beside the live one is not read twice', async () => {
    follow.write(records(0, 10));
    await follow.poll();
    follow.copy('trace.log.bak');
    follow.write(records(10, 20));
    await follow.pass(3000);
    expect(await stored()).toEqual(range(0, 20));
    await follow.restart();
    await follow.pass(3000);
    expect(await stored()).toEqual(range(0, 20));
  });

  it('followed under two names is read once', async () => {
    await follow.close();
    follow = await newFollowScene({}, undefined, ['trace.log', 'link.log']);
    symlinkSync(join(follow.scene.folder, 'trace.log'), join(follow.scene.folder, 'link.log'));
    follow.write(records(0, 10));
    await follow.pass(3000);
    expect(await stored()).toEqual(range(0, 10));
  });

  it('behind a link that is turned to another file', async () => {
    await follow.close();
    follow = await newFollowScene({}, undefined, ['current']);
    const link = join(follow.scene.folder, 'current');
    follow.write(records(0, 10), 'a.log');
    follow.write(records(10, 20), 'b.log');
    symlinkSync(join(follow.scene.folder, 'a.log'), link);
    await follow.poll();
    unlinkSync(link);
    symlinkSync(join(follow.scene.folder, 'b.log'), link);
    await follow.pass(3000);
    expect(await stored()).toEqual(range(0, 20));
  });

  it('another one with the same first line', async () => {
    follow.write(`${record(0)}\n${records(1, 10)}`);
    await follow.pass(1000);
    follow.rename('trace.log.1');
    follow.write(`${record(0)}\n`);
    await follow.pass(1000);
    follow.write(records(20, 25));
    await follow.pass(3000);
    expect(await stored()).toEqual([0, 0, ...range(1, 10), ...range(20, 25)]);
  });
});

describe('the store', () => {
  it.each([
    ['in one block', 400],
    ['in blocks', 4000],
  ])('that was altered while it was down is told, %s', async (_how, count) => {
    const lines = records(0, count).split(/(?<=\n)/);
    follow.write(lines.join(''));
    await follow.pass(1000);
    const before = await follow.serials();
    await follow.restart();
    follow.rename('other');
    follow.remove('other');
    follow.replace(lines.with(99, `${record(99, 'Bull')}\n`).join(''));
    await follow.pass(1000);
    expect(follow.notices.map(({ rule, details }) => [rule, details['line'], details['onlyHere']])).toEqual([
      ['source-altered', 100, 1],
    ]);
    follow.write(records(count, count + 3));
    await follow.pass(1000);
    const shown = (await follow.serials()).filter((serial) => serial !== 99);
    expect(shown).toEqual([...before.filter((serial) => serial !== 99), count, count + 1, count + 2]);
    await follow.restart();
    await follow.pass(1000);
    expect(follow.notices).toHaveLength(1);
  });

  it('full or away for a while costs nothing', async () => {
    await follow.close();
    let broken = 0;
    const wrap = (dataset: Dataset): Dataset => ({
      ...dataset,
      info: dataset.info,
      append: async (batch: AppendBatch): Promise<AppendResult> => {
        if (broken > 0) {
          broken -= 1;
          throw new ShoptraceError('store-full', 'No space', 'Free some.');
        }
        return await dataset.append(batch);
      },
    });
    follow = await newFollowScene({ batchBytes: 5000, readBytes: 1000 }, wrap);
    follow.write(records(0, 100));
    broken = 3;
    await follow.poll();
    expect(follow.follower.status()[0]?.upToDateAt ?? null).toBeNull();
    await follow.pass(250);
    expect(broken).toBe(2);
    follow.write(records(100, 500));
    await follow.pass(20_000);
    expect(await stored()).toEqual(range(0, 500));
  });
});

describe('a follower in work', () => {
  it('is woken by the bell, and stops when it is told to', async () => {
    const serialsSeen: number[] = [];
    let reached: () => void = () => {};
    const until = async (count: number): Promise<void> => {
      if (serialsSeen.length < count)
        await new Promise<void>((resolve) => {
          reached = () => serialsSeen.length >= count && resolve();
        });
    };
    const live = new Follower(
      [{ path: follow.path, source: 's', shop: 'default', kind: 'trace', zone: 'UTC', form: null }],
      {
        ...follow.scene.dependencies,
        now: () => Date.now(),
        onCommitted({ events }) {
          for (const { offset } of events) if (!serialsSeen.includes(offset)) serialsSeen.push(offset);
          reached();
        },
      },
    );
    follow.write(records(0, 10));
    const running = live.start();
    await Promise.race([until(10), running]);
    follow.write(records(10, 20));
    await Promise.race([until(20), running]);
    await live.stop();
    await running;
    expect(await stored()).toEqual(range(0, 20));
  });
});
