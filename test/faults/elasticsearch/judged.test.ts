// On a real node: whether anybody judges is seen by readers and told by the command line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openProject } from '../../../src/app/index.js';
import { judged } from '../../../src/queries/judged.js';
import { realTiming, type Timing } from '../../../src/stores/elasticsearch/timing.js';
import type { Dataset, Store } from '../../../src/stores/store.js';
import { commit } from '../../contracts/store/test-findings.js';
import { runCommand } from '../../cli/support/run-command.js';
import { canTestOn, useCluster } from '../../support/elasticsearch/shared-node.js';
import { dropIndices, freshPrefix, openTestStore } from '../../support/elasticsearch/test-store.js';
import { create, writtenLines } from './lines.js';

const live = { ...create, live: true };
const written = writtenLines(400, 2, 7);
const { id } = written.generation;

describe.runIf(canTestOn('9.5.3'))('on Elasticsearch', () => {
  const cluster = useCluster({ version: '9.5.3' });
  let prefix = '';
  let folder = '';
  let opened: Store[] = [];

  beforeEach(() => {
    prefix = freshPrefix();
    folder = mkdtempSync(join(tmpdir(), 'shoptrace-judged-'));
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    opened = [];
    rmSync(folder, { recursive: true, force: true });
    await dropIndices(cluster().url, prefix);
  });

  function storeWith(timing: Timing = realTiming): Store {
    const { store } = openTestStore(cluster().url, { timing }, prefix);
    opened.push(store);
    return store;
  }

  async function ingested(): Promise<Dataset> {
    const dataset = await storeWith().open('live', { mode: 'write', part: 'ingest', create: live });
    for (const batch of written.batches) await dataset.append(batch);
    await dataset.updateGeneration({ ...written.generation, followed: true });
    return dataset;
  }

  const command = async (...args: string[]) =>
    await runCommand(args, {
      cwd: folder,
      openProject,
      env: { SHOPTRACE_DATA: folder, SHOPTRACE_STORE: `${cluster().url}?prefix=${prefix}` },
    });

  test('nobody judges until somebody does, and not any more when that one has ended', async () => {
    await ingested();
    const reader = await storeWith().open('live', { mode: 'read' });
    const first = new Date(written.events[0]?.time ?? 0).toISOString();
    expect(await judged(reader)).toMatchObject({ state: 'nobody', through: first });
    const told = await command('ledger');
    expect(told.err).toMatch(
      /dataset live: nobody judges: judged up to .* behind. Start a detector: `shoptrace detect --follow`/,
    );
    expect((await command('datasets', '--json')).json()).toMatchObject([{ judged: { state: 'nobody' } }]);
    expect((await command('doctor')).out).toMatch(/warning {3}dataset live: nobody judges/);
    const judge = await storeWith().open('live', { mode: 'write', part: 'detect' });
    expect(await judged(reader)).toMatchObject({ state: 'behind' });
    const last = written.events.at(-1)?.time ?? 0;
    const coverage = [{ shop: 'default', from: 0, through: last, holes: [] }];
    await judge.commitDetection(commit({ positions: { [id]: Number.MAX_SAFE_INTEGER }, coverage }));
    expect(await judged(reader)).toMatchObject({ state: 'current', behindMs: 0, waitingBytes: 0 });
    expect((await command('ledger')).err).not.toContain('judge');
    await judge.close();
    expect(await judged(reader)).toMatchObject({ state: 'nobody', through: new Date(last).toISOString() });
  });

  test('a judge whose clock is wrong is seen by its renewals, and one that renews no more is not', async () => {
    await ingested();
    const beats: (() => void)[] = [];
    const ahead: Timing = {
      ...realTiming,
      now: () => Date.now() + 600_000,
      every: (_ms, work) => {
        beats.push(work);
        return () => undefined;
      },
    };
    await storeWith(ahead).open('live', { mode: 'write', part: 'detect' });
    let elapsedMs = 0;
    const timing: Timing = { ...realTiming, monotonic: () => elapsedMs };
    const reader = await storeWith(timing).open('live', { mode: 'read' });
    expect(await reader.isJudged()).toBe(false);
    for (const beat of beats) beat();
    await expect.poll(async () => await reader.isJudged(), { timeout: 10_000 }).toBe(true);
    elapsedMs = 20_000;
    expect(await reader.isJudged()).toBe(false);
  });
});
