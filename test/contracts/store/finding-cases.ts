// Contract: findings by filter, in pages and counts; people's changes under an optimistic lock.
import { describe, expect, it } from 'vitest';
import type { Finding, FindingState } from '../../../src/model/finding.js';
import type { Dataset, Store } from '../../../src/stores/store.js';
import { withDataset, type OpenTestStore } from './test-dataset.js';
import { commit, finding } from './test-findings.js';

const HOUR_MS = 3_600_000;

function manyFindings(): Finding[] {
  return Array.from({ length: 31 }, (_, index) =>
    finding(`TU${index}`, {
      rule: ['post-pay-died', 'production-repeated', 'user-renamed'][index % 3] ?? '',
      severity: (['high', 'low'] as const)[index % 2] ?? 'high',
      verdict: index % 5 === 0 ? 'late' : 'violated',
      lastSeen: (index % 4) * HOUR_MS + 7,
      shop: index % 6 === 0 ? 'elsewhere' : 'default',
      case: { kind: index % 3 === 2 ? 'user' : 'transaction', key: `TU${index % 20}` },
    }),
  );
}

async function loaded(
  open: OpenTestStore,
  work: (dataset: Dataset, all: readonly Finding[], store: Store) => Promise<void>,
): Promise<void> {
  await withDataset(open, async (dataset, store) => {
    const all = manyFindings();
    await dataset.commitDetection(commit({ findings: all }));
    const sorted = all.toSorted((a, b) => b.lastSeen - a.lastSeen || (a.id < b.id ? -1 : 1));
    await work(dataset, sorted, store);
  });
}

const state = (name: FindingState['state'], version: number): FindingState => ({
  state: name,
  reason: 'known: "x" <b>',
  by: 'ann',
  at: 9,
  until: 12,
  proofs: ['g:1'],
  version,
});

export function findingCases(open: OpenTestStore): void {
  describe('findings', () => {
    it('come newest first, both ways', () =>
      loaded(open, async (dataset, all) => {
        const list = { order: 'newest', limit: 12 } as const;
        const first = await dataset.findings(list);
        const second = await dataset.findings({ ...list, cursor: first.nextCursor ?? '' });
        const third = await dataset.findings({ ...list, cursor: second.nextCursor ?? '' });
        const pages = [first, second, third].flatMap(({ items }) => items.map((item) => item.finding));
        expect(pages).toEqual(all);
        expect([first.prevCursor, third.nextCursor]).toEqual([null, null]);
        const back = await dataset.findings({ ...list, cursor: third.prevCursor ?? '' });
        expect(back.items).toEqual(second.items);
        const begin = await dataset.findings({ ...list, cursor: back.prevCursor ?? '' });
        expect(begin.items).toEqual(first.items);
        expect(begin.prevCursor).toBeNull();
      }));

    it('come most severe first, both ways, before they are cut', () =>
      loaded(open, async (dataset, all) => {
        const ofSeverity = (severity: Finding['severity']) =>
          all.filter((item) => item.severity === severity);
        const expected = [...ofSeverity('high'), ...ofSeverity('low')];
        const list = { order: 'severity', limit: 12 } as const;
        const first = await dataset.findings(list);
        const second = await dataset.findings({ ...list, cursor: first.nextCursor ?? '' });
        const third = await dataset.findings({ ...list, cursor: second.nextCursor ?? '' });
        const pages = [first, second, third].flatMap(({ items }) => items.map((item) => item.finding));
        expect(pages).toEqual(expected);
        expect([first.prevCursor, third.nextCursor]).toEqual([null, null]);
        const back = await dataset.findings({ ...list, cursor: third.prevCursor ?? '' });
        expect(back.items).toEqual(second.items);
        const begin = await dataset.findings({ ...list, cursor: back.prevCursor ?? '' });
        expect(begin.items).toEqual(first.items);
        const low = await dataset.findings({ ...list, severities: ['info', 'low'], limit: 1000 });
        expect(low.items.map((item) => item.finding)).toEqual(ofSeverity('low'));
        const other = dataset.findings({ order: 'newest', limit: 3, cursor: first.nextCursor ?? '' });
        await expect(other).rejects.toMatchObject({ code: 'cursor-invalid' });
      }));

    it('are filtered by every field', () =>
      loaded(open, async (dataset, all) => {
        await dataset.setFindingState(all[3]?.id ?? '', 0, state('suppressed', 1), {
          finding: all[3]?.id ?? '',
          state: 'suppressed',
          reason: null,
          by: 'ann',
          at: 9,
        });
        const cases: [Parameters<Dataset['countFindings']>[1], (item: Finding) => boolean][] = [
          [{}, () => true],
          [{ rules: ['post-pay-died', 'x'] }, (item) => item.rule === 'post-pay-died'],
          [{ rules: [] }, () => false],
          [{ shop: 'elsewhere' }, (item) => item.shop === 'elsewhere'],
          [{ caseKind: 'user' }, (item) => item.case.kind === 'user'],
          [{ caseKey: 'TU3' }, (item) => item.case.key === 'TU3'],
          [{ verdicts: ['late'] }, (item) => item.verdict === 'late'],
          [{ severities: ['low', 'info'] }, (item) => item.severity === 'low'],
          [{ states: ['suppressed'] }, (item) => item.id === all[3]?.id],
          [
            { states: ['open'], severities: ['high'] },
            (item) => item.severity === 'high' && item.id !== all[3]?.id,
          ],
          [
            { from: HOUR_MS + 7, to: 2 * HOUR_MS + 7 },
            (item) => item.lastSeen >= HOUR_MS + 7 && item.lastSeen < 2 * HOUR_MS + 7,
          ],
        ];
        for (const [filter, keeps] of cases) {
          const { items } = await dataset.findings({ ...filter, order: 'newest', limit: 1000 });
          const expected = all.filter(keeps);
          const found = items.map((item) => item.finding.id);
          expect({ filter, found }).toEqual({ filter, found: expected.map(({ id }) => id) });
          const [row] = await dataset.countFindings([], filter, 5);
          expect(row?.count ?? 0).toBe(expected.length);
        }
      }));

    it('are counted by every field', () =>
      loaded(open, async (dataset, all) => {
        const keysOf: [Parameters<Dataset['countFindings']>[0], (item: Finding) => string[]][] = [
          [['rule'], (item) => [item.rule]],
          [['severity', 'verdict'], (item) => [item.severity, item.verdict]],
          [['caseKind', 'shop'], (item) => [item.case.kind, item.shop]],
          [['caseKey'], (item) => [item.case.key]],
          [['state'], () => ['open']],
          [['hour'], (item) => [String(item.lastSeen - (item.lastSeen % HOUR_MS))]],
          [['day', 'rule'], (item) => ['0', item.rule]],
        ];
        for (const [fields, keys] of keysOf) {
          const expected = new Map<string, number>();
          for (const item of all) {
            const key = keys(item).join('|');
            expected.set(key, (expected.get(key) ?? 0) + 1);
          }
          const rows = await dataset.countFindings(fields, {}, 100);
          expect(new Map(rows.map((row) => [row.keys.join('|'), row.count]))).toEqual(expected);
        }
        await expect(dataset.countFindings(['rule', 'rule'], {}, 5)).rejects.toMatchObject({
          code: 'query-invalid',
        });
      }));

    it('are changed by one person at a time', () =>
      loaded(open, async (dataset, all, store) => {
        const id = all[0]?.id ?? '';
        const change = { finding: id, state: 'acknowledged', reason: null, by: 'ann', at: 9 } as const;
        const reader = await store.open('shop', { mode: 'read' });
        await reader.setFindingState(id, 0, state('acknowledged', 1), change);
        const conflict = dataset.setFindingState(id, 0, state('resolved', 1), {
          ...change,
          state: 'resolved',
          by: 'bob',
        });
        await expect(conflict).rejects.toMatchObject({ code: 'state-conflict' });
        const now = await dataset.finding(id);
        expect(now).toEqual({ finding: all[0], human: state('acknowledged', 1), detectedAt: 100 });
        await dataset.setFindingState(id, 1, state('resolved', 2), {
          ...change,
          state: 'resolved',
          by: 'bob',
        });
        expect((await reader.finding(id))?.human).toEqual(state('resolved', 2));
        expect((await dataset.stateHistory(id)).map(({ by }) => by)).toEqual(['ann', 'bob']);
        await reader.close();
      }));

    it('that are not there cannot be changed', () =>
      loaded(open, async (dataset) => {
        const change = { finding: 'nobody', state: 'open', reason: null, by: 'ann', at: 1 } as const;
        const refused = dataset.setFindingState('nobody', 0, state('open', 1), change);
        await expect(refused).rejects.toMatchObject({ code: 'finding-unknown' });
        expect(await dataset.stateHistory('nobody')).toEqual([]);
      }));
  });
}
