// What a lane took since its last commit, and which records of the file are no events because another file holds them.
import type { ReadResult } from '../../parsers/format.js';
import type { Block, Checkpoint, SkippedRecord } from '../model/block.js';
import type { Attachment, QuarantinedLine, TraceEvent } from '../model/event.js';
import type { RecordScreen } from './record-screen.js';

export class LaneBatch {
  closed: Block[] = [];
  events: TraceEvent[] = [];
  attachments: Attachment[] = [];
  skipped: SkippedRecord[] = [];
  quarantined: QuarantinedLine[] = [];
  heldBytes = 0;
  /** Complete lines wait to be committed. */
  changed = false;

  add(result: Pick<ReadResult, 'attachments' | 'quarantined'>): void {
    for (const attachment of result.attachments) this.attachments.push(attachment);
    for (const line of result.quarantined) this.quarantined.push(line);
  }
}

/** Counts the records of one file that another one holds. */
export class SkippedRecords {
  readonly #screen: RecordScreen | null;
  /** Without the open one. */
  #count: number;
  #open: string | null;
  /** In this read. */
  fresh = 0;

  /** In the whole file so far. */
  get total(): number {
    return this.#count + (this.#open === null ? 0 : 1);
  }

  constructor(screen: RecordScreen | null, from: Pick<Checkpoint, 'skipped' | 'openSkipped'>) {
    this.#screen = screen;
    this.#count = from.skipped ?? 0;
    this.#open = from.openSkipped ?? null;
  }

  /** Takes out of a batch what another file holds. @param open the last event may still grow */
  async sort(batch: LaneBatch, open: boolean): Promise<void> {
    if (this.#screen === null && this.#open === null) return;
    const { kept, skipped } = await this.#sorted(batch.events);
    if (batch.events.some(({ id }) => id === this.#open)) this.#open = null;
    const last = open ? batch.events.at(-1) : undefined;
    for (const { id, offset } of skipped) {
      batch.skipped.push({ offset });
      this.fresh += 1;
      if (id === last?.id) this.#open = id;
      else this.#count += 1;
    }
    const gone = new Set(skipped.map(({ id }) => id));
    batch.events = [...kept];
    batch.attachments = batch.attachments.filter(({ event }) => !gone.has(event));
  }

  /** For the checkpoint. */
  saved(): Pick<Checkpoint, 'skipped' | 'openSkipped'> {
    return {
      ...(this.#count === 0 ? {} : { skipped: this.#count }),
      ...(this.#open === null ? {} : { openSkipped: this.#open }),
    };
  }

  async #sorted(
    events: readonly TraceEvent[],
  ): Promise<{ kept: readonly TraceEvent[]; skipped: readonly TraceEvent[] }> {
    if (this.#screen !== null) return await this.#screen.sort(events);
    const isOpen = ({ id }: TraceEvent): boolean => id === this.#open;
    return { kept: events.filter((event) => !isOpen(event)), skipped: events.filter(isOpen) };
  }
}
