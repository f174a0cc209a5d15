// `start` and `ingest --follow` killed at random moments while a shop writes and rotates: every line is there, each once,
// and what is said about them is what an undisturbed replay says.
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { bundlePrograms, Child } from '../faults/processes/children.js';
import { randomOf } from '../faults/processes/random.js';
import { openFaultDataset } from '../faults/processes/fault-dataset.js';
import { brokenLedgers } from '../ingest/follow-scene.js';
import { serials } from '../ingest/scene.js';
import type { StoredFinding } from '../../src/model/finding.js';
import type { Dataset } from '../../src/stores/store.js';
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

describe('findings of the program, killed again and again', () => {
  it(
    'are those of an undisturbed replay of the same lines',
    async () => {
      const base = mkdtempSync(join(tmpdir(), 'shoptrace-killed-'));
      const whole = join(base, 'whole.log');
      const folder = join(base, 'logs');
      const live = join(folder, 'trace.log');
      mkdirSync(folder);
      writeFileSync(live, '');
      const zone = ['--zone', 'UTC'];
      const shop = [
        '--seed',
        String(seed),
        '--orders',
        String(100 * kills),
        '--days',
        '3',
        '--from',
        '2025-03-03',
      ];
      const args = ['ingest', live, '--follow', ...zone, '--data', join(base, 'data')];
      try {
        expect((await startProgram(['shop', '--out', whole, ...shop, ...zone]).ended).code).toBe(0);
        await writeAndKill(readFileSync(whole), live, args);
        const replay = ['replay', whole, '--dataset', 'live', '--as-of', new Date().toISOString()];
        const replayed = startProgram([...replay, ...zone, '--data', join(base, 'undisturbed')]);
        expect((await replayed.ended).err).not.toMatch(/[Ee]rror/);
        const expected = await said(join(base, 'undisturbed'));
        expect(expected.length).toBeGreaterThan(20);
        const last = startProgram(args);
        const { dataset, close } = await opened(join(base, 'data', 'store'));
        const deadline = Date.now() + 60_000;
        while (Date.now() < deadline && !isSame(await findings(dataset), expected)) await sleep(500);
        await close();
        await last.signal('SIGINT');
        expect(await said(join(base, 'data'))).toEqual(expected);
      } finally {
        rmSync(base, { recursive: true, force: true });
      }
    },
    150_000 + kills * 8_000,
  );
});

/** The bytes in pieces, renamed away now and then, while the program is killed and started again. */
async function writeAndKill(bytes: Buffer, live: string, args: readonly string[]): Promise<void> {
  const random = randomOf(seed);
  const pieces = 12 * kills;
  const size = Math.ceil(bytes.length / pieces);
  let program = startProgram(args);
  let at = 0;
  for (let piece = 0; piece < pieces; piece += 1) {
    const end = piece === pieces - 1 ? bytes.length : lineEndAfter(bytes, (piece + 1) * size);
    // In two parts, the first of which may end anywhere.
    const middle = at + random(Math.max(1, end - at));
    appendFileSync(live, bytes.subarray(at, middle));
    await sleep(50 + random(150));
    appendFileSync(live, bytes.subarray(middle, end));
    at = end;
    if (random(5) === 0) {
      renameSync(live, `${live}.${piece + 1}`);
      writeFileSync(live, '');
    }
    await sleep(random(200));
    if (piece % 12 !== 6) continue;
    await program.signal('SIGKILL');
    program = startProgram(args);
  }
  await program.signal('SIGKILL');
}

function lineEndAfter(bytes: Buffer, offset: number): number {
  const end = bytes.indexOf(10, offset);
  return end < 0 ? bytes.length : end + 1;
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

async function said(data: string): Promise<readonly string[]> {
  const { dataset, close } = await openFaultDataset(join(data, 'store'), 'read');
  const found = await findings(dataset);
  await close();
  return found;
}

/** Rule, case, verdict and count of what holds; what is said of files differs, since the files do. */
async function findings(dataset: Dataset): Promise<readonly string[]> {
  const found: StoredFinding[] = [];
  let cursor: string | undefined;
  do {
    const page = await dataset.findings({
      verdicts: ['violated', 'late'],
      order: 'newest',
      limit: 1000,
      cursor,
    });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found
    .filter(({ finding }) => finding.case.kind !== 'source')
    .map(({ finding: { rule, case: about, verdict, count } }) => `${rule} ${about.key} ${verdict} ${count}`)
    .toSorted();
}

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
