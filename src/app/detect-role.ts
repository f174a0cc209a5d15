// The detect role: judges what other processes store, one active detector a dataset; the others stand by.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../config/schema.js';
import { isStoreTrouble } from '../ingest/store-trouble.js';
import { ShoptraceError } from '../model/errors.js';
import type { Dataset, Store } from '../stores/store.js';
import { createLog, type Logger } from '../telemetry/log.js';
import { writing } from './datasets.js';
import { retentionOf } from './line-retention.js';
import { openPipeline, type Pipeline } from './pipeline.js';

export interface DetectRole {
  readonly settings: Settings;
  readonly store: Store;
  readonly dataset: string;
  readonly signal: AbortSignal;
}

/** How often what has come is judged, and how often one that stands by asks for its turn. */
const JUDGE_MS = 500;
const STANDBY_MS = 2_000;

/** Until the signal. A lost lease, a full or absent store make it stand by; whoever is free takes over. */
export async function runDetectRole(role: DetectRole): Promise<void> {
  const log = createLog({ level: 'info', format: 'text' });
  let said = '';
  while (!role.signal.aborted) {
    try {
      await judgeWhileActive(role, log);
    } catch (error) {
      if (!(error instanceof ShoptraceError) || !isStoreTrouble(error)) throw error;
      if (said !== error.code) log.info({ dataset: role.dataset, reason: error.message }, 'standing by');
      said = error.code;
      await pause(STANDBY_MS, role.signal);
      continue;
    }
    said = '';
  }
}

async function judgeWhileActive({ settings, store, dataset: name, signal }: DetectRole, log: Logger) {
  const now = (): number => Date.now();
  const dataset = await store.open(name, { ...writing(true, now()), part: 'detect' });
  try {
    log.info({ dataset: name }, 'judging');
    const pipeline = await openPipeline({ settings, dataset, now });
    const broken = new AbortController();
    const retention = retentionOf(settings.retention.lines, pipeline, now, broken);
    retention?.start();
    try {
      await judgeStored(pipeline, dataset, AbortSignal.any([signal, broken.signal]));
    } finally {
      await retention?.stop();
    }
    broken.signal.throwIfAborted();
  } finally {
    await dataset.close();
  }
}

async function judgeStored(pipeline: Pipeline, dataset: Dataset, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if ((await dataset.generations()).length > 0) await pipeline.judgeStored();
    await pause(JUDGE_MS, signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
