// Reading overlapping files is cut off anywhere and begun again: what is stored and said is as without it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/app/pipeline.js';
import { rules } from '../../src/detectors/rules/index.js';
import { ledgerProblems } from '../../src/model/block.js';
import type { Dataset } from '../../src/stores/store.js';
import { writeShop } from '../shop/run-for-test.js';
import { newScene, openMemoryDataset, reading, type Scene } from './scene.js';

const faults = 'failingProduct=0.1,abandoned=0.1,cartNeverPlaced=0.1,reloaded=0.1';
const { lines: written } = await writeShop({ era: '2017', seed: 7, orders: 30, faults });
const lines = `${written.join('\n')}\n`.split(/(?<=\n)/);
const half = lines.length >> 1;
const someId = /\[(TU[A-Z0-9]+=*)\]/.exec(lines.slice(half).join(''))?.[1] ?? '';
const contentOf = {
  rotated: lines.slice(0, half).join(''),
  original: lines.slice(half).join(''),
  tail: lines.slice(half + 30).join(''),
  concatenated: lines.join(''),
  extract: lines
    .slice(half)
    .filter((line) => line.includes(`[${someId}]`))
    .join(''),
  cut: lines.slice(half, half + 90).join(''),
  altered: lines.slice(half).toSpliced(40, 1).join(''),
  reset: `\n${lines.slice(half - 20, half + 60).join('')}`,
} as const;
type Name = keyof typeof contentOf;
const names = Object.keys(contentOf) as Name[];

class Killed extends Error {}

/** The writes of ingest: the process dies before or after the given one of them. */
const writes = new Set<string | symbol>(['append', 'retire', 'updateGeneration']);

function dying(dataset: Dataset, at: number, when: 'before' | 'after'): Dataset {
  let count = 0;
  return new Proxy(dataset, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const bound = value.bind(target) as (...args: unknown[]) => unknown;
      if (!writes.has(name)) return bound;
      return async (...args: unknown[]): Promise<unknown> => {
        count += 1;
        if (count > at || (count === at && when === 'before')) throw new Killed();
        const result = await bound(...args);
        if (count === at) throw new Killed();
        return result;
      };
    },
  });
}

async function readAll(
  scene: Scene,
  dataset: Dataset,
  order: readonly Name[],
  stopAfter = Infinity,
): Promise<void> {
  const { maskingKey } = scene.dependencies;
  const ingest = { ...scene.dependencies.options, batchBytes: 3000, readBytes: 1000 };
  const options = { dataset, rules, thresholds: {}, mute: [], maskingKey, now: () => 1, ingest };
  const pipeline = await Pipeline.open(options);
  const stop = new AbortController();
  let progress = 0;
  const onProgress = (): void => {
    progress += 1;
    if (progress >= stopAfter) stop.abort();
  };
  for (const name of order) {
    if (stop.signal.aborted) return;
    const path = scene.file(name, contentOf[name]);
    await pipeline.read(reading(path, { source: name }), { signal: stop.signal, onProgress });
  }
  await pipeline.judge('settle');
}

/** What is stored and said, without what reading files again adds to the ledgers. */
async function outcome(dataset: Dataset): Promise<object> {
  const { items } = await dataset.findings({ order: 'newest', limit: 1000 });
  const found = items.map(({ finding }) => finding).filter(({ verdict }) => verdict !== 'withdrawn');
  const generations = [];
  const problems: string[] = [];
  for (const generation of await dataset.generations()) {
    const ledger = await dataset.ledger(generation.id);
    problems.push(...(ledger === null ? ['no ledger'] : ledgerProblems(ledger)));
    const { events } = await dataset.eventsOfRange(generation.id, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
    const checkpoint = await dataset.checkpoint(generation.id);
    generations.push({
      ...generation,
      events: events.map(({ event }) => event.id),
      skipped: [checkpoint?.skipped, checkpoint?.openSkipped],
      indexed: ledger?.indexed,
      pending: ledger?.pending,
    });
  }
  return {
    problems,
    generations,
    findings: found
      .map(({ id, rule, verdict, summary, count }) => ({ id, rule, verdict, summary, count }))
      .toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

async function inScene<T>(work: (scene: Scene, dataset: Dataset) => Promise<T>): Promise<T> {
  const scene = await newScene();
  try {
    return await work(scene, await openMemoryDataset());
  } finally {
    scene.close();
  }
}

const someOrder = fc.shuffledSubarray(names, { minLength: 3, maxLength: 5 });

describe('overlapping files', () => {
  it('are told the same when their reading was stopped and begun again', async () => {
    await fc.assert(
      fc.asyncProperty(someOrder, fc.integer({ min: 1, max: 12 }), async (order, stopAfter) => {
        await inScene(async (scene, whole) => {
          await readAll(scene, whole, order);
          const dataset = await openMemoryDataset();
          for (let round = 0; round < 3; round += 1) await readAll(scene, dataset, order, stopAfter);
          await readAll(scene, dataset, order);
          expect(await outcome(dataset)).toEqual({ ...(await outcome(whole)), problems: [] });
        });
      }),
      { numRuns: 25 },
    );
  });

  it('are told the same when the process was killed anywhere', async () => {
    const when = fc.constantFrom('before' as const, 'after' as const);
    await fc.assert(
      fc.asyncProperty(someOrder, fc.integer({ min: 1, max: 60 }), when, async (order, at, side) => {
        await inScene(async (scene, whole) => {
          await readAll(scene, whole, order);
          const dataset = await openMemoryDataset();
          await readAll(scene, dying(dataset, at, side), order).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
          });
          await readAll(scene, dataset, order);
          expect(await outcome(dataset)).toEqual({ ...(await outcome(whole)), problems: [] });
        });
      }),
      { numRuns: 40 },
    );
  });
});
