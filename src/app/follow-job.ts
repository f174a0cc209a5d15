// `ingest --follow`: follows and judges in this process until it is asked to end.
import type { Settings } from '../config/schema.js';
import type { IngestRequest, ReadResult } from '../model/jobs.js';
import { ledgers } from '../queries/ledger.js';
import type { Store } from '../stores/store.js';
import { createLog } from '../telemetry/log.js';
import { LIVE_DATASET, writing } from './datasets.js';
import { followedPaths } from './followed-paths.js';
import { LiveIngest } from './live-ingest.js';
import { openPipeline } from './pipeline.js';

/** @throws dataset-busy, zone-unknown, zone-conflict */
export async function follow(settings: Settings, store: Store, request: IngestRequest): Promise<ReadResult> {
  const dataset = await store.open(request.dataset ?? LIVE_DATASET, writing(true, request.now));
  const log = createLog({ level: 'info', format: 'text' });
  const now = (): number => Date.now();
  try {
    const pipeline = await openPipeline({ settings, dataset, now });
    const live = new LiveIngest(pipeline, await followedPaths(request, settings), now, {
      onFindings: () => undefined,
      onProgress: () => undefined,
      onProblem: (path, problem) => {
        if (problem === null) log.info({ path }, 'is well again');
        else log.warn({ path, reason: problem.message }, 'waiting');
      },
    });
    const aborted = new Promise<void>((resolve) => {
      if (request.signal?.aborted === true) resolve();
      request.signal?.addEventListener('abort', () => resolve(), { once: true });
    });
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
    await dataset.close();
  }
}
