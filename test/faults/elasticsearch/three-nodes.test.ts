// Three real nodes that lose their master and then another node while records are written: nothing is lost, nothing is there twice.
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/model/finding.js';
import { canTestOn, useCluster } from '../../support/elasticsearch/shared-node.js';
import { openTestStore } from '../../support/elasticsearch/test-store.js';
import type { ServerNode } from '../../support/elasticsearch/server-node.js';
import { ensureBuilt, startProgram, type RunningProgram } from '../../support/program.js';
import { expectUndisturbed, openLive, replayUndisturbed, writeShop } from './judged-live.js';
import { create, expectExactly, writtenLines } from './lines.js';

/** Three nodes are heavy: only in the long run. */
const isLongRun = process.env['SHOPTRACE_FAULT_KILLS'] !== undefined;
const PIECES = 40;
const PIECE_MS = 250;

describe.runIf(isLongRun && canTestOn('9.5.3'))('a cluster of three nodes', () => {
  const cluster = useCluster({ version: '9.5.3', nodes: 3 });
  beforeAll(async () => await ensureBuilt(), 120_000);

  async function masterName(): Promise<string> {
    const [row] = (await cluster().request('GET', '/_cat/master?format=json')) as { readonly node: string }[];
    return row?.node ?? '';
  }

  function nodeThat(which: (node: ServerNode) => boolean): ServerNode {
    const node = cluster().nodes.find(which);
    if (node === undefined) throw new Error('no such node');
    return node;
  }

  async function lose(node: ServerNode, meanwhile: () => Promise<void>): Promise<void> {
    const work = meanwhile();
    await node.kill();
    await work;
  }

  async function comeBack(node: ServerNode): Promise<void> {
    await cluster().startNode(node);
    await cluster().healthy('green');
  }

  const named = (name: string): ServerNode => nodeThat((node) => node.name === name);
  const another = (name: string): ServerNode => nodeThat((node) => node.running && node.name !== name);
  const addresses = (): string =>
    cluster()
      .nodes.map(({ url }) => url)
      .join(',');

  test('that loses its master, then another node, while records are written', async () => {
    const { store, cleanup } = openTestStore(addresses(), { requestTimeoutMs: 10_000 });
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
      await lose(named(master), async () => await appendUntil(12));
      expect(await masterName()).not.toBe(master);
      await comeBack(named(master));
      const other = another(await masterName());
      await lose(other, async () => await appendUntil(18));
      await cluster().startNode(other);
      await appendUntil(written.batches.length);
      await cluster().healthy('green');
      await expectExactly(dataset, written);
    } finally {
      await store.close();
      await cleanup(cluster().url);
    }
  }, 600_000);

  test('that loses them while a shop is read and judged: findings are those of an undisturbed replay', async () => {
    const base = mkdtempSync(join(tmpdir(), 'shoptrace-three-'));
    const { store, prefix, cleanup } = openTestStore(addresses(), { requestTimeoutMs: 10_000 });
    const env = { SHOPTRACE_DATA: base, SHOPTRACE_STORE: `${addresses()}?prefix=${prefix}` };
    const live = join(base, 'trace.log');
    const programs: RunningProgram[] = [];
    try {
      const whole = join(base, 'whole.log');
      await writeShop(whole, 52, 400);
      const bytes = readFileSync(whole);
      const cuts = Array.from({ length: PIECES }, (_, piece) =>
        piece === 0 ? 0 : bytes.indexOf(10, (piece * bytes.length) / PIECES) + 1,
      );
      let piece = 0;
      const writeUntil = async (end: number): Promise<void> => {
        for (; piece < end; piece += 1) {
          appendFileSync(live, bytes.subarray(cuts[piece], cuts[piece + 1]));
          await sleep(PIECE_MS);
        }
      };
      writeFileSync(live, '');
      programs.push(startProgram(['ingest', live, '--follow', '--zone', 'UTC'], env));
      programs.push(startProgram(['detect', '--follow'], env));
      await writeUntil(PIECES / 4);
      const dataset = await openLive(store);
      await cluster().healthy('green');
      const master = await masterName();
      await lose(named(master), async () => await writeUntil(PIECES / 2));
      await comeBack(named(master));
      const other = another(await masterName());
      await lose(other, async () => await writeUntil((PIECES * 3) / 4));
      await comeBack(other);
      await writeUntil(PIECES);
      const undisturbed = await replayUndisturbed(whole, base, said);
      await expectUndisturbed(dataset, undisturbed, said, bytes.length);
    } finally {
      await Promise.all(programs.map((program) => program.signal('SIGKILL')));
      await store.close();
      await cleanup(cluster().url);
      rmSync(base, { recursive: true, force: true });
    }
  }, 900_000);
});

/** All of it: the same file, so the same ids. Stores keep the order of fields in ways of their own. */
const said = (finding: Finding): string =>
  JSON.stringify(finding, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
