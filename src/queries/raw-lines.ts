// The stored bytes of records as text, read in as few pieces as possible.
import { decodeBytes } from '../model/decode-bytes.js';
import type { TraceEvent } from '../model/event.js';
import type { Dataset } from './question.js';

/** Records nearer than this in the same file are read in one piece. */
const JOIN_BYTES = 32 * 1024;
const MAX_PIECE_BYTES = 8 * 1024 * 1024;

interface Piece {
  readonly generation: string;
  readonly start: number;
  end: number;
  readonly events: TraceEvent[];
}

/** Text of each record by event id, continuation lines included, without the last line end. */
export async function rawLines(
  dataset: Dataset,
  events: readonly TraceEvent[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const piece of piecesOf(events)) {
    const bytes = await dataset.rawBytes(piece.generation, piece.start, piece.end);
    for (const event of piece.events) {
      const from = event.offset - piece.start;
      texts.set(event.id, withoutLineEnd(decodeBytes(bytes.subarray(from, from + event.byteLength)).text));
    }
  }
  return texts;
}

function piecesOf(events: readonly TraceEvent[]): Piece[] {
  const inFileOrder = [...events].sort((a, b) =>
    a.generation === b.generation ? a.offset - b.offset : a.generation < b.generation ? -1 : 1,
  );
  const pieces: Piece[] = [];
  for (const event of inFileOrder) {
    const last = pieces.at(-1);
    const end = event.offset + event.byteLength;
    if (last !== undefined && joins(last, event)) {
      last.end = Math.max(last.end, end);
      last.events.push(event);
    } else {
      pieces.push({ generation: event.generation, start: event.offset, end, events: [event] });
    }
  }
  return pieces;
}

function joins(piece: Piece, event: TraceEvent): boolean {
  return (
    piece.generation === event.generation &&
    event.offset - piece.end <= JOIN_BYTES &&
    event.offset + event.byteLength - piece.start <= MAX_PIECE_BYTES
  );
}

function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** The very bytes of each record, line ends included, in the order given. */
export async function* rawRecords(
  dataset: Dataset,
  events: readonly TraceEvent[],
): AsyncGenerator<Uint8Array> {
  for (const event of events)
    yield await dataset.rawBytes(event.generation, event.offset, event.offset + event.byteLength);
}
