// The roles one by one: a detector that stands by, takes over, and judges what others stored.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writing } from '../../src/app/datasets.js';
import { blockDecoder } from '../../src/app/decoder.js';
import { runDetectRole } from '../../src/app/detect-role.js';
import { IngestRole } from '../../src/app/ingest-role.js';
import { defaultConfig } from '../../src/config/defaults.js';
import type { Settings } from '../../src/config/schema.js';
import { openStore } from '../../src/stores/index.js';
import type { Dataset, Store } from '../../src/stores/store.js';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shoptrace-roles-'));
  store = await openStore(`sqlite:${join(folder, 'store')}`, { decoder: blockDecoder });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function until(what: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await what())) {
    if (Date.now() > deadline) throw new Error('it did not come to that');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function findingsOf(dataset: Dataset): Promise<number> {
  return (await dataset.findings({ limit: 100, order: 'newest' })).items.length;
}

it('a detector stands by while another process writes, then judges what that one stored', async () => {
  const log = join(folder, 'trace.log');
  cpSync(join(import.meta.dirname, '../../samples/documented-merchant-trace.log'), log);
  const writer = await store.open('live', writing(true, 1));
  const ingest = new IngestRole({
    dataset: writer,
    paths: [
      {
        path: log,
        kind: 'trace',
        source: 'trace',
        shop: 'default',
        zone: 'Europe/Paris',
        form: null,
        masking: 'on',
      },
    ],
    maskingKey: new Uint8Array(32),
    now: () => Date.now(),
    onProblem: () => undefined,
  });
  const reading = ingest.run();
  const reader = await store.open('live', { mode: 'read' });
  const stop = new AbortController();
  const settings: Settings = {
    ...defaultConfig,
    data: folder,
    store: store.kind,
    dataset: null,
    lang: 'en',
    file: null,
  };
  const detector = runDetectRole({ settings, store, dataset: 'live', signal: stop.signal });
  await until(async () => (await reader.count({})) === 23);
  expect(await findingsOf(reader)).toBe(0);
  await ingest.stop();
  await reading;
  await writer.close();
  await until(async () => (await findingsOf(reader)) >= 7);
  stop.abort();
  await detector;
  await reader.close();
});
