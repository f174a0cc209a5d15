// Logs are rotated, packed and shifted between any two operations of a look, and many times between two looks.
import type * as promises from 'node:fs/promises';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Dataset } from '../../src/stores/store.js';
import { brokenLedgers, newFollowScene, type FollowScene } from '../ingest/follow-scene.js';
import { randomOf } from './processes/random.js';
import { append, rotate, rotations, type Operations, type Rotation } from './rotator.js';

/** Longer by environment: `SHOPTRACE_FAULT_RUNS=2000`. */
const seeds = Math.ceil(Number(process.env['SHOPTRACE_FAULT_RUNS'] ?? 60) / 4);
const ROTATIONS = 6;

const world = vi.hoisted(() => ({ turn: (): void => {} }));

vi.mock('node:fs/promises', async (original) => {
  const real = await original<typeof promises>();
  const between =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      world.turn();
      const result = await call(...given);
      world.turn();
      return result;
    };
  const open = async (...given: Parameters<typeof real.open>): Promise<promises.FileHandle> => {
    const handle = await real.open(...given);
    const read = handle.read.bind(handle) as (...args: unknown[]) => Promise<unknown>;
    const stat = handle.stat.bind(handle) as (...args: unknown[]) => Promise<unknown>;
    return Object.assign(handle, { read: between(read), stat: between(stat) });
  };
  return {
    ...real,
    open: between(open),
    stat: between(real.stat as (...given: unknown[]) => Promise<unknown>),
    readdir: between(real.readdir as (...given: unknown[]) => Promise<unknown>),
  };
});

afterEach(() => {
  world.turn = (): void => {};
});

/** Of the clock, for each operation. */
const OPERATION_MS = 50;

/** The operations of a writer and a rotating tool, mixed. */
class World {
  written = 0;
  operations = 0;
  ended = false;
  #left = ROTATIONS;
  #rotating: Operations | null = null;
  #credit = 0;

  /** @param speed operations between two of the follower's */
  constructor(
    readonly folder: string,
    readonly rotation: Rotation,
    readonly random: (below: number) => number,
    readonly speed: number,
  ) {}

  turn(operations = this.speed): void {
    for (this.#credit += operations; this.#credit >= 1; this.#credit -= 1) this.#operate();
  }

  #operate(): void {
    if (this.ended) return;
    this.operations += 1;
    const dice = this.random(9);
    if (dice < 3) this.#write();
    else if (this.#rotating !== null) {
      if (this.#rotating.next().done === true) this.#rotating = null;
    } else if (this.#left === 0) this.ended = true;
    else if (dice < 5) {
      this.#left -= 1;
      this.#rotating = rotate(this.folder, this.rotation);
    }
  }

  #write(): void {
    const to = this.written + 1 + this.random(this.random(4) === 0 ? 1200 : 60);
    if (append(this.folder, this.written, to)) this.written = to;
  }
}

/** Serial numbers in all files of the folder. */
function inFiles(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const bytes = readFileSync(join(folder, name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    return [...text.matchAll(/serial (\d+)\n/g)].map(([, serial]) => Number(serial));
  });
}

function turning(dataset: Dataset): Dataset {
  const { marks, checkpoint, block, append: hand } = dataset;
  const slow =
    <A extends unknown[], R>(call: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      world.turn();
      const result = await call.apply(dataset, given);
      world.turn();
      return result;
    };
  return {
    ...dataset,
    info: dataset.info,
    marks: slow(marks),
    checkpoint: slow(checkpoint),
    block: slow(block),
    append: slow(hand),
  };
}

async function story(rotation: Rotation, seed: number): Promise<object> {
  const random = randomOf(seed);
  const follow: FollowScene = await newFollowScene({ batchBytes: 40_000, readBytes: 30_000 }, turning);
  try {
    follow.write('');
    const speed = [0.02, 0.1, 0.4, 1, 3][random(5)] ?? 1;
    const lagMs = [250, 250, 3000, 15_000][random(4)] ?? 250;
    const now = new World(follow.scene.folder, rotation, random, speed);
    world.turn = (): void => now.turn();
    const begun = follow.clock;
    while (!now.ended) {
      await follow.follower.poll();
      now.turn(lagMs / OPERATION_MS);
      follow.clock = begun + now.operations * OPERATION_MS;
    }
    world.turn = (): void => {};
    await follow.pass(45_000);
    const stored = await follow.serials();
    const once = new Set(stored);
    return {
      missing: [...new Set(inFiles(follow.scene.folder))].filter((serial) => !once.has(serial)),
      doubled: stored.length - once.size,
      broken: await brokenLedgers(follow.dataset),
      // Only what a copy and its truncation destroy between them may vanish.
      alarms: follow.notices.filter(({ rule }) => !rotation.copies || rule === 'trace-reset'),
    };
  } finally {
    await follow.close();
  }
}

describe('rotated while it is looked at', () => {
  it.each(Object.entries(rotations))(
    '%s: only late, never wrong',
    async (_kind, rotation) => {
      for (let seed = 1; seed <= seeds; seed += 1)
        expect({ seed, ...(await story(rotation, seed)) }).toEqual({
          seed,
          missing: [],
          doubled: 0,
          broken: [],
          alarms: [],
        });
    },
    60_000 + seeds * 2_000,
  );
});
