// Answers spoiled between a real Elasticsearch and shoptrace: nothing is acknowledged that is not certain, nothing is there twice.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Environment } from '../../../src/stores/elasticsearch/address.js';
import { ledgerProblems } from '../../../src/model/block.js';
import { realTiming } from '../../../src/stores/elasticsearch/timing.js';
import type { Dataset } from '../../../src/stores/store.js';
import { commit } from '../../contracts/store/test-findings.js';
import { makeCertificates } from '../../support/elasticsearch/certificates.js';
import { FaultProxy, type Fault, type Rule } from '../../support/elasticsearch/fault-proxy.js';
import { canTestOn, useCluster } from '../../support/elasticsearch/shared-node.js';
import { openTestStore } from '../../support/elasticsearch/test-store.js';
import { create, expectExactly, writtenLines, type Written } from './lines.js';

/** Of a test on a machine that is busy with others. */
const LONG_MS = 180_000;

const isBulk: Rule['when'] = (_method, path) => path.startsWith('/_bulk');
const isCheckpoint: Rule['when'] = (method, path) => method === 'PUT' && path.includes('/_doc/generation');

describe.runIf(canTestOn('9.5.3'))('between shoptrace and Elasticsearch', () => {
  const cluster = useCluster({ version: '9.5.3' });
  let proxy: FaultProxy;
  beforeAll(async () => {
    proxy = await FaultProxy.start(cluster().url);
  });
  afterAll(async () => await proxy.stop());

  async function withDataset(
    work: (dataset: Dataset, prefix: string) => Promise<void>,
    patience: { readonly requestTimeoutMs?: number; readonly writePatienceMs?: number } = {},
  ): Promise<void> {
    const options = { requestTimeoutMs: 20_000, writePatienceMs: Infinity, ...patience };
    const { store, prefix, cleanup } = openTestStore(proxy.url, options);
    try {
      await work(await store.open('shop', { mode: 'write', create }), prefix);
    } finally {
      await store.close();
      await cleanup();
    }
  }

  async function appendAll(dataset: Dataset, written: Written): Promise<void> {
    for (const batch of written.batches) await dataset.append(batch);
  }

  const answers: readonly Fault[] = [
    'silence',
    'reset-before',
    'reset-after',
    'truncated-answer',
    'html-answer',
    'fewer-items',
  ];

  test.each(answers)(
    'a bulk is sent again after %s',
    (fault) =>
      withDataset(
        async (dataset) => {
          const before = proxy.played;
          const written = writtenLines(700, 4, 21);
          proxy.spoil({ when: isBulk, fault, times: 2 });
          await appendAll(dataset, written);
          expect(proxy.played).toBe(before + 2);
          await expectExactly(dataset, written);
        },
        // Only silence is waited out; every other fault is answered at once.
        fault === 'silence' ? { requestTimeoutMs: 3_000 } : {},
      ),
    LONG_MS,
  );

  test.each(['reset-before', 'reset-after', 'truncated-answer', 'html-answer'] as const)(
    'a checkpoint is certain after %s',
    (fault) =>
      withDataset(async (dataset) => {
        const before = proxy.played;
        const written = writtenLines(700, 4, 22);
        const [first, ...rest] = written.batches;
        if (first === undefined) throw new Error('no batches');
        // The first one also takes the file over.
        for (const batches of [[first], rest]) {
          proxy.spoil({ when: isCheckpoint, fault, times: 1 });
          for (const batch of batches) await dataset.append(batch);
        }
        expect(proxy.played).toBe(before + 2);
        await expectExactly(dataset, written);
      }),
  );

  test('a record that a failure store took is not stored: it is put aside with the reason', () =>
    withDataset(async (dataset) => {
      const written = writtenLines(300, 2, 25);
      proxy.spoil({ when: isBulk, fault: 'failure-store' });
      const refused: string[] = [];
      for (const batch of written.batches)
        refused.push(...(await dataset.append(batch)).rejected.map(({ event }) => event));
      expect(refused).toEqual([written.events[0]?.id]);
      const ledger = await dataset.ledger(written.generation.id);
      if (ledger === null) throw new Error('no ledger');
      expect(ledger).toMatchObject({ rejected: { mapping: 1 }, indexed: written.events.length - 1 });
      expect(ledgerProblems(ledger)).toEqual([]);
      const bytes = await dataset.rawBytes(written.generation.id, 0, Number.MAX_SAFE_INTEGER);
      expect(Buffer.from(bytes).toString()).toBe(written.text);
    }));

  test('what was written and never committed is taken back by the next writer', () =>
    withDataset(
      async (dataset, prefix) => {
        const written = writtenLines(1_200, 4, 23);
        const [first, second] = written.batches;
        if (first === undefined || second === undefined) throw new Error('no batches');
        await dataset.append(first);
        const rule: Rule = { when: isCheckpoint, fault: 'reset-before', times: 1_000 };
        proxy.spoil(rule);
        await expect(dataset.append(second)).rejects.toMatchObject({ code: 'store-unreachable' });
        rule.times = 0;
        const direct = openTestStore(cluster().url, {}, prefix).store;
        const next = await direct.open('shop', { mode: 'write', part: 'ingest' });
        // The file goes on otherwise than what was never committed.
        const otherwise = writtenLines(1_200, 4, 24).batches[1]?.events[0];
        // Documents are found after a refresh only.
        expect((await fetch(`${cluster().url}/_refresh`, { method: 'POST' })).status).toBe(200);
        expect(await next.count({})).toBeGreaterThan(first.events.length);
        const open = await next.append({ ...first, blocks: [], events: [], attachments: [] });
        expect(open).toMatchObject({ indexed: 0 });
        expect(await next.count({})).toBe(first.events.length);
        expect(otherwise).toBeDefined();
        for (const batch of written.batches.slice(1)) await next.append(batch);
        await expectExactly(next, written);
        await next.close();
        await direct.close();
      },
      { writePatienceMs: 500 },
    ));

  test('the lease survives renewals that overlap, and one whose answers are lost', async () => {
    const beats: (() => void)[] = [];
    const timing = {
      ...realTiming,
      every: (_ms: number, beat: () => void) => (beats.push(beat), () => undefined),
    };
    const { store, cleanup } = openTestStore(proxy.url, { timing, requestTimeoutMs: 20_000 });
    try {
      const dataset = await store.open('shop', { mode: 'write', create });
      const [beat] = beats;
      if (beat === undefined) throw new Error('the lease is not renewed');
      beat();
      beat();
      await dataset.commitDetection(commit({ casesJudged: 1 }));
      const isLease: Rule['when'] = (method, path) => method === 'PUT' && path.includes('/_doc/lease');
      const played = proxy.played;
      const rule: Rule = { when: isLease, fault: 'reset-after', times: 1_000 };
      proxy.spoil(rule);
      await vi.waitFor(() => {
        // A beat during an earlier renewal waits for that one.
        beat();
        expect(proxy.played).toBeGreaterThan(played + 3);
      }, 20_000);
      rule.times = 0;
      beat();
      await dataset.commitDetection(commit({ casesJudged: 2 }));
      expect((await dataset.detectionState()).casesJudged).toBe(2);
      await dataset.close();
    } finally {
      await store.close();
      await cleanup();
    }
  });

  test.each([
    [{ version: { number: '7.17.9' }, tagline: 'You Know, for Search' }, /7\.17\.9.*not supported/],
    [{ version: { number: '8.11.0' }, tagline: 'You Know, for Search' }, /8\.11\.0.*not supported/],
    [{ version: { number: '2.19.0', distribution: 'opensearch' } }, /opensearch 2\.19\.0/],
    [{ kibana: true }, /not Elasticsearch/],
  ])('the greeting %j is refused', async (answer, words) => {
    const headers = { 'x-elastic-product': 'Elasticsearch' };
    proxy.spoil({
      when: (method, path) => method === 'GET' && path === '/',
      fault: { answer, headers, status: 200 },
    });
    const { store } = openTestStore(proxy.url);
    await expect(store.datasets()).rejects.toMatchObject({ code: 'store-unsupported' });
    proxy.spoil({
      when: (method, path) => method === 'GET' && path === '/',
      fault: { answer, headers, status: 200 },
    });
    await expect(store.datasets()).rejects.toThrow(words);
    expect(await store.datasets()).toEqual([]);
    await store.close();
  });

  test('OpenSearch, which does not say that it is Elasticsearch, is refused', async () => {
    const answer = { version: { number: '2.19.0', distribution: 'opensearch' } };
    proxy.spoil({ when: (_method, path) => path === '/', fault: { answer, status: 200 }, times: 100 });
    const { store } = openTestStore(proxy.url);
    await expect(store.datasets()).rejects.toMatchObject({ code: 'store-unsupported' });
    await store.close();
  });

  test('nobody at the address is said at once', async () => {
    const { store } = openTestStore('http://127.0.0.1:1');
    await expect(store.datasets()).rejects.toMatchObject({ code: 'store-unreachable' });
    await store.close();
  });

  describe('over TLS', () => {
    const certificates = makeCertificates();
    const { key, authority, fingerprint, valid, expired } = certificates;
    const folder = mkdtempSync(join(tmpdir(), 'shoptrace-ca-'));
    const file = join(folder, 'ca.crt');
    writeFileSync(file, authority);
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const wrong = fingerprint.replaceAll(/[0-9]/g, '0');

    test.each<readonly [string, string, Environment, RegExp]>([
      ['the file of its authority', valid, { SHOPTRACE_ES_CA: file }, /^0 datasets$/],
      [
        'the fingerprint of its authority',
        `${valid}${authority}`,
        { SHOPTRACE_ES_FINGERPRINT: fingerprint },
        /^0 datasets$/,
      ],
      ['nothing to trust it by', valid, {}, /cannot be reached.*certificate/],
      [
        'another fingerprint',
        `${valid}${authority}`,
        { SHOPTRACE_ES_FINGERPRINT: wrong },
        /cannot be reached.*fingerprint/,
      ],
      ['a certificate that has expired', expired, { SHOPTRACE_ES_CA: file }, /cannot be reached.*expired/],
    ])('with %s', async (_name, cert, environment, expected) => {
      const secure = await FaultProxy.start(cluster().url, { cert, key });
      const { store } = openTestStore(secure.url, { environment });
      try {
        const answer = await store.datasets().then(
          (datasets) => `${datasets.length} datasets`,
          (error: unknown) => String(error),
        );
        expect(answer).toMatch(expected);
      } finally {
        await store.close();
        await secure.stop();
      }
    });
  });
});
