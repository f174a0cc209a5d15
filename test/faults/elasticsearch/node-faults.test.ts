// Faults of a real Elasticsearch node while records are written: nothing is lost, nothing is there twice.
import { describe, expect, test } from 'vitest';
import { definitionOf } from '../../../src/stores/elasticsearch/index-names.js';
import { indexBody } from '../../../src/stores/elasticsearch/index-definitions.js';
import type { Dataset, Store } from '../../../src/stores/store.js';
import { batchesOf } from '../../contracts/store/test-dataset.js';
import { canTestOn, useCluster } from '../../support/elasticsearch/shared-node.js';
import { indexNames, openTestStore } from '../../support/elasticsearch/test-store.js';
import { parseLines } from '../../support/line-format.js';
import { create, expectExactly, writtenLines, type Written } from './lines.js';
import { lateJudgementCases } from './late-judgement.js';
import { twoWriterCases } from './two-writers.js';

const MINUTE_MS = 60_000;

describe.runIf(canTestOn('9.5.3'))('a node of Elasticsearch', () => {
  const cluster = useCluster({ version: '9.5.3' });

  async function withDataset(
    work: (dataset: Dataset, prefix: string, store: Store) => Promise<void>,
  ): Promise<void> {
    const { store, prefix, cleanup } = openTestStore(cluster().url);
    try {
      const dataset = await store.open('shop', { mode: 'write', create });
      await work(dataset, prefix, store);
    } finally {
      await store.close();
      await cleanup();
    }
  }

  async function appendFrom(dataset: Dataset, written: Written, from = 0, to = Infinity): Promise<void> {
    for (const batch of written.batches.slice(from, to)) await dataset.append(batch);
  }

  test(
    'killed in mid-bulk and started again: writing waits and goes on',
    async () =>
      await withDataset(async (dataset) => {
        const [node] = cluster().nodes;
        if (node === undefined) throw new Error('no node');
        const written = writtenLines(6_000, 8, 3);
        await appendFrom(dataset, written, 0, 3);
        const rest = appendFrom(dataset, written, 3);
        await node.kill();
        await cluster().startNode(node);
        await rest;
        await expectExactly(dataset, written);
      }),
    2 * MINUTE_MS,
  );

  test('read-only by a full disk: stops and says so, goes on when it is released', () =>
    withDataset(async (dataset, prefix) => {
      const written = writtenLines(1_500, 4, 5);
      await appendFrom(dataset, written, 0, 2);
      const index = `${prefix}-shop-events-2017`;
      const block = async (value: true | null) =>
        await cluster().request('PUT', `/${index}/_settings`, {
          'index.blocks.read_only_allow_delete': value,
        });
      await block(true);
      await expect(appendFrom(dataset, written, 2)).rejects.toMatchObject({ code: 'store-full' });
      await block(null);
      await appendFrom(dataset, written, 2);
      await expectExactly(dataset, written);
    }));

  test('that refuses writes to an index: stops, no record is given up', () =>
    withDataset(async (dataset, prefix) => {
      const written = writtenLines(800, 5, 6);
      await appendFrom(dataset, written, 0, 3);
      const settings = `/${prefix}-shop-blocks,${prefix}-shop-events-2017/_settings`;
      await cluster().request('PUT', settings, { 'index.blocks.write': true });
      await expect(appendFrom(dataset, written, 3)).rejects.toMatchObject({ code: 'store-unreachable' });
      await cluster().request('PUT', settings, { 'index.blocks.write': null });
      await appendFrom(dataset, written, 3);
      await expectExactly(dataset, written);
    }));

  test('without a shard left: stops, and makes the index when there is room', () =>
    withDataset(async (dataset) => {
      const written = writtenLines(500, 2, 7);
      const limit = async (shards: number | null) =>
        await cluster().request('PUT', '/_cluster/settings', {
          persistent: { 'cluster.max_shards_per_node': shards },
        });
      await limit(1);
      try {
        const refused = appendFrom(dataset, written);
        await expect(refused).rejects.toMatchObject({ code: 'store-full' });
      } finally {
        await limit(null);
      }
      await appendFrom(dataset, written);
      await expectExactly(dataset, written);
      expect((await dataset.ledger(written.generation.id))?.rejected).toEqual({});
    }));

  test('that refuses single records by their mapping: they are quarantined, the rest is stored', () =>
    withDataset(async (dataset, prefix) => {
      const body = indexBody(definitionOf('events'));
      const properties = { ...(body.mappings['properties'] as object), 'shoptrace.length': { type: 'byte' } };
      const index = `${prefix}-shop-events-2017`;
      await cluster().request('PUT', `/${index}`, {
        settings: body.settings,
        mappings: { ...body.mappings, properties },
        aliases: { [`${index}.write`]: { is_hidden: true }, [`${prefix}-shop-events`]: {} },
      });
      const written = writtenLines(600, 3, 8);
      const refused = written.events.filter(({ byteLength }) => byteLength > 127);
      expect(refused.length).toBeGreaterThan(5);
      const rejected: string[] = [];
      for (const batch of written.batches)
        rejected.push(...(await dataset.append(batch)).rejected.map(({ event }) => event));
      expect(rejected).toEqual(refused.map(({ id }) => id));
      const ledger = await dataset.ledger(written.generation.id);
      expect(ledger?.rejected).toEqual({ mapping: refused.length });
      expect(await dataset.count({})).toBe(written.events.length - refused.length);
      const bytes = await dataset.rawBytes(written.generation.id, 0, 1e9);
      expect(Buffer.from(bytes).toString()).toBe(written.text);
    }));

  test('whose index of records is deleted: it is made anew and filled from the stored bytes', () =>
    withDataset(async (dataset, prefix) => {
      const written = writtenLines(3_000, 6, 9);
      await appendFrom(dataset, written, 0, 4);
      await cluster().request('DELETE', `/${prefix}-shop-events-2017`);
      await expect(appendFrom(dataset, written, 4)).rejects.toMatchObject({ code: 'store-unreachable' });
      await appendFrom(dataset, written, 4);
      await expectExactly(dataset, written);
    }));

  test('whose index of records is deleted while nobody writes: opening makes it anew', () =>
    withDataset(async (dataset, prefix, store) => {
      const written = writtenLines(1_000, 3, 10);
      await appendFrom(dataset, written);
      await dataset.close();
      await cluster().request('DELETE', `/${prefix}-shop-events-2017`);
      const again = await store.open('shop', { mode: 'write' });
      await expectExactly(again, written);
    }));

  test('whose index of bytes is deleted: files are read again from the beginning', () =>
    withDataset(async (dataset, prefix) => {
      const written = writtenLines(3_000, 6, 11);
      await appendFrom(dataset, written, 0, 5);
      await cluster().request('DELETE', `/${prefix}-shop-blocks`);
      await expect(appendFrom(dataset, written, 5)).rejects.toMatchObject({ code: 'store-unreachable' });
      expect(await dataset.checkpoint(written.generation.id)).toBeNull();
      await appendFrom(dataset, written);
      await expectExactly(dataset, written);
    }));

  twoWriterCases(cluster);
  lateJudgementCases(cluster);

  test('2,000 records with invented years and months make no index', () =>
    withDataset(async (dataset, prefix) => {
      const genuine = writtenLines(2_000, 1, 13).text.split('\n');
      const forged = genuine.flatMap((line, index) => {
        const printed = `${(index * 7919) % 10_000}-${1 + ((index * 31) % 15)}-1 00:00:00 000`;
        return [line, `-- ${printed} -- Order placed : ${index} objects`];
      });
      const text = `${forged.slice(0, 4_000).join('\n')}\n`;
      const { generation, batches } = batchesOf([text], {}, 64 * 1024);
      for (const batch of batches) await dataset.append(batch);
      await expectExactly(dataset, { text, generation, batches, events: parseLines(generation, text) });
      const parts = [
        'blocks',
        'details',
        'events-2017',
        'events-undated',
        'findings',
        'state',
        'transactions',
      ];
      expect(await indexNames(cluster().url, prefix)).toEqual(parts.map((part) => `${prefix}-shop-${part}`));
    }));
});
