// A detector is overtaken while what it judged is under way: what arrives late changes nothing that the next one wrote.
import { expect, test } from 'vitest';
import { realTiming, type Timing } from '../../../src/stores/elasticsearch/timing.js';
import type { Dataset, DetectionCommit } from '../../../src/stores/store.js';
import { fact, finding, judging, obligation, summary } from '../../contracts/store/test-findings.js';
import type { Cluster } from '../../support/elasticsearch/cluster.js';
import { FaultProxy } from '../../support/elasticsearch/fault-proxy.js';
import { openTestStore } from '../../support/elasticsearch/test-store.js';
import { create } from './lines.js';

const LONG_MS = 180_000;
const RULES = ['production-repeated'];

/** A process that stands still: it renews no lease. */
const stopped: Timing = { ...realTiming, monotonic: () => 0, every: () => () => undefined };
/** One that comes a minute later, and does not wait. */
const later: Timing = {
  ...realTiming,
  now: () => Date.now() + 60_000,
  sleep: async (ms, signal) => await realTiming.sleep(Math.min(ms, 50), signal),
};

/** What is said about cart `key`: due at `due`, delivered for `amount`. */
function said(key: string, due: number | null, amount: number, users: readonly string[]): DetectionCommit {
  return judging(
    key,
    [],
    {
      obligations: due === null ? [] : [obligation(key, due)],
      factsOf: [{ shop: 'default', transaction: key }],
      facts: users.map((user) => fact(user, key, due ?? 1)),
      summaries: [summary(key, 500, { amount })],
    },
    RULES,
  );
}

async function stored(dataset: Dataset, key: string): Promise<unknown> {
  const due = await dataset.obligations({ case: { kind: 'transaction', key }, limit: 10 });
  const facts = await Promise.all(
    ['ann', 'bob'].map(async (user) => await dataset.facts('default', { kind: 'user', key: user })),
  );
  return {
    due: due.map(({ dueAt }) => dueAt),
    facts: facts.map((some) => some.map(({ transaction, time }) => [transaction, time])),
    amount: (await dataset.transaction('default', key))?.amount,
  };
}

export function lateJudgementCases(cluster: () => Cluster): void {
  test(
    'a judgement that arrives after another detector went on changes nothing',
    async () => {
      const proxy = await FaultProxy.start(cluster().url);
      const { store, prefix, cleanup } = openTestStore(proxy.url, { timing: stopped });
      const next = openTestStore(cluster().url, { timing: later }, prefix).store;
      try {
        const slow = await store.open('shop', { mode: 'write', create });
        await slow.commitDetection(said('T1', 1_000, 1, ['ann']));
        await slow.commitDetection(said('T2', null, 1, []));
        const held = proxy.hold((_method, path) => path.startsWith('/_bulk'));
        const both = said('T1', 2_000, 2, ['ann', 'bob']);
        const second = said('T2', 2_500, 2, ['bob']);
        const overtaken = slow.commitDetection({
          ...both,
          judged: [...both.judged, ...second.judged],
          obligations: [...both.obligations, ...second.obligations],
          factsOf: [...both.factsOf, ...second.factsOf],
          facts: [...both.facts, ...second.facts],
          summaries: [...both.summaries, ...second.summaries],
        });
        const ended = overtaken.then(
          () => 'written',
          (error: unknown) => error,
        );
        await held.arrived;
        const quick = await next.open('shop', { mode: 'write', part: 'detect' });
        // What was under way is done by the next one, too.
        expect(await stored(quick, 'T1')).toMatchObject({ due: [2_000], amount: 2 });
        await quick.commitDetection(said('T1', null, 3, []));
        await quick.commitDetection(said('T2', 3_000, 3, ['ann']));
        const before = [await stored(quick, 'T1'), await stored(quick, 'T2')];
        expect(before).toMatchObject([
          { due: [], amount: 3 },
          { due: [3_000], facts: [[['T2', 3_000]], []], amount: 3 },
        ]);
        held.release();
        expect(await ended).toMatchObject({ code: 'dataset-busy' });
        expect([await stored(quick, 'T1'), await stored(quick, 'T2')]).toEqual(before);
        await quick.commitDetection(said('T1', 4_000, 4, ['bob']));
        expect(await stored(quick, 'T1')).toMatchObject({ due: [4_000], amount: 4 });
        await quick.resetDetection();
        await quick.commitDetection(
          judging('T1', [finding('T1')], { obligations: [obligation('T1', 5_000)] }),
        );
        expect(await stored(quick, 'T1')).toMatchObject({ due: [5_000] });
      } finally {
        for (const opened of [store, next]) await opened.close();
        await cleanup();
        await proxy.stop();
      }
    },
    LONG_MS,
  );
}
