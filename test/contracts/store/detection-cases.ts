// Contract: what the detector commits is kept, replaced, withdrawn and forgotten as the contract says.
import { describe, expect, it } from 'vitest';
import type { Coverage, Dataset } from '../../../src/stores/store.js';
import { withDataset, type OpenTestStore } from './test-dataset.js';
import { commit, fact, finding, judging, obligation, summary, transactionCase } from './test-findings.js';

const coverage = (shop: string, through: number): Coverage => ({
  shop,
  from: 1,
  through,
  holes: [{ from: 3, to: 4, why: 'vanished' }],
});

async function stored(dataset: Dataset, key: string): Promise<unknown> {
  return (await dataset.finding(finding(key).id)) ?? null;
}

export function detectionCases(open: OpenTestStore): void {
  describe('detection', () => {
    it('begins with nothing judged', () =>
      withDataset(open, async (dataset) => {
        expect(await dataset.detectionState()).toEqual({
          positions: {},
          coverage: [],
          engineState: null,
          folds: {},
          casesJudged: 0,
        });
        expect(await dataset.finding('nobody')).toBeNull();
        expect(await dataset.obligations({ limit: 5 })).toEqual([]);
      }));

    it('keeps positions, coverage and state, and adds to them', () =>
      withDataset(open, async (dataset) => {
        await dataset.commitDetection(
          commit({
            positions: { a: 10, b: 5 },
            coverage: [coverage('x', 9)],
            engineState: '{"n":1}',
            folds: { a: '{"a":1}', b: '{"b":1}' },
            casesJudged: 3,
          }),
        );
        await dataset.commitDetection(
          commit({
            positions: { a: 20 },
            folds: { a: '{"a":2}' },
            coverage: [coverage('w', 1), coverage('x', 11)],
            casesJudged: 4,
          }),
        );
        expect(await dataset.detectionState()).toEqual({
          positions: { a: 20, b: 5 },
          coverage: [coverage('w', 1), coverage('x', 11)],
          engineState: '{"n":1}',
          folds: { a: '{"a":2}', b: '{"b":1}' },
          casesJudged: 4,
        });
      }));

    it('keeps a finding as it was said, and since when', () =>
      withDataset(open, async (dataset) => {
        await dataset.commitDetection(judging('TU1', [finding('TU1')], { detectedAt: 100 }));
        const first = await stored(dataset, 'TU1');
        expect(first).toEqual({
          finding: finding('TU1'),
          human: { state: 'open', reason: null, by: null, at: null, until: null, proofs: [], version: 0 },
          detectedAt: 100,
        });
        await dataset.commitDetection(judging('TU1', [finding('TU1')], { detectedAt: 200 }));
        expect(await stored(dataset, 'TU1')).toEqual(first);
        await dataset.commitDetection(judging('TU1', [finding('TU1', { count: 3 })], { detectedAt: 300 }));
        expect(await stored(dataset, 'TU1')).toMatchObject({ finding: { count: 3 }, detectedAt: 300 });
      }));

    it('withdraws what no longer holds, and nothing else', () =>
      withDataset(open, async (dataset) => {
        const late = finding('TU1', { rule: 'order-placed-again', verdict: 'late', dueAt: 7 });
        const unjudged = finding('TU1', { rule: 'post-pay-died' });
        const elsewhere = finding('TU1', { id: 'F-elsewhere', shop: 'elsewhere' });
        const user = finding('TU1', { id: 'F-user', case: { kind: 'user', key: 'TU1' } });
        const all = [finding('TU1'), late, unjudged, elsewhere, user, finding('TU2')];
        await dataset.commitDetection(commit({ findings: all }));
        await dataset.commitDetection(judging('TU1', [], { detectedAt: 500 }));
        for (const item of [finding('TU1'), late])
          expect(await dataset.finding(item.id)).toMatchObject({
            finding: { ...item, verdict: 'withdrawn' },
            detectedAt: 500,
          });
        for (const item of [unjudged, elsewhere, user, finding('TU2')])
          expect((await dataset.finding(item.id))?.finding).toEqual(item);
        await dataset.commitDetection(judging('TU1', [], { detectedAt: 600 }));
        expect(await stored(dataset, 'TU1')).toMatchObject({ detectedAt: 500 });
      }));

    it('brings a withdrawn finding back with what people said about it', () =>
      withDataset(open, async (dataset) => {
        await dataset.commitDetection(judging('TU1', [finding('TU1')]));
        await acknowledge(dataset, finding('TU1').id, 0);
        await dataset.commitDetection(judging('TU1', []));
        expect(await stored(dataset, 'TU1')).toMatchObject({
          finding: { verdict: 'withdrawn' },
          human: { state: 'acknowledged' },
        });
        await dataset.commitDetection(judging('TU1', [finding('TU1')]));
        expect(await stored(dataset, 'TU1')).toMatchObject({
          finding: { verdict: 'violated' },
          human: { state: 'acknowledged', by: 'ann', version: 1 },
        });
      }));

    it('lets a resolved finding regress by a new proof only', () =>
      withDataset(open, async (dataset) => {
        const before = finding('TU1');
        await dataset.commitDetection(judging('TU1', [before]));
        const resolved = { ...human('resolved'), proofs: ['g:10', 'g:99'] };
        await dataset.setFindingState(before.id, 0, resolved, change(before.id, 'resolved'));
        await dataset.commitDetection(judging('TU1', [{ ...before, count: 9 }]));
        expect(await stored(dataset, 'TU1')).toMatchObject({ human: { state: 'resolved', version: 1 } });
        const again = { ...before, evidence: [{ role: 'proof' as const, event: 'g:50', line: 5 }] };
        await dataset.commitDetection(judging('TU1', [again], { detectedAt: 700 }));
        expect(await stored(dataset, 'TU1')).toMatchObject({
          finding: again,
          human: { state: 'regressed', by: 'shoptrace', at: 700, version: 2 },
        });
        await dataset.commitDetection(judging('TU1', [again], { detectedAt: 800 }));
        expect(await dataset.stateHistory(before.id)).toEqual([
          change(before.id, 'resolved'),
          { finding: before.id, state: 'regressed', reason: null, by: 'shoptrace', at: 700 },
        ]);
      }));

    it('replaces the obligations of a judged case by rule, and gives those due', () =>
      withDataset(open, async (dataset) => {
        const kept = obligation('TU1', 50, 'other-rule');
        const all = [obligation('TU1', 300), obligation('TU2', 100), obligation('TU3', 200), kept];
        await dataset.commitDetection(commit({ obligations: all }));
        expect(await dataset.obligationsDue('default', 200, 10)).toEqual([kept, all[1], all[2]]);
        expect(await dataset.obligationsDue('default', 200, 2)).toEqual([kept, all[1]]);
        expect(await dataset.obligationsDue('elsewhere', 900, 10)).toEqual([]);
        await dataset.commitDetection(judging('TU1', [], { obligations: [obligation('TU1', 400)] }));
        await dataset.commitDetection(judging('TU2', []));
        expect(await dataset.obligations({ limit: 10 })).toEqual([kept, all[2], obligation('TU1', 400)]);
        expect(
          await dataset.obligations({ case: transactionCase('TU1'), shop: 'default', limit: 10 }),
        ).toEqual([kept, obligation('TU1', 400)]);
        expect(await dataset.obligations({ shop: 'elsewhere', limit: 10 })).toEqual([]);
      }));

    it('replaces the facts of a transaction as a whole', () =>
      withDataset(open, async (dataset) => {
        const of = (transaction: string) => ({ shop: 'default', transaction });
        await dataset.commitDetection(
          commit({
            factsOf: [of('TU1'), of('TU2')],
            facts: [fact('174', 'TU2', 30), fact('174', 'TU1', 10), fact('175', 'TU1', 20)],
          }),
        );
        const about = { kind: 'user', key: '174' } as const;
        expect(await dataset.facts('default', about)).toEqual([
          fact('174', 'TU1', 10),
          fact('174', 'TU2', 30),
        ]);
        await dataset.commitDetection(commit({ factsOf: [of('TU1')], facts: [fact('174', 'TU1', 40)] }));
        expect(await dataset.facts('default', about)).toEqual([
          fact('174', 'TU2', 30),
          fact('174', 'TU1', 40),
        ]);
        expect(await dataset.facts('default', { kind: 'user', key: '175' })).toEqual([]);
        expect(await dataset.facts('elsewhere', about)).toEqual([]);
        expect(await dataset.facts('default', { kind: 'product', key: '174' })).toEqual([]);
      }));

    it('lists transactions, newest first, both ways', () =>
      withDataset(open, async (dataset) => {
        const all = Array.from({ length: 23 }, (_, index) =>
          summary(`TU${String(index).padStart(2, '0')}`, 1000 + (index % 5) * 10, {
            shop: index % 7 === 0 ? 'elsewhere' : 'default',
            outcome: index % 2 === 0 ? 'failed' : 'delivered',
          }),
        );
        await dataset.commitDetection(commit({ summaries: all }));
        const sorted = all.toSorted(
          (a, b) => b.lastSeen - a.lastSeen || (`${a.shop} ${a.id}` < `${b.shop} ${b.id}` ? -1 : 1),
        );
        const first = await dataset.transactions({ order: 'newest', limit: 10 });
        const next = await dataset.transactions({
          order: 'newest',
          limit: 10,
          cursor: first.nextCursor ?? '',
        });
        const last = await dataset.transactions({
          order: 'newest',
          limit: 10,
          cursor: next.nextCursor ?? '',
        });
        expect([...first.items, ...next.items, ...last.items]).toEqual(sorted);
        expect(last.nextCursor).toBeNull();
        const back = await dataset.transactions({
          order: 'newest',
          limit: 10,
          cursor: last.prevCursor ?? '',
        });
        expect(back.items).toEqual(next.items);
        const filtered = {
          order: 'newest',
          limit: 100,
          shop: 'default',
          outcome: 'failed',
          from: 1010,
          to: 1030,
        } as const;
        expect((await dataset.transactions(filtered)).items).toEqual(
          sorted.filter(
            (item) =>
              item.shop === 'default' &&
              item.outcome === 'failed' &&
              item.lastSeen >= 1010 &&
              item.lastSeen < 1030,
          ),
        );
        const prefixed = await dataset.transactions({ order: 'newest', limit: 100, prefix: 'TU1' });
        expect(prefixed.items).toEqual(sorted.filter(({ id }) => id.startsWith('TU1')));
        const changed = summary('TU03', 5000, { outcome: 'refunded' });
        await dataset.commitDetection(commit({ summaries: [changed] }));
        expect(await dataset.transaction('default', 'TU03')).toEqual(changed);
        expect(await dataset.transaction('elsewhere', 'TU03')).toBeNull();
        expect((await dataset.transactions({ order: 'newest', limit: 1 })).items).toEqual([changed]);
      }));

    it('forgets what was judged, not what people said', () =>
      withDataset(open, async (dataset) => {
        await dataset.commitDetection(
          commit({
            positions: { a: 1 },
            coverage: [coverage('x', 1)],
            findings: [finding('TU1'), finding('TU2')],
            obligations: [obligation('TU1', 5)],
            facts: [fact('174', 'TU1', 1)],
            summaries: [summary('TU1', 5)],
            engineState: 'x',
            folds: { a: '{}' },
            casesJudged: 7,
          }),
        );
        await acknowledge(dataset, finding('TU2').id, 0);
        await dataset.resetDetection();
        expect(await dataset.detectionState()).toEqual({
          positions: {},
          coverage: [],
          engineState: null,
          folds: {},
          casesJudged: 0,
        });
        expect(await stored(dataset, 'TU1')).toBeNull();
        expect(await dataset.obligations({ limit: 5 })).toEqual([]);
        expect(await dataset.facts('default', { kind: 'user', key: '174' })).toEqual([]);
        expect(await dataset.transaction('default', 'TU1')).toBeNull();
        expect(await dataset.stateHistory(finding('TU2').id)).toHaveLength(1);
        await dataset.commitDetection(commit({ findings: [finding('TU2')] }));
        expect(await stored(dataset, 'TU2')).toMatchObject({
          finding: { verdict: 'violated' },
          human: { state: 'acknowledged' },
        });
      }));
  });
}

const human = (state: 'acknowledged' | 'resolved') => ({
  state,
  reason: null,
  by: 'ann',
  at: 50,
  until: null,
  proofs: [] as string[],
  version: 1,
});

const change = (id: string, state: 'acknowledged' | 'resolved') => ({
  finding: id,
  state,
  reason: null,
  by: 'ann',
  at: 50,
});

async function acknowledge(dataset: Dataset, id: string, version: number): Promise<void> {
  await dataset.setFindingState(id, version, human('acknowledged'), change(id, 'acknowledged'));
}
