// A file that is cut in two by a rotation, at any record, says the same as the whole file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/app/pipeline.js';
import { rules } from '../../src/detectors/rules/index.js';
import { readOnce } from '../../src/ingest/read-once.js';
import { brokenLedgers, newFollowScene } from './follow-scene.js';
import { openMemoryDataset, newScene, reading, records } from './scene.js';
import { writeShop } from '../shop/run-for-test.js';

/** Everything that is said about orders, buyers and products, in the order given. */
async function findingsOf(parts: readonly (readonly [name: string, content: string])[]): Promise<string[]> {
  const scene = await newScene();
  const dataset = await openMemoryDataset();
  const pipeline = await Pipeline.open({
    dataset,
    rules,
    thresholds: {},
    mute: [],
    maskingKey: new Uint8Array(32),
    now: () => 1,
  });
  for (const [name, content] of parts)
    await pipeline.read(reading(scene.file(name, content), { zone: 'UTC' }));
  await pipeline.judge('settle');
  scene.close();
  const { items } = await dataset.findings({ order: 'newest', limit: 1_000 });
  const due = await dataset.obligations({ limit: 1_000 });
  return [
    ...items
      .map(({ finding }) => finding)
      .filter((finding) => finding.case.kind !== 'source' && finding.verdict !== 'withdrawn')
      .map(
        ({ rule, case: about, count, verdict }) => `${rule} ${about.kind} ${about.key} ${verdict} ${count}`,
      ),
    ...due.map(({ rule, case: about, dueAt }) => `${rule} ${about.kind} ${about.key} pending ${dueAt}`),
  ].toSorted();
}

const eras = [
  ['without thread numbers', '2017'],
  ['with thread numbers', '2025'],
] as const;

describe.each(eras)('a rotation in a trace %s', (_, era) => {
  it.each([[1], [3]])(
    'changes no finding, wherever it cuts (shop %i)',
    async (seed) => {
      const faults = 'failingProduct=0.15,abandoned=0.1,cartNeverPlaced=0.1,reloaded=0.15';
      const { lines } = await writeShop({ era, seed, orders: 12, faults });
      const whole = await findingsOf([['trace.log', `${lines.join('\n')}\n`]]);
      expect(whole.length).toBeGreaterThan(2);
      const wrong: string[] = [];
      for (let cut = 1; cut < lines.length; cut += 1) {
        if (!lines[cut]?.startsWith('-- ')) continue;
        const parts = [
          ['trace.log.1', `${lines.slice(0, cut).join('\n')}\n`],
          ['trace.log', `${lines.slice(cut).join('\n')}\n`],
        ] as const;
        const found = await findingsOf(cut % 2 === 0 ? parts : parts.toReversed());
        const more = found.filter((line) => !whole.includes(line));
        const less = whole.filter((line) => !found.includes(line));
        if (more.length + less.length > 0)
          wrong.push(
            `cut ${cut}\n  ${lines[cut - 1]}\n  ${lines[cut]}\n  more: ${more.join(', ')}\n  less: ${less.join(', ')}`,
          );
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );
});

it('a rotated file goes on as itself, although an altered copy of it ends as it did', async () => {
  const follow = await newFollowScene({ batchBytes: 40_000, readBytes: 30_000 });
  try {
    follow.write(records(0, 1750));
    await follow.pass(1_500);
    await follow.follower.stop();
    const folder = join(follow.scene.folder, 'copies');
    mkdirSync(folder);
    for (const place of [200, 875, 1500]) {
      const altered = records(0, 1750).replace(` serial ${place}\n`, ` sErial ${place}\n`);
      const path = join(folder, `copy-${place}.log`);
      writeFileSync(path, altered, 'latin1');
      await readOnce({ ...reading(path), zone: 'UTC' }, follow.scene.dependencies);
    }
    await follow.restart();
    follow.write(records(1750, 2450));
    follow.rename('trace.log.2');
    follow.write(records(2450, 3150));
    follow.rename('trace.log.1');
    await follow.pass(45_000);
    const stored = await follow.serials();
    expect(stored.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 3150 }, (_, serial) => serial));
    expect(await brokenLedgers(follow.dataset)).toEqual([]);
  } finally {
    await follow.close();
  }
});
