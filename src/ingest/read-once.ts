// Reads one file to its end into a dataset: what is new is stored, what is known counts as duplicate.
import { createHash } from 'node:crypto';
import { isExtract, type Generation } from '../model/block.js';
import { findAltered } from './altered-version.js';
import { emptyBeginning } from './empty-beginning.js';
import { hidesRecord } from './close-generation.js';
import { openFile, type FileContent } from './file-content.js';
import { foreignContent, foreignError } from './foreign-content.js';
import { generationId, otherFileId } from './generation-id.js';
import type { ContentMarks } from './content-marks.js';
import { KnownGenerations, requireZoneOf, type Match } from './known-generations.js';
import { Lane } from './lane.js';
import { newGeneration, restOf, wholeFile } from './new-part.js';
import { findOverlap, screenOf, type Overlap } from './overlap.js';
import { report, reportKnown, reportProgress } from './read-report.js';
import { laneDependencies, MAX_HEADLESS_BYTES, noRecords, readBeginning } from './reading.js';
import type { FileToRead, ReadDependencies, Reading, ReadReport } from './reading.js';
import { wholeKey, type SharedBeginning } from './record-screen.js';
import { resumeLane, type ReadBytes } from './resume-lane.js';
import { withNotices, type SourceNotice } from './source-notice.js';
import { STANDARD_INPUT, standardInputFile } from './standard-input.js';
import { retireSuperseded } from './superseded.js';

/**
 * Reads a file to its end.
 * @throws path-missing, path-unreadable, path-not-a-file, file-empty, format-foreign, no-records, zone-conflict,
 *   gzip-damaged (nothing could be read), store-full, store-unreachable
 */
export async function readOnce(file: FileToRead, dependencies: ReadDependencies): Promise<ReadReport> {
  const { readBytes } = dependencies.options;
  const content =
    file.path === '-'
      ? await openFile(await standardInputFile(), readBytes, STANDARD_INPUT)
      : await openFile(file.at ?? file.path, readBytes, file.path);
  return await readContent(file, content, dependencies);
}

/** The same for a file that is open already. */
export async function readContent(
  file: FileToRead,
  content: FileContent,
  dependencies: ReadDependencies,
): Promise<ReadReport> {
  const { maxLineBytes } = dependencies.options;
  const head = await readBeginning(content.path, content, maxLineBytes);
  const seen = dependencies.format.recognise(head.bytes.toString('latin1'), content.path);
  const foreign = foreignContent(head.bytes, seen !== null);
  if (foreign !== null) throw foreignError(content.path, foreign);
  const known = await KnownGenerations.load(dependencies.dataset);
  known.requireZone(file.source, file.zone);
  const firstLineId = generationId(head.firstLine);
  const match = await known.match(content, firstLineId, maxLineBytes);
  if (match !== null && match.best.relation.kind !== 'differs')
    requireZoneOf(match.best.generation, { ...file, path: content.path });
  if (file.extract === true && match !== null) await markExtract(match.best, dependencies);
  const kind = file.kind ?? seen?.kind ?? dependencies.format.kindOfName(content.path) ?? 'trace';
  const reading: Reading = { file, content, dependencies, kind, form: seen?.form ?? null, head: head.bytes };
  if (match === null) return await readNew(reading, newGeneration(reading, firstLineId, firstLineId), known);
  const { best, marks } = match;
  const { relation, generation } = best;
  if (relation.kind === 'longer') {
    const other = newGeneration(reading, otherFileId(marks.sha256), firstLineId);
    return await readRest(reading, { generation, other, marks }, known);
  }
  if (relation.kind === 'equal' && !generation.followed) {
    if (await hidesRecord(generation, laneDependencies(reading)))
      return await readRest(reading, { generation, other: generation, marks }, known);
    await settle(reading, generation, known);
  }
  if (relation.kind !== 'differs') return await reportKnown(reading, best, marks.sha256);
  const altered = await findAltered(reading, best, firstLineId);
  if (altered === null)
    return await readNew(reading, newGeneration(reading, otherFileId(relation.mark), firstLineId), known);
  const read = await readAltered(reading, withNotices(altered.generation, [altered.notice]), altered.shared);
  dependencies.onNotice?.(altered.notice);
  return read;
}

/** The user says so of a file that was read before. */
async function markExtract({ generation, relation }: Match, { dataset }: ReadDependencies): Promise<void> {
  if (relation.kind === 'differs' || generation.followed || generation.extract === true) return;
  await dataset.updateGeneration({ ...generation, extract: true });
}

async function readNew(
  reading: Reading,
  generation: Generation,
  known: KnownGenerations,
): Promise<ReadReport> {
  const overlap = await findOverlap(reading, wholeFile(reading, generation), known);
  const own = claiming(generation, overlap);
  const lane = Lane.begin(own, laneDependencies(reading), overlap?.screen ?? null);
  const read = await readWith(reading, lane, 'new');
  return await settleRead(reading, lane, known, read);
}

async function readAltered(
  reading: Reading,
  generation: Generation,
  shared: SharedBeginning,
): Promise<ReadReport> {
  const screen = screenOf(reading, generation, wholeKey, new Set(), shared);
  return await readWith(reading, Lane.begin(generation, laneDependencies(reading), screen), 'altered');
}

interface LongerFile {
  /** What is stored of it. */
  readonly generation: Generation;
  /** What it is when it goes on with records of other files: a followed file will go on otherwise. */
  readonly other: Generation;
  readonly marks: ContentMarks;
}

/** The file goes on where the store's content of it ends. */
async function readRest(
  reading: Reading,
  { generation, other, marks }: LongerFile,
  known: KnownGenerations,
): Promise<ReadReport> {
  const readBytes: ReadBytes = async (from, to) => await rangeOf(reading.content, from, to);
  const changed = new Error(`${reading.file.path} changed while it was read`);
  const part = await restOf(reading, generation, readBytes);
  if (part === null) throw changed;
  const overlap = generation.parent === null ? await findOverlap(reading, part, known) : null;
  if (generation.followed && overlap !== null) return await readNew(reading, other, known);
  const screen = generation.parent === null ? overlap?.screen : screenOf(reading, generation, wholeKey);
  const own = claiming(generation, overlap);
  const lane = await resumeLane(own, readBytes, laneDependencies(reading), screen ?? null);
  if (lane === null) throw changed;
  const read = await readWith(reading, lane, 'longer', marks);
  return await settleRead(reading, lane, known, read);
}

function claiming(generation: Generation, overlap: Overlap | null): Generation {
  const supersedes = overlap?.supersedes ?? [];
  return supersedes.length === 0 ? generation : { ...generation, supersedes };
}

/** @param marks of the whole file, where it was looked through before */
async function readWith(
  reading: Reading,
  lane: Lane,
  relation: ReadReport['relation'],
  marks: ContentMarks | null = null,
): Promise<ReadReport> {
  const { complete, ...read } = await pump(reading, lane, lane.offset);
  const isAsSeen = complete && lane.position === marks?.total;
  const sha256 = read.sha256 ?? (isAsSeen ? marks.sha256 : null);
  if (complete && !lane.hasRecords()) throw noRecords(reading.content.path);
  if (complete) await lane.finish(sha256, () => overlapNotice(reading, lane));
  return await report(reading, lane, relation, sha256, complete);
}

async function settleRead(
  reading: Reading,
  lane: Lane,
  known: KnownGenerations,
  read: ReadReport,
): Promise<ReadReport> {
  if (!read.complete) return read;
  const notice = overlapNotice(reading, lane);
  if (notice !== null) reading.dependencies.onNotice?.(notice);
  return { ...read, generation: await settle(reading, lane.generation, known) };
}

/**
 * What the end of a file that is read once means: that it was reset, and which files are parts of it. Done again where
 * that was cut off.
 */
async function settle(
  reading: Reading,
  generation: Generation,
  known: KnownGenerations,
): Promise<Generation> {
  const settled = await sayReset(reading, generation);
  return await retireSuperseded(settled, known, reading.dependencies);
}

/** Not of an extract, nor of a file that repeats others: those are known by what stands in them. */
async function sayReset({ dependencies, head }: Reading, generation: Generation): Promise<Generation> {
  const { dataset } = dependencies;
  const { notices = [], parent } = generation;
  const reset = emptyBeginning(head, generation);
  if (reset === null || parent !== null) return generation;
  const repeats = notices.some(({ rule }) => rule === 'source-overlaps' || rule === 'trace-reset');
  const ledger = await dataset.ledger(generation.id);
  if (repeats || ledger === null || isExtract(generation, ledger)) return generation;
  const told = withNotices(generation, [reset]);
  await dataset.updateGeneration(told);
  dependencies.onNotice?.(reset);
  return told;
}

function overlapNotice({ file }: Reading, lane: Lane): SourceNotice | null {
  const { total } = lane.skippedRecords;
  // An altered version repeats its original by nature, and that is said of it.
  if (total === 0 || lane.generation.parent !== null) return null;
  const { id, shop, source } = lane.generation;
  return {
    rule: 'source-overlaps',
    generation: id,
    shop,
    source,
    path: file.path,
    details: { records: lane.counts().records, duplicate: total },
    evidence: [],
  };
}

async function rangeOf(content: FileContent, from: number, to: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let missing = to - from;
  if (missing <= 0) return Buffer.alloc(0);
  for await (const chunk of content.chunks(from)) {
    pieces.push(chunk.subarray(0, missing));
    missing -= chunk.length;
    if (missing <= 0) break;
  }
  return Buffer.concat(pieces);
}

async function pump(
  reading: Reading,
  lane: Lane,
  from: number,
): Promise<{ complete: boolean; sha256: string | null }> {
  const { content, dependencies } = reading;
  const whole = from === 0 ? createHash('sha256') : null;
  for await (const chunk of content.chunks(from)) {
    whole?.update(chunk);
    lane.take(chunk);
    if (lane.heldBytes < dependencies.options.batchBytes) continue;
    if (lane.counts().records === 0) {
      if (lane.heldBytes > MAX_HEADLESS_BYTES) throw noRecords(content.path);
      continue;
    }
    await lane.commit();
    reportProgress(reading, lane);
    if (dependencies.signal?.aborted === true) return { complete: false, sha256: null };
  }
  return { complete: true, sha256: whole?.digest('hex') ?? null };
}
