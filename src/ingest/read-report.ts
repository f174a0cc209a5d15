// The ledger of one read: what the file held, and where each of its records went.
import type { LineCounts } from '../../parsers/format.js';
import {
  emptyLedger,
  skippedRecords,
  type Generation,
  type GenerationLedger,
  type LedgerCounts,
} from '../model/block.js';
import { countContent } from './count-content.js';
import { storedEnd, type Match } from './known-generations.js';
import type { Lane } from './lane.js';
import { readerOptions } from './lane-contract.js';
import { laneDependencies, type Reading, type ReadReport } from './reading.js';

export async function report(
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
  const again = ledger.duplicate - lane.skippedRecords.fresh;
  if (again > 0 && relation === 'longer' && dependencies.countCopies !== false)
    await dependencies.dataset.addDuplicates(lane.generation.id, file.path, again);
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

export function reportProgress({ file, content, dependencies }: Reading, lane: Lane): void {
  const { lines, records } = lane.counts();
  const bytesTotal = content.packing === 'plain' ? content.size : null;
  dependencies.onProgress?.({ path: file.path, bytes: lane.offset, bytesTotal, lines, records });
}

function lineCounts(counts: LineCounts): Pick<LedgerCounts, keyof LineCounts> {
  return { ...counts, quarantinedLines: { ...counts.quarantinedLines } };
}

/** Everything in the file is stored: counts of its generation, or, where it ends earlier, of the file alone. */
export async function reportKnown(reading: Reading, match: Match, sha256: string): Promise<ReadReport> {
  const { file, content, dependencies, kind, form } = reading;
  const { generation, relation } = match;
  const counts =
    relation.kind === 'equal'
      ? await knownCounts(reading, generation)
      : await countedAgain(reading, generation);
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
  const { packing, damage: problem } = content;
  const forms = form === null ? [] : [form];
  return {
    path: file.path,
    generation,
    packing,
    kind,
    forms,
    relation: relation.kind,
    ledger,
    problem,
    complete: true,
  };
}

/** Counts of a file whose content is stored whole: those of its generation, without what copies added. */
async function knownCounts({ dependencies }: Reading, generation: Generation): Promise<LedgerCounts> {
  const { dataset } = dependencies;
  const stored = (await dataset.ledger(generation.id)) ?? emptyLedger(generation.id);
  const checkpoint = await dataset.checkpoint(generation.id);
  const copies = stored.duplicate - (checkpoint === null ? 0 : skippedRecords(checkpoint));
  return {
    ...stored,
    bytes: storedEnd(await dataset.marks(generation.id)),
    vanishedBytes: 0,
    lines: stored.lines - copies,
    records: stored.records - copies,
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
