// Pruning on a real node: broken off at its worst moment, beside a process that reads, and over whole years.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppendBatch } from '../../../src/model/block.js';
import { ledgerProblems } from '../../../src/model/block.js';
import type { TraceEvent } from '../../../src/model/event.js';
import type { Dataset, Store } from '../../../src/stores/store.js';
import { batchesOf, create } from '../../contracts/store/test-dataset.js';
import { commit } from '../../contracts/store/test-findings.js';
import { FaultProxy } from '../../support/elasticsearch/fault-proxy.js';
import { canTestOn, useCluster } from '../../support/elasticsearch/shared-node.js';
import {
  dropIndices,
  freshPrefix,
  indexNames,
  openTestStore,
} from '../../support/elasticsearch/test-store.js';
import { parseLines } from '../../support/line-format.js';
import { cutLines, shopText } from '../../support/shop-lines.js';

/** December 2016 and January 2017, ten records a day or so. */
const text = shopText({ lines: 600, seed: 5, from: Date.UTC(2016, 11, 2), meanStepMs: 8_640_000 });
const { generation, batches } = batchesOf(cutLines(text, 4));
const all = parseLines(generation, text);
const bytes = Buffer.from(text);

describe.runIf(canTestOn('9.5.3'))('pruning on Elasticsearch', () => {
  const cluster = useCluster({ version: '9.5.3' });
  let prefix = '';
  let opened: Store[] = [];

  beforeEach(() => {
    prefix = freshPrefix();
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    opened = [];
    await dropIndices(cluster().url, prefix);
  });

  function storeAt(url = cluster().url, writePatienceMs = 10_000): Store {
    const { store } = openTestStore(url, { writePatienceMs }, prefix);
    opened.push(store);
    return store;
  }

  async function read(dataset: Dataset, some: readonly AppendBatch[] = batches): Promise<void> {
    for (const batch of some) await dataset.append(batch);
  }

  const judgedAll = async (dataset: Dataset): Promise<void> =>
    await dataset.commitDetection(commit({ positions: { [generation.id]: bytes.length } }));

  /** What is left is exact: records, counts, transactions, bytes, ledger. */
  async function expectKept(dataset: Dataset, from: number): Promise<readonly TraceEvent[]> {
    const kept = all.filter(({ offset }) => offset >= from);
    const stored = await dataset.eventsOfRange(generation.id, 0, 1e9, 10_000);
    expect(stored.events.map(({ event }) => event)).toEqual(kept);
    expect(await dataset.count({})).toBe(kept.length);
    const ids = new Set(kept.flatMap(({ transaction }) => transaction ?? []));
    expect(new Set((await dataset.transactionIds('', 10_000)).map(({ id }) => id))).toEqual(ids);
    const stillThere = await dataset.rawBytes(generation.id, from, bytes.length);
    expect(bytes.subarray(from).equals(stillThere)).toBe(true);
    const ledger = await dataset.ledger(generation.id);
    if (ledger === null) throw new Error('no ledger');
    expect(ledgerProblems(ledger)).toEqual([]);
    expect(ledger.pruned?.bytes).toBe(from);
    expect(ledger.pruned?.records).toBe(all.length - kept.length);
    expect(ledger.indexed).toBe(all.length);
    expect(ledger.transactions).toBe(new Set(all.flatMap(({ transaction }) => transaction ?? [])).size);
    return kept;
  }

  async function prunedEnd(dataset: Dataset): Promise<number> {
    return (await dataset.ledger(generation.id))?.pruned?.bytes ?? 0;
  }

  test('broken off after it was said and before anything was taken out: whoever judges next finishes it', async () => {
    const dataset = await storeAt().open('shop', { mode: 'write', create });
    await read(dataset);
    await judgedAll(dataset);
    await dataset.close();
    const proxy = await FaultProxy.start(cluster().url);
    try {
      const broken = await storeAt(proxy.url, 500).open('shop', { mode: 'write' });
      proxy.spoil({
        when: (_method, path) => path.startsWith('/_bulk'),
        fault: 'reset-before',
        times: Infinity,
      });
      await expect(broken.prune(Date.UTC(2016, 11, 20))).rejects.toMatchObject({ code: 'store-unreachable' });
      await broken.close();
    } finally {
      await proxy.stop();
    }
    const after = await storeAt().open('shop', { mode: 'write' });
    const end = await prunedEnd(after);
    expect(end).toBeGreaterThan(4_096);
    await expectKept(after, end);
    expect(await after.prune(Date.UTC(2016, 11, 20))).toEqual({ blocks: 0, records: 0 });
  });

  test('beside a process that only reads: both go on, nothing is lost and nothing comes back', async () => {
    const ingest = await storeAt().open('shop', { mode: 'write', part: 'ingest', create });
    await read(ingest, batches.slice(0, 3));
    const judge = await storeAt().open('shop', { mode: 'write' });
    await judgedAll(judge);
    const { blocks } = await judge.prune(Date.UTC(2016, 11, 15));
    expect(blocks).toBeGreaterThan(0);
    await read(ingest, batches.slice(2));
    await ingest.close();
    const reader = await storeAt().open('shop', { mode: 'read' });
    await expectKept(reader, await prunedEnd(reader));
  });

  test('reading alone may not prune', async () => {
    const ingest = await storeAt().open('shop', { mode: 'write', part: 'ingest', create });
    await read(ingest);
    await expect(ingest.prune(Date.UTC(2020, 0))).rejects.toThrow(/not opened to be judged/);
    await expect((await storeAt().open('shop', { mode: 'read' })).prune(0)).rejects.toThrow(/for reading/);
  });

  test('the index of a year that has passed goes with its last record, and is not missed', async () => {
    const years = async (): Promise<string[]> =>
      (await indexNames(cluster().url, prefix)).flatMap((name) => /-events-(.+)$/.exec(name)?.[1] ?? []);
    const dataset = await storeAt().open('shop', { mode: 'write', create });
    await read(dataset);
    await judgedAll(dataset);
    expect(await years()).toEqual(['2016', '2017']);
    await dataset.prune(Date.UTC(2017, 0, 20));
    expect(await years()).toEqual(['2017']);
    const end = await prunedEnd(dataset);
    await expectKept(dataset, end);
    await dataset.close();
    const again = await storeAt().open('shop', { mode: 'write' });
    expect(await years()).toEqual(['2017']);
    for (const batch of batches) expect((await again.append(batch)).indexed).toBe(0);
    await expectKept(again, end);
  });

  test('an index that somebody deletes afterwards is filled again with what was kept', async () => {
    const dataset = await storeAt().open('shop', { mode: 'write', create });
    await read(dataset);
    await judgedAll(dataset);
    await dataset.prune(Date.UTC(2016, 11, 20));
    const end = await prunedEnd(dataset);
    await dataset.close();
    await fetch(`${cluster().url}/${prefix}-shop-events-2016`, { method: 'DELETE' });
    await expectKept(await storeAt().open('shop', { mode: 'write' }), end);
  });
});
