// The replays of a server: files in its data folder, each replayed in a process of its own.
import type { Settings } from '../../config/schema.js';
import type { ApiLog } from '../../api/dependencies.js';
import { ShoptraceError } from '../../model/errors.js';
import type { Store } from '../../stores/store.js';
import type { LiveBus } from '../live-bus.js';
import { machineZone } from '../settings-of-source.js';
import { ReplayQueue } from './replay-queue.js';
import { runReplay } from './replay-process.js';
import { Uploads } from './uploads.js';

export interface ReplaysOptions {
  readonly settings: Settings;
  readonly store: Store;
  readonly live: LiveBus;
  readonly log: ApiLog;
}

export async function openReplays({ settings, store, live, log }: ReplaysOptions): Promise<ReplayQueue> {
  const uploads = new Uploads(settings.data);
  const onFault = (error: unknown): void => log.error({ err: error }, 'a replay of an uploaded file failed');
  await uploads.clean().catch(onFault);
  return new ReplayQueue({
    uploads,
    zone: zoneOf(settings),
    maxBytes: settings.serve.maxUploadBytes,
    now: () => Date.now(),
    run: async (replay, run) => await runReplay({ settings, ...replay }, run),
    drop: async (dataset) =>
      await store.drop(dataset).catch((error: unknown) => {
        // It was ended before it made one.
        if (!(error instanceof ShoptraceError && error.code === 'dataset-unknown')) onFault(error);
      }),
    onDone: (dataset) => live.publish({ type: 'sources', dataset }),
    onFault,
  });
}

/** The one that all configured sources were printed in, else this machine's. */
function zoneOf({ sources }: Settings): string {
  const zones = new Set(sources.map(({ zone }) => zone ?? machineZone()));
  const [only] = zones;
  return zones.size === 1 && only !== undefined ? only : machineZone();
}
