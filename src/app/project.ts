// The composition root of the command line: a store, its datasets, and the jobs that fill and judge them.
import { setTimeout as sleep } from 'node:timers/promises';
import { merchantTrace } from '../../parsers/index.js';
import type { Project } from './project-contract.js';
import type { Settings } from '../config/schema.js';
import { rules } from '../detectors/rules/index.js';
import { firstGeneration, listInputs } from '../ingest/inputs.js';
import type { DetectRequest, DetectResult, IngestRequest, ReadResult, ReplayRequest } from '../model/jobs.js';
import { defaultIngestOptions } from '../ingest/options.js';
import { openStore } from '../stores/index.js';
import type { Store } from '../stores/store.js';
import { createLog } from '../telemetry/log.js';
import { LIVE_DATASET, OpenDatasets, writing } from './datasets.js';
import { blockDecoder } from './decoder.js';
import { LiveBus } from './live-bus.js';
import { follow } from './follow-job.js';
import { forgetJudged } from './judge-anew.js';
import { openPipeline } from './pipeline.js';
import { paced, readFiles } from './read-job.js';
import { ruleAnswers } from './rule-answers.js';
import { testRules } from './rule-testing.js';
import { running } from './running.js';
import { serve } from './serving.js';
import { startAll } from './start.js';
import { verifyPaths } from './verify-job.js';

const now = (): number => Date.now();

/** Small batches, so that a paced replay moves record by record rather than in leaps. */
const pacedIngest = { ...defaultIngestOptions, readBytes: 4096, batchBytes: 1 };

/** @throws what opening the store says */
export async function openProject(settings: Settings): Promise<Project> {
  const store = await openStore(settings.store, { decoder: blockDecoder });
  const datasets = new OpenDatasets(store);
  const known = ruleAnswers(rules, settings.rules.thresholds);
  return {
    settings,
    store,
    rules: known,
    dataset: async (name) => {
      const chosen = await datasets.choose(name);
      return { dataset: await datasets.get(chosen.name), because: chosen.because };
    },
    replay: async (request) => await replay(settings, store, request),
    ingest: async (request) => await ingest(settings, store, request),
    detect: async (request) => await detect(settings, store, datasets, request),
    start: async (request) => await startAll({ settings, store, datasets, rules: known, request }),
    serve: async () => {
      const served = await serve({
        settings,
        store,
        open: datasets,
        rules: known,
        live: new LiveBus(),
        log: createLog({ level: 'warn', format: 'text' }),
      });
      return running(served.url, [], async () => await served.close());
    },
    verify: verifyPaths,
    testRules: async (ids) => await testRules(ids),
    close: async () => {
      await datasets.close();
      await store.close();
    },
  };
}

async function replay(settings: Settings, store: Store, request: ReplayRequest): Promise<ReadResult> {
  const inputs = await listInputs(request.paths, merchantTrace, request.kind);
  const name = request.dataset ?? `r-${await firstGeneration(inputs)}`;
  const dataset = await store.open(name, writing(false, request.now));
  try {
    const isPaced = request.speed !== 'max';
    const pipeline = await openPipeline({
      settings,
      dataset,
      now,
      ...(isPaced ? { ingest: pacedIngest } : {}),
    });
    if (request.asOf !== null) await pipeline.raiseAsOf(request.asOf);
    const pace =
      request.speed === 'max' ? undefined : paced(request.speed, now, async (ms) => await sleep(ms));
    return await readFiles({ request, inputs, pipeline, now, pace });
  } finally {
    await dataset.close();
  }
}

async function ingest(settings: Settings, store: Store, request: IngestRequest): Promise<ReadResult> {
  if (request.follow) return await follow(settings, store, request);
  const inputs = await listInputs(request.paths, merchantTrace, request.kind);
  const dataset = await store.open(request.dataset ?? LIVE_DATASET, writing(true, request.now));
  try {
    return await readFiles({
      request,
      inputs,
      pipeline: await openPipeline({ settings, dataset, now }),
      now,
    });
  } finally {
    await dataset.close();
  }
}

async function detect(
  settings: Settings,
  store: Store,
  datasets: OpenDatasets,
  request: DetectRequest,
): Promise<DetectResult> {
  const { name } = await datasets.choose(request.dataset);
  const dataset = await store.open(name, { mode: 'write' });
  try {
    if (request.again) await forgetJudged(dataset, rules, request.now);
    const pipeline = await openPipeline({ settings, dataset, now });
    await pipeline.judge('settle');
    const { cases } = pipeline.engine.statistics();
    return { dataset: name, cases, seconds: (now() - request.now) / 1000 };
  } finally {
    await dataset.close();
  }
}
