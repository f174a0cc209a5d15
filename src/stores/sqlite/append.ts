// Writing a batch: bytes, words, postings, counts, checkpoint and ledger in one transaction.
import type { AppendBatch, AppendResult, Block } from '../../model/block.js';
import type { Attachment, TraceEvent } from '../../model/event.js';
import { emptyTail, isCounted, planAppend, type AppendPlan } from '../append-plan.js';
import { withoutPruned } from '../prune-plan.js';
import type { BlockMark } from '../store.js';
import { packBlock, packOffsets, packSpans, unpackOffsets, type PackedBlock } from './block-packing.js';
import type { BlockReader, BlockRow } from './block-reader.js';
import { BlockWords } from './block-words.js';
import type { Dictionaries } from './dictionaries.js';
import type { SqlDatabase } from './driver.js';
import { writeCounts } from './event-counts.js';
import {
  findGeneration,
  nextGenerationNumber,
  prunedOf,
  saveGeneration,
  tailOf,
  waitingOf,
  type GenerationRow,
} from './generation-rows.js';
import {
  decodeBlockAttachments,
  decodePosting,
  encodeBlockAttachments,
  encodePosting,
  mergePosting,
} from './posting.js';
import type { Recent } from './recent.js';
import { BLOCKS_PER_GENERATION } from './schema.js';
import {
  addAttachments,
  addEvents,
  addRegrown,
  addSkipped,
  TouchedBlocks,
  type TouchedBlock,
} from './touched-blocks.js';

export interface AppendContext {
  readonly database: SqlDatabase;
  readonly reader: BlockReader;
  readonly dictionaries: Dictionaries;
  /** Words of blocks that may still grow, by block id. */
  readonly words: Recent<number, BlockWords>;
  /** Blocks of batches to come that are being compressed. */
  readonly packing: WeakMap<Block, Promise<PackedBlock>>;
}

/** Compresses a block while the next lines are read. */
export function prepareBlock({ packing }: AppendContext, block: Block): void {
  const packed = packBlock(block);
  packed.catch(() => undefined);
  packing.set(block, packed);
}

/** By block number. */
type PackedBlocks = ReadonlyMap<number, PackedBlock>;

/** @throws store-full, store-damaged */
export async function appendBatch(context: AppendContext, batch: AppendBatch): Promise<AppendResult> {
  const packed = new Map(
    await Promise.all(
      batch.blocks.map(async (block) => {
        const packing = context.packing.get(block) ?? packBlock(block);
        return [block.number, await packing] as const;
      }),
    ),
  );
  try {
    return context.database.write(() => writeBatch(context, batch, packed));
  } catch (error) {
    context.dictionaries.forget();
    context.words.clear();
    context.reader.forget();
    throw error;
  }
}

function writeBatch(context: AppendContext, given: AppendBatch, packed: PackedBlocks): AppendResult {
  const { database, dictionaries } = context;
  const before = findGeneration(database, given.generation.id);
  const batch = withoutPruned(given, prunedOf(before));
  const tail = before === null ? emptyTail : tailOf(before);
  const number = before?.number ?? nextGenerationNumber(database);
  const first = number * BLOCKS_PER_GENERATION;
  const storedById = (id: number): BlockRow | null =>
    database.get<BlockRow>('SELECT * FROM block WHERE id = ?', id);
  const markAt = (block: number): BlockMark | null =>
    block >= tail.blocks ? null : markOf(storedById(first + block));
  const storedAt = (offset: number): BlockRow | null =>
    database.get<BlockRow>(
      'SELECT * FROM block WHERE id >= ? AND id < ? AND start <= ? ORDER BY id DESC LIMIT 1',
      first,
      first + BLOCKS_PER_GENERATION,
      offset,
    );
  const lastFinalEvent = (): TraceEvent | null => {
    const block = storedAt(tail.lastFinal);
    return block === null ? null : (context.reader.eventsAt(block, new Set([tail.lastFinal]))[0] ?? null);
  };
  const plan = planAppend({ tail, mark: markAt, lastFinalEvent }, batch);
  if (!plan.apply) return plan.result;

  const touched = new TouchedBlocks(plan.blocks, (block) => first + block, storedAt, storedById);
  const shop = dictionaries.shop(batch.generation.shop);
  const { regrown } = plan;
  const shownLater =
    regrown === null ? 0 : addRegrown(touched, regrown.before, regrown.after, dictionaries, shop, number);
  const newTransactions = shownLater + addEvents(touched, plan.final, dictionaries, shop, number);
  const lastFinal = plan.final.at(-1)?.offset ?? tail.lastFinal;
  const attachments = [...waitingOf(before), ...batch.attachments];
  const ready = attachments.filter(({ offset }) => offset <= lastFinal);
  addAttachments(touched, ready, dictionaries, shop);
  addSkipped(touched, batch.skipped);
  writeLate(context, batch, number, shop, tail.offset);

  const blocks = new Map(plan.blocks.map((block) => [first + block.number, block]));
  const lastBlock = first + blockCount(before, batch) - 1;
  for (const block of touched.all()) {
    const words = wordsOf(context, block);
    writeBlock(context, block, blocks.get(block.id) ?? null, packed);
    if (block.before !== null) context.reader.forgetBlock(block.id);
    writePostings(database, block);
    writeWords(context, block, words);
    if (words !== null && block.id === lastBlock) context.words.set(block.id, words);
    else context.words.delete(block.id);
  }
  writeCounts(database, dictionaries, plan.final.filter(isCounted), number, 1);
  if (regrown !== null && isCounted(regrown.after)) {
    writeCounts(database, dictionaries, [regrown.before], number, -1);
    writeCounts(database, dictionaries, [regrown.after], number, 1);
  }
  saveGeneration(
    database,
    generationRow(batch, plan, before, {
      number,
      lastFinal,
      newTransactions,
      waiting: attachments.filter(({ offset }) => offset > lastFinal),
    }),
  );
  return plan.result;
}

function markOf(row: BlockRow | null): BlockMark | null {
  if (row === null) return null;
  const { id, start, length, lines, mark, closed } = row;
  return { number: id % BLOCKS_PER_GENERATION, start, length, lines, mark, closed: closed === 1 };
}

function blockCount(before: GenerationRow | null, batch: AppendBatch): number {
  const last = batch.blocks.at(-1);
  return Math.max(before?.blocks ?? 0, last === undefined ? 0 : last.number + 1);
}

function generationRow(
  batch: AppendBatch,
  plan: AppendPlan,
  before: GenerationRow | null,
  now: { number: number; lastFinal: number; newTransactions: number; waiting: readonly Attachment[] },
): GenerationRow {
  const last = plan.final.at(-1) ?? plan.regrown?.after;
  return {
    number: now.number,
    id: batch.generation.id,
    shop: batch.generation.shop,
    generation: JSON.stringify(batch.generation),
    checkpoint: JSON.stringify(batch.checkpoint),
    totals: JSON.stringify(batch.ledger),
    checkpoint_offset: batch.checkpoint.offset,
    last_final: now.lastFinal,
    final_end: last === undefined ? (before?.final_end ?? 0) : last.offset + last.byteLength,
    blocks: blockCount(before, batch),
    indexed: (before?.indexed ?? 0) + plan.final.length,
    transactions: (before?.transactions ?? 0) + now.newTransactions,
    provisional: plan.provisional === null ? null : JSON.stringify(plan.provisional),
    waiting: now.waiting.length === 0 ? null : JSON.stringify(now.waiting),
    pruned: before?.pruned ?? null,
  };
}

/** Attachments of lines that the change feed may have passed already are shown to it again, where they became known. */
function writeLate(
  context: AppendContext,
  batch: AppendBatch,
  generation: number,
  shop: number,
  learnedAt: number,
): void {
  for (const attachment of batch.attachments) {
    if (attachment.offset >= learnedAt) continue;
    context.database.run(
      `INSERT OR IGNORE INTO late_attachment (generation, learned_at, line, transaction_number, kind)
       VALUES (?, ?, ?, ?, ?)`,
      generation,
      learnedAt,
      attachment.offset,
      context.dictionaries.transaction(shop, attachment.transaction).number,
      context.dictionaries.attachmentKind(attachment),
    );
  }
}

function wordsOf(context: AppendContext, block: TouchedBlock): BlockWords | null {
  if (block.events.length === 0) return null;
  if (block.before === null) return new BlockWords();
  const known = context.words.get(block.id);
  if (known !== undefined) return known;
  const words = new BlockWords();
  for (const event of context.reader.events(block.before)) words.add(event);
  return words;
}

function writeWords(context: AppendContext, block: TouchedBlock, words: BlockWords | null): void {
  if (words === null) return;
  for (const event of block.events) words.add(event);
  const { database } = context;
  if (block.before !== null && block.before.last_head !== null)
    database.run('DELETE FROM words WHERE rowid = ?', block.id);
  database.run('INSERT INTO words (rowid, tokens) VALUES (?, ?)', block.id, words.text());
}

const smaller = (a: number | null, b: number): number => (a === null ? b : Math.min(a, b));
const greater = (a: number | null, b: number): number => (a === null ? b : Math.max(a, b));

function writeBlock(
  context: AppendContext,
  touched: TouchedBlock,
  given: Block | null,
  packed: PackedBlocks,
): void {
  const base = given === null ? touched.before : { ...touched.before, ...shapeOf(touched.id, given) };
  if (base === null) throw new Error(`Block ${touched.id} is neither given nor stored`);
  const before = touched.before;
  let timeFrom = before?.time_from ?? null;
  let timeTo = before?.time_to ?? null;
  let orderFrom = before?.order_from ?? null;
  let orderTo = before?.order_to ?? null;
  for (const { time, orderTime } of touched.events) {
    timeFrom = smaller(timeFrom, time);
    timeTo = greater(timeTo, time);
    orderFrom = smaller(orderFrom, orderTime);
    orderTo = greater(orderTo, orderTime);
  }
  const last = touched.events.at(-1);
  const row: BlockRow = {
    ...base,
    time_from: timeFrom,
    time_to: timeTo,
    order_from: orderFrom,
    order_to: orderTo,
    last_head: last?.offset ?? before?.last_head ?? null,
    last_end: last === undefined ? (before?.last_end ?? null) : last.offset + last.byteLength,
    attached: attachedOf(touched),
    skipped: skippedOf(touched),
  };
  saveBlock(context.database, row);
  const bytes = given === null ? undefined : packed.get(given.number);
  if (given !== null && bytes !== undefined) saveBytes(context.database, touched.id, given, bytes);
}

function shapeOf(
  id: number,
  block: Block,
): Pick<BlockRow, 'id' | 'start' | 'length' | 'first_line' | 'lines' | 'closed' | 'mark'> {
  const { start, length, firstLine, lines, closed, mark } = block;
  return { id, start, length, first_line: firstLine, lines, closed: closed ? 1 : 0, mark };
}

function attachedOf(touched: TouchedBlock): Uint8Array | null {
  const before = touched.before?.attached ?? null;
  if (touched.attached.length === 0) return before;
  const items = new Map(
    [...touched.attached, ...decodeBlockAttachments(before)].map((item) => [
      `${item.offset} ${item.transaction}`,
      item,
    ]),
  );
  return encodeBlockAttachments([...items.values()].toSorted((a, b) => a.offset - b.offset));
}

function skippedOf({ before, skipped, events, start }: TouchedBlock): Uint8Array | null {
  const stored = before?.skipped ?? null;
  if (stored === null && skipped.length === 0) return null;
  const heads = new Set([...unpackOffsets(stored), ...skipped]);
  for (const { offset } of events) heads.delete(offset - start);
  return packOffsets([...heads].toSorted((a, b) => a - b));
}

function saveBlock(database: SqlDatabase, row: BlockRow): void {
  database.run(
    `INSERT OR REPLACE INTO block (id, start, length, first_line, lines, closed, mark, time_from, time_to, order_from,
     order_to, last_head, last_end, attached, skipped) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.id,
    row.start,
    row.length,
    row.first_line,
    row.lines,
    row.closed,
    row.mark,
    row.time_from,
    row.time_to,
    row.order_from,
    row.order_to,
    row.last_head,
    row.last_end,
    row.attached,
    row.skipped,
  );
}

function saveBytes(database: SqlDatabase, id: number, block: Block, bytes: PackedBlock): void {
  database.run(
    'INSERT OR REPLACE INTO block_bytes (id, packed, state_length, masked, data) VALUES (?, ?, ?, ?, ?)',
    id,
    bytes.packed,
    bytes.state_length,
    packSpans(block.masked),
    bytes.data,
  );
}

function writePostings(database: SqlDatabase, block: TouchedBlock): void {
  for (const [transaction, posting] of block.postings) {
    const stored =
      block.before === null
        ? null
        : database.get<{ lines: Uint8Array }>(
            'SELECT lines FROM posting WHERE transaction_number = ? AND block = ?',
            transaction,
            block.id,
          );
    if (stored !== null) {
      const merged = decodePosting(stored.lines);
      mergePosting(merged, posting);
      writePosting(database, transaction, block.id, encodePosting(merged));
    } else writePosting(database, transaction, block.id, encodePosting(posting));
  }
}

function writePosting(database: SqlDatabase, transaction: number, block: number, lines: Uint8Array): void {
  database.run(
    'INSERT OR REPLACE INTO posting (transaction_number, block, lines) VALUES (?, ?, ?)',
    transaction,
    block,
    lines,
  );
}
