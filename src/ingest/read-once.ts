// Reads one file to its end into a dataset: what is new is stored, what is known counts as duplicate.
import { createHash } from 'node:crypto';
import { emptyLedger, type Generation, type GenerationLedger, type LedgerCounts } from '../model/block.js';
import type { LineCounts } from '../../parsers/format.js';
import { countContent } from './count-content.js';
import { openFile, type FileContent } from './file-content.js';
import { foreignContent, foreignError } from './foreign-content.js';
import { generationId, otherFileId } from './generation-id.js';
import { KnownGenerations, storedEnd, type Match } from './known-generations.js';
import { Lane, readerOptions, type LaneDependencies } from './lane.js';
import { MAX_HEADLESS_BYTES, noRecords, readBeginning } from './reading.js';
import type { FileToRead, ReadDependencies, Reading, ReadReport } from './reading.js';
import { resumeLane, type ReadBytes } from './resume-lane.js';
import { STANDARD_INPUT, standardInputFile } from './standard-input.js';

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
      : await openFile(file.path, readBytes);
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
  const seen = dependencies.format.recognise(head.bytes.toString('latin1'));
  const foreign = seen === null ? foreignContent(head.bytes) : null;
  if (foreign !== null) throw foreignError(content.path, foreign);
  const known = await KnownGenerations.load(dependencies.dataset);
  known.requireZone(file.source, file.zone);
  const firstLineId = generationId(head.firstLine);
  const match = await known.match(content, firstLineId, maxLineBytes);
  const kind = file.kind ?? seen?.kind ?? 'trace';
  const reading: Reading = { file, content, dependencies, kind, form: seen?.form ?? null };
  if (match === null) return await readNew(reading, newGeneration(reading, firstLineId, firstLineId));
  const { best, marks } = match;
  const { relation, generation } = best;
  if (relation.kind === 'differs')
    return await readNew(reading, newGeneration(reading, otherFileId(relation.mark), firstLineId));
  if (relation.kind === 'longer') return await readRest(reading, best);
  const whole = relation.kind === 'equal';
  const counts = whole ? await knownCounts(reading, generation) : await countedAgain(reading, generation);
  return await reportKnown(reading, best, marks.sha256, counts);
}

function newGeneration({ file, kind }: Reading, id: string, firstLineId: string): Generation {
  const { source, shop, path, zone, form } = file;
  const generation = { id, source, shop, kind, path, zone, form, followed: false, parent: null };
  return id === firstLineId ? generation : { ...generation, firstLine: firstLineId };
}

function laneDependencies({ dependencies }: Reading): LaneDependencies {
  return { ...dependencies, maxLineBytes: dependencies.options.maxLineBytes };
}

async function readNew(reading: Reading, generation: Generation): Promise<ReadReport> {
  const lane = Lane.begin(generation, laneDependencies(reading));
  const { complete, sha256 } = await pump(reading, lane, 0);
  if (complete && !lane.hasRecords()) throw noRecords(reading.content.path);
  if (complete) await lane.finish(sha256);
  return await report(reading, lane, 'new', sha256, complete);
}

/** The file goes on where the store's content of it ends. */
async function readRest(reading: Reading, match: Match): Promise<ReadReport> {
  const readBytes: ReadBytes = async (from, to) => await rangeOf(reading.content, from, to);
  const lane = await resumeLane(match.generation, readBytes, laneDependencies(reading));
  if (lane === null) throw new Error(`${reading.file.path} changed while it was read`);
  const { complete } = await pump(reading, lane, lane.offset);
  if (complete) await lane.finish(null);
  return await report(reading, lane, 'longer', null, complete);
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

function reportProgress({ file, content, dependencies }: Reading, lane: Lane): void {
  const { lines, records } = lane.counts();
  const bytesTotal = content.packing === 'plain' ? content.size : null;
  dependencies.onProgress?.({ path: file.path, bytes: lane.offset, bytesTotal, lines, records });
}

async function report(
  reading: Reading,
  lane: Lane,
  relation: ReadReport['relation'],
  sha256: string | null,
  complete: boolean,
): Promise<ReadReport> {
  const { file, content, dependencies, kind } = reading;
  const stored = await dependencies.dataset.ledger(lane.generation.id);
  const { tally } = lane;
  const counts = lane.counts();
  const pending = lane.pendingRecords(complete);
  // The store counts a provisional record as indexed or replaced.
  const indexed = tally.indexed + tally.replaced - (complete ? pending : 0);
  const rejected = Object.values(tally.rejected).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const ledger: GenerationLedger = {
    ...emptyLedger(lane.generation.id),
    ...lineCounts(counts),
    bytes: lane.position,
    truncatedBytes: lane.ledger.truncatedBytes,
    indexed,
    duplicate: counts.records - indexed - rejected - pending,
    pending,
    rejected: tally.rejected,
    sha256,
    transactions: stored?.transactions ?? 0,
    from: stored?.from ?? null,
    to: stored?.to ?? null,
  };
  if (ledger.duplicate > 0 && relation !== 'new' && dependencies.countCopies !== false)
    await dependencies.dataset.addDuplicates(lane.generation.id, file.path, ledger.duplicate);
  reportProgress(reading, lane);
  return {
    path: file.path,
    generation: lane.generation,
    packing: content.packing,
    kind,
    forms: lane.forms(),
    relation,
    ledger,
    problem: content.damage,
    complete,
  };
}

function lineCounts(counts: LineCounts): Pick<LedgerCounts, keyof LineCounts> {
  return { ...counts, quarantinedLines: { ...counts.quarantinedLines } };
}

/** Counts of a file whose content is stored whole: those of its generation, without what copies added. */
async function knownCounts({ dependencies }: Reading, generation: Generation): Promise<LedgerCounts> {
  const stored = (await dependencies.dataset.ledger(generation.id)) ?? emptyLedger(generation.id);
  const marks = await dependencies.dataset.marks(generation.id);
  return {
    ...stored,
    bytes: storedEnd(marks),
    vanishedBytes: 0,
    lines: stored.lines - stored.duplicate,
    records: stored.records - stored.duplicate,
  };
}

/** Counts of a file that ends earlier than its generation: parsed again, nothing is stored. */
async function countedAgain(reading: Reading, generation: Generation): Promise<LedgerCounts> {
  const { content, dependencies } = reading;
  const lane = laneDependencies(reading);
  const reader = dependencies.format.open(readerOptions(generation, lane));
  const { counts, bytes, truncatedBytes } = await countContent(content.chunks(), reader, lane.maxLineBytes);
  return { ...emptyLedger(generation.id), ...lineCounts(counts), bytes, truncatedBytes };
}

async function reportKnown(
  reading: Reading,
  match: Match,
  sha256: string,
  counts: LedgerCounts,
): Promise<ReadReport> {
  const { file, content, dependencies, kind, form } = reading;
  const { generation } = match;
  const stored = await dependencies.dataset.ledger(generation.id);
  const ledger: GenerationLedger = {
    ...counts,
    generation: generation.id,
    indexed: 0,
    pending: 0,
    rejected: {},
    duplicate: counts.records,
    sha256,
    transactions: stored?.transactions ?? 0,
    from: stored?.from ?? null,
    to: stored?.to ?? null,
  };
  if (dependencies.countCopies !== false)
    await dependencies.dataset.addDuplicates(generation.id, file.path, counts.records);
  const relation = match.relation.kind;
  const { packing, damage: problem } = content;
  const forms = form === null ? [] : [form];
  return { path: file.path, generation, packing, kind, forms, relation, ledger, problem, complete: true };
}
