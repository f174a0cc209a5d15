// What is said about a generation whose file is gone: its open record is shown, and at last final.
import type { ReadResult } from '../../parsers/format.js';
import type { Checkpoint, Generation, GenerationLedger } from '../model/block.js';
import { asAlternate, emptyLedger } from '../model/block.js';
import type { TraceEvent } from '../model/event.js';
import { readerOptions, type LaneDependencies } from './lane-contract.js';

/** Shows the record that was open when the file lost its content; more of it may be found in a copy. */
export async function showOpenRecord(generation: Generation, dependencies: LaneDependencies): Promise<void> {
  const stored = await restored(generation, dependencies);
  if (stored === null || stored.checkpoint.openRecord !== null) return;
  const provisional = stored.reader.provisional('');
  if (provisional === null) return;
  const result = { ...nothing, events: [provisional.event] };
  await append(generation, dependencies, stored, result, provisional.event.id);
}

/** Whether the last record is not shown yet: the reading of a file that is whole was cut off before its end. */
export async function hidesRecord(generation: Generation, dependencies: LaneDependencies): Promise<boolean> {
  const stored = await restored(generation, dependencies);
  if (stored === null) return false;
  const { openRecord, openSkipped } = stored.checkpoint;
  return openRecord === null && (openSkipped ?? null) === null && stored.reader.provisional('') !== null;
}

/**
 * The file will not come back: the last record is final.
 * @param vanishedBytes bytes that were seen and are gone unread, at least
 * @param sha256 of the whole content, where it is known
 */
export async function closeGeneration(
  generation: Generation,
  vanishedBytes: number,
  dependencies: LaneDependencies,
  sha256: string | null = null,
): Promise<void> {
  const stored = await restored(generation, dependencies);
  if (stored === null) return;
  stored.ledger.sha256 ??= sha256;
  stored.ledger.vanishedBytes += vanishedBytes;
  const result = stored.reader.finish(stored.rest);
  const closed = { ...generation, followed: false };
  await append(closed, dependencies, stored, result, result.events.at(-1)?.id ?? null);
}

interface Restored {
  readonly reader: ReturnType<LaneDependencies['format']['restore']>;
  readonly checkpoint: Checkpoint;
  /** What the store shows of an unterminated last line. */
  readonly rest: string;
  readonly ledger: GenerationLedger;
}

const nothing: ReadResult = { events: [], attachments: [], quarantined: [], masks: [] };

async function restored(generation: Generation, dependencies: LaneDependencies): Promise<Restored | null> {
  const { dataset, format } = dependencies;
  const checkpoint = await dataset.checkpoint(generation.id);
  if (checkpoint === null) return null;
  const block = await dataset.block(generation.id, checkpoint.block);
  const rest = block?.bytes.subarray(checkpoint.offset - block.start) ?? new Uint8Array(0);
  return {
    reader: format.restore(readerOptions(generation, dependencies), checkpoint.readerState),
    checkpoint,
    rest: Buffer.from(rest).toString('latin1'),
    ledger: (await dataset.ledger(generation.id)) ?? emptyLedger(generation.id),
  };
}

async function append(
  generation: Generation,
  dependencies: LaneDependencies,
  stored: Restored,
  result: ReadResult,
  openRecord: string | null,
): Promise<void> {
  const { checkpoint, reader, ledger } = stored;
  const { attachments, quarantined } = result;
  const events = result.events
    .filter(({ id }) => id !== checkpoint.openSkipped)
    .map((event) => asAlternate(event, generation));
  const times = [ledger.from, ledger.to, ...events.map(timeOf)].filter((time) => time !== null);
  const counts = reader.counts();
  await dependencies.dataset.append({
    generation,
    blocks: [],
    events,
    attachments,
    quarantined,
    checkpoint: { ...checkpoint, openRecord: openRecord === checkpoint.openSkipped ? null : openRecord },
    ledger: {
      ...ledger,
      ...counts,
      nulBytes: Math.max(ledger.nulBytes, counts.nulBytes),
      quarantinedLines: { ...counts.quarantinedLines },
      from: times.length === 0 ? null : Math.min(...times),
      to: times.length === 0 ? null : Math.max(...times),
    },
  });
  const { shop } = generation;
  await dependencies.onCommitted({
    generation,
    shop,
    events,
    attachments,
    checkpointOffset: checkpoint.offset,
  });
}

const timeOf = (event: TraceEvent): number => event.time;
