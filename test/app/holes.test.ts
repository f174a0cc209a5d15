// What rules say where files are missing: nothing that the missing part could contradict.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Pipeline } from '../../src/app/pipeline.js';
import { rules } from '../../src/detectors/rules/index.js';
import type { AppendBatch } from '../../src/model/block.js';
import type { Dataset } from '../../src/stores/store.js';
import { newScene, reading, type Scene } from '../ingest/scene.js';

let scene: Scene;
beforeEach(async () => {
  scene = await newScene();
});
afterEach(() => scene.close());

const id = 'TU90QMLVYXD5UMZYUQ==';
const waiting = 'TU9BQMLVYXD5UMZYUQ==';
const other = 'TU9AQMLVYXD5UMZYUQ==';
const line = (day: number, minute: number, text: string, whose = id): string =>
  `-- 2017-8-${String(day).padStart(2, '0')} 10:${String(minute).padStart(2, '0')}:00 100 --  [${whose}] ${text}\n`;
const placed = 'Order placed : 1 objects';
const started = 'Production Controller : Full production starting from PLACED ...';
const preproducing = 'Prepay Production : preproducing for EFORM';
const noise = (day: number): string => line(day, 30, placed, other);

/** On the 20th one order is placed, another one begins to be produced; how they went on would stand in what follows. */
const beginning =
  line(20, 0, placed, waiting) + line(20, 0, placed) + line(20, 1, started) + line(20, 1, preproducing);

async function pipelineOf(dataset: Dataset): Promise<Pipeline> {
  const { maskingKey } = scene.dependencies;
  return await Pipeline.open({ dataset, rules, thresholds: {}, mute: [], maskingKey, now: () => 1 });
}

/** Rules by verdict, of the two orders. */
async function saidOf(dataset: Dataset): Promise<readonly string[]> {
  const { items } = await dataset.findings({ order: 'newest', caseKind: 'transaction', limit: 100 });
  const due = await dataset.obligations({ shop: 'default', limit: 100 });
  return [
    ...items
      .map(({ finding }) => finding)
      .filter((finding) => finding.verdict !== 'withdrawn' && finding.case.key !== other)
      .map(({ rule, verdict }) => `${rule} ${verdict}`),
    ...due.filter((obligation) => obligation.case.key !== other).map(({ rule }) => `${rule} pending`),
  ].toSorted();
}

interface Given {
  readonly files: readonly (readonly [name: string, content: string])[];
  readonly asOf?: number;
  readonly dataset?: Dataset;
}

async function said({ files, asOf, dataset = scene.dataset }: Given): Promise<readonly string[]> {
  const pipeline = await pipelineOf(dataset);
  if (asOf !== undefined) await pipeline.raiseAsOf(asOf);
  for (const [name, content] of files)
    await pipeline.read(reading(scene.file(name, content), { source: 'trace.log', zone: 'UTC' }));
  await pipeline.judge('settle');
  return await saidOf(dataset);
}

const violated = ['abandoned-after-placement violated', 'pre-pay-died violated'];

describe('an order whose end is in no file', () => {
  it('is pending while the file ends there', async () => {
    expect(await said({ files: [['trace.log', beginning]] })).toEqual([
      'abandoned-after-placement pending',
      'pre-pay-died pending',
    ]);
  });

  it('is violated when the analyst says that the file speaks until later', async () => {
    const asOf = Date.UTC(2017, 7, 23);
    expect(await said({ files: [['trace.log', beginning]], asOf })).toEqual(violated);
  });

  it('is violated when the files that follow are all there', async () => {
    const files = [
      ['trace.log.2', beginning],
      ['trace.log.1', noise(24)],
      ['trace.log', noise(26)],
    ] as const;
    expect(await said({ files })).toEqual(violated);
  });

  it('is nothing where the file that would tell is missing between two, and is judged when it comes', async () => {
    const files = [
      ['trace.log.3', beginning],
      ['trace.log.1', noise(24)],
      ['trace.log', noise(26)],
    ] as const;
    expect(await said({ files })).toEqual([]);
    const found: readonly (readonly [string, string])[] = [['trace.log.2', noise(22)]];
    expect(await said({ files: found })).toEqual(violated);
  });

  it('is not helped by a word on how far the files speak: the hole stays', async () => {
    const files = [
      ['trace.log.3', beginning],
      ['trace.log.1', noise(24)],
    ] as const;
    expect(await said({ files, asOf: Date.UTC(2017, 8, 30) })).toEqual([]);
  });

  it('is nothing where bytes vanished behind it', async () => {
    const lossy = Object.assign(Object.create(scene.dataset) as Dataset, {
      append: async (batch: AppendBatch) =>
        await scene.dataset.append(
          batch.generation.path.endsWith('.1')
            ? { ...batch, ledger: { ...batch.ledger, vanishedBytes: 500 } }
            : batch,
        ),
    });
    const files = [
      ['trace.log.1', beginning],
      ['trace.log', noise(26)],
    ] as const;
    expect(await said({ files, dataset: lossy })).toEqual([]);
  });
});

describe('an order whose beginning is in no file', () => {
  it('is not reproached with what should stand before', async () => {
    const files = [
      ['trace.log', line(20, 5, 'Production Controller : Transaction Complete Operations') + noise(26)],
    ] as const;
    expect((await said({ files })).filter((text) => text.endsWith('violated'))).toEqual([
      'customer-not-notified violated',
    ]);
  });
});
