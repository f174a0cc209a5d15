// Runs one replay in a process of its own, so that the server answers meanwhile; ends it when asked.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { ReplayOutcome, ReplayProgress } from '../../model/replays.js';
import { replayProgram } from '../package-paths.js';
import { revivedError } from '../worker-messages.js';
import type { ReplayCommand, ReplayMessage, ReplayTask } from './replay-messages.js';

export interface ReplayRun {
  readonly signal: AbortSignal;
  onProgress(progress: ReplayProgress): void;
  onJudging(): void;
  /** @param isNew nothing of that name was there before */
  onDataset(dataset: string, isNew: boolean): void;
}

/** The batch in flight may end for so long, then it is cut off (a batch is one transaction). */
const PATIENCE_MS = 1_000;

/** @returns null when it was ended @throws what the replay says */
export async function runReplay(task: ReplayTask, run: ReplayRun): Promise<ReplayOutcome | null> {
  if (run.signal.aborted) return null;
  const { path, execArgv } = replayProgram();
  const child = fork(path, [], {
    execArgv: [...execArgv],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(child, 'close').catch(() => undefined);
  const outcome = outcomeOf(child, run);
  const tell = (command: ReplayCommand): void => {
    if (child.connected) child.send(command, () => undefined);
  };
  let force: NodeJS.Timeout | undefined;
  const stop = (): void => {
    tell({ type: 'stop' });
    force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  };
  run.signal.addEventListener('abort', stop, { once: true });
  tell({ type: 'replay', task });
  try {
    const told = await outcome;
    return run.signal.aborted ? null : told;
  } catch (error) {
    if (run.signal.aborted) return null;
    throw error;
  } finally {
    run.signal.removeEventListener('abort', stop);
    await gone;
    clearTimeout(force);
  }
}

/** Rejects with what the replay says, and when the process ends without a word. */
async function outcomeOf(child: ChildProcess, run: ReplayRun): Promise<ReplayOutcome> {
  return await new Promise((resolve, reject) => {
    child.on('message', (message: ReplayMessage) => {
      if (message.type === 'progress') run.onProgress(message.progress);
      else if (message.type === 'judging') run.onJudging();
      else if (message.type === 'dataset') run.onDataset(message.dataset, message.isNew);
      else if (message.type === 'replayed') resolve(message.outcome);
      else reject(revivedError(message.error));
    });
    child.once('error', reject);
    child.once('close', (code, signal) =>
      reject(
        new Error(`the process of a replay ended by itself (${signal ?? `exit code ${code ?? 'unknown'}`})`),
      ),
    );
  });
}
