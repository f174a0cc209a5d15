// The suite every trace format runs: any cutting, restarting and decoding of the same bytes gives the same events.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReaderOptions, ReadResult, TraceFormat, TraceReader } from '../../parsers/format.js';
import type { Attachment, QuarantinedLine, TraceEvent } from '../../src/model/event.js';

export interface FormatSuite {
  readonly format: TraceFormat;
  readonly kind: ReaderOptions['kind'];
  /** Lines (latin1, without line end) that the format's files are made of, hostile ones included. */
  readonly lines: fc.Arbitrary<string>;
  /** A file of the format, and the records in it. */
  readonly sample: { readonly text: string; readonly records: number };
}

/** Everything a reading of a file gives, and its bytes as they are stored. */
export interface Reading {
  readonly events: readonly TraceEvent[];
  readonly attachments: readonly Attachment[];
  readonly quarantined: readonly QuarantinedLine[];
  readonly stored: string;
  readonly counts: ReturnType<TraceReader['counts']>;
}

export const suiteOptions: Omit<ReaderOptions, 'kind'> = {
  generation: 'GENERATIONOFTEST',
  shop: 'default',
  zone: 'Europe/Paris',
  form: null,
  masking: 'on',
  maskingKey: new Uint8Array(32).fill(9),
};

/** Reads a file in pieces of complete lines; `restart` between pieces goes on from the saved state. */
export function readPieces(
  format: TraceFormat,
  options: ReaderOptions,
  pieces: readonly string[],
  rest: string,
  restart = false,
): Reading {
  let reader = format.open(options);
  const results: { result: ReadResult; text: string }[] = [];
  for (const text of pieces) {
    results.push({ result: reader.read(text), text });
    if (restart) reader = format.restore(options, reader.save());
  }
  results.push({ result: reader.finish(rest), text: rest });
  return {
    events: results.flatMap(({ result }) => result.events),
    attachments: results.flatMap(({ result }) => result.attachments),
    quarantined: results.flatMap(({ result }) => result.quarantined),
    stored: results.map(({ result, text }) => masked(text, result.masks)).join(''),
    counts: reader.counts(),
  };
}

export function masked(text: string, masks: ReadResult['masks']): string {
  let stored = '';
  let position = 0;
  for (const { start, end, replacement } of [...masks].sort((a, b) => a.start - b.start)) {
    expect(start).toBeGreaterThanOrEqual(position);
    expect(replacement).toHaveLength(end - start);
    stored += text.slice(position, start) + replacement;
    position = end;
  }
  return stored + text.slice(position);
}

/** Cuts a text behind some of its line ends. */
export function cutLines(text: string, places: readonly number[]): { pieces: string[]; rest: string } {
  const ends = [...text.matchAll(/\n/g)].map(({ index }) => index + 1);
  const complete = ends.at(-1) ?? 0;
  const cuts = [...new Set(places.map((place) => ends[place % Math.max(ends.length, 1)] ?? 0))].sort(
    (a, b) => a - b,
  );
  const pieces: string[] = [];
  let from = 0;
  for (const cut of [...cuts, complete]) {
    if (cut > from) pieces.push(text.slice(from, cut));
    from = Math.max(from, cut);
  }
  return { pieces, rest: text.slice(complete) };
}

function expectSums(counts: Reading['counts']): void {
  const quarantined = Object.values(counts.quarantinedLines).reduce((sum, count) => sum + count, 0);
  expect(counts.records + counts.continuation + counts.blank + quarantined).toBe(counts.lines);
}

/** Blocks cut behind some line ends, decoded one by one from what is stored. */
function decodeAll(
  format: TraceFormat,
  options: ReaderOptions,
  file: { readonly pieces: readonly string[]; readonly rest: string },
  wanted: ((offset: number) => boolean) | null,
  live: readonly TraceEvent[],
): TraceEvent[] {
  const reader = format.open(options);
  const blocks: { start: number; readerState: string; text: string }[] = [];
  for (const piece of file.pieces) {
    const start = reader.position;
    const readerState = reader.saveForDecoding();
    blocks.push({ start, readerState, text: masked(piece, reader.read(piece).masks) });
  }
  if (file.rest !== '') {
    const start = reader.position;
    const readerState = reader.saveForDecoding();
    blocks.push({ start, readerState, text: masked(file.rest, reader.finish(file.rest).masks) });
  }
  const asked = wanted === null ? null : new Set(live.map(({ offset }) => offset).filter(wanted));
  return blocks.flatMap((block, index) => {
    const following = blocks
      .slice(index + 1)
      .map(({ text }) => text)
      .join('');
    return [...format.decode(options, { ...block, following, wanted: asked })];
  });
}

export function describeFormat(name: string, suite: FormatSuite): void {
  const { format, kind, lines, sample } = suite;
  const options: ReaderOptions = { ...suiteOptions, kind };
  const lineEnd = fc.constantFrom('\n', '\n', '\n', '\r\n');
  const files = fc
    .tuple(fc.array(fc.tuple(lines, lineEnd), { maxLength: 30 }), fc.constantFrom('', 'rest'), lines)
    .map(([all, unterminated, last]) => {
      const text = all.map(([line, end]) => line.replaceAll('\n', '') + end).join('');
      return unterminated === '' ? text : text + last.replaceAll('\n', '');
    });
  const places = fc.array(fc.nat(40), { maxLength: 8 });
  const bytes = fc
    .array(fc.oneof(fc.nat(255), fc.constantFrom(10, 13, 32, 45, 45, 48, 58, 91, 93)), { maxLength: 400 })
    .map((codes) => String.fromCharCode(...codes));

  describe(`format ${name}`, () => {
    it('knows its own sample and reads all of its records', () => {
      expect(format.recognise(sample.text)?.kind).toBe(kind);
      const { pieces, rest } = cutLines(sample.text, []);
      const reading = readPieces(format, options, pieces, rest);
      expect(reading.events).toHaveLength(sample.records);
      expect(reading.counts.records).toBe(sample.records);
    });

    it('gives the same for any cutting into calls', () => {
      fc.assert(
        fc.property(files, places, (text, cuts) => {
          const whole = cutLines(text, []);
          const cut = cutLines(text, cuts);
          const expected = readPieces(format, options, whole.pieces, whole.rest);
          expect(readPieces(format, options, cut.pieces, cut.rest)).toEqual(expected);
          expectSums(expected.counts);
        }),
      );
    });

    it('goes on from a saved state as if nothing had happened', () => {
      fc.assert(
        fc.property(files, places, (text, cuts) => {
          const { pieces, rest } = cutLines(text, cuts);
          const expected = readPieces(format, options, pieces, rest);
          expect(readPieces(format, options, pieces, rest, true)).toEqual(expected);
        }),
      );
    });

    it('decodes stored blocks to the events that were read', () => {
      fc.assert(
        fc.property(files, places, (text, cuts) => {
          const file = cutLines(text, cuts);
          const { events } = readPieces(format, options, file.pieces, file.rest);
          expect(decodeAll(format, options, file, null, events)).toEqual(events);
        }),
      );
    });

    it('decodes only what is asked for, and that the same', () => {
      fc.assert(
        fc.property(files, places, fc.integer({ min: 2, max: 5 }), (text, cuts, modulus) => {
          const file = cutLines(text, cuts);
          const { events } = readPieces(format, options, file.pieces, file.rest);
          const wanted = (offset: number): boolean => offset % modulus === 0;
          const decoded = decodeAll(format, options, file, wanted, events);
          expect(decoded).toEqual(events.filter(({ offset }) => wanted(offset)));
        }),
      );
    });

    it('covers every byte of a record once, in file order', () => {
      fc.assert(
        fc.property(files, (text) => {
          const { pieces, rest } = cutLines(text, []);
          const { events, quarantined } = readPieces(format, options, pieces, rest);
          let position = 0;
          const parts = [...events, ...quarantined].sort((a, b) => a.offset - b.offset);
          for (const { offset, byteLength } of parts) {
            expect(offset).toBeGreaterThanOrEqual(position);
            position = offset + byteLength;
          }
          expect(position).toBeLessThanOrEqual(text.length);
        }),
      );
    });

    it('shows the open record without changing anything', () => {
      fc.assert(
        fc.property(files, lines, (text, more) => {
          const { pieces, rest } = cutLines(text, [3, 9]);
          const reader = format.open(options);
          for (const piece of pieces) {
            reader.read(piece);
            const before = reader.save();
            const shown = reader.provisional(more.replaceAll('\n', ''));
            if (shown !== null) expect(shown.event.flags).toContain('provisional');
            expect(reader.save()).toBe(before);
          }
          reader.finish(rest);
        }),
      );
    });

    it('never throws, and its counts add up, on any bytes', () => {
      fc.assert(
        fc.property(bytes, places, (text, cuts) => {
          format.recognise(text);
          const { pieces, rest } = cutLines(text, cuts);
          const reading = readPieces(format, options, pieces, rest, true);
          expectSums(reading.counts);
          expect(reading.stored).toHaveLength(text.length);
        }),
        { numRuns: 300 },
      );
    });

    it('keeps clear what masking off keeps', () => {
      fc.assert(
        fc.property(files, (text) => {
          const { pieces, rest } = cutLines(text, []);
          const { stored } = readPieces(format, { ...options, masking: 'off' }, pieces, rest);
          expect(stored).toBe(text);
        }),
      );
    });
  });
}
