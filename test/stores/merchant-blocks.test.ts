// The shop's real format through a store: what was stored as bytes is parsed again into the same events.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { merchantTrace } from '../../parsers/index.js';
import { Lane } from '../../src/ingest/lane.js';
import type { AppendBatch } from '../../src/model/block.js';
import { compareEvents, type Attachment, type TraceEvent } from '../../src/model/event.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import type { BlockDecoder, Dataset } from '../../src/stores/store.js';
import { create } from '../contracts/store/test-dataset.js';
import { generationFor } from '../support/line-format.js';
import { shopText } from '../support/shop-lines.js';

const decoder: BlockDecoder = {
  decode: ({ id, shop, kind, zone, form }, block) =>
    merchantTrace.decode({ generation: id, shop, kind, zone, form }, block),
};

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoptrace-merchant-'));
});

afterEach(() => rm(folder, { recursive: true }));

interface Read {
  readonly generation: string;
  /** As handed over, the last word about each. */
  readonly events: readonly TraceEvent[];
  readonly attachments: readonly Attachment[];
}

async function readInto(dataset: Dataset, text: string, pieceBytes: number): Promise<Read> {
  const events = new Map<string, TraceEvent>();
  const attachments: Attachment[] = [];
  const observed: Dataset = {
    ...dataset,
    async append(batch: AppendBatch) {
      for (const event of batch.events) events.set(event.id, event);
      attachments.push(...batch.attachments);
      return await dataset.append(batch);
    },
  };
  const lane = Lane.begin(generationFor(text, { zone: 'Europe/Paris' }), {
    dataset: observed,
    format: merchantTrace,
    masking: 'on',
    maskingKey: new Uint8Array(32).fill(3),
    maxLineBytes: 200_000,
    onCommitted: () => undefined,
  });
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += pieceBytes) {
    lane.take(bytes.subarray(from, from + pieceBytes));
    await lane.commit();
    await lane.commitProvisional();
  }
  await lane.finish(null);
  const found = [...events.values()].toSorted((a, b) => a.offset - b.offset);
  return { generation: lane.generation.id, events: found, attachments };
}

async function expectSame(text: string, pieceBytes: number): Promise<void> {
  const store = openSqliteStore({ folder, decoder });
  const writer = await store.open('shop', { mode: 'write', create });
  const read = await readInto(writer, text, pieceBytes);
  const reader = await store.open('shop', { mode: 'read' });
  const { events } = await reader.eventsOfRange(read.generation, 0, 1e12, 1_000_000);
  expect(events.map(({ event }) => event)).toEqual(read.events);
  const transactions = new Set(read.events.flatMap(({ transaction }) => transaction ?? []));
  const cold = await store.open('shop', { mode: 'read' });
  for (const id of [...transactions].slice(0, 60)) {
    const attached = new Set(
      read.attachments.filter((item) => item.transaction === id).map((item) => item.event),
    );
    const expected = read.events.filter((event) => event.transaction === id || attached.has(event.id));
    const found = await cold.transactionEvents('default', id);
    expect(found.map(({ event }) => event)).toEqual(expected.toSorted(compareEvents));
  }
  await store.close();
}

describe('blocks of the shop’s format', () => {
  it.each(['documented-merchant-trace.log', 'form-c-paypal-order.log'])('give back %s', async (name) => {
    const text = await readFile(join(import.meta.dirname, '../../samples', name), 'latin1');
    await expectSame(text, 700);
  });

  it('give back many blocks with continuations and lines without ID', async () => {
    await expectSame(shopText({ lines: 6000, withoutId: 0.15, continuations: 0.08 }), 150_000);
  });

  it('give back what is left of an endless line', async () => {
    const line = (second: string, what: string): string =>
      `-- 2017-8-21 20:38:${second} 525 -- [TU90QMLVYXD5UMZYUQ==] ${what}\n`;
    const text = [
      line('01', 'Order placed : 1 objects'),
      line('02', `Production Controller : ${'x'.repeat(400_000)}`),
      line('03', 'Production Controller : Post Pay process'),
    ].join('');
    await expectSame(text, 64_000);
  });
});
