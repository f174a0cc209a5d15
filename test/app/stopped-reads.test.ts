// Reading into the SQLite store that stops every few batches, and goes on in a new process, judges as if it never stopped.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writing } from '../../src/app/datasets.js';
import { blockDecoder } from '../../src/app/decoder.js';
import { Pipeline } from '../../src/app/pipeline.js';
import { rules } from '../../src/detectors/rules/index.js';
import { defaultIngestOptions } from '../../src/ingest/options.js';
import { openStore } from '../../src/stores/index.js';
import type { Dataset, Store } from '../../src/stores/store.js';
import { newScene, reading, type Scene } from '../ingest/scene.js';
import { writeShop } from '../shop/run-for-test.js';

const faults = 'failingProduct=0.1,abandoned=0.1,cartNeverPlaced=0.1,reloaded=0.1';
const { lines } = await writeShop({ era: '2017', seed: 9, orders: 400, faults });
const whole = `${lines.join('\n')}\n`;

let scene: Scene;
let base: string;
let store: Store;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'stopped-reads-'));
  scene = await newScene();
  store = await openStore(base, { decoder: blockDecoder });
});
afterEach(async () => {
  await store.close();
  scene.close();
  rmSync(base, { recursive: true });
});

interface Reading {
  readonly opened: number;
  readonly said: object;
}

/** @param stopAfter so many batches of one pipeline */
async function read(name: string, stopAfter: number): Promise<Reading> {
  const path = scene.file(`${name}.log`, whole);
  let opened = 0;
  for (;;) {
    const dataset = await store.open(name, writing(false, 1));
    opened += 1;
    const complete = await readOn(dataset, path, stopAfter);
    const result = { opened, said: await said(dataset) };
    await dataset.close();
    if (complete) return result;
  }
}

async function readOn(dataset: Dataset, path: string, stopAfter: number): Promise<boolean> {
  const ingest = { ...defaultIngestOptions, batchBytes: 30_000, readBytes: 10_000 };
  const maskingKey = new Uint8Array(32);
  const judging = { rules, thresholds: {}, mute: [] };
  const pipeline = await Pipeline.open({ dataset, ...judging, maskingKey, now: () => 1, ingest });
  const stopping = new AbortController();
  let batches = 0;
  const pace = async (): Promise<void> => {
    batches += 1;
    if (batches >= stopAfter) stopping.abort();
  };
  const { complete } = await pipeline.read(reading(path, { source: 's' }), { signal: stopping.signal, pace });
  if (complete) await pipeline.judge('settle');
  return complete;
}

/** All that judging leaves behind, but for how often cases were met: that depends on where a read was stopped. */
async function said(dataset: Dataset): Promise<object> {
  const findings = await dataset.findings({ order: 'newest', limit: 1000 });
  const open = findings.items.filter(({ finding }) => finding.verdict !== 'withdrawn');
  const listed = await dataset.transactions({ order: 'newest', limit: 1000 });
  const obligations = await dataset.obligations({ limit: 1000 });
  const { coverage } = await dataset.detectionState();
  return { findings: open, summaries: listed.items, obligations, coverage };
}

describe('a read that stops and goes on', () => {
  it('says the same of a file', async () => {
    const stopped = await read('stopped', 5);
    expect(stopped.opened).toBeGreaterThan(3);
    expect(stopped.said).toMatchObject({ findings: expect.arrayContaining([expect.anything()]) });
    expect(stopped.said).toEqual((await read('at-once', Infinity)).said);
  }, 60_000);
});
