// P6: two daemons on one state, and two hosts that read the same files; in many seeds.
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { merchantTrace } from '../../../parsers/index.js';
import { Follower } from '../../../src/ingest/follower.js';
import { ingestOptions } from '../../../src/ingest/options.js';
import type { Dataset } from '../../../src/stores/store.js';
import { brokenLedgers } from '../../ingest/follow-scene.js';
import { openMemoryDataset, records, serials } from '../../ingest/scene.js';
import { bundlePrograms, Child } from '../processes/children.js';
import { openFaultDataset } from '../processes/fault-dataset.js';
import { randomOf } from '../processes/random.js';
import { always, everySeed, SEEDS_TIMEOUT_MS } from './seeds.js';

beforeAll(async () => await bundlePrograms());

const newBase = (): string => mkdtempSync(join(tmpdir(), 'shoptrace-hosts-'));

describe('P6 two daemons on one state', () => {
  it(
    'the second is refused, and takes over when the first was killed',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const random = randomOf(seed);
          const base = newBase();
          const orders = { folder: base, data: join(base, 'data'), batchBytes: 1 + random(60_000) };
          const lines = 200 + random(3_000);
          appendFileSync(join(base, 'trace.log'), records(0, lines));
          const first = new Child('ingest', orders);
          try {
            await first.says(/ready/);
            const second = new Child('ingest', orders);
            const refused = await second.ended;
            const why = /dataset-busy/.test(second.errors);
            await first.kill('SIGKILL');
            const third = new Child('ingest', orders);
            await third.says(/"upToDateAt":[1-9]/);
            const code = await third.kill('SIGTERM');
            const { dataset, close } = await openFaultDataset(orders.data, 'read');
            const found = await serials(dataset);
            const broken = await brokenLedgers(dataset);
            await close();
            return {
              refused: refused !== 0,
              why,
              code,
              isExact: found.join() === Array.from({ length: lines }, (_, n) => n).join(),
              broken,
            };
          } finally {
            await first.kill('SIGKILL');
            rmSync(base, { recursive: true, force: true });
          }
        }),
      ).toEqual(always({ refused: true, why: true, code: 0, isExact: true, broken: [] }));
    },
    SEEDS_TIMEOUT_MS,
  );
});

/** A host with its own copy of the files: other inodes, other paths. */
class Host {
  clock = Date.UTC(2020, 0, 1);
  constructor(readonly folder: string) {
    mkdirSync(folder);
  }

  /** Brings its files to the state of another folder, as a shared file system would show it. */
  mirror(from: string): void {
    for (const name of readdirSync(this.folder)) rmSync(join(this.folder, name));
    for (const name of readdirSync(from)) copyFileSync(join(from, name), join(this.folder, name));
  }

  async follow(dataset: Dataset, ms: number): Promise<void> {
    const path = join(this.folder, 'trace.log');
    const follower = new Follower(
      [{ path, source: 'trace', shop: 'default', kind: 'trace', zone: 'UTC', form: null }],
      {
        dataset,
        format: merchantTrace,
        masking: 'on',
        maskingKey: new Uint8Array(32),
        options: ingestOptions.parse({ batchBytes: 20_000, readBytes: 7_000 }),
        onCommitted: () => undefined,
        now: () => this.clock,
      },
    );
    for (let left = ms; left > 0; left -= 250) {
      this.clock += 250;
      while (await follower.poll());
    }
    await follower.stop();
  }
}

async function idsOf(dataset: Dataset): Promise<string[]> {
  const ids: string[] = [];
  for (const { id } of await dataset.generations())
    for (const { event } of (await dataset.eventsOfRange(id, 0, 1e9, 1_000_000)).events) ids.push(event.id);
  return ids.toSorted();
}

describe('P6 two hosts that read the same files', () => {
  it(
    'give the same ids; in one store nothing stands twice',
    async () => {
      expect(
        await everySeed(async (seed) => {
          const random = randomOf(seed);
          const base = newBase();
          const shared = join(base, 'shared');
          mkdirSync(shared);
          const live = join(shared, 'trace.log');
          const hosts = [new Host(join(base, 'a')), new Host(join(base, 'b'))];
          const { dataset, close } = await openFaultDataset(join(base, 'data'), 'write');
          const alone = [await openMemoryDataset(), await openMemoryDataset()];
          try {
            let written = 0;
            for (let round = 0; round < 6; round += 1) {
              const to = written + 1 + random(1_500);
              appendFileSync(live, records(written, to));
              written = to;
              if (random(3) === 0 && existsSync(live)) renameSync(live, `${live}.${round}`);
              const place = random(2);
              for (const [number, host] of hosts.entries()) {
                // Each at its own pace: one may see two rounds at once.
                if (number !== place && random(2) === 0) continue;
                host.mirror(shared);
                await host.follow(dataset, 250 * (1 + random(8)));
                await host.follow(alone[number] ?? dataset, 250 * (1 + random(8)));
              }
            }
            for (const [number, host] of hosts.entries()) {
              host.mirror(shared);
              await host.follow(dataset, 15_000);
              await host.follow(alone[number] ?? dataset, 15_000);
            }
            const ids = await idsOf(dataset);
            for (const own of alone) expect(await idsOf(own)).toEqual(ids);
            const found = await serials(dataset);
            const broken = await brokenLedgers(dataset);
            return { events: ids.length - written, doubled: found.length - new Set(found).size, broken };
          } finally {
            await close();
            rmSync(base, { recursive: true, force: true });
          }
        }),
      ).toEqual(always({ events: 0, doubled: 0, broken: [] }));
    },
    SEEDS_TIMEOUT_MS,
  );
});
