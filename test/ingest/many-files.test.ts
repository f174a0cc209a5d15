// Thousands of followed files: all are read, few have a descriptor, the quiet ones are looked at less and less often.
import { appendFileSync, readdirSync, renameSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenLedgers, newFollowScene, type FollowScene } from './follow-scene.js';
import { record } from './scene.js';

const FILES = 300;
const OPEN = 10;
const names = Array.from({ length: FILES }, (_, n) => `shop-${n}.log`);

let follow: FollowScene;
beforeEach(async () => {
  follow = await newFollowScene({ openFiles: OPEN }, undefined, names);
  names.forEach((name, n) => {
    follow.write(`${record(n)}\n`, name);
    // Older than the clock of the scene, the first ones the youngest.
    const seconds = Date.UTC(2019, 11, 1) / 1000 - n;
    utimesSync(join(follow.scene.folder, name), seconds, seconds);
  });
});
afterEach(async () => await follow.close());

const descriptors = (): number => readdirSync('/proc/self/fd', { withFileTypes: true }).length;

/** Writes at the moment of the scene's clock. */
function write(name: string, text: string): void {
  appendFileSync(join(follow.scene.folder, name), text);
  utimesSync(join(follow.scene.folder, name), follow.clock / 1000, follow.clock / 1000);
}

describe('hundreds of followed files', () => {
  it('are all read, with few descriptors', async () => {
    const before = descriptors();
    await follow.poll();
    await follow.pass(1000);
    expect((await follow.serials()).toSorted((a, b) => a - b)).toEqual(names.map((_, n) => n));
    expect(await brokenLedgers(follow.dataset)).toEqual([]);
    expect(descriptors()).toBeLessThanOrEqual(before + OPEN + 5);
    expect(follow.follower.status().every(({ upToDateAt }) => upToDateAt !== null)).toBe(true);
  });

  it('that wake up are read at the latest after half a minute, then at once', async () => {
    await follow.poll();
    await follow.pass(120_000);
    write('shop-299.log', `${record(1000)}\n`);
    await follow.pass(31_000);
    expect(await follow.serials()).toContain(1000);
    write('shop-299.log', `${record(1001)}\n`);
    await follow.pass(1000);
    expect(await follow.serials()).toContain(1001);
  });

  it('are followed through a rotation that came while they had no descriptor', async () => {
    await follow.poll();
    await follow.pass(120_000);
    write('shop-200.log', `${record(1000)}\n`);
    renameSync(join(follow.scene.folder, 'shop-200.log'), join(follow.scene.folder, 'shop-200.log.1'));
    write('shop-200.log', `${record(1001)}\n`);
    await follow.pass(45_000);
    const found = await follow.serials();
    expect(found.filter((serial) => serial >= 1000).toSorted((a, b) => a - b)).toEqual([1000, 1001]);
    expect(follow.notices).toEqual([]);
    const rotated = (await follow.dataset.generations()).find(({ path }) => path.endsWith('.log.1'));
    expect(rotated?.followed).toBe(false);
  });

  it('tell what vanished while they had no descriptor', async () => {
    await follow.poll();
    await follow.pass(120_000);
    follow.replace('\n', 'shop-250.log');
    write('shop-250.log', `${record(1002)}\n`);
    await follow.pass(60_000);
    expect(follow.notices).toMatchObject([{ rule: 'trace-reset', source: 'shop-250.log' }]);
    expect(await follow.serials()).toContain(1002);
  });

  it('are found again after a restart, none of them lost', async () => {
    await follow.poll();
    await follow.pass(5000);
    await follow.restart();
    await follow.pass(30_000);
    expect(follow.notices).toEqual([]);
    expect((await follow.serials()).length).toBe(FILES);
    const all = await follow.dataset.generations();
    expect(all.every(({ followed }) => followed)).toBe(true);
  });
});
