// The follower on an SQLite store, as its own process, to be killed. Prints one line when it has caught up.
import { join } from 'node:path';
import { merchantTrace } from '../../../parsers/index.js';
import { Follower } from '../../../src/ingest/follower.js';
import { ingestOptions } from '../../../src/ingest/options.js';
import { openFaultDataset } from './fault-dataset.js';

interface Orders {
  readonly folder: string;
  readonly data: string;
  readonly batchBytes: number;
}

const orders = JSON.parse(process.argv[2] ?? '{}') as Orders;
const { dataset, close } = await openFaultDataset(orders.data, 'write');
const follower = new Follower(
  [
    {
      path: join(orders.folder, 'trace.log'),
      source: 'trace',
      shop: 'default',
      kind: 'trace',
      zone: 'UTC',
      form: null,
    },
  ],
  {
    dataset,
    format: merchantTrace,
    masking: 'on',
    maskingKey: new Uint8Array(32),
    options: ingestOptions.parse({ batchBytes: orders.batchBytes, graceMs: 3000 }),
    onCommitted: () => {},
    now: () => Date.now(),
    onNotice: (notice) => process.stdout.write(`${JSON.stringify({ notice })}\n`),
    onProblem: (path, problem) =>
      process.stdout.write(`${JSON.stringify({ path, problem: problem?.message ?? null })}\n`),
  },
);
process.once('SIGTERM', () => void follower.stop());
const telling = setInterval(() => {
  process.stdout.write(`${JSON.stringify({ upToDateAt: follower.status()[0]?.upToDateAt ?? 0 })}\n`);
}, 500);
process.stdout.write('{"ready":true}\n');
await follower.start();
clearInterval(telling);
await close();
