// Jobs that fill and judge a dataset and end: replay, ingest without following, detect. Loaded when one is asked for.
import { setTimeout as sleep } from 'node:timers/promises';
import { merchantTrace } from '../../parsers/index.js';
import type { Settings } from '../config/schema.js';
import { rules } from '../detectors/rules/index.js';
import { firstGeneration, listInputs, lookAtNamed, type InputFile } from '../ingest/inputs.js';
import { defaultIngestOptions } from '../ingest/options.js';
import type { DetectRequest, DetectResult, IngestRequest, ReadResult, ReplayRequest } from '../model/jobs.js';
import type { Store } from '../stores/store.js';
import { LIVE_DATASET, writing, type OpenDatasets } from './datasets.js';
import { follow } from './follow-job.js';
import { forgetJudged } from './judge-anew.js';
import { openPipeline } from './pipeline.js';
import { paced, readFiles } from './read-job.js';
import { keepHeapSmall } from './small-heap.js';

const now = (): number => Date.now();

/** Small batches, so that a paced replay moves record by record rather than in leaps. */
const pacedIngest = { ...defaultIngestOptions, readBytes: 4096, batchBytes: 1 };

/** What the paths of a replay are, and the dataset they are read into. @throws what `listInputs` and `firstGeneration` say */
export async function planReplay(
  settings: Settings,
  { paths, at, kind, dataset }: Pick<ReplayRequest, 'paths' | 'at' | 'kind' | 'dataset'>,
): Promise<{ readonly inputs: readonly InputFile[]; readonly name: string }> {
  const inputs =
    at === undefined
      ? await listInputs(paths, merchantTrace, kind, settings.data)
      : [await lookAtNamed(at, paths[0] ?? at, merchantTrace, kind)];
  return { inputs, name: dataset ?? `r-${await firstGeneration(inputs)}` };
}

export async function replay(settings: Settings, store: Store, request: ReplayRequest): Promise<ReadResult> {
  keepHeapSmall();
  const { inputs, name } = await planReplay(settings, request);
  const dataset = await store.open(name, writing(false, request.now));
  let isEmpty = false;
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
    const result = await readFiles({ request, inputs, pipeline, now, pace, onJudging: request.onJudging });
    isEmpty = (await dataset.generations()).length + (await dataset.imports()).length === 0;
    return result;
  } finally {
    await dataset.close();
    // Files that are no traces leave nothing behind.
    if (isEmpty) await store.drop(name);
  }
}

export async function ingest(settings: Settings, store: Store, request: IngestRequest): Promise<ReadResult> {
  keepHeapSmall();
  if (request.follow) return await follow(settings, store, request);
  const inputs = await listInputs(request.paths, merchantTrace, request.kind, settings.data);
  const dataset = await store.open(request.dataset ?? LIVE_DATASET, writing(true, request.now));
  try {
    const pipeline = await openPipeline({ settings, dataset, now });
    return await readFiles({ request, inputs, pipeline, now });
  } finally {
    await dataset.close();
  }
}

export async function detect(
  settings: Settings,
  store: Store,
  datasets: OpenDatasets,
  request: DetectRequest,
): Promise<DetectResult> {
  keepHeapSmall();
  if (request.follow) {
    const dataset = request.dataset ?? LIVE_DATASET;
    request.onReady?.();
    await (
      await import('./detect-role.js')
    ).runDetectRole({ settings, store, dataset, signal: request.signal });
    return await judgedSoFar(store, dataset, request.now);
  }
  const { name } = await datasets.choose(request.dataset);
  const dataset = await store.open(name, { mode: 'write', part: 'detect' });
  try {
    if (request.again) await forgetJudged(dataset, rules, request.now);
    const pipeline = await openPipeline({ settings, dataset, now });
    await pipeline.judge('settle');
    const { cases } = pipeline.statistics();
    return { dataset: name, cases, seconds: (now() - request.now) / 1000 };
  } finally {
    await dataset.close();
  }
}

async function judgedSoFar(store: Store, name: string, begun: number): Promise<DetectResult> {
  const dataset = await store.open(name, { mode: 'read' });
  try {
    const { casesJudged } = await dataset.detectionState();
    return { dataset: name, cases: casesJudged, seconds: (now() - begun) / 1000 };
  } finally {
    await dataset.close();
  }
}
