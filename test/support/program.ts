// The built program as its users run it: built once for all tests, started as a process, ended with the test.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lock = join(root, 'node_modules', '.cache', 'shoptrace-build.lock');
const STALE_LOCK_MS = 120_000;

/** Builds `dist/` unless it is fresh; test files that come at the same time wait for each other. */
export async function ensureBuilt(): Promise<void> {
  mkdirSync(join(root, 'node_modules', '.cache'), { recursive: true });
  while (!takeLock()) await sleep(200);
  try {
    const { code, err } = await run(process.execPath, [join(root, 'build.mjs'), '--if-needed']);
    if (code !== 0) throw new Error(`the build failed: ${err}`);
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function takeLock(): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    if (Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > STALE_LOCK_MS)
      rmSync(lock, { recursive: true, force: true });
    return false;
  }
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export class RunningProgram {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  out = '';
  err = '';

  constructor(process: ChildProcess) {
    this.process = process;
    process.stdout?.on('data', (data: Buffer) => {
      this.out += data.toString();
    });
    process.stderr?.on('data', (data: Buffer) => {
      this.err += data.toString();
    });
    this.ended = once(process, 'close').then(([code]: (number | null)[]) => ({
      code: code ?? null,
      out: this.out,
      err: this.err,
    }));
  }

  /** The first match in what it printed. Rejects when the program ends without it. */
  async prints(pattern: RegExp, timeoutMs = 30_000): Promise<RegExpMatchArray> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const match = pattern.exec(this.out);
      if (match !== null) return match;
      if (this.process.exitCode !== null || Date.now() > deadline)
        throw new Error(`the program did not print ${String(pattern)}: ${this.out}${this.err}`);
      await sleep(25);
    }
  }

  async signal(signal: NodeJS.Signals): Promise<Ended> {
    this.process.kill(signal);
    return await this.ended;
  }
}

export function startProgram(args: readonly string[], env: Record<string, string> = {}): RunningProgram {
  return new RunningProgram(
    spawn(process.execPath, [join(root, 'dist', 'shoptrace.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', ...env },
    }),
  );
}

async function run(command: string, args: readonly string[]): Promise<Ended> {
  return await new RunningProgram(spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: root }))
    .ended;
}
