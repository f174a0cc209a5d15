// Counts lines and records of a file without storing anything.
import type { LineCounts, TraceReader } from '../../parsers/format.js';
import { BlockCutter, type Cut } from './block-cutter.js';

export interface ContentCounts {
  readonly counts: LineCounts;
  readonly bytes: number;
  readonly truncatedBytes: number;
}

/** @param reader at the beginning of a generation; it is used up */
export async function countContent(
  chunks: AsyncIterable<Buffer>,
  reader: TraceReader,
  maxLineBytes: number,
): Promise<ContentCounts> {
  const cutter = new BlockCutter(maxLineBytes);
  let bytes = 0;
  let truncatedBytes = 0;
  let droppedNuls = 0;
  const take = (cut: Cut): void => {
    if (cut.nul) droppedNuls += cut.dropped;
    else truncatedBytes += cut.dropped;
    if (cut.bytes.length > 0) reader.read(cut.bytes.toString('latin1'), cut.dropped);
  };
  for await (const chunk of chunks) {
    bytes += chunk.length;
    for (const cut of cutter.push(chunk)) take(cut);
  }
  const endless = cutter.finishEndless();
  if (endless !== null) take(endless);
  reader.finish(cutter.rest?.toString('latin1') ?? '');
  const counts = reader.counts();
  return { counts: { ...counts, nulBytes: counts.nulBytes + droppedNuls }, bytes, truncatedBytes };
}
