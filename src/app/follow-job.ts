// `ingest --follow`: follows until it is asked to end; judges too, where the store lets only one process write.
import type { Settings } from '../config/schema.js';
import type { IngestRequest, ReadResult } from '../model/jobs.js';
import { ledgers } from '../queries/ledger.js';
import type { Dataset, Store } from '../stores/store.js';
import { createLog, type Logger } from '../telemetry/log.js';
import { LIVE_DATASET, writing } from './datasets.js';
import { followedPaths } from './followed-paths.js';
import { IngestRole } from './ingest-role.js';
import { LiveIngest } from './live-ingest.js';
import { loadMaskingKey } from './masking-key.js';
import { openPipeline } from './pipeline.js';
import { Troubles } from './troubles.js';
import type { FollowedPath } from './worker-messages.js';

/** @throws dataset-busy, zone-unknown, zone-conflict */
export async function follow(settings: Settings, store: Store, request: IngestRequest): Promise<ReadResult> {
  const isShared = store.capabilities.sharedWriting === true;
  const dataset = await store.open(request.dataset ?? LIVE_DATASET, {
    ...writing(true, request.now),
    ...(isShared ? { part: 'ingest' } : {}),
  });
  const log = createLog({ level: 'info', format: 'text' });
  const now = (): number => Date.now();
  const troubles = new Troubles(settings.data, dataset.info.name, now);
  try {
    const onProblem = (path: string, problem: Error | null): void => {
      troubles.report(path, problem);
      if (problem === null) log.info({ path }, 'is well again');
      else log.warn({ path, reason: problem.message }, 'waiting');
    };
    const paths = await followedPaths(request, settings, onProblem);
    const role = { settings, dataset, paths, now, onProblem };
    const live = isShared ? await ingestOnly(role, log) : await ingestAndJudge(role);
    const aborted = new Promise<void>((resolve) => {
      if (request.signal?.aborted === true) resolve();
      request.signal?.addEventListener('abort', () => resolve(), { once: true });
    });
    request.onReady?.();
    await Promise.race([live.run(), aborted]);
    await live.stop();
    const files = (await ledgers(dataset)).map((ledger) => ({
      path: ledger.file,
      takenFor: 'trace' as const,
      because: 'followed',
      ledger,
      problem: null,
    }));
    return {
      dataset: dataset.info.name,
      files,
      lines: files.reduce((sum, file) => sum + file.ledger.lines, 0),
      records: files.reduce((sum, file) => sum + file.ledger.records, 0),
      seconds: (now() - request.now) / 1000,
    };
  } finally {
    troubles.clear();
    await dataset.close();
  }
}

interface Role {
  readonly settings: Settings;
  readonly dataset: Dataset;
  readonly paths: readonly FollowedPath[];
  readonly now: () => number;
  readonly onProblem: (path: string, problem: Error | null) => void;
}

async function ingestAndJudge({ settings, dataset, paths, now, onProblem }: Role): Promise<LiveIngest> {
  const pipeline = await openPipeline({ settings, dataset, now });
  const quiet = { onFindings: () => undefined, onProgress: () => undefined };
  return new LiveIngest(pipeline, paths, now, { ...quiet, onProblem });
}

async function ingestOnly({ settings, ...role }: Role, log: Logger): Promise<IngestRole> {
  log.info({ dataset: role.dataset.info.name }, 'reading only: `shoptrace detect --follow` judges');
  return new IngestRole({ ...role, maskingKey: await loadMaskingKey(settings.data) });
}
