// Writing a batch: blocks, records and attachments first, each under an id of its own; then the checkpoint that commits them.
import type { AppendBatch, AppendResult, Block } from '../../model/block.js';
import { ShoptraceError } from '../../model/errors.js';
import { planAppend, type AppendPlan } from '../append-plan.js';
import { withoutPruned } from '../prune-plan.js';
import type { BlockMark } from '../store.js';
import {
  nextRecord,
  openBytesAfter,
  placed,
  rejectedEvents,
  withRejected,
  type PlacedEvent,
  type Placement,
  type RejectedEvent,
  type Written,
} from './append-outcome.js';
import { blockItem, markOf, readBlock, readMarks } from './blocks.js';
import type { ItemVerdict } from './bulk.js';
import { indexLines, writeAll, type EsContext } from './context.js';
import { attachmentItems, settleAttachments, skippedItems } from './detail-items.js';
import { documentId } from './document-id.js';
import { EventItem } from './event-lines.js';
import { newRecord, tailOf } from './generation-record.js';
import { storeError } from './failures.js';
import type { Generations, StoredGeneration } from './generations.js';
import { finishRetiring } from './retire.js';
import { OriginalText } from './original-text.js';
import { takeOver } from './orphans.js';
import { Sightings } from './sightings.js';

const MOST_CONFLICTS = 20;
const MOST_MARKS = 1_000;

export class Appender {
  readonly #context: EsContext;
  readonly #generations: Generations;
  readonly #sightings: Sightings;
  /** Marks of blocks seen lately, by `generation number`. */
  readonly #marks = new Map<string, BlockMark>();

  constructor(context: EsContext, generations: Generations) {
    this.#context = context;
    this.#generations = generations;
    this.#sightings = new Sightings(context);
  }

  /** @throws store-full, store-unreachable: nothing was committed, give it again later */
  async append(batch: AppendBatch): Promise<AppendResult> {
    for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
      if (attempt > 0) await this.#context.connection.pause(attempt);
      const result = await this.#tryOnce(batch);
      if (result !== null) return result;
    }
    throw new ShoptraceError(
      'store-unreachable',
      `Other processes write the file ${batch.generation.path} at the same time`,
      'Let one process follow a file.',
    );
  }

  /** @returns null when another process wrote the generation meanwhile */
  async #tryOnce(batch: AppendBatch): Promise<AppendResult | null> {
    const { id } = batch.generation;
    const own = this.#generations.own(id);
    const stored = own ?? (await this.#read(batch));
    if (stored.record.retiring) {
      await finishRetiring(this.#context, this.#generations, stored);
      this.#generations.forget(id);
      return null;
    }
    const plan = await this.#plan(batch, stored);
    // What brings nothing new is nobody's to take over.
    if (!plan.apply) return plan.result;
    const mine = own ?? (await takeOver(this.#context, this.#generations, stored));
    const kept = withoutPruned(batch, stored.record.pruned ?? null);
    const result = mine === null ? null : await this.#write(kept, plan, mine);
    if (result !== null) return result;
    // Whoever was quicker may have pruned what was known.
    this.#sightings.forget();
    for (const key of this.#marks.keys()) if (key.startsWith(`${id} `)) this.#marks.delete(key);
    return null;
  }

  /** After something was pruned. */
  forgetKnown(): void {
    this.#sightings.forget();
  }

  /** After an index was made anew, or another process took over. */
  forget(generation: string): void {
    this.#generations.forget(generation);
    this.#marks.clear();
    this.#sightings.forget();
  }

  async #read({ generation, blocks }: AppendBatch): Promise<StoredGeneration> {
    const found = await this.#generations.read(generation.id);
    if (found === null) return { record: newRecord(generation), openBytes: new Uint8Array(0), place: null };
    const { checkpoint, lost } = found.record;
    const first = blocks[0]?.number ?? 0;
    if (checkpoint === null && lost > 0 && first > 0)
      throw new ShoptraceError(
        'store-unreachable',
        `Records of ${generation.path} vanished with an index that was deleted; the file is read again`,
        'Nothing has to be done while the file is there.',
      );
    return found;
  }

  async #plan(batch: AppendBatch, stored: StoredGeneration): Promise<AppendPlan> {
    const { record } = stored;
    const marks = await this.#marksFor(batch, stored);
    const content = {
      tail: tailOf(record),
      mark: (number: number) => marks.get(number) ?? null,
      lastFinalEvent: () => record.lastFinal,
    };
    return planAppend(content, batch);
  }

  /** @returns null when another process committed meanwhile */
  async #write(batch: AppendBatch, plan: AppendPlan, stored: StoredGeneration): Promise<AppendResult | null> {
    const { record } = stored;
    const placement = placed(batch, plan, record);
    await this.#context.indices.ensurePartitions(
      placement.events.map(({ partition }) => partition),
      this.#context.writePatienceMs,
    );
    const written = await this.#writeDocuments(batch, plan, placement, stored);
    const next = nextRecord(batch, plan, placement, record, written);
    const openBytes = openBytesAfter(plan, stored);
    if (!(await this.#generations.save(batch.generation.id, next, openBytes, stored.place))) return null;
    this.#sightings.remember(batch.generation.id, written.sightings);
    this.#rememberMarks(plan.blocks);
    return withRejected(plan, record, written.rejected);
  }

  #rememberMarks(blocks: readonly Block[]): void {
    if (this.#marks.size > MOST_MARKS) this.#marks.clear();
    for (const block of blocks) this.#marks.set(markKey(block), markOf(block));
  }

  async #marksFor({ blocks }: AppendBatch, stored: StoredGeneration): Promise<Map<number, BlockMark>> {
    const [first] = blocks;
    const found = new Map<number, BlockMark>();
    if (first === undefined) return found;
    const from = Math.max(0, first.number - 1);
    const to = Math.min(stored.record.blocks, (blocks.at(-1)?.number ?? 0) + 2);
    const missing: number[] = [];
    for (let number = from; number < to; number += 1) {
      const isOpen = stored.record.open?.number === number;
      const known = this.#marks.get(markKey({ generation: first.generation, number }));
      if (known === undefined || isOpen || !known.closed) missing.push(number);
      else found.set(number, known);
    }
    const [begin] = missing;
    if (begin === undefined) return found;
    for (const mark of await readMarks(this.#context, stored, begin, (missing.at(-1) ?? begin) + 1))
      found.set(mark.number, mark);
    return found;
  }

  async #writeDocuments(
    batch: AppendBatch,
    plan: AppendPlan,
    { events }: Placement,
    stored: StoredGeneration,
  ): Promise<Written> {
    const { record } = stored;
    const { id, path } = batch.generation;
    const commit = record.next;
    const context = this.#context;
    const closed = plan.blocks.filter((block) => block.closed);
    const original = await this.#originals(events, plan, batch, stored);
    const ingestedAt = context.connection.timing.now();
    const eventItems = events.map(
      ({ event, partition }) =>
        new EventItem(context.names.writableEvents(partition), event, () => ({
          path,
          original: original.of(event),
          ingestedAt,
          commit,
        })),
    );
    const sightings = this.#sightings.fresh(
      id,
      events.map(({ event }) => event),
    );
    const sightingItems = this.#sightings.items(id, commit, sightings);
    const attachments = attachmentItems(context, batch, record);
    const items = [
      ...eventItems,
      ...sightingItems,
      ...closed.map((block) => blockItem(context, block)),
      ...skippedItems(context, batch, record),
      ...attachments,
    ];
    const verdicts = await writeAll(context, items, ['events', 'transactions', 'blocks', 'details']);
    requirePlaces(verdicts, context);
    requireStored(verdicts.slice(eventItems.length), context);
    const rejected = rejectedEvents(events, verdicts);
    await this.#keepRejections(id, rejected);
    const end = eventItems.length + sightingItems.length;
    await this.#sightings.settle(record, sightings, verdicts.slice(eventItems.length, end));
    await settleAttachments(context, batch, record, verdicts.slice(-attachments.length));
    return { rejected, sightings };
  }

  /** Bytes of the records to be written; what a batch does not carry is read back. */
  async #originals(
    events: readonly PlacedEvent[],
    plan: AppendPlan,
    batch: AppendBatch,
    stored: StoredGeneration,
  ): Promise<OriginalText> {
    const given = new Map<number, Block>(batch.blocks.map((block) => [block.number, block]));
    const first = Math.min(...events.map(({ event }) => event.offset));
    const { record, openBytes } = stored;
    const { open } = record;
    const before: Pick<Block, 'start' | 'bytes'>[] = [];
    if (open !== null && !given.has(open.number)) before.push({ start: open.start, bytes: openBytes });
    let start = Math.min(before[0]?.start ?? Infinity, batch.blocks[0]?.start ?? Infinity);
    let number =
      (open !== null && !given.has(open.number) ? open.number : (batch.blocks[0]?.number ?? record.blocks)) -
      1;
    for (; first < start && number >= 0; number -= 1) {
      const block = await readBlock(this.#context, stored, number);
      if (block === null) break;
      before.unshift(block);
      start = block.start;
    }
    return new OriginalText([...before, ...batch.blocks]);
  }

  async #keepRejections(generation: string, rejected: readonly RejectedEvent[]): Promise<void> {
    if (rejected.length === 0) return;
    const index = this.#context.names.writable('details');
    const items = rejected.map(({ event, reason, text }) =>
      indexLines('index', index, documentId('rejection', event.id), {
        kind: 'rejection',
        service: { name: event.shop },
        shoptrace: { generation, offset: event.offset, event: event.id, body: { reason, text, event } },
      }),
    );
    await writeAll(this.#context, items, ['details']);
    const fields = { generation, records: rejected.length, reason: rejected[0]?.text };
    this.#context.connection.log.warn(fields, 'Elasticsearch refused records; their bytes are kept');
  }
}

const markKey = ({ generation, number }: { generation: string; number: number }): string =>
  `${generation} ${number}`;

/** An index that is not there any more: nothing can be committed before it has been made anew. */
function requirePlaces(verdicts: readonly ItemVerdict[], context: EsContext): void {
  const missing = verdicts.find((verdict) => verdict?.kind === 'missing');
  if (missing !== undefined && missing !== null) throw new VanishedIndex(context.names.dataset, missing.text);
}

/** Only records may be given up: their bytes stay. Without the rest nothing is committed. */
function requireStored(verdicts: readonly ItemVerdict[], { connection, names }: EsContext): void {
  const refused = verdicts.find((verdict) => verdict !== null && verdict.kind !== 'conflict');
  if (refused !== undefined && refused !== null)
    throw storeError(refused, connection.where, `write to ${names.prefix}-${names.dataset}`);
}

/** Thrown to whoever can make the index anew. */
export class VanishedIndex extends Error {
  constructor(dataset: string, text: string) {
    super(`An index of the dataset ${dataset} is gone: ${text}`);
    this.name = 'VanishedIndex';
  }
}
