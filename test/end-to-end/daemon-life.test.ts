// Services as a service manager runs them: readiness, the configuration read again on SIGHUP, SIGTERM and exit codes.
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ensureBuilt, startProgram, type RunningProgram } from '../support/program.js';

let base: string;
let running: RunningProgram[] = [];
beforeAll(ensureBuilt, 120_000);
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'shoptrace-daemon-'));
  mkdirSync(join(base, 'bin'));
  // A program in the place of systemd-notify that writes down what it is told.
  const manager = join(base, 'bin', 'systemd-notify');
  writeFileSync(manager, `#!/bin/sh\necho "$@" >> ${join(base, 'told')}\n`);
  chmodSync(manager, 0o755);
});
afterEach(() => {
  for (const program of running) program.process.kill('SIGKILL');
  running = [];
  rmSync(base, { recursive: true, force: true });
});

function start(args: readonly string[]): RunningProgram {
  const program = startProgram(args, {
    SHOPTRACE_DATA: join(base, 'data'),
    SHOPTRACE_CONFIG: join(base, 'shoptrace.yaml'),
    NOTIFY_SOCKET: join(base, 'socket'),
    PATH: `${join(base, 'bin')}:${process.env['PATH'] ?? ''}`,
  });
  running.push(program);
  return program;
}

const line = (minute: number): string =>
  `-- 2017-8-21 10:${String(minute).padStart(2, '0')}:00 300 --  [TU90QMLVYXD5UMZYUQ==] Order placed : 2 objects\n`;

function configure(sources: readonly string[]): void {
  const items = sources.map((name) => `  - { name: ${name}, zone: UTC, trace: [${name}.log] }\n`).join('');
  writeFileSync(join(base, 'shoptrace.yaml'), `sources:\n${items}serve: { port: 0 }\n`);
}

const told = (): string => (existsSync(join(base, 'told')) ? readFileSync(join(base, 'told'), 'utf8') : '');
const timesReady = (): number => told().match(/READY=1/g)?.length ?? 0;
const patience = { timeout: 30_000 };

/** The last record of a followed file may still grow. */
async function stored(): Promise<number> {
  const { code, out } = await start(['ledger', '--json']).ended;
  if (code !== 0) return -1;
  const ledgers = out
    .split('\n')
    .flatMap((text) => (text === '' ? [] : [JSON.parse(text) as { indexed: number; pending: number }]));
  return ledgers.reduce((sum, ledger) => sum + ledger.indexed + ledger.pending, 0);
}

describe('start', () => {
  it('tells when it is ready, follows what the configuration says now, and ends in order', async () => {
    configure(['one']);
    writeFileSync(join(base, 'one.log'), line(1));
    writeFileSync(join(base, 'two.log'), line(2));
    const service = start(['start', '--json']);
    await service.prints(/"url":"http[^]*one\.log/);
    await expect.poll(timesReady, patience).toBe(1);
    expect(service.out).not.toContain('two.log');

    writeFileSync(join(base, 'shoptrace.yaml'), 'sources: 7\n');
    service.process.kill('SIGHUP');
    await expect.poll(() => service.err, patience).toContain('going on with the configuration as it was');
    expect(timesReady()).toBe(1);

    configure(['one', 'two']);
    appendFileSync(join(base, 'one.log'), line(3));
    service.process.kill('SIGHUP');
    await service.prints(/two\.log/);
    await expect.poll(told, patience).toMatch(/READY=1[^]*RELOADING=1[^]*READY=1/);
    await expect.poll(stored, { ...patience, interval: 500 }).toBe(3);

    const ended = await service.signal('SIGTERM');
    expect(ended.code).toBe(0);
    expect(ended.err).not.toContain('unexpected error');
    await expect.poll(told, patience).toMatch(/STOPPING=1/);
  }, 120_000);

  it('ends with 3 when its address is taken', async () => {
    configure(['one']);
    const first = start(['start', '--json']);
    const [, port = ''] = await first.prints(/127\.0\.0\.1:(\d+)/);
    const second = await start(['serve', '--port', port]).ended;
    expect([second.code, second.err]).toEqual([3, expect.stringContaining('port-taken')]);
    expect((await first.signal('SIGTERM')).code).toBe(0);
  }, 60_000);
});

describe('ingest --follow', () => {
  it('goes on after SIGHUP, loses and doubles no line, and sums up once at its end', async () => {
    configure(['one']);
    const path = join(base, 'one.log');
    writeFileSync(path, line(1));
    const service = start(['ingest', path, '--follow', '--zone', 'UTC', '--json']);
    await expect.poll(timesReady, patience).toBe(1);
    appendFileSync(path, line(2));
    service.process.kill('SIGHUP');
    appendFileSync(path, line(3));
    await expect.poll(timesReady, patience).toBe(2);
    appendFileSync(path, line(4));
    const { code, out } = await service.signal('SIGTERM');
    expect([code, out.match(/"type":"summary"/g)?.length]).toEqual([0, 1]);
    expect((await start(['ingest', path, '--zone', 'UTC']).ended).code).toBe(0);
    expect(await stored()).toBe(4);
  }, 60_000);

  it('ends with 3 while another process writes the dataset', async () => {
    configure(['one']);
    const path = join(base, 'one.log');
    writeFileSync(path, line(1));
    const first = start(['ingest', path, '--follow', '--zone', 'UTC']);
    await expect.poll(timesReady, patience).toBe(1);
    const second = await start(['ingest', path, '--follow', '--zone', 'UTC']).ended;
    expect([second.code, second.err]).toEqual([3, expect.stringContaining('dataset-busy')]);
    expect((await first.signal('SIGINT')).code).toBe(0);
  }, 60_000);
});

describe('detect --follow', () => {
  it('is ready, and reads its configuration again', async () => {
    configure(['one']);
    writeFileSync(join(base, 'one.log'), line(1));
    expect((await start(['ingest', join(base, 'one.log'), '--zone', 'UTC']).ended).code).toBe(0);
    const service = start(['detect', '--follow', '--json']);
    await expect.poll(timesReady, patience).toBe(1);
    service.process.kill('SIGHUP');
    await expect.poll(timesReady, patience).toBe(2);
    const { code, out } = await service.signal('SIGTERM');
    expect([code, out.match(/"type":"detected"/g)?.length]).toEqual([0, 1]);
  }, 60_000);
});
