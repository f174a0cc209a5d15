// Runs one replay on a worker thread of its own; ends it when asked.
import type { ReplayOutcome, ReplayProgress } from '../../model/replays.js';
import type { ReplayTask } from '../worker-messages.js';
import { startWorker } from '../worker-thread.js';

export interface ReplayRun {
  readonly signal: AbortSignal;
  onProgress(progress: ReplayProgress): void;
  onJudging(): void;
  /** @param isNew nothing of that name was there before */
  onDataset(dataset: string, isNew: boolean): void;
}

/** The batch in flight may end for so long, then it is cut off (a batch is one transaction). */
const PATIENCE_MS = 1_500;

/** @returns null when it was ended @throws what the replay says */
export async function runReplay(task: ReplayTask, run: ReplayRun): Promise<ReplayOutcome | null> {
  let finish: (outcome: ReplayOutcome | null) => void = () => undefined;
  const outcome = new Promise<ReplayOutcome | null>((resolve) => {
    finish = resolve;
  });
  const thread = startWorker(task, (message) => {
    if (message.type === 'progress') run.onProgress(message.progress);
    if (message.type === 'judging') run.onJudging();
    if (message.type === 'dataset') run.onDataset(message.dataset, message.isNew);
    if (message.type === 'replayed') finish(run.signal.aborted ? null : message.outcome);
  });
  const end = (): void => void thread.stop(PATIENCE_MS).then(() => finish(null));
  run.signal.addEventListener('abort', end, { once: true });
  if (run.signal.aborted) end();
  try {
    return await Promise.race([outcome, thread.failed]);
  } catch (error) {
    if (run.signal.aborted) return null;
    throw error;
  } finally {
    run.signal.removeEventListener('abort', end);
    await thread.stop(PATIENCE_MS);
  }
}
