// Starts the programs of the fault tests, bundled once so that they start fast, and ends them.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
/** Inside the project, so that packages are found from there. */
const folder = fileURLToPath(new URL('../../../node_modules/.cache/shoptrace-faults', import.meta.url));

export async function bundlePrograms(): Promise<void> {
  await build({
    entryPoints: ['writer', 'ingest', 'live'].map((program) => join(here, `${program}.ts`)),
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
}

export class Child {
  readonly process: ChildProcess;
  readonly said: string[] = [];
  readonly ended: Promise<number | null>;
  readonly #waiting: { pattern: RegExp; resolve: () => void }[] = [];
  errors = '';

  constructor(program: 'writer' | 'ingest' | 'live', orders: object) {
    this.process = spawn(process.execPath, [join(folder, `${program}.mjs`), JSON.stringify(orders)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.process;
    stderr?.on('data', (data: Buffer) => {
      this.errors += data.toString();
    });
    if (stdout !== null) createInterface({ input: stdout }).on('line', (line) => this.#hear(line));
    this.ended = once(this.process, 'close').then(([code]: (number | null)[]) => {
      for (const { resolve } of this.#waiting) resolve();
      return code ?? null;
    });
  }

  /** Until it says a line that matches, or ends. */
  async says(pattern: RegExp): Promise<void> {
    if (this.said.some((line) => pattern.test(line))) return;
    await new Promise<void>((resolve) => this.#waiting.push({ pattern, resolve }));
  }

  async kill(signal: NodeJS.Signals): Promise<number | null> {
    this.process.kill(signal);
    return await this.ended;
  }

  /** Open descriptors, as the system sees them. */
  descriptors(): number {
    return readdirSync(`/proc/${this.process.pid}/fd`).length;
  }

  #hear(line: string): void {
    this.said.push(line);
    for (const { pattern, resolve } of this.#waiting) if (pattern.test(line)) resolve();
  }
}
