// How far has what is stored been judged, and is anybody judging?
import type { JudgedAnswer } from '../model/answers.js';
import type { Generation } from '../model/block.js';
import type { DetectionState } from '../stores/store.js';
import { toInstantOrNull } from './instant.js';
import type { Dataset } from './question.js';

/** A detector at work is seconds behind what is stored; after this long something is wrong. */
const BEHIND_AFTER_MS = 30_000;

/** What is stored of one file, and how much of it waits. */
interface StoredFile {
  readonly followed: boolean;
  /** UTC ms of its last record, or of the last look that found nothing new; null without records. */
  readonly reach: number | null;
  /** UTC ms of its first record that is not judged; null when all are. */
  readonly waitingFrom: number | null;
  readonly waitingBytes: number;
}

export async function judged(dataset: Dataset): Promise<JudgedAnswer> {
  const known = await knownFiles(dataset);
  // Asked for last: what was judged meanwhile does not seem to wait.
  const state = await dataset.detectionState();
  const isJudged = await dataset.isJudged();
  const files: StoredFile[] = [];
  for (const file of known) files.push(await storedFile(dataset, file, state));
  const waiting = files.filter(({ waitingFrom }) => waitingFrom !== null);
  const isOver = waiting.length === 0 && !files.some(({ followed }) => followed);
  const reach = latest(files.map((file) => file.reach));
  const through = throughOf(files, isJudged === false && !isOver ? state : null);
  const behindMs = reach === null || through === null ? 0 : Math.max(0, reach - through);
  const waitingBytes = waiting.reduce((sum, file) => sum + file.waitingBytes, 0);
  const answer = { through: toInstantOrNull(through), behindMs, waitingBytes };
  if (isJudged === false && !isOver) return { state: 'nobody', ...answer };
  return { state: waiting.length > 0 && behindMs > BEHIND_AFTER_MS ? 'behind' : 'current', ...answer };
}

interface KnownFile {
  readonly generation: Generation;
  /** Offset of its checkpoint. */
  readonly offset: number;
  readonly reach: number | null;
}

async function knownFiles(dataset: Dataset): Promise<readonly KnownFile[]> {
  const status = new Map((await dataset.sourceStatus()).map((entry) => [entry.generation, entry]));
  const files: KnownFile[] = [];
  for (const { generation, checkpoint, ledger } of await dataset.storedFiles()) {
    const lookedAt = generation.followed ? (status.get(generation.id)?.upToDateAt ?? null) : null;
    files.push({ generation, offset: checkpoint.offset, reach: latest([ledger.to, lookedAt]) });
  }
  return files;
}

/** What may still grow is not judged, and does not wait either. */
async function storedFile(
  dataset: Dataset,
  { generation: { id, followed }, offset, reach }: KnownFile,
  { positions }: DetectionState,
): Promise<StoredFile> {
  const position = positions[id] ?? 0;
  const judgedWhole = { followed, reach, waitingFrom: null, waitingBytes: 0 };
  if (position >= offset) return judgedWhole;
  const { events, next } = await dataset.eventsOfRange(id, position, offset, 1);
  const first = events[0]?.event;
  if (first === undefined || next <= position) return judgedWhole;
  return { followed, reach, waitingFrom: first.time, waitingBytes: offset - position };
}

/** @param stopped where nobody judges: time-bound rules have looked as far as its coverage */
function throughOf(files: readonly StoredFile[], stopped: DetectionState | null): number | null {
  const waitingFrom = files.flatMap((file) => file.waitingFrom ?? []);
  if (waitingFrom.length > 0) return Math.min(...waitingFrom);
  if (stopped === null) return latest(files.map(({ reach }) => reach));
  return latest(stopped.coverage.map(({ through }) => through));
}

function latest(times: readonly (number | null)[]): number | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : Math.max(...known);
}
