// Back-up and restore as docs/deploy.md has it, on a real node: everything is back, and reading goes on behind it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { finding, judging, summary } from '../../contracts/store/test-findings.js';
import { canTestOn, useCluster } from '../../support/elasticsearch/shared-node.js';
import { freshPrefix, indexNames, openTestStore } from '../../support/elasticsearch/test-store.js';
import { create, expectExactly, writtenLines } from './lines.js';

const page = readFileSync(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');

interface Command {
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown>;
}

/** The requests of the page, in order, for other index names and another folder. */
function documented(prefix: string, folder: string): Command[] {
  return [...page.matchAll(/^(PUT|POST) (_snapshot\S+)\n(\{.*\})$/gm)].map(
    ([, method = '', path, text = '']) => {
      const body = text.replaceAll('shoptrace-', `${prefix}-`).replace('/var/backups/elasticsearch', folder);
      return { method, path: `/${path}`, body: JSON.parse(body) as Record<string, unknown> };
    },
  );
}

describe.runIf(canTestOn('9.5.3'))('a snapshot of Elasticsearch', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shoptrace-snapshot-'));
  const cluster = useCluster({ version: '9.5.3', settings: () => ({ 'path.repo': folder }) });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('brings back records, bytes, findings with what people said, and how far was read', async () => {
    const prefix = freshPrefix();
    const written = writtenLines(600, 4, 33);
    const [register, take, restore] = documented(prefix, folder);
    if (register === undefined || take === undefined || restore === undefined) throw new Error('no commands');
    const { store, cleanup } = openTestStore(cluster().url, {}, prefix);
    try {
      const before = await store.open('shop', { mode: 'write', create });
      for (const batch of written.batches.slice(0, 2)) await before.append(batch);
      const transaction = written.events[0]?.transaction ?? 'none';
      const found = finding(transaction);
      await before.commitDetection(
        judging(transaction, [found], { summaries: [summary(transaction, 5_000)] }),
      );
      const human = {
        state: 'acknowledged',
        reason: null,
        by: 'ana',
        at: 7,
        until: null,
        proofs: [],
      } as const;
      const change = { finding: found.id, state: 'acknowledged', reason: null, by: 'ana', at: 7 } as const;
      await before.setFindingState(found.id, 0, { ...human, version: 1 }, change);
      const { indexed } = (await before.ledger(written.generation.id)) ?? {};
      await before.close();
      for (const { method, path, body } of [register, take]) await cluster().request(method, path, body);
      const names = await indexNames(cluster().url, prefix);
      await store.drop('shop');
      expect(await indexNames(cluster().url, prefix)).toEqual([]);
      await cluster().request(restore.method, restore.path, restore.body);
      expect(await indexNames(cluster().url, prefix)).toEqual(names);
      const after = await store.open('shop', { mode: 'write' });
      expect((await after.ledger(written.generation.id))?.indexed).toBe(indexed);
      expect((await after.finding(found.id))?.human.state).toBe('acknowledged');
      for (const batch of written.batches) await after.append(batch);
      await expectExactly(after, written);
      await after.close();
    } finally {
      await store.close();
      await cleanup();
    }
  });
});
