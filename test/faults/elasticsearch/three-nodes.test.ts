// Three real nodes that lose their master and then another node while records are written: nothing is lost, nothing is there twice.
import { describe, expect, test } from 'vitest';
import { canTestOn, useCluster } from '../../support/elasticsearch/shared-node.js';
import { openTestStore } from '../../support/elasticsearch/test-store.js';
import type { ServerNode } from '../../support/elasticsearch/server-node.js';
import { create, expectExactly, writtenLines } from './lines.js';

/** Three nodes are heavy: only in the long run. */
const isLongRun = process.env['SHOPTRACE_FAULT_KILLS'] !== undefined;

describe.runIf(isLongRun && canTestOn('9.5.3'))('a cluster of three nodes', () => {
  const cluster = useCluster({ version: '9.5.3', nodes: 3 });

  async function masterName(): Promise<string> {
    const [row] = (await cluster().request('GET', '/_cat/master?format=json')) as { readonly node: string }[];
    return row?.node ?? '';
  }

  function nodeThat(which: (node: ServerNode) => boolean): ServerNode {
    const node = cluster().nodes.find(which);
    if (node === undefined) throw new Error('no such node');
    return node;
  }

  test('that loses its master, then another node, while records are written', async () => {
    const urls = cluster().nodes.map(({ url }) => url);
    const { store } = openTestStore(urls.join(','), { requestTimeoutMs: 10_000 });
    try {
      const dataset = await store.open('shop', { mode: 'write', create });
      await cluster().healthy('green');
      const written = writtenLines(12_000, 24, 51);
      let next = 0;
      const appendUntil = async (end: number): Promise<void> => {
        for (; next < end; next += 1) {
          const batch = written.batches[next];
          if (batch !== undefined) await dataset.append(batch);
        }
      };
      await appendUntil(6);
      await cluster().healthy('green');
      const master = await masterName();
      const withoutMaster = appendUntil(12);
      await nodeThat(({ name }) => name === master).kill();
      await withoutMaster;
      expect(await masterName()).not.toBe(master);
      await cluster().startNode(nodeThat(({ name }) => name === master));
      await cluster().healthy('green');
      const other = nodeThat(({ name, running }) => running && name !== master);
      const withoutOther = appendUntil(18);
      await other.kill();
      await withoutOther;
      await cluster().startNode(other);
      await appendUntil(written.batches.length);
      await cluster().healthy('green');
      await expectExactly(dataset, written);
    } finally {
      await store.close();
    }
  }, 600_000);
});
