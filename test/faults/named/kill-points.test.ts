// P1: kill -9 before and after every named point of the work, while a shop writes and rotates; in many seeds.
import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { brokenLedgers } from '../../ingest/follow-scene.js';
import { records, serials } from '../../ingest/scene.js';
import { bundlePrograms, Child } from '../processes/children.js';
import { openFaultDataset } from '../processes/fault-dataset.js';
import { killPoints, type KillAt } from '../processes/kill-points.js';
import { randomOf } from '../processes/random.js';
import { always, everySeed, SEEDS_TIMEOUT_MS } from './seeds.js';

const DEADLINE_MS = 60_000;

beforeAll(async () => await bundlePrograms());

class Shop {
  readonly base = mkdtempSync(join(tmpdir(), 'shoptrace-points-'));
  readonly folder = join(this.base, 'logs');
  readonly data = join(this.base, 'data');
  written = 0;
  #rotations = 0;

  constructor(readonly random: (below: number) => number) {
    mkdirSync(this.folder);
  }

  write(): void {
    const to = this.written + 1 + this.random(400);
    appendFileSync(join(this.folder, 'trace.log'), records(this.written, to));
    this.written = to;
  }

  rotate(): void {
    this.#rotations += 1;
    renameSync(join(this.folder, 'trace.log'), join(this.folder, `trace.log.${this.#rotations}`));
    this.write();
  }
}

/** Until the process has killed itself there; the shop goes on meanwhile. @returns what it said before, that it should not */
async function live(shop: Shop, killAt: KillAt): Promise<string> {
  const child = new Child('live', { folder: shop.folder, data: shop.data, killAt });
  const deadline = Date.now() + DEADLINE_MS;
  shop.write();
  while (child.process.exitCode === null && child.process.signalCode === null && Date.now() < deadline) {
    await Promise.race([child.ended, sleep(100)]);
    if (shop.random(4) === 0) shop.rotate();
    else if (shop.random(3) === 0) shop.write();
  }
  await child.kill('SIGKILL');
  if (Date.now() >= deadline) return `${killAt.point} was never reached`;
  return `${child.errors}${child.said.filter((line) => line.includes('problem')).join()}`;
}

/** A last process that is left alone until nothing is missing. */
async function catchUp(shop: Shop): Promise<number | null> {
  const child = new Child('live', { folder: shop.folder, data: shop.data, killAt: null });
  await child.says(/ready/);
  const { dataset, close } = await openFaultDataset(shop.data, 'read');
  const deadline = Date.now() + DEADLINE_MS;
  while (Date.now() < deadline && (await dataset.count({})) < shop.written) await sleep(100);
  await close();
  return await child.kill('SIGTERM');
}

const lives = killPoints.flatMap((point) =>
  (['before', 'after'] as const).map((when) => ({ point, when }) as const),
);

describe('P1 kill -9', () => {
  it(
    'before and after a read, a batch, a transaction, a rename, a judgement: nothing lost, nothing doubled',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const shop = new Shop(randomOf(seed));
          try {
            const said: string[] = [];
            for (const place of lives.toSorted(() => shop.random(3) - 1))
              said.push(
                await live(shop, { ...place, count: 1 + shop.random(place.point === 'statement' ? 80 : 3) }),
              );
            const code = await catchUp(shop);
            const { dataset, close } = await openFaultDataset(shop.data, 'read');
            const found = await serials(dataset);
            const once = new Set(found);
            const missing = Array.from({ length: shop.written }, (_, serial) => serial).filter(
              (serial) => !once.has(serial),
            );
            const outcome = {
              said: said.filter((text) => text !== ''),
              code,
              missing,
              doubled: found.length - once.size,
            };
            const broken = await brokenLedgers(dataset);
            await close();
            return { ...outcome, broken };
          } finally {
            rmSync(shop.base, { recursive: true, force: true });
          }
        }),
      ).toEqual(always({ said: [], code: 0, missing: [], doubled: 0, broken: [] }));
    },
    SEEDS_TIMEOUT_MS * 3,
  );
});
