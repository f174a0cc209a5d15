// Two processes append one file to Elasticsearch at the same time: whoever is quicker, each record is there once and the ledger is exact.
import { expect, test } from 'vitest';
import type { AppendBatch } from '../../../src/model/block.js';
import type { TraceEvent } from '../../../src/model/event.js';
import type { Dataset } from '../../../src/stores/store.js';
import type { Cluster } from '../../support/elasticsearch/cluster.js';
import { FaultProxy } from '../../support/elasticsearch/fault-proxy.js';
import { openTestStore } from '../../support/elasticsearch/test-store.js';
import { generationFor, LineFeed, parseLines } from '../../support/line-format.js';
import { cutLines, seededRandom, shopText } from '../../support/shop-lines.js';
import { create, expectExactly, type Written } from './lines.js';

/** `SHOPTRACE_FAULT_KILLS=30` for the long run. */
const rounds = Number(process.env['SHOPTRACE_FAULT_KILLS'] ?? 4);
const firstSeed = Number(process.env['SHOPTRACE_FAULT_SEED'] ?? 1);
const seeds = Array.from({ length: rounds }, (_, round) => firstSeed + round);
const LONG_MS = 180_000;

export function twoWriterCases(cluster: () => Cluster): void {
  test.each(seeds)(
    'two processes that append the same file: each record once, each number of the ledger right (seed %i)',
    async (seed) => {
      const { written, pieces } = fileOf(seed);
      const { store, prefix, cleanup } = openTestStore(cluster().url);
      const other = openTestStore(cluster().url, {}, prefix).store;
      const reading = openTestStore(cluster().url, {}, prefix).store;
      try {
        const first = await store.open('shop', { mode: 'write', create });
        const second = await other.open('shop', { mode: 'write', part: 'ingest' });
        const reader = await reading.open('shop', { mode: 'read' });
        const feed = new ChangeFeed(reader, written.generation.id);
        const write = async (dataset: Dataset, batches: readonly AppendBatch[]): Promise<void> => {
          for (const batch of batches) await dataset.append(batch);
        };
        const writing = Promise.all([write(first, pieces(1)), write(second, pieces(2))]);
        await feed.readUntil(writing);
        expectFed(feed, written, pieces(3));
        await expectExactly(first, written);
        await expectExactly(reader, written);
        await first.addDuplicates(written.generation.id, '/backup/trace.log', 5);
        await second.addDuplicates(written.generation.id, '/backup/trace.log', 7);
        expect(await reader.ledger(written.generation.id)).toMatchObject({
          duplicate: 12,
          records: written.events.length + 12,
          lines: written.text.split('\n').length - 1 + 12,
          continuation: written.events.reduce((sum, { lineCount }) => sum + lineCount - 1, 0),
        });
      } finally {
        for (const opened of [store, other, reading]) await opened.close();
        await cleanup();
      }
    },
    LONG_MS,
  );

  test(
    'a bulk that arrives after another process has taken the file over changes nothing',
    async () => {
      const { written, pieces } = fileOf(97);
      const proxy = await FaultProxy.start(cluster().url);
      const { store, prefix, cleanup } = openTestStore(proxy.url);
      const direct = openTestStore(cluster().url, {}, prefix).store;
      const later = openTestStore(cluster().url, {}, prefix).store;
      try {
        const slow = await store.open('shop', { mode: 'write', create });
        const [begin, ...rest] = pieces(1);
        if (begin === undefined) throw new Error('no batches');
        await slow.append(begin);
        const quick = await direct.open('shop', { mode: 'write', part: 'ingest' });
        const feed = new ChangeFeed(quick, written.generation.id);
        const held = proxy.hold((_method, path) => path.startsWith('/_bulk'));
        const overtaken = slow.append(rest[0] ?? begin);
        await held.arrived;
        const others = pieces(2);
        const half = Math.ceil(others.length / 2);
        for (const batch of others.slice(0, half)) await quick.append(batch);
        await feed.read();
        held.release();
        await overtaken;
        for (const batch of others.slice(half)) {
          await quick.append(batch);
          await feed.read();
        }
        expectFed(feed, written, others);
        await expectExactly(quick, written);
        const last = others.at(-1);
        const third = await later.open('shop', { mode: 'write', part: 'ingest' });
        if (last !== undefined) await third.append({ ...last, blocks: [], events: [], attachments: [] });
        await expectExactly(third, written);
      } finally {
        for (const opened of [store, direct, later]) await opened.close();
        await cleanup();
        await proxy.stop();
      }
    },
    LONG_MS,
  );
}

/** A file, and the batches of a process that reads it in pieces of its own. */
function fileOf(seed: number): { written: Written; pieces: (reader: number) => readonly AppendBatch[] } {
  const text = shopText({ lines: 2_000, seed });
  const generation = generationFor(text);
  const pieces = (reader: number): readonly AppendBatch[] => {
    const random = seededRandom(seed * 10 + reader);
    const cuts = cutLines(text, 4 + Math.floor(random() * 8), seed * 10 + reader);
    const feed = new LineFeed(generation, 64 * 1024);
    return cuts.flatMap((cut, index) => {
      if (index === cuts.length - 1) return [feed.batch(cut, 'finish')];
      // A pause in the file: what may still grow is shown.
      return random() < 0.3 ? [feed.batch(cut), feed.batch('', 'provisional')] : [feed.batch(cut)];
    });
  };
  return { written: { text, generation, batches: pieces(1), events: parseLines(generation, text) }, pieces };
}

/** Reads as a detector does, while others write. */
class ChangeFeed {
  readonly #dataset: Dataset;
  readonly #generation: string;
  readonly events = new Map<string, TraceEvent>();
  readonly attachments = new Set<string>();
  position = 0;

  constructor(dataset: Dataset, generation: string) {
    this.#dataset = dataset;
    this.#generation = generation;
  }

  async read(): Promise<void> {
    const to = (await this.#dataset.checkpoint(this.#generation))?.offset ?? 0;
    const range = await this.#dataset.eventsOfRange(this.#generation, this.position, to, 100_000);
    for (const { event } of range.events) this.events.set(event.id, event);
    for (const { event, transaction } of range.attachments) this.attachments.add(`${event} ${transaction}`);
    this.position = range.next;
  }

  /** Again and again until the work has ended, and once behind it. */
  async readUntil(work: Promise<unknown>): Promise<void> {
    const state = { ended: false };
    const end = work.finally(() => {
      state.ended = true;
    });
    while (!state.ended) await this.read();
    await end;
    await this.read();
  }
}

/** Everything once it is final, and every attachment. */
function expectFed(feed: ChangeFeed, { events, text }: Written, batches: readonly AppendBatch[]): void {
  expect(feed.position).toBe(Buffer.byteLength(text));
  expect([...feed.events.values()].toSorted((a, b) => a.offset - b.offset)).toEqual(events);
  const attachments = batches.flatMap((batch) =>
    batch.attachments.map(({ event, transaction }) => `${event} ${transaction}`),
  );
  expect(attachments.length).toBeGreaterThan(50);
  expect([...feed.attachments].toSorted()).toEqual(attachments.toSorted());
}
