// Compares one file with one stored generation: by blocks where they stand at the same place, else by lines.
import { createHash } from 'node:crypto';
import type { Block } from '../../model/block.js';
import type { BlockMark } from '../question.js';
import type { ByteSource } from './byte-source.js';
import type { RangeList } from './range-list.js';
import type { StoredLine, StoredSource } from './stored-source.js';

const markOf = (before: string, bytes: Uint8Array): string =>
  createHash('sha256').update(Buffer.from(before, 'hex')).update(bytes).digest('hex');

/** Lines looked ahead for a place where both go on alike. */
const WINDOW = 400;
/** So many lines in a row must be alike. */
const ALIKE = 2;
/** After so many lines without anything alike in sight, it is not looked for any more. */
const MOST_LOST = 50;
const LONGEST_LINE = 1024 * 1024;

/** One file against one stored generation: by blocks where they stand at the same place, else by lines. */
export class Comparison {
  readonly #file: ByteSource;
  readonly #stored: StoredSource;
  readonly #found: RangeList;
  /** False: what is masked or not covered was said already. */
  #whole = true;
  #behindEnd: { readonly bytes: number; readonly lines: number } | null = null;
  /** Lines in a row behind which nothing alike was in sight. */
  #lost = 0;

  constructor(file: ByteSource, stored: StoredSource, found: RangeList) {
    this.#file = file;
    this.#stored = stored;
    this.#found = found;
  }

  /** @param isWhole the file should hold all that is stored: what it ends before is missing */
  async run(isWhole = false): Promise<void> {
    while ((await this.#file.peek(1)).length > 0) {
      if (this.#stored.position >= this.#stored.end) {
        await this.#rest();
        return;
      }
      const mark = this.#file.position === this.#stored.position ? this.#stored.markHere() : undefined;
      if (mark === undefined || !(await this.#block(mark))) await this.#line();
    }
    // A copy that ends earlier than the stored one is a part of it.
    const isPart = this.#file.position === this.#stored.position;
    if (isPart) this.#behindEnd = this.#stored.restAt(this.#file.lineAt(0) - 1);
    if (isWhole || !isPart) this.#missing(this.#stored.end);
  }

  /** What is stored behind the end of the file, when it is a beginning of what is stored. */
  get behindEnd(): { readonly bytes: number; readonly lines: number } | null {
    return this.#behindEnd;
  }

  /** Only where the file departs from the stored one. */
  async departures(): Promise<void> {
    this.#whole = false;
    await this.run();
  }

  /** @returns false when the file differs inside the block: lines tell more */
  async #block(mark: BlockMark): Promise<boolean> {
    const bytes = await this.#file.peek(mark.length);
    const block = await this.#stored.block(mark);
    const isSame =
      bytes.length === mark.length && markOf(this.#stored.markBefore(mark.number), bytes) === mark.mark;
    if (block === null) {
      if (bytes.length < mark.length) return false;
      if (!this.#stored.isPruned(mark)) this.#add('database', 0, bytes.length);
      else if (!isSame) this.#add('differs', 0, bytes.length);
      else if (this.#whole) this.#add('not-covered', 0, bytes.length);
    } else if (isSame) this.#sameFile(block, bytes);
    else if (bytes.length < mark.length || !equalWhereClear(block, bytes)) return false;
    else if (block.masked.length === 0) this.#add('database', 0, bytes.length);
    else for (const [start, end] of block.masked) this.#add('differs', start, end);
    this.#stored.position += bytes.length;
    this.#file.take(bytes.length);
    return true;
  }

  /** The file's block is what was read: whatever differs was changed in the database. */
  #sameFile(block: Block, bytes: Buffer): void {
    for (const [start, end] of differences(block.bytes, bytes, block.masked))
      this.#add('database', start, end);
    if (!this.#whole) return;
    for (const [start, end] of block.masked) this.#add('masked', start, end);
    this.#add('not-covered', block.bytes.length, block.length);
  }

  async #line(): Promise<void> {
    const line = await this.#file.peekLine(0, LONGEST_LINE);
    const stored = await this.#stored.peekLine(0);
    if (stored !== null && alike(line, stored)) {
      if (this.#whole) for (const [start, end] of stored.masked) this.#add('masked', start, end);
      this.#takeBoth(line.length, stored.bytes.length);
      return;
    }
    if (stored !== null && (await this.#endsInside(line, stored))) {
      this.#takeBoth(line.length, line.length);
      return;
    }
    const place = this.#lost < MOST_LOST ? await this.#nextAlike() : null;
    this.#lost = place === null ? this.#lost + 1 : 0;
    const [ourBytes, theirBytes] = place ?? [line.length, stored?.bytes.length ?? 0];
    if (ourBytes === line.length && theirBytes === ourBytes && stored?.bytes.length === ourBytes)
      for (const [start, end] of differences(stored.bytes, line, stored.masked))
        this.#add('differs', start, end);
    else {
      this.#add('differs', 0, ourBytes);
      this.#missing(this.#stored.position + theirBytes);
    }
    this.#takeBoth(ourBytes, theirBytes);
  }

  /** Whether the file ends within a line that is stored whole. */
  async #endsInside(line: Buffer, { bytes, masked }: StoredLine): Promise<boolean> {
    if (line.length >= bytes.length || line.at(-1) === 10) return false;
    if ((await this.#file.peek(line.length + 1)).length > line.length) return false;
    return differences(bytes.subarray(0, line.length), line, masked).length === 0;
  }

  /** Bytes to the nearest place where lines of both are alike again; null without one in sight. */
  async #nextAlike(): Promise<[number, number] | null> {
    const ours = await linesAhead(
      async (skip) => await this.#file.peekLine(skip, LONGEST_LINE),
      (line) => line.length,
    );
    const theirs = await linesAhead(
      async (skip) => await this.#stored.peekLine(skip),
      (line) => line.bytes.length,
    );
    for (let steps = 1; steps < ours.lines.length + theirs.lines.length; steps += 1)
      for (let a = 0; a <= steps; a += 1) {
        const b = steps - a;
        if (a < ours.lines.length && b < theirs.lines.length && alikeFrom(ours.lines, theirs.lines, a, b))
          return [ours.starts[a] ?? 0, theirs.starts[b] ?? 0];
      }
    return null;
  }

  #takeBoth(ourBytes: number, theirBytes: number): void {
    this.#file.take(ourBytes);
    this.#stored.position += theirBytes;
  }

  /** Stored bytes up to `to` are not in the file. */
  #missing(to: number): void {
    this.#found.add({ kind: 'missing', from: this.#stored.position, to, line: this.#file.lineAt(0) });
  }

  async #rest(): Promise<void> {
    for (let held = 1; held > 0;) {
      held = (await this.#file.peek(65_536)).length;
      if (this.#whole) this.#add('not-covered', 0, held);
      this.#file.take(held);
    }
  }

  #add(kind: 'differs' | 'masked' | 'not-covered' | 'database', from: number, to: number): void {
    const { position } = this.#file;
    this.#found.add({ kind, from: position + from, to: position + to, line: this.#file.lineAt(from) });
  }
}

async function linesAhead<Line>(
  peek: (skip: number) => Promise<Line | null>,
  lengthOf: (line: Line) => number,
): Promise<{ readonly lines: readonly Line[]; readonly starts: readonly number[] }> {
  const lines: Line[] = [];
  const starts: number[] = [];
  for (let skip = 0; lines.length < WINDOW;) {
    const line = await peek(skip);
    if (line === null || lengthOf(line) === 0) break;
    lines.push(line);
    starts.push(skip);
    skip += lengthOf(line);
  }
  return { lines, starts };
}

function alikeFrom(ours: readonly Buffer[], theirs: readonly StoredLine[], a: number, b: number): boolean {
  for (let next = 0; next < ALIKE; next += 1) {
    const line = ours[a + next];
    const stored = theirs[b + next];
    // Both end here: what came before was alike.
    if (line === undefined && stored === undefined) return next > 0;
    if (line === undefined || stored === undefined) return next > 0;
    if (!alike(line, stored)) return false;
  }
  return true;
}

const alike = (line: Buffer, { bytes, masked }: StoredLine): boolean =>
  line.length === bytes.length && differences(bytes, line, masked).length === 0;

const equalWhereClear = (block: Block, bytes: Buffer): boolean =>
  differences(block.bytes, bytes.subarray(0, block.bytes.length), block.masked).length === 0;

/** Ranges in which two texts of one length are not the same, masked spans aside. */
function differences(
  a: Uint8Array,
  b: Buffer,
  masked: readonly (readonly [number, number])[],
): [number, number][] {
  if (masked.length === 0 && b.equals(a)) return [];
  const ranges: [number, number][] = [];
  let span = 0;
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    while ((masked[span]?.[1] ?? Infinity) <= at) span += 1;
    if (at >= (masked[span]?.[0] ?? Infinity) || a[at] === b[at]) continue;
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === at) last[1] = at + 1;
    else ranges.push([at, at + 1]);
  }
  return ranges;
}
