// Starts a worker thread, listens to it, and ends it.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workerProgram } from './package-paths.js';
import { revivedError, type WorkerCommand, type WorkerMessage, type WorkerTask } from './worker-messages.js';

export interface WorkerThread {
  /** Resolves when the worker says it has opened what it works on. */
  readonly opened: Promise<void>;
  /** Rejects when the worker fails, or ends without being asked. Never resolves. */
  readonly failed: Promise<never>;
  /** Asks it to end and waits; ends it by force after `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}

export function startWorker(task: WorkerTask, onMessage: (message: WorkerMessage) => void): WorkerThread {
  const { url, execArgv } = workerProgram();
  const worker = new Worker(url, { workerData: task, execArgv: [...execArgv] });
  const exited = once(worker, 'exit').catch(() => undefined);
  let stopping = false;
  let open: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  worker.on('message', (message: WorkerMessage) => {
    if (message.type === 'opened') open();
    if (message.type === 'failed') fail(revivedError(message.error));
    else onMessage(message);
  });
  worker.on('error', fail);
  worker.on('exit', (code) => {
    if (!stopping) fail(new Error(`a worker thread ended by itself (exit code ${code})`));
  });
  return {
    opened: Promise.race([opened, failed]),
    failed,
    stop: async (patienceMs) => {
      stopping = true;
      worker.postMessage({ type: 'stop' } satisfies WorkerCommand);
      const force = setTimeout(() => void worker.terminate(), patienceMs);
      await exited;
      clearTimeout(force);
    },
  };
}
