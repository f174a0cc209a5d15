// A file that is read once may repeat records of other files: what of it is stored already, and whose records it replaces.
import type { TraceReader } from '../../parsers/format.js';
import type { Generation } from '../model/block.js';
import type { CutterStart } from './block-cutter.js';
import type { FileContent } from './file-content.js';
import type { KnownGenerations } from './known-generations.js';
import { readerOptions } from './lane-contract.js';
import {
  headKey,
  StoredRecords,
  type RecordKey,
  type RecordScreen,
  type SharedBeginning,
} from './record-screen.js';
import { laneDependencies, type Reading } from './reading.js';
import { surveyContent, type Survey } from './survey.js';

/** The part of a file that is not stored under its own name yet. */
export interface NewPart {
  readonly generation: Generation;
  /** Offset in the file. */
  readonly from: number;
  /** A reader that stands there; a new one at each call. */
  readonly openReader: () => TraceReader;
  readonly cutter?: CutterStart;
}

export interface Overlap {
  readonly screen: RecordScreen;
  /** Files that are part of this one: their records will stand here. */
  readonly supersedes: readonly string[];
}

const PROBE_BYTES = 64 * 1024;
const nothingFound: Survey = { records: 0, equal: 0, equalByPlace: 0, byGeneration: new Map(), bytes: 0 };

/** @returns null where no other file of the shop speaks of the same time */
export async function findOverlap(
  reading: Reading,
  part: NewPart,
  known: KnownGenerations,
): Promise<Overlap | null> {
  const others = await othersAtThatTime(reading, part, known);
  if (others.length === 0) return null;
  const survey = await surveyPart(reading, part, headKey);
  if (survey.equal === 0) return null;
  const { dataset } = reading.dependencies;
  const supersedes = new Set(part.generation.supersedes);
  for (const { id, followed, parent } of others) {
    const ledger = await dataset.ledger(id);
    if (ledger === null || followed || parent !== null) continue;
    const whole = survey.byGeneration.get(id) === ledger.indexed && ledger.pending === 0;
    if (whole && ledger.bytes < survey.bytes) supersedes.add(id);
  }
  return { screen: screenOf(reading, part.generation, headKey, supersedes), supersedes: [...supersedes] };
}

export function screenOf(
  { dependencies }: Reading,
  generation: Generation,
  keyOf: RecordKey,
  without: ReadonlySet<string> = new Set(),
  shared?: SharedBeginning,
): StoredRecords {
  const { shop, kind, id } = generation;
  return new StoredRecords(dependencies.dataset, { shop, kind, except: id, keyOf, without, shared });
}

/** How many records of the part stand in other files. */
export async function surveyPart(
  reading: Reading,
  part: NewPart,
  keyOf: RecordKey,
  shared?: SharedBeginning,
): Promise<Survey> {
  const { content, dependencies } = reading;
  if (dependencies.compareRecords === false) return nothingFound;
  const stored = screenOf(reading, part.generation, keyOf, new Set(), shared);
  const { maxLineBytes } = dependencies.options;
  return await surveyContent(content.chunks(part.from), part.openReader(), maxLineBytes, stored, part.cutter);
}

async function othersAtThatTime(
  reading: Reading,
  part: NewPart,
  known: KnownGenerations,
): Promise<readonly Generation[]> {
  if (reading.dependencies.compareRecords === false) return [];
  const { id, shop, kind } = part.generation;
  const candidates: { readonly generation: Generation; readonly from: number; readonly to: number }[] = [];
  for (const generation of known.all()) {
    if (generation.id === id || generation.shop !== shop || generation.kind !== kind) continue;
    const ledger = await reading.dependencies.dataset.ledger(generation.id);
    if (ledger === null || ledger.from === null || ledger.to === null) continue;
    if (ledger.indexed + ledger.pending > 0)
      candidates.push({ generation, from: ledger.from, to: ledger.to });
  }
  if (candidates.length === 0) return [];
  const span = await timeSpan(reading, part);
  return candidates
    .filter(({ from, to }) => from <= span.to && to >= span.from)
    .map(({ generation }) => generation);
}

/** From the first record to the last one, as far as a few bytes at both ends tell. */
async function timeSpan(reading: Reading, part: NewPart): Promise<{ from: number; to: number }> {
  const { content, dependencies } = reading;
  const first = timesIn(part.openReader(), await bytesOf(content, part.from, PROBE_BYTES));
  const from = first.length === 0 ? -Infinity : Math.min(...first);
  if (content.packing !== 'plain' || content.size === null) return { from, to: Infinity };
  const start = Math.max(part.from, content.size - PROBE_BYTES);
  const bytes = await bytesOf(content, start, PROBE_BYTES);
  const lines = start === part.from ? bytes : bytes.subarray(bytes.indexOf(10) + 1);
  const reader = dependencies.format.open(readerOptions(part.generation, laneDependencies(reading)));
  const last = timesIn(reader, lines);
  return { from, to: last.length === 0 ? Infinity : Math.max(...last) };
}

function timesIn(reader: TraceReader, bytes: Buffer): number[] {
  const end = bytes.lastIndexOf(10) + 1;
  const { events } = reader.read(bytes.toString('latin1', 0, end));
  return [...events, ...reader.finish(bytes.toString('latin1', end)).events].map(({ time }) => time);
}

async function bytesOf(content: FileContent, from: number, length: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let missing = length;
  for await (const chunk of content.chunks(from)) {
    pieces.push(chunk.subarray(0, missing));
    missing -= chunk.length;
    if (missing <= 0) break;
  }
  return Buffer.concat(pieces);
}
