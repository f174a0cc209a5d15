// A file with a known first line that differs further down: an altered version of the stored one, or another file.
import { skippedRecords, type Block, type Generation, type GenerationLedger } from '../model/block.js';
import type { FileContent } from './file-content.js';
import { alteredId } from './generation-id.js';
import { storedEnd, type Match } from './known-generations.js';
import { surveyPart } from './overlap.js';
import { newGeneration, wholeFile } from './new-part.js';
import { wholeKey, type SharedBeginning } from './record-screen.js';
import type { Reading } from './reading.js';
import type { SourceNotice } from './source-notice.js';

export interface AlteredVersion {
  readonly generation: Generation;
  readonly notice: SourceNotice;
  /** What it begins with is the parent's. */
  readonly shared: SharedBeginning;
}

/** @returns null when fewer than half of the shorter file's records stand in the other: it is another file */
export async function findAltered(
  reading: Reading,
  match: Match,
  firstLineId: string,
): Promise<AlteredVersion | null> {
  const { relation, generation: parent } = match;
  const { dataset, compareRecords } = reading.dependencies;
  if (relation.kind !== 'differs' || compareRecords === false) return null;
  const ledger = await dataset.ledger(parent.id);
  if (ledger === null) return null;
  const checkpoint = await dataset.checkpoint(parent.id);
  const id = alteredId(parent.id, relation.block, relation.mark);
  const generation: Generation = {
    ...newGeneration(reading, id, firstLineId),
    parent: parent.id,
    alternateThrough: Math.max(ledger.to ?? 0, parent.alternateThrough ?? 0),
  };
  const end = match.marks[relation.block]?.start ?? storedEnd(match.marks);
  const shared = { generation: parent.id, end };
  const survey = await surveyPart(reading, wholeFile(reading, generation), wholeKey, shared);
  const holdsAll = checkpoint?.skipped === undefined && checkpoint?.openSkipped === undefined;
  const equal = holdsAll ? (survey.byGeneration.get(parent.id) ?? 0) : survey.equal;
  const pruned = Math.max(0, (ledger.pruned?.records ?? 0) - survey.equalByPlace);
  const skipped = checkpoint === null ? 0 : skippedRecords(checkpoint);
  const comparable = recordsOf(ledger, holdsAll, skipped) - pruned;
  if (equal * 2 < Math.min(survey.records, comparable)) return null;
  const onlyHere = survey.records - survey.equal;
  const onlyThere = Math.max(0, comparable - equal);
  const notice = await noticeOf(reading, match, generation, { onlyHere, onlyThere });
  return { generation, notice, shared };
}

/** Records of a file, without those that reads of copies added. */
function recordsOf(ledger: GenerationLedger, holdsAll: boolean, skipped: number): number {
  return holdsAll ? ledger.indexed + ledger.pending : ledger.records - (ledger.duplicate - skipped);
}

async function noticeOf(
  { content, file, dependencies }: Reading,
  { generation: parent, relation, marks }: Match,
  { id, shop, source }: Generation,
  counts: { readonly onlyHere: number; readonly onlyThere: number },
): Promise<SourceNotice> {
  const number = relation.kind === 'differs' ? relation.block : 0;
  const start = marks[number]?.start ?? 0;
  const firstLine = marks.slice(0, number).reduce((line, { lines }) => line + lines, 1);
  const block = await dependencies.dataset.block(parent.id, number);
  const at = block === null ? null : await firstDifference(content, block);
  return {
    rule: 'source-altered',
    generation: id,
    shop,
    source,
    path: file.path,
    details: { ...counts, original: parent.path, offset: at?.offset ?? start, line: at?.line ?? firstLine },
    evidence: [],
  };
}

/** Where a file departs from a stored block, masked spans aside; its end counts. */
async function firstDifference(
  content: FileContent,
  block: Block,
): Promise<{ readonly offset: number; readonly line: number } | null> {
  const masked = block.masked;
  let at = 0;
  let line = block.firstLine;
  let span = 0;
  for await (const chunk of content.chunks(block.start)) {
    for (const byte of chunk) {
      if (at >= block.bytes.length) return null;
      while ((masked[span]?.[1] ?? Infinity) <= at) span += 1;
      const isMasked = at >= (masked[span]?.[0] ?? Infinity);
      if (!isMasked && byte !== block.bytes[at]) return { offset: block.start + at, line };
      if (byte === 10) line += 1;
      at += 1;
    }
  }
  return { offset: block.start + at, line };
}
