// The program as a process: exit codes, streams, a reader that goes away.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkout, sample } from './support/real-project.js';

let data: string;
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'shoptrace-process-'));
});
afterAll(() => {
  rmSync(data, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function run(args: readonly string[], closeOutputAfterBytes = Infinity): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', ...args], {
    cwd: checkout,
    env: { ...process.env, SHOPTRACE_DATA: data, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    if (out.length >= closeOutputAfterBytes) child.stdout.destroy();
  });
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, out, err };
}

it('replays, prints JSON only on standard output, and no progress into a pipe', async () => {
  const ended = await run(['replay', sample, '--zone', 'Europe/Paris', '--json']);
  expect(ended).toMatchObject({ code: 0, err: '' });
  const lines = ended.out.trimEnd().split('\n');
  expect(lines.map((line) => (JSON.parse(line) as { type: string }).type).at(-1)).toBe('summary');
});

it('ends with the exit code of what happened', async () => {
  expect((await run(['replay', 'no-such-file.log'])).code).toBe(3);
  expect((await run(['relpay'])).code).toBe(2);
  expect((await run(['--version'])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it('is quiet when the reader of its output goes away', async () => {
  const long = join(data, 'long.log');
  const line = (second: number): string =>
    `-- 2017-8-21 10:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')} 300 --  [TU8AAAAAAAAAAAAAAA==] Order placed : 2 objects\n`;
  writeFileSync(long, Array.from({ length: 1000 }, (_, second) => line(second)).join(''));
  await run(['ingest', long, '--zone', 'UTC']);
  const whole = await run(['search', '--limit', '1000', '--json']);
  expect(whole.out.length).toBeGreaterThan(200_000);
  const ended = await run(['search', '--limit', '1000', '--json'], 1);
  expect(ended.out.length).toBeLessThan(whole.out.length);
  expect(ended.err).toBe('');
  expect(ended.code).toBe(0);
});
