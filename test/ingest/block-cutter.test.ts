// Block borders and marks depend on the bytes alone, and no byte is lost, doubled or held without need.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BlockCutter, type Cut } from '../../src/ingest/block-cutter.js';
import { BLOCK_BYTES } from '../../src/model/block.js';

interface Blocks {
  /** Kept bytes of each closed block. */
  readonly closed: { bytes: string; dropped: number; mark: string }[];
  readonly open: string;
  readonly rest: string | null;
}

function cutAll(pieces: readonly Buffer[], maxLineBytes: number): Blocks {
  const cutter = new BlockCutter(maxLineBytes);
  const closed: Blocks['closed'] = [];
  let open = '';
  const take = (cut: Cut): void => {
    open += cut.bytes.toString('latin1');
    if (cut.mark === null) return;
    closed.push({ bytes: open, dropped: cut.dropped, mark: cut.mark });
    open = '';
  };
  for (const piece of pieces) for (const cut of cutter.push(piece)) take(cut);
  return { closed, open, rest: cutter.rest?.toString('latin1') ?? null };
}

function inPieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const borders = [0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return borders.slice(1).map((border, index) => bytes.subarray(borders[index], border));
}

const lineLength = fc.oneof(
  { weight: 20, arbitrary: fc.nat(300) },
  { weight: 3, arbitrary: fc.integer({ min: 3_000, max: 9_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 60_000, max: 70_000 }) },
);
const content = fc.record({ lengths: fc.array(lineLength, { maxLength: 400 }), ended: fc.boolean() });

function bytesOf({ lengths, ended }: { lengths: readonly number[]; ended: boolean }): Buffer {
  const text = lengths.map((length, index) => String(index % 10).repeat(length)).join('\n');
  return Buffer.from(ended ? `${text}\n` : text);
}

describe('the block cutter', () => {
  it('cuts the same blocks whatever the pieces', () => {
    fc.assert(
      fc.property(content, fc.array(fc.nat(), { maxLength: 30 }), (given, cuts) => {
        const bytes = bytesOf(given);
        expect(cutAll(inPieces(bytes, cuts), 66_000)).toEqual(cutAll([bytes], 66_000));
      }),
      { numRuns: 150 },
    );
  });

  it('keeps every byte of lines that are short enough', () => {
    fc.assert(
      fc.property(content, fc.array(fc.nat(), { maxLength: 10 }), (given, cuts) => {
        const bytes = bytesOf(given);
        const { closed, open, rest } = cutAll(inPieces(bytes, cuts), 1 << 20);
        const text = closed.map((block) => block.bytes).join('') + open + (rest ?? '');
        expect(text).toBe(bytes.toString('latin1'));
        expect(closed.every(({ dropped }) => dropped === 0)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('ends a block with the first line end at or after 64 KiB', () => {
    const line = Buffer.from(`${'x'.repeat(99)}\n`);
    const { closed, open } = cutAll([Buffer.concat(Array.from({ length: 1400 }, () => line))], 1 << 20);
    expect(closed.map(({ bytes }) => bytes.length)).toEqual([65_600, 65_600]);
    expect(open.length).toBe(140_000 - 131_200);
    const exact = cutAll([Buffer.from(`${'y'.repeat(BLOCK_BYTES - 1)}\nnext\n`)], 1 << 20);
    expect(exact.closed[0]?.bytes.length).toBe(BLOCK_BYTES);
  });

  it('chains the marks over the original bytes, an endless line with all its bytes', () => {
    const bytes = Buffer.from(`short\n${'e'.repeat(200_000)}\nafter\n`);
    const { closed, open } = cutAll([bytes.subarray(0, 70_001), bytes.subarray(70_001)], 65_536);
    const mark = (before: string, part: string): string =>
      createHash('sha256').update(Buffer.from(before, 'hex')).update(part).digest('hex');
    const first = mark('', 'short\n');
    expect(closed).toEqual([
      { bytes: 'short\n', dropped: 0, mark: first },
      { bytes: `${'e'.repeat(65_536)}\n`, dropped: 134_464, mark: mark(first, `${'e'.repeat(200_000)}\n`) },
    ]);
    expect(open).toBe('after\n');
  });

  it('ends a long run of NULs where the text behind it begins', () => {
    const bytes = Buffer.concat([Buffer.from('one\n'), Buffer.alloc(200_000), Buffer.from('two\nthree')]);
    const whole = cutAll([bytes], 65_536);
    expect(whole.closed.map(({ bytes: kept, dropped }) => [kept.length, dropped])).toEqual([
      [4, 0],
      [65_537, 134_463],
    ]);
    expect(whole).toMatchObject({ open: 'two\n', rest: 'three' });
    for (const cuts of [[3, 70_000, 200_003], [200_004], [200_005], [100, 200_007]])
      expect(cutAll(inPieces(bytes, cuts), 65_536)).toEqual(whole);
  });

  it('holds a bounded part of a line that never ends', () => {
    const cutter = new BlockCutter(65_536);
    const piece = Buffer.alloc(64 * 1024, 'z');
    for (let i = 0; i < 1600; i += 1) expect([...cutter.push(piece)]).toEqual([]);
    expect(cutter.restLength).toBe(1600 * piece.length);
    expect(cutter.rest).toBeNull();
    expect(cutter.finishEndless()).toMatchObject({ dropped: 1600 * piece.length - 65_537 });
  });
});
