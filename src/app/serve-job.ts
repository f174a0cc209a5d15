// API and console without ingest: what `serve` runs until it is stopped.
import type { Running } from '../model/jobs.js';
import { createLog } from '../telemetry/log.js';
import { LiveBus } from './live-bus.js';
import { running } from './running.js';
import { serve, type Serving } from './serving.js';

/** @throws what serving says */
export async function serveOnly(serving: Omit<Serving, 'live' | 'log'>): Promise<Running> {
  const log = createLog({ level: 'warn', format: 'text' });
  const served = await serve({ ...serving, live: new LiveBus(), log });
  return running(served.url, [], async () => await served.close());
}
