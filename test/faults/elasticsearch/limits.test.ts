// A real node that takes only small requests (413) and little at once (429): everything is stored, each record once.
import { describe, expect, test } from 'vitest';
import { ledgerProblems } from '../../../src/model/block.js';
import type { Dataset } from '../../../src/stores/store.js';
import { realTiming } from '../../../src/stores/elasticsearch/timing.js';
import { seededRandom } from '../../support/shop-lines.js';
import { batchesOf } from '../../contracts/store/test-dataset.js';
import { FaultProxy } from '../../support/elasticsearch/fault-proxy.js';
import { canTestOn, useCluster } from '../../support/elasticsearch/shared-node.js';
import { openTestStore } from '../../support/elasticsearch/test-store.js';
import { create, expectExactly, writtenLines } from './lines.js';

const MOST_REQUEST_BYTES = 400_000;
const MOST_AT_ONCE_BYTES = 150_000;
/** Pauses between attempts as if they were over at once: the node refuses by size, not for the moment. */
const impatient = { ...realTiming, sleep: async () => await realTiming.sleep(1) };

describe.runIf(canTestOn('9.5.3'))('a node with small limits', () => {
  const cluster = useCluster({
    version: '9.5.3',
    settings: () => ({
      'http.max_content_length': `${MOST_REQUEST_BYTES}b`,
      'indexing_pressure.memory.limit': `${MOST_AT_ONCE_BYTES}b`,
    }),
  });

  async function withDataset(
    work: (dataset: Dataset, statuses: readonly number[]) => Promise<void>,
  ): Promise<void> {
    const proxy = await FaultProxy.start(cluster().url);
    const { store, cleanup } = openTestStore(proxy.url, { timing: impatient, writePatienceMs: 60_000 });
    try {
      await work(await store.open('shop', { mode: 'write', create }), proxy.bulkStatuses);
    } finally {
      await store.close();
      await cleanup();
      await proxy.stop();
    }
  }

  test('a bulk that is too large or too much is cut until it fits', () =>
    withDataset(async (dataset, statuses) => {
      const written = writtenLines(1_500, 2, 41);
      for (const batch of written.batches) await dataset.append(batch);
      expect(statuses).toContain(413);
      expect(statuses).toContain(429);
      await expectExactly(dataset, written);
      expect((await dataset.ledger(written.generation.id))?.rejected).toEqual({});
    }));

  test('one record that never fits is put aside with the reason, its bytes are kept, its neighbours are stored', () =>
    withDataset(async (dataset, statuses) => {
      const lines = writtenLines(40, 1, 42).text;
      const long = `-- 2017-8-21 20:50:00 000 -- [TU90QMLVYXD5UMZYUQ==] Order placed : ${'object '.repeat(80_000)}\n`;
      const text = `${lines}${long}-- 2017-8-21 20:50:01 000 -- [TU90QMLVYXD5UMZYUQ==] Order placed : 1 objects\n`;
      const { generation, batches } = batchesOf([text], {}, 64 * 1024);
      const refused: string[] = [];
      for (const batch of batches)
        refused.push(...(await dataset.append(batch)).rejected.map(({ reason }) => reason));
      expect(refused).toEqual(['too-large']);
      expect(statuses).toContain(413);
      const ledger = await dataset.ledger(generation.id);
      if (ledger === null) throw new Error('no ledger');
      expect(ledger.rejected).toEqual({ 'too-large': 1 });
      expect(ledgerProblems(ledger)).toEqual([]);
      expect(await dataset.count({})).toBe(ledger.indexed);
      const bytes = await dataset.rawBytes(generation.id, 0, Number.MAX_SAFE_INTEGER);
      expect(Buffer.from(bytes).equals(Buffer.from(text))).toBe(true);
    }));

  test('bytes that never fit stop the writing: nothing is committed without them', () =>
    withDataset(async (dataset) => {
      const random = seededRandom(43);
      const noise = Array.from({ length: 600_000 }, () =>
        String.fromCharCode(33 + Math.floor(random() * 90)),
      );
      const text = `-- 2017-8-21 20:50:00 000 -- ${noise.join('')}\n`;
      const { generation, batches } = batchesOf([text], {}, 64 * 1024);
      for (const batch of batches)
        await expect(dataset.append(batch)).rejects.toMatchObject({ code: 'store-unreachable' });
      expect(await dataset.checkpoint(generation.id)).toBeNull();
    }));
});
