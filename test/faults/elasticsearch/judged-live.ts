// A dataset that processes write and judge while they are disturbed, beside an undisturbed replay of the same lines into SQLite.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { ledgerProblems } from '../../../src/model/block.js';
import type { Finding, StoredFinding } from '../../../src/model/finding.js';
import type { Dataset, Store } from '../../../src/stores/store.js';
import { startProgram } from '../../support/program.js';
import { openFaultDataset } from '../processes/fault-dataset.js';

export interface Undisturbed {
  readonly findings: readonly string[];
  readonly records: readonly string[];
}

export const CATCH_UP_MS = 180_000;

/** A simulated shop's trace, in one file. */
export async function writeShop(file: string, seed: number, orders: number): Promise<void> {
  const shop = ['shop', '--out', file, '--seed', String(seed), '--orders', String(orders), '--days', '3'];
  const made = await startProgram([...shop, '--from', '2025-03-03', '--zone', 'UTC']).ended;
  if (made.code !== 0) throw new Error(made.err);
}

/** @param folder data of the disturbed processes too, so that personal data is masked with the same key */
export async function replayUndisturbed(
  file: string,
  folder: string,
  describe: (finding: Finding) => string,
): Promise<Undisturbed> {
  const env = { SHOPTRACE_DATA: folder, SHOPTRACE_STORE: `sqlite:${join(folder, 'store')}` };
  const asOf = new Date().toISOString();
  const replay = ['replay', file, '--dataset', 'live', '--as-of', asOf, '--zone', 'UTC'];
  const { err } = await startProgram(replay, env).ended;
  if (/error/i.test(err)) throw new Error(err);
  const { dataset, close } = await openFaultDataset(join(folder, 'store'), 'read');
  try {
    return { findings: await findingsOf(dataset, describe), records: await recordsOf(dataset) };
  } finally {
    await close();
  }
}

/** Waits until it is said; records are each there once, and the ledgers add up. */
export async function expectUndisturbed(
  dataset: Dataset,
  undisturbed: Undisturbed,
  describe: (finding: Finding) => string,
  bytes: number,
): Promise<void> {
  const deadline = Date.now() + CATCH_UP_MS;
  const expected = JSON.stringify(undisturbed.findings);
  while (Date.now() < deadline && JSON.stringify(await findingsOf(dataset, describe)) !== expected)
    await sleep(1_000);
  expect(undisturbed.findings.length).toBeGreaterThan(10);
  expect(differences(await findingsOf(dataset, describe), undisturbed.findings)).toEqual([]);
  expect(differences(await recordsOf(dataset), undisturbed.records)).toEqual([]);
  expect(await dataset.count({})).toBe(undisturbed.records.length);
  await expectLedgers(dataset, undisturbed.records.length, bytes);
}

/** What is there too often or too rarely, the first few: `+2 …`. */
function differences(found: readonly string[], expected: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const item of found) counts.set(item, (counts.get(item) ?? 0) + 1);
  for (const item of expected) counts.set(item, (counts.get(item) ?? 0) - 1);
  const wrong = [...counts].filter(([, count]) => count !== 0);
  return wrong.slice(0, 12).map(([item, count]) => `${count > 0 ? '+' : ''}${count} ${item}`);
}

export async function openLive(store: Store): Promise<Dataset> {
  const deadline = Date.now() + CATCH_UP_MS;
  for (;;) {
    const infos = await store.datasets();
    if (infos.some(({ name }) => name === 'live')) return await store.open('live', { mode: 'read' });
    if (Date.now() > deadline) throw new Error('The dataset is not made');
    await sleep(200);
  }
}

/** What holds; what is said of files is left out: the files may differ. */
async function findingsOf(dataset: Dataset, describe: (finding: Finding) => string): Promise<string[]> {
  const found: StoredFinding[] = [];
  let cursor: string | undefined;
  do {
    const list = { verdicts: ['violated', 'late'], order: 'newest', limit: 1_000, cursor } as const;
    const page = await dataset.findings(list);
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found
    .filter(({ finding }) => finding.case.kind !== 'source')
    .map(({ finding }) => describe(finding))
    .toSorted();
}

/** Every record of every file by what it says, ascending. */
async function recordsOf(dataset: Dataset): Promise<string[]> {
  const records: string[] = [];
  for (const { id } of await dataset.generations()) {
    const { events } = await dataset.eventsOfRange(id, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
    for (const { event } of events)
      records.push(
        [event.localTime, event.transaction, event.code, event.message, event.continuation].join(' '),
      );
  }
  return records.toSorted();
}

async function expectLedgers(dataset: Dataset, records: number, bytes: number): Promise<void> {
  let indexed = 0;
  let read = 0;
  for (const { id } of await dataset.generations()) {
    const ledger = await dataset.ledger(id);
    if (ledger === null) throw new Error(`no ledger of ${id}`);
    expect(ledgerProblems(ledger)).toEqual([]);
    expect(ledger.rejected).toEqual({});
    const { events } = await dataset.eventsOfRange(id, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
    const transactions = new Set(events.flatMap(({ event }) => event.transaction ?? []));
    expect(ledger.transactions).toBe(transactions.size);
    indexed += ledger.indexed + ledger.pending;
    read += (await dataset.checkpoint(id))?.offset ?? 0;
  }
  expect(indexed).toBe(records);
  expect(read).toBe(bytes);
}
