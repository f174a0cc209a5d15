// The full-text index of SQLite never hides a line that the tokeniser would find, whatever the words are made of.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventTokens, tokens } from '../../src/model/tokens.js';
import { BlockWords } from '../../src/stores/sqlite/block-words.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import type { Dataset, Store } from '../../src/stores/store.js';
import { appendAll, batchesOf, create } from '../contracts/store/test-dataset.js';
import { lineDecoder, parseLines } from '../support/line-format.js';

const words = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 40 })
  .map((text) => text.replaceAll('\n', ' '));
const message = fc.oneof(
  words,
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll('\n', ' ')),
);
const messages = fc.sample(message, { numRuns: 250, seed: 17 });
const lines = messages.map(
  (text, index) => `-- 2017-8-21 10:00:${String(index % 60).padStart(2, '0')} 000 -- ${text}\n`,
);

let folder = '';
let store: Store;
let dataset: Dataset;
const { generation, batches } = batchesOf(['-- 2017-8-21 09:00:00 000 -- begin\n', ...lines], {}, 256);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoptrace-words-'));
  store = openSqliteStore({ folder, decoder: lineDecoder });
  dataset = await store.open('shop', { mode: 'write', create });
  await appendAll(dataset, batches);
});

afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

describe('words of every script', () => {
  it('find their line, whole and by their beginning', async () => {
    const events = parseLines(generation, ['-- 2017-8-21 09:00:00 000 -- begin\n', ...lines].join(''));
    let searched = 0;
    for (const event of events)
      for (const token of new Set(eventTokens(event))) {
        const beginning = Array.from(token).slice(0, 3).join('');
        for (const search of [`${token} ${token}`, beginning]) {
          const { items } = await dataset.search({ filter: { words: search }, order: 'oldest', limit: 1000 });
          expect(items.map(({ id }) => id)).toContain(event.id);
          searched += 1;
        }
      }
    expect(searched).toBeGreaterThan(500);
  });
});

describe('words of a block', () => {
  /** Messages that share beginnings and ends, as those of one code do. */
  const parts = fc.array(fc.constantFrom('a', 'ab', 'Z', '7', ' ', '-', '.', 'é', '\u0301', '[', ''), {
    maxLength: 8,
  });
  const alike = fc.array(
    parts.map((pieces) => pieces.join('')),
    { minLength: 1, maxLength: 12 },
  );

  it('are the words of its messages, however these follow each other', () => {
    const [event] = parseLines(generation, '-- 2017-8-21 09:00:00 000 -- begin\n');
    if (event === undefined) throw new Error('no event');
    fc.assert(
      fc.property(alike, (texts) => {
        const block = new BlockWords();
        for (const text of texts) block.add({ ...event, transaction: null, message: text });
        const found = block.text().split(' ');
        const wanted = new Set(texts.flatMap(tokens));
        expect(new Set(found.filter((word) => word !== '' && !word.includes(':')))).toEqual(wanted);
      }),
      { numRuns: 2000 },
    );
  });
});
