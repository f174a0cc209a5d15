// The built program as a daemon that follows files: started, watched from outside, ended.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { blockDecoder } from '../src/app/decoder.js';
import { ShoptraceError } from '../src/model/errors.js';
import { openSqliteStore } from '../src/stores/sqlite/sqlite-store.js';
import type { Dataset } from '../src/stores/store.js';
import { program } from './program.js';

/** Of the stat file of a process: Linux counts CPU in hundredths of a second for programs, whatever its own clock. */
const TICKS_A_SECOND = 100;

export class DaemonProcess {
  readonly #process: ChildProcess;
  #errors = '';

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.stderr?.setEncoding('utf8').on('data', (text: string) => (this.#errors += text));
  }

  /** `shoptrace start PATH`, with console and API on any port. @returns when it serves */
  static async start(path: string, data: string): Promise<DaemonProcess> {
    const args = [program, 'start', path, '--zone', 'UTC', '--port', '0', '--data', data, '--json'];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const daemon = new DaemonProcess(child);
    const serves = once(createInterface({ input: child.stdout }), 'line');
    const ended = once(child, 'close').then(() => daemon.fail());
    await Promise.race([serves, ended]);
    return daemon;
  }

  /** CPU seconds of all its threads so far. */
  get cpuSeconds(): number {
    const fields = readFileSync(`/proc/${this.#process.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: utime and stime, fields 14 and 15.
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
  }

  get descriptors(): number {
    return readdirSync(`/proc/${this.#process.pid}/fd`).length;
  }

  /** Peak of its memory. */
  get peakMegabytes(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  /** Share of one core that it took since an earlier reading. */
  share(cpuSecondsBefore: number, begunAt: number): string {
    const seconds = (performance.now() - begunAt) / 1000;
    return `${(((this.cpuSeconds - cpuSecondsBefore) / seconds) * 100).toFixed(1)} %`;
  }

  async end(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    this.#process.kill('SIGTERM');
    await once(this.#process, 'close');
  }

  /** @throws Error with what it said */
  fail(): never {
    throw new Error(`the daemon ended (${this.#process.exitCode}):\n${this.#errors}`);
  }
}

/** What the daemon has stored, as another process sees it. @param data its data folder */
export async function openStored(data: string): Promise<{ dataset: Dataset; close: () => Promise<void> }> {
  const store = openSqliteStore({ folder: join(data, 'store'), decoder: blockDecoder });
  const dataset = await whenThere(async () => await store.open('live', { mode: 'read' }));
  return {
    dataset,
    async close() {
      await dataset.close();
      await store.close();
    },
  };
}

/** The daemon serves before its first dataset is made. */
async function whenThere<T>(open: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1)
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof ShoptraceError) || error.code !== 'dataset-unknown' || tries > 600) throw error;
      await sleep(100);
    }
}
