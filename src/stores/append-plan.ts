// What an appended batch means for what is stored: new, duplicate, replaced or refused. Pure; every store uses it.
import type {
  AppendBatch,
  AppendResult,
  Block,
  Checkpoint,
  GenerationLedger,
  PrunedPart,
} from '../model/block.js';
import { eventId, type TraceEvent } from '../model/event.js';
import type { BlockMark } from './store.js';

/** What a store knows of a generation before the batch. */
export interface StoredTail {
  /** Offset of the checkpoint; 0 when there is none. */
  readonly offset: number;
  /** Head offset of the last event that is final; -1 when there is none. */
  readonly lastFinal: number;
  readonly provisional: TraceEvent | null;
  /** Number of blocks stored. */
  readonly blocks: number;
}

export const emptyTail: StoredTail = { offset: 0, lastFinal: -1, provisional: null, blocks: 0 };

export interface AppendPlan {
  /** False: nothing may be written. */
  readonly apply: boolean;
  /** Blocks that are new or have grown. */
  readonly blocks: readonly Block[];
  /** Final events to add, in file order; the replaced one is among them when it is final now. */
  readonly final: readonly TraceEvent[];
  /** The last final event where a longer version of the file made it longer. */
  readonly regrown: { readonly before: TraceEvent; readonly after: TraceEvent } | null;
  /** The provisional event after the batch. */
  readonly provisional: TraceEvent | null;
  readonly result: AppendResult;
}

const isProvisional = ({ flags }: TraceEvent): boolean => flags.length > 0 && flags.includes('provisional');

/** How a plan looks at what is stored. */
export interface StoredContent {
  readonly tail: StoredTail;
  /** Mark of a stored block, by number. */
  readonly mark: (number: number) => BlockMark | null;
  readonly lastFinalEvent: () => TraceEvent | null;
}

/**
 * @throws Error when the batch breaks the contract (a gap, a provisional record forgotten): a fault of the caller
 */
export function planAppend(stored: StoredContent, batch: AppendBatch): AppendPlan {
  const { tail, mark: storedMark } = stored;
  requireConsecutive(tail, storedMark, batch);
  const conflict = blockConflict(stored, batch.blocks);
  if (conflict !== null) return refuse(batch, tail, conflict);
  if (batch.checkpoint.offset < tail.offset) return allDuplicate(batch, tail);
  const events = classify(stored, batch);
  return { apply: true, blocks: batch.blocks.filter((block) => hasNews(stored, block, batch)), ...events };
}

function requireConsecutive(
  tail: StoredTail,
  storedMark: (number: number) => BlockMark | null,
  batch: AppendBatch,
): void {
  const first = batch.blocks[0];
  if (first === undefined) return;
  const fault = (what: string): Error => new Error(`Batch of generation ${batch.generation.id}: ${what}`);
  if (first.number > tail.blocks) throw fault(`block ${first.number} after ${tail.blocks} stored ones`);
  let expected = first.start;
  if (first.number > 0) {
    const before = storedMark(first.number - 1);
    if (before !== null) expected = before.start + before.length;
  } else expected = 0;
  batch.blocks.forEach((block, index) => {
    if (block.number !== first.number + index || block.start !== expected)
      throw fault(`block ${block.number} at ${block.start} where ${expected} was due`);
    expected = block.start + block.length;
  });
}

/**
 * Bytes behind the checkpoint are an unterminated line that was only shown: it may come to nothing (an endless line gets a
 * block of its own), so they bind nobody.
 */
const isLoose = (stored: BlockMark, tail: StoredTail): boolean => stored.start + stored.length > tail.offset;

function blockConflict({ tail, mark }: StoredContent, blocks: readonly Block[]): string | null {
  for (const block of blocks) {
    const stored = mark(block.number);
    if (stored === null) return null;
    if (stored.start !== block.start) return 'range-differs';
    if (isLoose(stored, tail)) {
      if (block.closed && block.start + block.length < tail.offset) return 'range-differs';
      continue;
    }
    if (stored.length === block.length && stored.mark !== block.mark) return 'mark-differs';
    const isLast = block.number === tail.blocks - 1;
    if (block.length > stored.length && !isLast) return 'range-differs';
    if (block.closed && block.length < stored.length) return 'range-differs';
  }
  return null;
}

function hasNews({ tail, mark }: StoredContent, block: Block, batch: AppendBatch): boolean {
  const stored = mark(block.number);
  if (stored === null || block.length > stored.length || (block.closed && !stored.closed)) return true;
  return isLoose(stored, tail) && batch.checkpoint.offset > tail.offset && block.mark !== stored.mark;
}

function refuse(batch: AppendBatch, tail: StoredTail, reason: string): AppendPlan {
  const rejected = batch.events.map((event) => ({ event: event.id, reason }));
  const result = { indexed: 0, duplicate: 0, replaced: 0, rejected };
  return { apply: false, blocks: [], final: [], regrown: null, provisional: tail.provisional, result };
}

function allDuplicate(batch: AppendBatch, tail: StoredTail): AppendPlan {
  const result = { indexed: 0, duplicate: batch.events.length, replaced: 0, rejected: [] };
  return { apply: false, blocks: [], final: [], regrown: null, provisional: tail.provisional, result };
}

function classify(
  { tail, lastFinalEvent }: StoredContent,
  batch: AppendBatch,
): Pick<AppendPlan, 'final' | 'regrown' | 'provisional' | 'result'> {
  const counts = { indexed: 0, duplicate: 0, replaced: 0 };
  const final: TraceEvent[] = [];
  const before = tail.provisional;
  let provisional = before;
  let regrown: AppendPlan['regrown'] = null;
  for (const event of batch.events) {
    if (event.offset <= tail.lastFinal) {
      if (event.offset === tail.lastFinal) regrown = growth(lastFinalEvent(), event);
      if (event.offset === tail.lastFinal && regrown !== null) counts.replaced += 1;
      else counts.duplicate += 1;
      continue;
    }
    if (before !== null && event.offset > before.offset && provisional === before)
      throw new Error(
        `Batch of generation ${batch.generation.id}: provisional ${before.id} is not given again`,
      );
    if (before === null || event.offset !== before.offset) counts.indexed += 1;
    else if (sameEvent(event, before)) counts.duplicate += 1;
    else counts.replaced += 1;
    if (isProvisional(event)) provisional = event;
    else {
      final.push(event);
      provisional = null;
    }
  }
  return { final, regrown, provisional, result: { ...counts, rejected: [] } };
}

/** A record that ended a file may go on in a longer version of it. */
function growth(before: TraceEvent | null, event: TraceEvent): AppendPlan['regrown'] {
  if (before === null || event.byteLength <= before.byteLength) return null;
  return { before, after: { ...event, flags: event.flags.filter((flag) => flag !== 'provisional') } };
}

function sameEvent(a: TraceEvent, b: TraceEvent): boolean {
  return (
    a.byteLength === b.byteLength &&
    a.lineCount === b.lineCount &&
    a.message === b.message &&
    a.continuation === b.continuation &&
    a.flags.join() === b.flags.join()
  );
}

/** Where the change feed goes on: a record that may still grow is given again, so its head is not passed. */
export function feedEnd(
  from: number,
  to: number,
  open: { readonly provisional: TraceEvent | null; readonly pending: number; readonly finalEnd: number },
): number {
  if (open.provisional !== null) return Math.max(from, Math.min(to, open.provisional.offset));
  return open.pending > 0 ? Math.max(from, Math.min(to, open.finalEnd)) : to;
}

/**
 * Totals of a generation with the store's own counts, so that the two equations hold: a record that was read and whose
 * end is not known yet is pending, whether it was handed over as provisional or not at all.
 */
export function completeLedger(
  totals: GenerationLedger,
  stored: {
    readonly indexed: number;
    readonly provisional: boolean;
    readonly rejected: GenerationLedger['rejected'];
    readonly transactions: number;
    /** Records that reads of copies found again; each is a record and a line more that was read. */
    readonly copies: number;
    /** Records of the file itself that are skipped (`skippedRecords` of its checkpoint). Default 0. */
    readonly skipped?: number;
    /** Counted in `indexed` already. */
    readonly pruned?: PrunedPart | null;
  },
): GenerationLedger {
  const { pruned: _before, ...read } = totals;
  const rejected = Object.values(stored.rejected).reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const skipped = stored.skipped ?? 0;
  const outstanding = totals.records - stored.indexed - skipped - rejected;
  return {
    ...read,
    ...(stored.pruned == null ? {} : { pruned: stored.pruned }),
    lines: totals.lines + stored.copies,
    records: totals.records + stored.copies,
    indexed: stored.indexed,
    duplicate: stored.copies + skipped,
    pending: outstanding === 0 || outstanding === 1 ? outstanding : Number(stored.provisional),
    rejected: stored.rejected,
    transactions: stored.transactions,
  };
}

/**
 * Checkpoint of a generation whose records are all skipped from now on; the same again for one that is retired already.
 * @param lastHead of its last event, -1 without
 */
export function retiredCheckpoint(checkpoint: Checkpoint, records: number, lastHead: number): Checkpoint {
  const { openSkipped: before, ...rest } = checkpoint;
  const last = lastHead < 0 ? undefined : eventId(checkpoint.generation, lastHead);
  const openSkipped = before ?? last;
  if (records === 0 || openSkipped === undefined) return { ...rest, openRecord: null, skipped: records };
  return { ...rest, openRecord: null, skipped: records - 1, openSkipped };
}

/** Whether an event reaches counts and stories. */
export function isCounted(event: TraceEvent): boolean {
  return event.flags.length === 0 || !event.flags.includes('alternate');
}
