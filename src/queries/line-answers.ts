// Events as the lines of an answer: file, line, times, delta to the line before, the very text.
import type { LineAnswer } from '../model/answers.js';
import type { AttachedEvent, TraceEvent } from '../model/event.js';
import { type GenerationNotes, generationNotes, pathOf, zoneOf } from './generation-notes.js';
import { toInstant } from './instant.js';
import type { Dataset } from './question.js';
import { rawLines } from './raw-lines.js';

/** In the order given. */
export async function lineAnswers(
  dataset: Dataset,
  events: readonly AttachedEvent[],
  transaction: string | null = null,
): Promise<LineAnswer[]> {
  const notes = await generationNotes(dataset);
  const raw = await rawLines(
    dataset,
    events.map(({ event }) => event),
  );
  return events.map((attached, index) =>
    lineAnswer(attached, events[index - 1]?.event ?? null, notes, raw, transaction),
  );
}

/** An event that is looked at for itself, not from a transaction. */
export function alone(event: TraceEvent): AttachedEvent {
  return { event, attached: 'own', confidence: 1 };
}

function lineAnswer(
  { event, attached, confidence }: AttachedEvent,
  before: TraceEvent | null,
  notes: GenerationNotes,
  raw: ReadonlyMap<string, string>,
  transaction: string | null,
): LineAnswer {
  return {
    event: event.id,
    file: pathOf(notes, event.generation),
    line: event.line,
    at: toInstant(event.time),
    localTime: event.localTime,
    zone: zoneOf(notes, event.generation),
    deltaMs: before === null ? null : event.time - before.time,
    level: event.level,
    code: event.code,
    action: event.action,
    request: event.request,
    transaction: event.transaction ?? transaction,
    message: event.message,
    raw: raw.get(event.id) ?? '',
    attached,
    confidence,
    flags: event.flags,
  };
}
