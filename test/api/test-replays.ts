// Replays for tests of the API alone: the real queue, whose work is only told.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { ReplayQueue } from '../../src/app/replays/replay-queue.js';
import { Uploads } from '../../src/app/replays/uploads.js';
import type { ManualClock } from './manual-clock.js';

export function testReplays(clock: ManualClock): ReplayQueue {
  return new ReplayQueue({
    uploads: new Uploads(join(tmpdir(), `shoptrace-uploads-${randomUUID()}`)),
    zone: 'Europe/Paris',
    maxBytes: 1_000_000,
    now: () => clock.now(),
    run: async ({ about }) => ({
      dataset: 'r-told',
      takenFor: about.kind ?? 'trace',
      because: 'it is told so',
      isExtract: false,
      ledger: null,
      table: { facts: 1, unreadable: 0 },
      findings: { high: 1 },
      heldBy: null,
      problem: null,
      seconds: 0,
    }),
    drop: async () => undefined,
    onDone: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
}
