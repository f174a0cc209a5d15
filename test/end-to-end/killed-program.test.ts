// `start` and `ingest --follow` killed at random moments while a shop writes and rotates: every line is there, each once.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundlePrograms, Child } from '../faults/processes/children.js';
import { randomOf } from '../faults/processes/random.js';
import { openFaultDataset } from '../faults/processes/fault-dataset.js';
import { brokenLedgers } from '../ingest/follow-scene.js';
import { serials } from '../ingest/scene.js';
import { ensureBuilt, startProgram } from '../support/program.js';

/** `SHOPTRACE_FAULT_KILLS=20` for the long run. */
const kills = Number(process.env['SHOPTRACE_FAULT_KILLS'] ?? 3);
const seed = Number(process.env['SHOPTRACE_FAULT_SEED'] ?? 1);
const LINES_A_KILL = 3000;

beforeAll(async () => {
  await Promise.all([ensureBuilt(), bundlePrograms()]);
}, 120_000);

describe('the program, killed again and again', () => {
  it.each([
    ['start', ['start', '--port', '0', '--json']],
    ['ingest --follow', ['ingest', '--follow']],
  ])(
    '%s loses no line and doubles none',
    async (name, command) => {
      const base = mkdtempSync(join(tmpdir(), 'shoptrace-killed-'));
      const folder = join(base, 'logs');
      mkdirSync(folder);
      const data = join(base, 'data');
      const lines = LINES_A_KILL * kills;
      const args = [...command, join(folder, 'trace.log'), '--zone', 'UTC', '--data', data];
      const rotateEvery = Math.ceil(lines / 10);
      const writer = new Child('writer', { folder, lines, seed, rotation: 'rename', rotateEvery });
      const random = randomOf(seed + name.length);
      try {
        for (let n = 0; n < kills || writer.process.exitCode === null; n += 1) {
          const program = startProgram(args);
          await sleep(400 + random(1_600));
          const ended = await program.signal('SIGKILL');
          expect(ended.err).toBe('');
        }
        expect(await writer.ended).toBe(0);
        await catchUp(args, data, lines);
        await expectExact(data, lines);
      } finally {
        writer.process.kill('SIGKILL');
        rmSync(base, { recursive: true, force: true });
      }
    },
    90_000 + kills * 8_000,
  );
});

async function catchUp(args: readonly string[], data: string, lines: number): Promise<void> {
  const last = startProgram(args);
  const { dataset, close } = await opened(join(data, 'store'));
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && (await dataset.count({})) < lines) await sleep(200);
  // Renamed files are closed, their last record becomes final.
  await sleep(2_500);
  await close();
  const { code, err } = await last.signal('SIGINT');
  expect(code).toBe(0);
  expect(err).not.toMatch(/[Ee]rror/);
}

async function opened(folder: string): ReturnType<typeof openFaultDataset> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await openFaultDataset(folder, 'read');
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(100);
    }
  }
}

async function expectExact(data: string, lines: number): Promise<void> {
  const { dataset, close } = await openFaultDataset(join(data, 'store'), 'read');
  const found = await serials(dataset);
  const once = new Set(found);
  const missing = Array.from({ length: lines }, (_, serial) => serial).filter((serial) => !once.has(serial));
  expect({ missing, doubled: found.length - once.size }).toEqual({ missing: [], doubled: 0 });
  expect(await brokenLedgers(dataset)).toEqual([]);
  await close();
}
