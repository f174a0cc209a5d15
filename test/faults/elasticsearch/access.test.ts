// Who may do what on a real node with security: the keys that the documentation describes are enough, and a wrong one is named.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Environment } from '../../../src/stores/elasticsearch/address.js';
import type { Store } from '../../../src/stores/store.js';
import { batchesOf } from '../../contracts/store/test-dataset.js';
import { commit, finding, judging, summary } from '../../contracts/store/test-findings.js';
import { shopText } from '../../support/shop-lines.js';
import { composeOf, resolved, writtenCompose } from '../../support/compose/compose-file.js';
import { documentedKey, type Descriptor } from '../../support/elasticsearch/documented-key.js';
import { canTestOn, useCluster } from '../../support/elasticsearch/shared-node.js';
import { freshPrefix, openTestStore } from '../../support/elasticsearch/test-store.js';
import { ensureBuilt, startProgram } from '../../support/program.js';
import { create, expectExactly, writtenLines } from './lines.js';

describe.runIf(canTestOn('9.5.3'))('on an Elasticsearch with security', () => {
  const cluster = useCluster({ version: '9.5.3', security: true });
  const written = writtenLines(600, 4, 31);
  let prefix = '';
  let folder = '';
  let opened: Store[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'shoptrace-access-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    prefix = freshPrefix();
  });
  afterEach(async () => {
    for (const store of opened) await store.close();
    opened = [];
  });

  async function keyFor(descriptors: Record<string, Descriptor>): Promise<{ id: string; encoded: string }> {
    const body = { name: `${prefix}-${Object.keys(descriptors).join()}`, role_descriptors: descriptors };
    return (await cluster().request('POST', '/_security/api_key', body)) as { id: string; encoded: string };
  }

  function storeWith(environment: Environment, writePatienceMs = 2_000): Store {
    const { store } = openTestStore(cluster().url, { environment, writePatienceMs }, prefix);
    opened.push(store);
    return store;
  }

  const storeOf = async (role: string): Promise<Store> =>
    storeWith({ SHOPTRACE_ES_API_KEY: (await keyFor(documentedKey(role, prefix))).encoded });

  test('the documented keys are enough for each role, and no more', async () => {
    const ingest = await storeOf('ingest');
    const reading = await ingest.open('shop', { mode: 'write', part: 'ingest', create });
    for (const batch of written.batches) await reading.append(batch);
    await expectExactly(reading, written);

    const judge = await (await storeOf('ingest')).open('shop', { mode: 'write', part: 'detect' });
    const [first] = written.events;
    if (first === undefined) throw new Error('no records');
    const transaction = first.transaction ?? 'none';
    await judge.commitDetection(
      judging(transaction, [finding(transaction)], { summaries: [summary(transaction, first.time)] }),
    );
    await judge.close();

    const serve = await storeOf('serve');
    expect((await serve.datasets()).map(({ name }) => name)).toEqual(['shop']);
    const shown = await serve.open('shop', { mode: 'read' });
    await expectExactly(shown, written);
    const [found] = (await shown.findings({ order: 'newest', limit: 10 })).items;
    if (found === undefined) throw new Error('the finding is not there');
    const { id } = found.finding;
    const human = { ...found.human, state: 'acknowledged', by: 'anna', at: 9 } as const;
    const change = { finding: id, state: 'acknowledged', reason: null, by: 'anna', at: 9 } as const;
    await shown.setFindingState(id, found.human.version, { ...human, version: 1 }, change);
    expect((await shown.finding(id))?.human.state).toBe('acknowledged');
    expect(await shown.size()).toBeGreaterThan(1_000);
    await expect(serve.open('shop', { mode: 'write' })).rejects.toMatchObject({ code: 'store-denied' });
    await expect(serve.drop('shop')).rejects.toMatchObject({ code: 'store-denied' });
    await expect(ingest.drop('shop')).rejects.toMatchObject({ code: 'store-denied' });
    expect((await serve.datasets()).map(({ name }) => name)).toEqual(['shop']);
    await (await storeOf('administer')).drop('shop');
    expect(await serve.datasets()).toEqual([]);
  });

  test('the key of detect prunes; an empty year, which it may not delete, stays', async () => {
    const old = batchesOf([shopText({ lines: 300, from: Date.UTC(2016, 11, 2), meanStepMs: 17_280_000 })]);
    const dataset = await (await storeOf('ingest')).open('shop', { mode: 'write', create });
    for (const batch of old.batches) await dataset.append(batch);
    const { id } = old.generation;
    await dataset.commitDetection(commit({ positions: { [id]: Number.MAX_SAFE_INTEGER } }));
    const before = await dataset.count({});
    const { records } = await dataset.prune(Date.UTC(2017, 0, 10));
    expect(records).toBeGreaterThan(50);
    expect(await dataset.count({})).toBe(before - records);
    expect(await dataset.count({ to: Date.UTC(2017, 0) })).toBe(0);
    expect(await cluster().request('GET', `/${prefix}-shop-events-2016/_count`)).toMatchObject({ count: 0 });
  });

  test('compose.yaml makes each role its key, once', async () => {
    const { command = [], environment = {} } = composeOf(resolved(writtenCompose())).services['keys'] ?? {};
    const [shell = '', ...args] = command;
    const KEYS = join(folder, 'keys');
    mkdirSync(KEYS);
    const env = {
      ...environment,
      PATH: process.env['PATH'],
      ELASTIC_PASSWORD: cluster().password ?? '',
      ELASTICSEARCH: cluster().url,
      KEYS,
    };
    const script = args.map((text) => text.replace('sleep infinity', ''));
    const made = [1, 2].map(() => {
      execFileSync(shell, script, { env, stdio: 'pipe' });
      return ['ingest', 'detect', 'serve'].map((role) => readFileSync(join(KEYS, role), 'utf8'));
    });
    expect(new Set(made[0]).size).toBe(3);
    expect(made[1]).toEqual(made[0]);
    expect(statSync(join(KEYS, 'serve')).mode & 0o777).toBe(0o440);
    const asking = openTestStore(
      cluster().url,
      { environment: { SHOPTRACE_ES_API_KEY_FILE: join(KEYS, 'serve') } },
      'shoptrace',
    );
    const writing = openTestStore(
      cluster().url,
      { environment: { SHOPTRACE_ES_API_KEY_FILE: join(KEYS, 'ingest') } },
      'shoptrace',
    );
    opened.push(asking.store, writing.store);
    await writing.store.open('shop', { mode: 'write', part: 'ingest', create });
    expect((await asking.store.datasets()).map(({ name }) => name)).toEqual(['shop']);
    await expect(asking.store.open('other', { mode: 'write', create })).rejects.toMatchObject({
      code: 'store-denied',
    });
  });

  test.each(['read', 'write', 'create_index', 'view_index_metadata', 'maintenance', 'indices:admin/aliases'])(
    'without the privilege %s ingest is told what it may not do',
    async (missing) => {
      const { ingest } = documentedKey('ingest', prefix);
      if (ingest === undefined) throw new Error('no key for ingest');
      const indices = ingest.indices.map(({ names, privileges }) => ({
        names,
        privileges: privileges.filter((name) => name !== missing),
      }));
      const store = storeWith({
        SHOPTRACE_ES_API_KEY: (await keyFor({ less: { ...ingest, indices } })).encoded,
      });
      const run = async (): Promise<void> => {
        const dataset = await store.open('shop', { mode: 'write', part: 'ingest', create });
        for (const batch of written.batches) await dataset.append(batch);
        await expectExactly(dataset, written);
        await dataset.close();
        await store.open('shop', { mode: 'write', part: 'ingest' });
      };
      await expect(run()).rejects.toMatchObject({
        code: 'store-denied',
        message: /unauthorized for API key/,
      });
    },
  );

  test.each([
    ['nobody', {}, /missing authentication credentials/],
    ['a wrong key', { SHOPTRACE_ES_API_KEY: 'bm90OnJlYWw=' }, /unable to authenticate/],
    [
      'a wrong password',
      { SHOPTRACE_ES_USER: 'elastic', SHOPTRACE_ES_PASSWORD: 'no' },
      /unable to authenticate/,
    ],
  ])('%s is not let in, and the secret is not said', async (_name, environment, words) => {
    const refused = storeWith(environment).datasets();
    await expect(refused).rejects.toMatchObject({ code: 'store-denied' });
    await expect(refused).rejects.toThrow(words);
    await expect(refused).rejects.not.toThrow(/bm90OnJlYWw/);
  });

  test('user and password let in', async () => {
    const SHOPTRACE_ES_PASSWORD = cluster().password ?? '';
    expect(await storeWith({ SHOPTRACE_ES_USER: 'elastic', SHOPTRACE_ES_PASSWORD }).datasets()).toEqual([]);
  });

  test('a key that is revoked and replaced in its file: writing waits and goes on without a restart', async () => {
    const file = join(folder, 'key');
    const old = await keyFor(documentedKey('ingest', prefix));
    writeFileSync(file, `${old.encoded}\n`);
    const store = storeWith({ SHOPTRACE_ES_API_KEY_FILE: file });
    const dataset = await store.open('shop', { mode: 'write', part: 'ingest', create });
    const [first, ...rest] = written.batches;
    if (first === undefined) throw new Error('no batches');
    await dataset.append(first);
    await cluster().request('DELETE', '/_security/api_key', { ids: [old.id] });
    for (const batch of rest)
      await expect(dataset.append(batch)).rejects.toMatchObject({ code: 'store-denied' });
    writeFileSync(file, (await keyFor(documentedKey('ingest', prefix))).encoded);
    for (const batch of rest) await dataset.append(batch);
    await expectExactly(dataset, written);
  });

  test('doctor names what to fix first', async () => {
    await ensureBuilt();
    const env = { SHOPTRACE_DATA: folder, SHOPTRACE_STORE: `${cluster().url}?prefix=${prefix}` };
    const nobody = await startProgram(['doctor'], env).ended;
    expect(nobody.code).toBe(1);
    expect(nobody.out).toMatch(/failed {4}store: .*does not let shoptrace in/);
    expect(nobody.out).toMatch(/SHOPTRACE_ES_API_KEY_FILE/);
    const { serve } = documentedKey('serve', prefix);
    if (serve === undefined) throw new Error('no key for serve');
    const less = { ...serve, indices: [{ names: [`${prefix}-*`], privileges: ['monitor'] }] };
    const key = (await keyFor({ less })).encoded;
    const unread = await startProgram(['doctor'], { ...env, SHOPTRACE_ES_API_KEY: key }).ended;
    expect(unread.code).toBe(1);
    expect(unread.out).toMatch(/failed {4}store: .*indices:data\/read\/search/);
    expect(unread.out).toMatch(/docs\/elasticsearch\.md/);
    const known = await keyFor(documentedKey('serve', prefix));
    const well = await startProgram(['doctor'], { ...env, SHOPTRACE_ES_API_KEY: known.encoded }).ended;
    expect(well.out).toMatch(/ok {8}store: .*0 datasets/);
    const elsewhere = await startProgram(['doctor'], { ...env, SHOPTRACE_STORE: 'http://127.0.0.1:1' }).ended;
    expect(elsewhere.out).toMatch(/failed {4}store: Elasticsearch at 127\.0\.0\.1:1 cannot be reached/);
  });
});
