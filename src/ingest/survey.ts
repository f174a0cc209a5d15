// A first look through a file that may repeat what is stored: how many of its records stand in which other files.
import type { TraceReader } from '../../parsers/format.js';
import type { TraceEvent } from '../model/event.js';
import { BlockCutter, type CutterStart } from './block-cutter.js';
import type { StoredRecords } from './record-screen.js';

export interface Survey {
  readonly records: number;
  /** Records that are stored already. */
  readonly equal: number;
  /** Of those: equal to one that was stored before it was pruned. */
  readonly equalByPlace: number;
  /** The same by the generation that holds them. */
  readonly byGeneration: ReadonlyMap<string, number>;
  /** Bytes looked through. */
  readonly bytes: number;
}

/** @param reader at the place where the chunks begin; it is used up */
export async function surveyContent(
  chunks: AsyncIterable<Buffer>,
  reader: TraceReader,
  maxLineBytes: number,
  stored: StoredRecords,
  start?: CutterStart,
): Promise<Survey> {
  const cutter = new BlockCutter(maxLineBytes, start);
  const byGeneration = new Map<string, number>();
  let records = 0;
  let equal = 0;
  let bytes = 0;
  const take = async (events: readonly TraceEvent[]): Promise<void> => {
    for (const event of events) {
      const generation = await stored.take(event);
      records += 1;
      if (generation === null) continue;
      equal += 1;
      byGeneration.set(generation, (byGeneration.get(generation) ?? 0) + 1);
    }
  };
  for await (const chunk of chunks) {
    bytes += chunk.length;
    for (const cut of cutter.push(chunk))
      if (cut.bytes.length > 0) await take(reader.read(cut.bytes.toString('latin1'), cut.dropped).events);
  }
  const endless = cutter.finishEndless();
  if (endless !== null) await take(reader.read(endless.bytes.toString('latin1'), endless.dropped).events);
  await take(reader.finish(cutter.rest?.toString('latin1') ?? '').events);
  return { records, equal, equalByPlace: stored.equalByPlace, byGeneration, bytes };
}
