// Copies of a file whose oldest lines were deleted: what was deleted is not taken for missing, and does not come back.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blockDecoder } from '../../src/app/decoder.js';
import { readOnce } from '../../src/ingest/read-once.js';
import type { ReadReport } from '../../src/ingest/reading.js';
import type { SourceNotice } from '../../src/ingest/source-notice.js';
import { ledgerProblems } from '../../src/model/block.js';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import { commit } from '../contracts/store/test-findings.js';
import { newScene, reading, record, records, serials, type Scene } from './scene.js';

const LINES = 6_000;
const text = records(0, LINES);
const timeOf = (serial: number): number => Date.UTC(2019, 2, 1) - 3_600_000 + serial * 37;

let scene: Scene;
const notices: SourceNotice[] = [];

beforeEach(async () => {
  notices.length = 0;
  scene = await newScene({}, async (folder) => {
    const create = { live: false, createdAt: 0, catalogueVersion: '1' };
    return await openSqliteStore({ folder, decoder: blockDecoder }).open('d', { mode: 'write', create });
  });
});
afterEach(async () => {
  await scene.dataset.close();
  scene.close();
});

async function read(name: string, content: string): Promise<ReadReport> {
  const onNotice = (notice: SourceNotice): unknown => notices.push(notice);
  const report = await readOnce(reading(scene.file(name, content)), { ...scene.dependencies, onNotice });
  expect(ledgerProblems(report.ledger)).toEqual([]);
  return report;
}

/** The file, half of it pruned. @returns the serial numbers that are left */
async function pruned(): Promise<readonly number[]> {
  const { dataset } = scene;
  const { generation } = await read('trace.log', text);
  await dataset.commitDetection(commit({ positions: { [generation.id]: text.length } }));
  const { records: gone } = await dataset.prune(timeOf(LINES / 2));
  expect(gone).toBeGreaterThan(1_000);
  const left = await serials(dataset);
  expect(left).toHaveLength(LINES - gone);
  return left;
}

async function alternates(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { id } of await scene.dataset.generations()) {
    const { events } = await scene.dataset.eventsOfRange(id, 0, Number.MAX_SAFE_INTEGER, 100_000);
    for (const { event } of events) if (event.flags.includes('alternate')) found.push(event.message);
  }
  return found;
}

describe('a file whose oldest lines were deleted', () => {
  it('and that is read again is the same file', async () => {
    const left = await pruned();
    const again = await read('copy.log', text);
    expect([again.relation, again.ledger.indexed, again.ledger.duplicate]).toEqual(['equal', 0, LINES]);
    expect(await serials(scene.dataset)).toEqual(left);
  });

  it('and of which a line was changed behind that is an altered version: of one line', async () => {
    const left = await pruned();
    const changed = text.replace(`${record(4_000)}\n`, `${record(4_000, 'forged')}\n`);
    const { relation, ledger } = await read('copy.log', changed);
    expect([relation, ledger.indexed, ledger.duplicate]).toEqual(['altered', 1, LINES - 1]);
    expect(notices.map(({ rule, details }) => ({ rule, ...details }))).toMatchObject([
      { rule: 'source-altered', onlyHere: 1, onlyThere: 1, line: 4_001 },
    ]);
    expect(await serials(scene.dataset)).toEqual(left);
    expect(await alternates()).toEqual(['serial 4000 forged']);
  });

  it('and of which a line was taken out behind that is an altered version: without one line', async () => {
    const left = await pruned();
    const { relation, ledger } = await read('copy.log', text.replace(`${record(4_000)}\n`, ''));
    expect([relation, ledger.indexed, ledger.duplicate]).toEqual(['altered', 0, LINES - 1]);
    expect(notices.map(({ details }) => details)).toMatchObject([{ onlyHere: 0, onlyThere: 1 }]);
    expect(await serials(scene.dataset)).toEqual(left);
  });

  it('and that was changed where it was deleted is an altered version, as far as it can still be told', async () => {
    const left = await pruned();
    const changed = text.replace(`${record(1_500)}\n`, `${record(1_500, 'forged')}\n`);
    const { relation } = await read('copy.log', changed);
    expect(relation).toBe('altered');
    const [notice] = notices;
    expect(notice?.details).toMatchObject({ onlyThere: 0 });
    expect(Number(notice?.details['line'])).toBeLessThanOrEqual(1_501);
    expect(await serials(scene.dataset)).toEqual(left);
    expect(await alternates()).toContain('serial 1500 forged');
  });
});
