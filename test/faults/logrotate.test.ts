// The system's logrotate under a writer that does not wait: nothing lost, nothing doubled, no alarm.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { brokenLedgers } from '../ingest/follow-scene.js';
import { serials } from '../ingest/scene.js';
import { bundlePrograms, Child } from './processes/children.js';
import { openFaultDataset } from './processes/fault-dataset.js';

/** `SHOPTRACE_FAULT_LOGROTATE_SECONDS=120` for the long run, for each kind of rotation. */
const seconds = Number(process.env['SHOPTRACE_FAULT_LOGROTATE_SECONDS'] ?? 5);
const LINES_A_SECOND = 2000;
const ROTATE_MS = 2000;
/** After so long what is not found counts as vanished; as in the program. */
const GRACE_MS = 4000;
/** However busy the machine is, the follower has caught up so long after the last line. */
const MOST_LAG_MS = 300_000;

const isMissing = spawnSync('logrotate', ['--version']).error !== undefined;
if (isMissing) process.stderr.write('SKIPPED: logrotate is not installed (apt-get install logrotate)\n');

beforeAll(async () => await bundlePrograms());

const kinds = {
  create: 'create',
  'create and compress': 'create\n  compress',
  'create and compress later': 'create\n  compress\n  delaycompress',
  copytruncate: 'copytruncate',
  'copytruncate and compress': 'copytruncate\n  compress\n  delaycompress',
} as const;

function configuration(folder: string, lines: string): string {
  return `${join(folder, 'trace.log')} {\n  rotate 1000\n  missingok\n  su root root\n  ${lines}\n}\n`;
}

/** Serial numbers in all files that there are. */
function inFiles(folder: string): Set<number> {
  const found = new Set<number>();
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
    for (const [, serial] of text.matchAll(/serial (\d+)(?= |\n)/g)) found.add(Number(serial));
  }
  return found;
}

/** Waits until the follower says that it saw and stored everything at a time later than `after`. */
async function isUpToDate(ingest: Child, after: number, deadline: number): Promise<boolean> {
  while (Date.now() < deadline) {
    const said = ingest.said.findLast((line) => line.startsWith('{"upToDateAt"')) ?? '{"upToDateAt":0}';
    if ((JSON.parse(said) as { upToDateAt: number }).upToDateAt > after) return true;
    await sleep(250);
  }
  return false;
}

describe.skipIf(isMissing)('logrotate', () => {
  it.each(Object.entries(kinds))(
    '%s, every two seconds under 2,000 lines a second',
    async (_kind, lines) => {
      const base = mkdtempSync(join(tmpdir(), 'shoptrace-logrotate-'));
      const folder = join(base, 'logs');
      mkdirSync(folder, { mode: 0o755 });
      const data = join(base, 'data');
      const config = join(base, 'logrotate.conf');
      writeFileSync(join(folder, 'trace.log'), '');
      writeFileSync(config, configuration(folder, lines), { mode: 0o644 });
      const orders = { folder, lines: LINES_A_SECOND * seconds, seed: 1, linesASecond: LINES_A_SECOND };
      const ingest = new Child('ingest', { folder, data, batchBytes: 64 * 1024 });
      const writer = new Child('writer', { ...orders, rotation: 'none', rotateEvery: 1e12 });
      try {
        await ingest.says(/ready/);
        while (writer.process.exitCode === null) {
          await Promise.race([sleep(ROTATE_MS), writer.ended]);
          execFileSync('logrotate', ['-f', '-s', join(base, 'state'), config]);
        }
        expect(await writer.ended).toBe(0);
        expect(await isUpToDate(ingest, Date.now() + GRACE_MS, Date.now() + MOST_LAG_MS)).toBe(true);
        expect(await ingest.kill('SIGTERM')).toBe(0);
        const written = inFiles(folder);
        const { dataset, close } = await openFaultDataset(data, 'read');
        const stored = await serials(dataset);
        const once = new Set(stored);
        expect(ingest.errors).toBe('');
        const missing = [...written].filter((serial) => !once.has(serial)).toSorted((a, b) => a - b);
        expect([missing.length, missing[0], missing.at(-1)]).toEqual([0, undefined, undefined]);
        expect(stored.length - once.size).toBe(0);
        expect(await brokenLedgers(dataset)).toEqual([]);
        const notices = ingest.said.filter((line) => line.includes('"notice"'));
        expect(notices.filter((line) => line.includes('trace-reset'))).toEqual([]);
        // Only what a copy and its truncation destroy between them may be missing everywhere.
        const mayLose = lines.startsWith('copytruncate');
        const destroyed = mayLose ? [] : [orders.lines - written.size, ...notices];
        expect(destroyed).toEqual(mayLose ? [] : [0]);
        await close();
      } finally {
        writer.process.kill('SIGKILL');
        ingest.process.kill('SIGKILL');
        rmSync(base, { recursive: true, force: true });
      }
    },
    MOST_LAG_MS + 60_000 + seconds * 4000,
  );
});
