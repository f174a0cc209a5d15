// Following and judging killed at any commit, before or after the store has it: the findings are those without any kill.
import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/app/pipeline.js';
import { rules } from '../../src/detectors/rules/index.js';
import { Follower } from '../../src/ingest/follower.js';
import { defaultIngestOptions } from '../../src/ingest/options.js';
import { openMemoryStore } from '../../src/stores/memory/memory-store.js';
import type { Dataset } from '../../src/stores/store.js';

const runs = Number(process.env['SHOPTRACE_FAULT_RUNS'] ?? 60);
const source = { source: 's', shop: 'default', kind: 'trace', zone: 'UTC', form: null } as const;
const start = Date.UTC(2017, 7, 21, 18, 0, 0);
const messages = [
  'Order placed : 1 objects',
  'Production Controller : Full production starting from PLACED ...',
  'Prepay Production : preproducing for EFORM',
  'Production Controller : Post Pay process',
  'Production Controller : Transaction Complete Operations',
];

class Killed extends Error {}

interface Killer {
  /** So many commits from now; 0: never. */
  at: number;
  when: 'before' | 'after';
}

function killing(dataset: Dataset, killer: Killer): Dataset {
  const commit = async <T>(work: () => Promise<T>): Promise<T> => {
    if (killer.at === 0) return await work();
    killer.at -= 1;
    if (killer.at > 0) return await work();
    if (killer.when === 'after') await work();
    throw new Killed();
  };
  return {
    ...dataset,
    append: async (batch) => await commit(async () => await dataset.append(batch)),
    commitDetection: async (given) => await commit(async () => await dataset.commitDetection(given)),
  };
}

type Step =
  | { readonly does: 'write'; readonly lines: readonly (readonly [order: number, message: number])[] }
  | { readonly does: 'rotate' | 'pass' }
  | { readonly does: 'kill'; readonly at: number; readonly when: Killer['when'] };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    does: fc.constant('write' as const),
    lines: fc.array(fc.tuple(fc.nat(3), fc.nat(messages.length - 1)), { minLength: 1, maxLength: 8 }),
  }),
  fc.constantFrom<Step>({ does: 'rotate' }, { does: 'pass' }),
  fc.record({
    does: fc.constant('kill' as const),
    at: fc.integer({ min: 1, max: 4 }),
    when: fc.constantFrom('before' as const, 'after' as const),
  }),
);

async function openDataset(): Promise<Dataset> {
  const create = { live: true, createdAt: 0, catalogueVersion: '1' };
  return await openMemoryStore().open('judging', { mode: 'write', create });
}

async function openPipeline(dataset: Dataset, now: () => number): Promise<Pipeline> {
  const maskingKey = new Uint8Array(32);
  return await Pipeline.open({ dataset, rules, thresholds: {}, mute: [], maskingKey, now });
}

async function said(dataset: Dataset): Promise<string[]> {
  const { items } = await dataset.findings({ verdicts: ['violated', 'late'], order: 'newest', limit: 1000 });
  return items
    .filter(({ finding }) => finding.case.kind !== 'source')
    .map(({ finding: { rule, case: about, verdict, count } }) => `${rule} ${about.key} ${verdict} ${count}`)
    .toSorted();
}

class Following {
  clock = start + 3_600_000;
  readonly path: string;
  readonly killer: Killer = { at: 0, when: 'before' };
  readonly #dataset: Dataset;
  #pipeline: Pipeline | null = null;
  #follower: Follower | null = null;
  written = '';
  rotations = 0;

  constructor(dataset: Dataset, folder: string) {
    this.#dataset = dataset;
    this.path = join(folder, 'merchant_trace.log');
    writeFileSync(this.path, '');
  }

  write(lines: readonly (readonly [number, number])[]): void {
    for (const [order, message] of lines) {
      const stamp = new Date(start + this.written.length * 10).toISOString();
      const day = `2017-8-${stamp.slice(8, 10)} ${stamp.slice(11, 19)} ${stamp.slice(20, 23)}`;
      const line = `-- ${day} --  [TU9${order}QMLVYXD5UMZYUQ==] ${messages[message]}\n`;
      this.written += line;
      appendFileSync(this.path, line);
    }
  }

  rotate(): void {
    this.rotations += 1;
    renameSync(this.path, `${this.path}.${this.rotations}`);
    writeFileSync(this.path, '');
  }

  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 250) {
      this.clock += 250;
      const { pipeline, follower } = await this.#running();
      while (await follower.poll());
      const reach = (await follower.coverage()).map(({ source: name, through }) => [name, through] as const);
      await pipeline.judge('settle', new Map(reach));
    }
  }

  /** A new process: what is not in the store is forgotten. */
  async restart(): Promise<void> {
    this.killer.at = 0;
    await this.#follower?.stop();
    this.#follower = null;
  }

  async #running(): Promise<{ pipeline: Pipeline; follower: Follower }> {
    const now = (): number => this.clock;
    if (this.#pipeline !== null && this.#follower !== null)
      return { pipeline: this.#pipeline, follower: this.#follower };
    const pipeline = await openPipeline(killing(this.#dataset, this.killer), now);
    this.#pipeline = pipeline;
    const dependencies = { ...pipeline.readDependencies('on'), options: defaultIngestOptions, now };
    this.#follower = new Follower([{ ...source, path: this.path }], dependencies);
    return { pipeline, follower: this.#follower };
  }
}

async function follow(following: Following, steps: readonly Step[]): Promise<void> {
  for (const now of steps) {
    if (now.does === 'write') following.write(now.lines);
    else if (now.does === 'rotate') following.rotate();
    else {
      if (now.does === 'kill') Object.assign(following.killer, { at: now.at, when: now.when });
      try {
        await following.pass(750);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      if (now.does === 'kill') await following.restart();
    }
  }
  await following.pass(3_000);
}

async function followed(steps: readonly Step[]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-judging-'));
  try {
    const dataset = await openDataset();
    const following = new Following(dataset, folder);
    following.write([
      [0, 0],
      [0, 1],
    ]);
    await follow(following, steps);
    await following.restart();
    return await said(dataset);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('any history of a followed file that is judged', () => {
  it('ends in the findings of the same history without kills', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 20 }), async (steps) => {
        const undisturbed = steps.map((now): Step => (now.does === 'kill' ? { does: 'pass' } : now));
        expect(await followed(steps)).toEqual(await followed(undisturbed));
      }),
      { numRuns: runs },
    );
  }, 600_000);
});
