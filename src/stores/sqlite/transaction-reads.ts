// Lines of transactions by their IDs: what is asked for at the same time is read together, each block once.
import { compareEvents, type AttachedEvent, type Attachment, type TraceEvent } from '../../model/event.js';
import type { BlockRow } from './block-reader.js';
import type { SqliteContext } from './context.js';
import type { AttachmentKind } from './dictionaries.js';
import { openGenerations, provisionalOf, waitingOf } from './generation-rows.js';
import { decodePosting } from './posting.js';

/** One transaction ID, in one shop or in all. */
export interface TransactionRead {
  readonly transaction: string;
  readonly shop: string | null;
}

interface Waiting {
  readonly read: TransactionRead;
  readonly resolve: (events: AttachedEvent[]) => void;
  readonly reject: (reason: unknown) => void;
}

/** Reads that are asked for in one go, each by itself, and answered from one look at the blocks. */
export class TransactionReads {
  readonly #context: SqliteContext;
  #waiting: Waiting[] = [];

  constructor(context: SqliteContext) {
    this.#context = context;
  }

  next(shop: string, transaction: string): Promise<AttachedEvent[]> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) queueMicrotask(() => this.#answer());
      this.#waiting.push({ read: { transaction, shop }, resolve, reject });
    });
  }

  #answer(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    try {
      const { database } = this.#context;
      const reads = waiting.map(({ read }) => read);
      const found = database.read(() => eventsOfTransactions(this.#context, reads));
      waiting.forEach(({ resolve }, index) => resolve(found[index] ?? []));
    } catch (error) {
      for (const { reject } of waiting) reject(error);
    }
  }
}

/** Numbers of a transaction ID, in one shop or in all. */
function transactionNumbers(context: SqliteContext, { transaction, shop }: TransactionRead): number[] {
  return context.database
    .all<{ number: number }>(
      `SELECT t.number FROM transaction_id t JOIN shop s ON s.number = t.shop
       WHERE t.name = ?1 AND (?2 IS NULL OR s.name = ?2)`,
      transaction,
      shop,
    )
    .map(({ number }) => number);
}

/** How the lines of a block belong to a transaction: null for its own ones. By head offset. */
interface PostedLines {
  readonly block: number;
  readonly how: ReadonlyMap<number, AttachmentKind | null>;
}

/** A block and the heads in it that somebody asks for. */
interface WantedBlock {
  readonly row: BlockRow;
  readonly offsets: Set<number>;
}

/** Own and attached lines of each, in total order. */
export function eventsOfTransactions(
  context: SqliteContext,
  reads: readonly TransactionRead[],
): AttachedEvent[][] {
  const wanted = new Map<number, WantedBlock>();
  const posted = reads.map((read) => postedLines(context, read, wanted));
  const events = eventsOfBlocks(context, wanted);
  const open = openRecords(context);
  return reads.map((read, index) => {
    const found = new Map<string, AttachedEvent>();
    for (const { block, how } of posted[index] ?? [])
      for (const [offset, kind] of how) {
        const event = events.get(block)?.get(offset);
        if (event === undefined) continue;
        const { how: attached, confidence } = kind ?? { how: 'own' as const, confidence: 1 };
        found.set(event.id, { event, attached, confidence });
      }
    addProvisional(open, read, found);
    return [...found.values()].toSorted((a, b) => compareEvents(a.event, b.event));
  });
}

function postedLines(
  context: SqliteContext,
  read: TransactionRead,
  wanted: Map<number, WantedBlock>,
): PostedLines[] {
  const lines: PostedLines[] = [];
  let kinds: ReadonlyMap<number, AttachmentKind> | null = null;
  for (const number of transactionNumbers(context, read)) {
    const rows = context.database.all<BlockRow & { postings: Uint8Array }>(
      `SELECT b.*, p.lines AS postings FROM posting p JOIN block b ON b.id = p.block
       WHERE p.transaction_number = ? ORDER BY p.block`,
      number,
    );
    for (const row of rows) {
      const posting = decodePosting(row.postings);
      const how = new Map<number, AttachmentKind | null>();
      if (posting.attached.size > 0) kinds ??= context.dictionaries.attachmentKinds();
      for (const [kind, offsets] of posting.attached)
        for (const offset of offsets) how.set(row.start + offset, kinds?.get(kind) ?? null);
      for (const offset of posting.own) how.set(row.start + offset, null);
      lines.push({ block: row.id, how });
      const block = wanted.get(row.id) ?? { row, offsets: new Set() };
      wanted.set(row.id, block);
      for (const offset of how.keys()) block.offsets.add(offset);
    }
  }
  return lines;
}

/** By block and head offset. */
function eventsOfBlocks(
  context: SqliteContext,
  wanted: ReadonlyMap<number, WantedBlock>,
): Map<number, Map<number, TraceEvent>> {
  const found = new Map<number, Map<number, TraceEvent>>();
  for (const [id, { row, offsets }] of wanted) {
    const events = context.reader.eventsAt(row, offsets);
    found.set(id, new Map(events.map((event) => [event.offset, event])));
  }
  return found;
}

/** The last record of a file that may still grow, and the attachments that wait for it. */
interface OpenRecord {
  readonly shop: string;
  readonly event: TraceEvent;
  readonly waiting: readonly Attachment[];
}

function openRecords({ database }: SqliteContext): OpenRecord[] {
  return openGenerations(database).flatMap((row) => {
    const event = provisionalOf(row);
    return event === null ? [] : [{ shop: row.shop, event, waiting: waitingOf(row) }];
  });
}

function addProvisional(
  open: readonly OpenRecord[],
  { transaction, shop }: TransactionRead,
  found: Map<string, AttachedEvent>,
): void {
  for (const { shop: shopOfFile, event, waiting } of open) {
    if (shop !== null && shopOfFile !== shop) continue;
    if (event.transaction === transaction) found.set(event.id, { event, attached: 'own', confidence: 1 });
    const item = waiting.find((other) => other.event === event.id && other.transaction === transaction);
    if (item === undefined || found.has(event.id)) continue;
    found.set(event.id, { event, attached: item.how, confidence: item.confidence });
  }
}
