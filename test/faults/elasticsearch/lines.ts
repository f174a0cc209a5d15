// Numbered lines for tests of faults: what was written, and whether a store holds exactly that.
import { expect } from 'vitest';
import { ledgerProblems, type AppendBatch, type Generation } from '../../../src/model/block.js';
import type { TraceEvent } from '../../../src/model/event.js';
import type { Dataset } from '../../../src/stores/store.js';
import { batchesOf } from '../../contracts/store/test-dataset.js';
import { parseLines } from '../../support/line-format.js';
import { cutLines, shopText } from '../../support/shop-lines.js';

export const create = { live: false, createdAt: 1_700_000_000_000, catalogueVersion: 'test-1' } as const;

export interface Written {
  readonly text: string;
  readonly generation: Generation;
  readonly batches: readonly AppendBatch[];
  readonly events: readonly TraceEvent[];
}

export function writtenLines(lines: number, pieces: number, seed = 1): Written {
  const text = shopText({ lines, seed });
  const { generation, batches } = batchesOf(cutLines(text, pieces, seed), {}, 64 * 1024);
  return { text, generation, batches, events: parseLines(generation, text) };
}

/** The set of records, each once; bytes; the ledger adds up. */
export async function expectExactly(dataset: Dataset, written: Written): Promise<void> {
  const { generation, events, text } = written;
  const stored = await dataset.eventsOfRange(generation.id, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
  expect(stored.events.map(({ event }) => event)).toEqual(events);
  expect(await dataset.count({ generation: generation.id })).toBe(events.length);
  const ledger = await dataset.ledger(generation.id);
  if (ledger === null) throw new Error('no ledger');
  expect(ledgerProblems(ledger)).toEqual([]);
  expect(ledger.indexed).toBe(events.length);
  const transactions = new Set(events.flatMap(({ transaction }) => transaction ?? []));
  expect(ledger.transactions).toBe(transactions.size);
  expect((await dataset.transactionIds('', 100_000)).length).toBe(transactions.size);
  const bytes = await dataset.rawBytes(generation.id, 0, Number.MAX_SAFE_INTEGER);
  expect(Buffer.from(bytes).equals(Buffer.from(text))).toBe(true);
}
