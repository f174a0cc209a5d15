// A trace file through the real reader into a store: what the benchmarks of stores measure.
import { merchantTrace } from '../parsers/index.js';
import { Lane } from '../src/ingest/lane.js';
import type { Generation } from '../src/model/block.js';
import type { TraceEvent } from '../src/model/event.js';
import type { BlockDecoder, Dataset } from '../src/stores/store.js';
import { chunks } from './bare-blocks.js';

export const benchGeneration: Generation = {
  id: 'BENCHBENCHBENCHB',
  source: 'shop',
  shop: 'default',
  kind: 'trace',
  path: 'trace.log',
  zone: 'Europe/Paris',
  form: null,
  followed: false,
  parent: null,
};

export const benchDecoder: BlockDecoder = {
  decode: ({ id, shop, kind, zone, form }, block) =>
    merchantTrace.decode({ generation: id, shop, kind, zone, form }, block),
};

export const secondsSince = (from: bigint): number => Number(process.hrtime.bigint() - from) / 1e9;

/** Of this process, all threads: what a busy machine does not distort. */
function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

export interface Filled {
  readonly seconds: number;
  readonly cpu: number;
  /** In `append`: what the store takes, without reading and parsing. */
  readonly storeSeconds: number;
  readonly storeCpu: number;
  readonly batches: readonly number[];
}

/** The store's own share is timed apart. @param onEvents is not counted */
export async function fillDataset(
  path: string,
  dataset: Dataset,
  batchBytes: number,
  onEvents: (events: readonly TraceEvent[]) => void = () => undefined,
): Promise<Filled> {
  const batches: number[] = [];
  let storeCpu = 0;
  const aside = { seconds: 0, cpu: 0 };
  const timed: Dataset = {
    ...dataset,
    async append(batch) {
      const from = process.hrtime.bigint();
      const cpuFrom = cpuSeconds();
      const result = await dataset.append(batch);
      const cpuTo = cpuSeconds();
      storeCpu += cpuTo - cpuFrom;
      batches.push(secondsSince(from));
      const asideFrom = process.hrtime.bigint();
      onEvents(batch.events);
      aside.seconds += secondsSince(asideFrom);
      aside.cpu += cpuSeconds() - cpuTo;
      return result;
    },
  };
  const lane = Lane.begin(benchGeneration, {
    dataset: timed,
    format: merchantTrace,
    masking: 'on',
    maskingKey: new Uint8Array(32).fill(7),
    maxLineBytes: 1024 * 1024,
    onCommitted: () => undefined,
  });
  const start = process.hrtime.bigint();
  const cpu = cpuSeconds();
  for (const chunk of chunks(path)) {
    lane.take(chunk);
    if (lane.heldBytes >= batchBytes) await lane.commit();
  }
  await lane.finish(null);
  return {
    seconds: secondsSince(start) - aside.seconds,
    cpu: cpuSeconds() - cpu - aside.cpu,
    storeSeconds: batches.reduce((sum, batch) => sum + batch, 0),
    storeCpu,
    batches,
  };
}
