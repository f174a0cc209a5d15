// The program of a worker thread: follows, judges and writes, or runs the reference shop, so that the main thread only serves.
import { parentPort, workerData } from 'node:worker_threads';
import { openStore } from '../stores/index.js';
import { writing } from './datasets.js';
import { blockDecoder } from './decoder.js';
import { retentionOf } from './line-retention.js';
import { LiveIngest } from './live-ingest.js';
import { openPipeline } from './pipeline.js';
import { plainError, type WorkerMessage, type WorkerTask } from './worker-messages.js';

const port = parentPort;
if (port === null) throw new Error('this program runs as a worker thread only');

const say = (message: WorkerMessage): void => port.postMessage(message);
const now = (): number => Date.now();
const stopping = new AbortController();
port.once('message', () => stopping.abort());

try {
  const task = workerData as WorkerTask;
  await (task.role === 'ingest' ? ingest(task) : runTheShop(task));
} catch (error) {
  say({ type: 'failed', error: plainError(error) });
}
port.close();

async function ingest(task: Extract<WorkerTask, { role: 'ingest' }>): Promise<void> {
  const { settings, paths, keepLines } = task;
  const store = await openStore(settings.store, { decoder: blockDecoder });
  const dataset = await store.open(task.dataset, writing(true, now()));
  say({ type: 'opened' });
  const pipeline = await openPipeline({ settings, dataset, now });
  const live = new LiveIngest(pipeline, paths, now, {
    onFindings: (findings) =>
      say({
        type: 'findings',
        findings: findings.map(({ id, rule, verdict }) => ({ id, rule, verdict })),
      }),
    onProgress: ({ records, bytes }) => say({ type: 'sources', records, bytes }),
    onProblem: (path, problem) => {
      // A file that is let go of is not well for that.
      if (problem === null && stopping.signal.aborted) return;
      say({ type: 'trouble', path, problem: problem === null ? null : plainError(problem) });
    },
  });
  const broken = new AbortController();
  const retention = retentionOf(keepLines, pipeline, now, broken);
  retention?.start();
  await Promise.race([live.run(), aborted(stopping.signal), aborted(broken.signal)]);
  broken.signal.throwIfAborted();
  await retention?.stop();
  await live.stop();
  await dataset.close();
  await store.close();
}

async function runTheShop({ shop }: Extract<WorkerTask, { role: 'shop' }>): Promise<void> {
  const { runShop, shopOptions } = await import('../shop/index.js');
  say({ type: 'opened' });
  await runShop(shopOptions.parse(shop), {
    signal: stopping.signal,
    now,
  });
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
