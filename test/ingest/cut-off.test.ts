// A read that ends between its last batch and its end: reading the file again shows the last record, too.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gzipSync } from 'node:zlib';
import { readOnce } from '../../src/ingest/read-once.js';
import type { AppendBatch } from '../../src/model/block.js';
import { brokenLedgers, newFollowScene } from './follow-scene.js';
import { newScene, reading, records, serials, type Scene } from './scene.js';

const all = Array.from({ length: 50 }, (_, serial) => serial);
const killed = new Error('killed');

describe('a read that was cut off behind its last batch', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await newScene({ batchBytes: 1 });
  });
  afterEach(() => scene.close());

  it.each([
    ['plain', Buffer.from(records(0, 50))],
    ['gzip', gzipSync(records(0, 50))],
  ])('shows the last record when the file is read again: %s', async (_kind, bytes) => {
    const path = scene.file('trace.log', bytes);
    const { dataset } = scene;
    const dying = {
      ...dataset,
      info: dataset.info,
      append: async (batch: AppendBatch): Promise<never> => {
        await dataset.append(batch);
        throw killed;
      },
    };
    await expect(readOnce(reading(path), { ...scene.dependencies, dataset: dying })).rejects.toBe(killed);
    expect(await serials(dataset)).toEqual(all.slice(0, -1));
    await readOnce(reading(path), scene.dependencies);
    expect(await serials(dataset)).toEqual(all);
    expect(await brokenLedgers(dataset)).toEqual([]);
    await readOnce(reading(path), scene.dependencies);
    expect(await serials(dataset)).toEqual(all);
  });
});

it('shows the last record of a packed file whose reading was cut off while it was followed', async () => {
  let dies = true;
  const follow = await newFollowScene({ batchBytes: 1 }, (dataset) => ({
    ...dataset,
    info: dataset.info,
    append: async (batch) => {
      const result = await dataset.append(batch);
      if (dies) throw killed;
      return result;
    },
  }));
  try {
    follow.write(records(0, 50));
    follow.rename('trace.log.1');
    follow.gzip('trace.log.1');
    await expect(follow.poll()).rejects.toBe(killed);
    dies = false;
    await follow.restart();
    await follow.pass(3000);
    expect(await follow.serials()).toEqual(all);
    expect(await brokenLedgers(follow.dataset)).toEqual([]);
  } finally {
    await follow.close();
  }
});
