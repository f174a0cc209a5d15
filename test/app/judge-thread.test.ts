// The thread that judges beside the reading one says what an engine in the same thread says, however a read is cut.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writing } from '../../src/app/datasets.js';
import { blockDecoder } from '../../src/app/decoder.js';
import { JudgeThread } from '../../src/app/judge-thread.js';
import { JudgingHere, type Judging } from '../../src/app/judging.js';
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
const newer = `${lines.slice(lines.length >> 1).join('\n')}\n`;
const older = `${lines.slice(0, (lines.length >> 1) + 40).join('\n')}\n`;

let scene: Scene;
let base: string;
let store: Store;
beforeEach(async () => {
  base = mkdtempSync(join(tmpdir(), 'judge-thread-'));
  scene = await newScene();
  store = await openStore(base, { decoder: blockDecoder });
});
afterEach(async () => {
  await store.close();
  scene.close();
  rmSync(base, { recursive: true });
});

/** The source, in a thread of a process that runs no TypeScript by itself. */
const loader = pathToFileURL(
  createRequire(import.meta.url)
    .resolve('tsx/esm/api')
    .replace(/cjs$/, 'mjs'),
);
const source = new URL('../../src/app/judge-worker.ts', import.meta.url);
const code = `import { register } from '${loader.href}'; register(); await import('${source.href}');`;
const program = { url: new URL(`data:text/javascript,${encodeURIComponent(code)}`), execArgv: [] };

const settings = { thresholds: {}, mute: [] };

async function open(dataset: Dataset, where: 'here' | 'beside', name = dataset.info.name): Promise<Pipeline> {
  const here = await JudgingHere.open({ dataset, rules, ...settings });
  const judging: Judging =
    where === 'here' ? here : new JudgeThread({ store: base, dataset: name, ...settings }, here, program);
  const ingest = { ...defaultIngestOptions, batchBytes: 30_000, readBytes: 10_000 };
  const maskingKey = new Uint8Array(32);
  return await Pipeline.open({ dataset, rules, ...settings, maskingKey, now: () => 1, ingest, judging });
}

/** All that judging leaves behind. */
async function said(dataset: Dataset): Promise<object> {
  const findings = await dataset.findings({ order: 'newest', limit: 1000 });
  const open = findings.items.filter(({ finding }) => finding.verdict !== 'withdrawn');
  const listed = await dataset.transactions({ order: 'newest', limit: 1000 });
  const obligations = await dataset.obligations({ limit: 1000 });
  const { coverage, casesJudged } = await dataset.detectionState();
  return { findings: open, summaries: listed.items, obligations, coverage, casesJudged };
}

async function read(
  name: string,
  where: 'here' | 'beside',
  contents: readonly string[],
  stopAfter = Infinity,
): Promise<object> {
  const dataset = await store.open(name, writing(false, 1));
  for (const [index, content] of contents.entries()) {
    const path = scene.file(`${index}.log`, content);
    for (let complete = false; !complete;) {
      const pipeline = await open(dataset, where);
      const stopping = new AbortController();
      let batches = 0;
      const pace = async (): Promise<void> => {
        batches += 1;
        if (batches >= stopAfter) stopping.abort();
      };
      const file = reading(path, { source: `${index}` });
      ({ complete } = await pipeline.read(file, { signal: stopping.signal, pace }));
      if (complete) await pipeline.judge('settle');
      await pipeline.close();
    }
  }
  const result = await said(dataset);
  await dataset.close();
  return result;
}

describe('judging in a thread beside the reading one', () => {
  it('says the same of a file', async () => {
    expect(await read('beside', 'beside', [whole])).toEqual(await read('here', 'here', [whole]));
  }, 60_000);

  it('goes on where a read that was stopped has left it', async () => {
    const stopped = await read('beside', 'beside', [whole], 5);
    expect(stopped).toMatchObject(withoutCases(await read('here', 'here', [whole])));
  }, 60_000);

  it('judges anew when a copy takes lines from another file', async () => {
    expect(await read('beside', 'beside', [older, newer, whole])).toEqual(
      await read('here', 'here', [older, newer, whole]),
    );
  }, 60_000);

  it('tells the reading thread what it ran into', async () => {
    const dataset = await store.open('there', writing(false, 1));
    const pipeline = await open(dataset, 'beside', 'elsewhere');
    const report = pipeline.read(reading(scene.file('some.log', older), { source: 's' }));
    await expect(report.then(async () => await pipeline.judge('settle'))).rejects.toMatchObject({
      code: 'dataset-unknown',
    });
    await pipeline.close();
    await dataset.close();
  }, 60_000);
});

/** How often cases were met depends on where a read was stopped. */
function withoutCases(all: object): object {
  return Object.fromEntries(Object.entries(all).filter(([name]) => name !== 'casesJudged'));
}
