// What of a file is not stored under its own name yet: all of it, or what follows the part that is.
import type { Generation } from '../model/block.js';
import { readerOptions } from './lane-contract.js';
import type { NewPart } from './overlap.js';
import { laneDependencies, type Reading } from './reading.js';
import { checkedCutter, type ReadBytes } from './resume-lane.js';

export function newGeneration({ file, kind }: Reading, id: string, firstLineId: string): Generation {
  const { source, shop, path, zone, form, extract } = file;
  const said = extract === true ? { extract } : {};
  const generation = { id, source, shop, kind, path, zone, form, followed: false, parent: null, ...said };
  return id === firstLineId ? generation : { ...generation, firstLine: firstLineId };
}

export function wholeFile(reading: Reading, generation: Generation): NewPart {
  const { format } = reading.dependencies;
  const options = readerOptions(generation, laneDependencies(reading));
  return { generation, from: 0, openReader: () => format.open(options) };
}

/** @returns null when the bytes before the checkpoint are not what was read then */
export async function restOf(
  reading: Reading,
  generation: Generation,
  readBytes: ReadBytes,
): Promise<NewPart | null> {
  const { dataset, format } = reading.dependencies;
  const checkpoint = await dataset.checkpoint(generation.id);
  if (checkpoint === null) return null;
  const cutter = await checkedCutter(generation.id, checkpoint, readBytes, dataset);
  if (cutter === null) return null;
  const options = readerOptions(generation, laneDependencies(reading));
  const openReader = (): ReturnType<typeof format.restore> => format.restore(options, checkpoint.readerState);
  return { generation, from: checkpoint.offset, openReader, cutter };
}
