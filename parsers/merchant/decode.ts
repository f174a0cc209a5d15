// Reads stored blocks again: the same events as when the file was read, built only where they are asked for.
import type { TraceEvent } from '../../src/model/event.js';
import type { BlockText, ReaderOptions } from '../format.js';
import { MerchantReader } from './reader.js';

/** What follows a block is looked at in pieces of about this size, until its last record ends. */
const PIECE_BYTES = 4096;

export function decodeBlock(
  options: Omit<ReaderOptions, 'masking' | 'maskingKey'>,
  block: BlockText,
): readonly TraceEvent[] {
  const { start, text, following, wanted } = block;
  const end = start + text.length;
  const reader = MerchantReader.decoding(options, block.readerState, wanted);
  const whole = endOfWanted(block);
  const cut = whole === text.length ? (block.cut ?? 0) : 0;
  const events = [...reader.read(text.slice(0, whole), cut).events];
  const rest = whole === text.length ? following : text.slice(whole) + following;
  events.push(...lastRecord(reader, rest));
  return events.filter(({ offset }) => offset >= start && offset < end);
}

/** Behind the last complete line that must be read to know every wanted head. */
function endOfWanted({ start, text, wanted }: BlockText): number {
  const complete = text.lastIndexOf('\n') + 1;
  if (wanted === null) return complete;
  let last = -1;
  for (const offset of wanted) last = Math.max(last, offset - start);
  if (last < 0) return 0;
  const lineEnd = text.indexOf('\n', last);
  return lineEnd < 0 ? complete : lineEnd + 1;
}

function lastRecord(reader: MerchantReader, rest: string): readonly TraceEvent[] {
  let from = 0;
  while (reader.isOpen && from < rest.length) {
    const newline = rest.indexOf('\n', from + PIECE_BYTES);
    const piece = newline < 0 ? rest.lastIndexOf('\n') + 1 : newline + 1;
    if (piece <= from) break;
    const { events } = reader.read(rest.slice(from, piece));
    if (events.length > 0) return events.slice(0, 1);
    from = piece;
  }
  return reader.finish(rest.slice(from)).events;
}
