// Lines of a transaction and of a file's range, with how each belongs to its transaction.
import { skippedRecords, type AppendBatch } from '../../model/block.js';
import { eventId, parseEventId, type AttachedEvent, type TraceEvent } from '../../model/event.js';
import type { Attachment } from '../../model/event.js';
import { completeLedger, feedEnd, isCounted } from '../append-plan.js';
import type { Dataset } from '../store.js';
import type { BlockRow } from './block-reader.js';
import type { SqliteContext } from './context.js';
import type { AttachmentKind } from './dictionaries.js';
import {
  checkpointOf,
  findGeneration,
  provisionalOf,
  totalsOf,
  waitingOf,
  type GenerationRow,
} from './generation-rows.js';
import { decodeBlockAttachments } from './posting.js';
import { BLOCKS_PER_GENERATION } from './schema.js';
import { TransactionReads } from './transaction-reads.js';

type AttachedLines = Pick<Dataset, 'event' | 'eventsById' | 'transactionEvents' | 'eventsOfRange'>;
type Range = Awaited<ReturnType<Dataset['eventsOfRange']>>;

export function sqliteAttachedLines(context: SqliteContext): AttachedLines {
  const { database } = context;
  const reads = new TransactionReads(context);
  return {
    event: async (id) => database.read(() => eventsById(context, [id])[0] ?? null),
    eventsById: async (ids) => database.read(() => eventsById(context, ids)),
    async transactionEvents(shop, transaction, limit = 20_000) {
      const events = await reads.next(shop, transaction);
      return events.filter(({ event }) => isCounted(event)).slice(0, limit);
    },
    async eventsOfRange(generation, from, to, limit) {
      return database.read(() => {
        const row = findGeneration(database, generation);
        if (row === null) return { events: [], attachments: [], next: from };
        return new RangeReader(context, row, from, to).read(limit);
      });
    },
  };
}

function eventsById(context: SqliteContext, ids: readonly string[]): TraceEvent[] {
  const wanted = new Map<string, Set<number>>();
  for (const id of ids) {
    const place = parseEventId(id);
    if (place === null) continue;
    const offsets = wanted.get(place.generation) ?? new Set();
    wanted.set(place.generation, offsets.add(place.offset));
  }
  const found = new Map<string, TraceEvent>();
  for (const [generation, offsets] of wanted) {
    const row = findGeneration(context.database, generation);
    if (row === null) continue;
    for (const event of eventsAt(context, row, offsets)) found.set(event.id, event);
  }
  return ids.flatMap((id) => found.get(id) ?? []);
}

function eventsAt(context: SqliteContext, row: GenerationRow, offsets: ReadonlySet<number>): TraceEvent[] {
  const first = row.number * BLOCKS_PER_GENERATION;
  const byBlock = new Map<number, { block: BlockRow; offsets: Set<number> }>();
  const events: TraceEvent[] = [];
  const provisional = provisionalOf(row);
  for (const offset of offsets) {
    if (provisional !== null && provisional.offset === offset) events.push(provisional);
    const block = context.database.get<BlockRow>(
      'SELECT * FROM block WHERE id >= ? AND id < ? AND start <= ? ORDER BY id DESC LIMIT 1',
      first,
      first + BLOCKS_PER_GENERATION,
      offset,
    );
    if (block === null) continue;
    const entry = byBlock.get(block.id) ?? { block, offsets: new Set() };
    byBlock.set(block.id, entry);
    entry.offsets.add(offset);
  }
  for (const entry of byBlock.values()) events.push(...context.reader.eventsAt(entry.block, entry.offsets));
  return events;
}

/** The change feed: one range of one generation. */
class RangeReader {
  readonly #context: SqliteContext;
  readonly #row: GenerationRow;
  readonly #from: number;
  readonly #to: number;
  readonly #attachments = new Map<string, Attachment>();
  readonly #names = new Map<number, string>();
  #kinds: ReadonlyMap<number, AttachmentKind> | null = null;

  constructor(context: SqliteContext, row: GenerationRow, from: number, to: number) {
    this.#context = context;
    this.#row = row;
    this.#from = from;
    this.#to = to;
  }

  read(limit: number): Range {
    const provisional = provisionalOf(this.#row);
    const { events, blocks } = this.#final(limit);
    if (provisional !== null && this.#within(provisional.offset, this.#to)) events.push(provisional);
    const end = events[limit]?.offset ?? this.#to;
    for (const block of blocks) this.#addAttached(block, end);
    for (const item of waitingOf(this.#row)) if (this.#within(item.offset, end)) this.#add(item);
    this.#addLate(end);
    const attachments = [...this.#attachments.values()].toSorted((a, b) => a.offset - b.offset);
    const open = { provisional, pending: this.#pending(provisional), finalEnd: this.#row.final_end };
    return {
      events: withAttachments(events.slice(0, limit), attachments),
      attachments,
      next: feedEnd(this.#from, end, open),
    };
  }

  #within(offset: number, end: number): boolean {
    return offset >= this.#from && offset < end;
  }

  #pending(provisional: TraceEvent | null): number {
    return completeLedger(totalsOf(this.#row), {
      indexed: this.#row.indexed,
      provisional: provisional !== null,
      rejected: {},
      transactions: 0,
      copies: 0,
      skipped: skippedRecords(checkpointOf(this.#row)),
    }).pending;
  }

  /** Up to one event more than asked for. */
  #final(limit: number): { events: TraceEvent[]; blocks: BlockRow[] } {
    const first = this.#row.number * BLOCKS_PER_GENERATION;
    const events: TraceEvent[] = [];
    const blocks: BlockRow[] = [];
    const start = this.#context.database.get<{ id: number }>(
      'SELECT id FROM block WHERE id >= ? AND id < ? AND start <= ? ORDER BY id DESC LIMIT 1',
      first,
      first + BLOCKS_PER_GENERATION,
      this.#from,
    );
    for (let id = start?.id ?? first; events.length <= limit; id += 1) {
      const block = this.#context.database.get<BlockRow>('SELECT * FROM block WHERE id = ?', id);
      if (block === null || block.start >= this.#to || id >= first + BLOCKS_PER_GENERATION) break;
      blocks.push(block);
      const found = this.#context.reader.eventsOnce(block);
      for (const event of found) if (this.#within(event.offset, this.#to)) events.push(event);
      // The next range begins in it.
      if (events.length > limit || block.start + block.length > this.#to || block.closed === 0)
        this.#context.reader.remember(block, found);
    }
    return { events: events.slice(0, limit + 1), blocks };
  }

  #addAttached(block: BlockRow, end: number): void {
    for (const item of decodeBlockAttachments(block.attached)) {
      const offset = block.start + item.offset;
      if (this.#within(offset, end)) this.#addNumbered(offset, item.transaction, item.kind);
    }
  }

  #addLate(end: number): void {
    const rows = this.#context.database.all<{ line: number; transaction_number: number; kind: number }>(
      'SELECT line, transaction_number, kind FROM late_attachment WHERE generation = ? AND learned_at >= ? AND learned_at < ?',
      this.#row.number,
      this.#from,
      end,
    );
    for (const row of rows) this.#addNumbered(row.line, row.transaction_number, row.kind);
  }

  #addNumbered(offset: number, transaction: number, kind: number): void {
    this.#kinds ??= this.#context.dictionaries.attachmentKinds();
    const found = this.#kinds.get(kind);
    if (found === undefined) return;
    const event = eventId(this.#row.id, offset);
    const { how, confidence } = found;
    this.#add({ event, offset, transaction: this.#name(transaction), how, confidence });
  }

  #add(item: Attachment): void {
    const key = `${item.event} ${item.transaction}`;
    if (!this.#attachments.has(key)) this.#attachments.set(key, item);
  }

  #name(transaction: number): string {
    let name = this.#names.get(transaction);
    if (name === undefined) {
      const sql = 'SELECT name FROM transaction_id WHERE number = ?';
      name = this.#context.database.get<{ name: string }>(sql, transaction)?.name ?? '';
      this.#names.set(transaction, name);
    }
    return name;
  }
}

function withAttachments(
  events: readonly TraceEvent[],
  attachments: AppendBatch['attachments'],
): AttachedEvent[] {
  const byEvent = new Map(attachments.toReversed().map((item) => [item.event, item]));
  return events.map((event): AttachedEvent => {
    const found = event.transaction === null ? byEvent.get(event.id) : undefined;
    if (found === undefined) return { event, attached: 'own', confidence: 1 };
    return { event, attached: found.how, confidence: found.confidence };
  });
}
