// The file of a SQLite dataset does not grow without end where old blocks are pruned as new ones come.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledgerProblems } from '../../src/model/block.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import { commit } from '../contracts/store/test-findings.js';
import { create } from '../contracts/store/test-dataset.js';
import { generationFor, LineFeed, lineDecoder } from '../support/line-format.js';
import { shopText } from '../support/shop-lines.js';

const HOUR_MS = 3_600_000;
const HOURS_KEPT = 3;
const LINES_AN_HOUR = 1_500;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoptrace-prune-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Bytes of the database after each hour that was written, the oldest pruned where that is asked for. */
async function sizes(name: string, hours: number, prunes: boolean): Promise<number[]> {
  const store = openSqliteStore({ folder, decoder: lineDecoder });
  const dataset = await store.open(name, { mode: 'write', create });
  const from = Date.UTC(2025, 0, 1);
  const hourText = (hour: number): string =>
    shopText({ lines: LINES_AN_HOUR, seed: hour + 1, from: from + hour * HOUR_MS, meanStepMs: 2_000 });
  const feed = new LineFeed(generationFor(hourText(0)), 16_384);
  const bytes: number[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    await dataset.append(feed.batch(hourText(hour)));
    await dataset.commitDetection(commit({ positions: { [feed.generation.id]: Number.MAX_SAFE_INTEGER } }));
    if (prunes) await dataset.prune(from + (hour - HOURS_KEPT) * HOUR_MS);
    bytes.push((await stat(join(folder, name, 'store.db'))).size);
  }
  const ledger = await dataset.ledger(feed.generation.id);
  expect(ledger === null ? ['none'] : ledgerProblems(ledger)).toEqual([]);
  await store.close();
  bytes.push((await stat(join(folder, name, 'store.db'))).size);
  return bytes;
}

describe('a dataset that is pruned as it grows', () => {
  it('uses the space of what went again', async () => {
    const kept = (await sizes('kept', 24, false)).at(-1) ?? 0;
    const pruned = (await sizes('pruned', 24, true)).at(-1) ?? 0;
    const longer = (await sizes('longer', 48, true)).at(-1) ?? 0;
    expect(pruned).toBeLessThan(kept / 2);
    expect(longer).toBeLessThan(pruned * 1.15);
  }, 60_000);
});
