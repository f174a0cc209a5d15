// The program of the thread that judges beside a reading one: what is stored is its queue, so that little is handed over.
import { parentPort, workerData } from 'node:worker_threads';
import { DetectionEngine } from '../detectors/engine.js';
import { rules } from '../detectors/rules/index.js';
import type { Finding } from '../model/finding.js';
import { openStore } from '../stores/index.js';
import type { Dataset, Store } from '../stores/store.js';
import { blockDecoder } from './decoder.js';
import type { JudgeAnswer, JudgeCommand, JudgeTask } from './judge-messages.js';
import { plainError } from './worker-messages.js';

const port = parentPort;
if (port === null) throw new Error('this program runs as a worker thread only');

const task = workerData as JudgeTask;
const { thresholds, mute } = task;
const judging = { thresholds, mute };
/** Two heaps share the memory of one process. */
const MOST_RECORDS_HELD = 40_000;

interface Opened {
  readonly store: Store;
  readonly dataset: Dataset;
  engine: DetectionEngine;
}

let opened: Opened | null = null;
let failed = false;
let closing = false;
let queue: Promise<void> = Promise.resolve();

const openEngine = async (dataset: Dataset): Promise<DetectionEngine> =>
  await DetectionEngine.open({ dataset, rules, ...judging, maxRecordsHeld: MOST_RECORDS_HELD });

port.on('message', (command: JudgeCommand) => {
  if (command.type === 'close') closing = true;
  queue = queue.then(async () => await take(command));
});

async function take(command: JudgeCommand): Promise<void> {
  if (command.type === 'close') {
    await opened?.dataset.close();
    await opened?.store.close();
    port?.close();
    return;
  }
  if (failed || closing) return;
  try {
    answer({ changed: await done(command), statistics: (await theEngine()).statistics() });
  } catch (error) {
    failed = true;
    answer({ error: plainError(error) });
  }
}

function answer(message: JudgeAnswer): void {
  port?.postMessage(message);
}

async function theEngine(): Promise<DetectionEngine> {
  if (opened === null) {
    const store = await openStore(task.store, { decoder: blockDecoder });
    const dataset = await store.open(task.dataset, { mode: 'write', part: 'detect', beside: true });
    opened = { store, dataset, engine: await openEngine(dataset) };
  }
  return opened.engine;
}

async function done(command: Exclude<JudgeCommand, { type: 'close' }>): Promise<readonly Finding[]> {
  const engine = await theEngine();
  switch (command.type) {
    case 'stored':
      await engine.observeStored(command);
      return [];
    case 'catch-up':
      return (await engine.catchUp(command.request ?? undefined)).changedFindings;
    case 'judge':
      return (await engine.judge(command.request)).changedFindings;
    case 'note':
      engine.note(command.notice);
      return [];
    case 'reopen':
      if (opened !== null) opened.engine = await openEngine(opened.dataset);
      return [];
  }
}
