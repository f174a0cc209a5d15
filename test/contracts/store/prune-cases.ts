// Contract of stores that prune: old blocks go with all that refers to them, and identity, totals and the rest stay.
import { describe, expect, it } from 'vitest';
import { ledgerProblems, type GenerationLedger } from '../../../src/model/block.js';
import type { TraceEvent } from '../../../src/model/event.js';
import type { Dataset } from '../../../src/stores/store.js';
import { generationFor, LineFeed, parseLines } from '../../support/line-format.js';
import { cutLines, shopText } from '../../support/shop-lines.js';
import { appendAll, batchesOf, SMALL_BLOCK_BYTES, withDataset, type OpenTestStore } from './test-dataset.js';
import { commit, fact, finding, obligation, summary, transactionCase } from './test-findings.js';

const text = shopText({ lines: 900, seed: 21, meanStepMs: 20_000 });
const everything = { filter: {}, order: 'oldest', limit: 1_000 } as const;
const state = { reason: null, by: 'ana', at: 7, until: null, proofs: [] };

/** Where it is cut: a third into the text, by time. */
function middleOf(events: readonly TraceEvent[]): number {
  return events[Math.floor(events.length / 3)]?.time ?? 0;
}

/** What the marks say should go: the longest run of old blocks at the beginning. */
async function expectedEnd(
  dataset: Dataset,
  generation: string,
  events: readonly TraceEvent[],
  before: number,
): Promise<{ blocks: number; end: number }> {
  const marks = await dataset.marks(generation);
  const last = events.at(-1)?.offset ?? 0;
  let kept = { blocks: 0, end: 0 };
  for (const { number, start, length, closed } of marks) {
    const end = start + length;
    const own = events.filter(({ offset }) => offset >= start && offset < end);
    if (!closed || end > last || own.some(({ time }) => time >= before)) break;
    kept = { blocks: number + 1, end };
  }
  return kept;
}

async function judgedUpTo(dataset: Dataset, generation: string, offset: number): Promise<void> {
  await dataset.commitDetection(commit({ positions: { [generation]: offset } }));
}

async function filled(dataset: Dataset) {
  const { generation, batches } = batchesOf(cutLines(text, 6));
  await appendAll(dataset, batches);
  await judgedUpTo(dataset, generation.id, text.length);
  const all = parseLines(generation, text);
  const before = middleOf(all);
  const { blocks, end } = await expectedEnd(dataset, generation.id, all, before);
  expect(blocks).toBeGreaterThan(3);
  const kept = all.filter(({ offset }) => offset >= end);
  return {
    generation,
    batches,
    all,
    before,
    blocks,
    end,
    kept,
    gone: all.slice(0, all.length - kept.length),
  };
}

async function ledgerOf(dataset: Dataset, id: string): Promise<GenerationLedger> {
  const ledger = await dataset.ledger(id);
  if (ledger === null) throw new Error(`no ledger of ${id}`);
  return ledger;
}

export function pruneCases(open: OpenTestStore): void {
  describe('prune', () => {
    it('deletes whole old blocks: lines, bytes and counts are as if they had not been', () =>
      withDataset(open, async (dataset) => {
        const { generation, before, blocks, end, kept, gone } = await filled(dataset);
        const bytes = await dataset.rawBytes(generation.id, end, end + 100_000);
        expect(await dataset.prune(before)).toEqual({ blocks, records: gone.length });
        expect((await dataset.search(everything)).items.map(({ id }) => id).toSorted()).toEqual(
          kept.map(({ id }) => id).toSorted(),
        );
        expect(await dataset.count({})).toBe(kept.length);
        expect(await dataset.count({ to: kept[0]?.time ?? 0, words: 'production' })).toBe(0);
        for (const field of ['minute', 'hour', 'action', 'level'] as const) {
          const rows = await dataset.countBy([field], {}, 10_000);
          expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(kept.length);
          expect(rows.filter(({ count }) => count <= 0)).toEqual([]);
        }
        const { events } = await dataset.eventsOfRange(generation.id, 0, 1e9, 10_000);
        expect(events.map(({ event }) => event)).toEqual(kept);
        expect(await dataset.eventsOfRange(generation.id, 0, end, 10)).toEqual({
          events: [],
          attachments: [],
          next: end,
        });
        expect(await dataset.eventsById(gone.map(({ id }) => id))).toEqual([]);
        expect(await dataset.rawBytes(generation.id, 0, 50)).toHaveLength(0);
        expect(Buffer.from(await dataset.rawBytes(generation.id, end, end + 100_000))).toEqual(
          Buffer.from(bytes),
        );
        expect(await dataset.block(generation.id, blocks - 1)).toBeNull();
        expect(await dataset.block(generation.id, blocks)).not.toBeNull();
        expect(await dataset.prune(before)).toEqual({ blocks: 0, records: 0 });
      }));

    it('keeps what was said about the file: totals add up, checkpoint, positions and marks stay', () =>
      withDataset(open, async (dataset) => {
        const { generation, before, blocks, end, kept, gone } = await filled(dataset);
        const ledger = await ledgerOf(dataset, generation.id);
        const checkpoint = await dataset.checkpoint(generation.id);
        const marks = await dataset.marks(generation.id);
        await dataset.prune(before);
        const after = await ledgerOf(dataset, generation.id);
        const first = kept.filter(
          ({ offset }) => offset < (marks[blocks]?.start ?? 0) + (marks[blocks]?.length ?? 0),
        );
        const keptFrom = Math.min(...first.map(({ time }) => time));
        expect(after).toEqual({
          ...ledger,
          pruned: { blocks, bytes: end, records: gone.length, keptFrom },
        });
        expect(ledgerProblems(after)).toEqual([]);
        expect(await dataset.checkpoint(generation.id)).toEqual(checkpoint);
        expect(await dataset.marks(generation.id)).toEqual(marks);
        expect((await dataset.detectionState()).positions).toEqual({ [generation.id]: text.length });
      }));

    it('takes transactions without a record left, with what was judged of them, and no other', () =>
      withDataset(open, async (dataset) => {
        const { before, kept, gone } = await filled(dataset);
        const namesOf = (events: readonly TraceEvent[]): Set<string> =>
          new Set(events.flatMap(({ transaction }) => transaction ?? []));
        const left = namesOf(kept);
        const [lost = '', touched = ''] = [...namesOf(gone)].filter((id) => !left.has(id));
        const [stays = ''] = left;
        expect(touched).not.toBe('');
        const ids = [lost, touched, stays];
        await dataset.commitDetection(
          commit({
            judged: ids.map((id) => ({
              shop: 'default',
              case: transactionCase(id),
              rules: ['production-repeated'],
            })),
            findings: ids.map((id) => finding(id)),
            obligations: ids.map((id) => obligation(id, 9_000)),
            factsOf: ids.map((transaction) => ({ shop: 'default', transaction })),
            facts: ids.map((id, place) => fact('u', id, 10 + place)),
            summaries: ids.map((id) => summary(id, 5_000)),
          }),
        );
        const id = finding(touched).id;
        const change = { finding: id, state: 'acknowledged', reason: null, by: 'ana', at: 7 } as const;
        await dataset.setFindingState(id, 0, { ...state, state: 'acknowledged', version: 0 }, change);
        await dataset.prune(before);
        const known = new Set((await dataset.transactionIds('TU9', 1_000)).map((item) => item.id));
        expect(known).toEqual(left);
        expect(await dataset.transactionEvents('default', lost)).toEqual([]);
        expect(
          (await dataset.findings({ limit: 10, order: 'newest' })).items.map((item) => item.finding.id),
        ).toEqual(expect.arrayContaining([id, finding(stays).id]));
        expect(await dataset.finding(finding(lost).id)).toBeNull();
        expect((await dataset.finding(id))?.human.state).toBe('acknowledged');
        expect((await dataset.obligations({ limit: 10 })).map((item) => item.case.key)).toEqual([stays]);
        expect(
          (await dataset.facts('default', { kind: 'user', key: 'u' })).map((item) => item.transaction),
        ).toEqual([stays]);
        expect(await dataset.transaction('default', lost)).toBeNull();
        expect(await dataset.transaction('default', stays)).not.toBeNull();
      }));

    it('takes the same file again for a duplicate, and goes on with a longer one', () =>
      withDataset(open, async (dataset) => {
        const { generation, batches, before, kept } = await filled(dataset);
        await dataset.prune(before);
        const total = await ledgerOf(dataset, generation.id);
        for (const batch of batches) expect((await dataset.append(batch)).indexed).toBe(0);
        expect(await dataset.count({})).toBe(kept.length);
        const more = shopText({ lines: 80, seed: 22, from: Date.UTC(2017, 8, 30) });
        const [longer] = batchesOf([text + more]).batches;
        if (longer === undefined) throw new Error('no batch');
        expect(await dataset.append(longer)).toMatchObject({ rejected: [] });
        const events = parseLines(generation, text + more).filter(
          ({ offset }) => offset >= (kept[0]?.offset ?? 0),
        );
        const stored = await dataset.eventsOfRange(generation.id, 0, 1e9, 10_000);
        expect(stored.events.map(({ event }) => event)).toEqual(events);
        const after = await ledgerOf(dataset, generation.id);
        expect(ledgerProblems(after)).toEqual([]);
        expect(after.pruned).toEqual(total.pruned);
        expect(after.indexed).toBe(parseLines(generation, text + more).length);
      }));

    it('never takes the open block, nor the block of the last record, nor what is not final', () =>
      withDataset(open, async (dataset) => {
        const feed = new LineFeed(generationFor(text), SMALL_BLOCK_BYTES);
        await dataset.append(feed.batch(text, 'provisional'));
        const { id } = feed.generation;
        await judgedUpTo(dataset, id, text.length);
        const events = parseLines(feed.generation, text);
        const { end, blocks } = await expectedEnd(dataset, id, events.slice(0, -1), Infinity);
        expect((await dataset.prune(Number.MAX_SAFE_INTEGER)).blocks).toBe(blocks);
        const kept = events.filter(({ offset }) => offset >= end);
        expect(kept.length).toBeGreaterThan(0);
        expect(await dataset.count({})).toBe(kept.length);
        const rest = feed.batch('  grown\n', 'finish');
        expect(await dataset.append(rest)).toEqual({ indexed: 0, duplicate: 0, replaced: 1, rejected: [] });
        expect(ledgerProblems(await ledgerOf(dataset, id))).toEqual([]);
        expect(await dataset.prune(0)).toEqual({ blocks: 0, records: 0 });
      }));

    it('never takes what nobody has judged yet', () =>
      withDataset(open, async (dataset) => {
        const { generation, before, blocks, end, gone } = await filled(dataset);
        const marks = await dataset.marks(generation.id);
        const middle = (marks[1]?.start ?? 0) + (marks[1]?.length ?? 0);
        await dataset.resetDetection();
        expect(await dataset.prune(before)).toEqual({ blocks: 0, records: 0 });
        await judgedUpTo(dataset, generation.id, middle + 10);
        const first = gone.filter(({ offset }) => offset < middle).length;
        expect(await dataset.prune(before)).toEqual({ blocks: 2, records: first });
        const { events } = await dataset.eventsOfRange(generation.id, 0, end, 10_000);
        expect(events.map(({ event }) => event)).toEqual(gone.slice(first));
        await judgedUpTo(dataset, generation.id, end);
        expect(await dataset.prune(before)).toEqual({ blocks: blocks - 2, records: gone.length - first });
      }));

    it('takes a retired file whole once its last record is old', () =>
      withDataset(open, async (dataset) => {
        const { generation, before, all } = await filled(dataset);
        await dataset.retire(generation.id);
        expect(await dataset.prune(before)).toEqual({ blocks: 0, records: 0 });
        const last = all.at(-1)?.time ?? 0;
        const pruned = await dataset.prune(last + 1);
        expect(pruned.blocks).toBeGreaterThan(10);
        expect(pruned.records).toBe(0);
        expect(ledgerProblems(await ledgerOf(dataset, generation.id))).toEqual([]);
        expect((await dataset.marks(generation.id)).length).toBeGreaterThan(pruned.blocks);
      }));
  });
}
