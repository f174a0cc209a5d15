// Kills the ingest process at random moments while a shop writes and rotates: the store ends with every line, each once.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { brokenLedgers } from '../ingest/follow-scene.js';
import { serials } from '../ingest/scene.js';
import { bundlePrograms, Child } from './processes/children.js';
import { openFaultDataset } from './processes/fault-dataset.js';
import { randomOf } from './processes/random.js';

/** `SHOPTRACE_FAULT_KILLS=50` for the long run: kills a round, four rounds. */
const kills = Number(process.env['SHOPTRACE_FAULT_KILLS'] ?? 3);
const seed = Number(process.env['SHOPTRACE_FAULT_SEED'] ?? 1);
const LINES_A_KILL = 2500;
const CATCH_UP_MS = 60_000;

beforeAll(async () => await bundlePrograms());

describe('an ingest process that is killed again and again', () => {
  it.each(['rename', 'shift', 'copytruncate', 'gzip'] as const)(
    'loses no line and doubles none: rotation by %s',
    async (rotation) => {
      const base = mkdtempSync(join(tmpdir(), 'shoptrace-faults-'));
      const folder = join(base, 'logs');
      mkdirSync(folder);
      const data = join(base, 'data');
      const lines = LINES_A_KILL * kills;
      const rotateEvery = Math.ceil(lines / 12);
      const ingest = { folder, data, batchBytes: 64 * 1024 };
      const writer = new Child('writer', { folder, lines, seed, rotation, rotateEvery });
      try {
        const random = randomOf(seed);
        for (let n = 0; n < kills || writer.process.exitCode === null; n += 1) {
          const child = new Child('ingest', ingest);
          await child.says(/ready/);
          await sleep(random(900));
          await child.kill('SIGKILL');
          expect(child.errors).toBe('');
          await sleep(random(300));
        }
        expect(await writer.ended).toBe(0);
        await catchUp(ingest, lines);
        await expectExact(data, lines);
      } finally {
        writer.process.kill('SIGKILL');
        rmSync(base, { recursive: true, force: true });
      }
    },
    60_000 + kills * 6_000,
  );
});

/** A last process that is left alone, until nothing is missing; then it is asked to end. */
async function catchUp(
  ingest: { readonly folder: string; readonly data: string },
  lines: number,
): Promise<void> {
  const last = new Child('ingest', ingest);
  await last.says(/ready/);
  const { dataset, close } = await openFaultDataset(ingest.data, 'read');
  const deadline = Date.now() + CATCH_UP_MS;
  while (Date.now() < deadline && (await dataset.count({})) < lines) await sleep(200);
  // Renamed files are closed, their last record becomes final.
  await sleep(2_000);
  await close();
  expect(last.descriptors()).toBeLessThan(60);
  expect(await last.kill('SIGTERM')).toBe(0);
  expect(last.said.filter((line) => line.includes('notice'))).toEqual([]);
}

async function expectExact(data: string, lines: number): Promise<void> {
  const { dataset, close } = await openFaultDataset(data, 'read');
  const found = await serials(dataset);
  const once = new Set(found);
  const missing = Array.from({ length: lines }, (_, serial) => serial).filter((serial) => !once.has(serial));
  expect({ missing, doubled: found.length - once.size }).toEqual({ missing: [], doubled: 0 });
  expect(await brokenLedgers(dataset)).toEqual([]);
  let indexed = 0;
  for (const { id } of await dataset.generations()) {
    const ledger = await dataset.ledger(id);
    indexed += (ledger?.indexed ?? 0) + (ledger?.pending ?? 0);
    expect(ledger?.vanishedBytes).toBe(0);
  }
  expect(indexed).toBe(lines);
  await close();
}
