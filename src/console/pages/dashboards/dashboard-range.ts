// Which part of the dataset a dashboard shows: a choice by name, and the time it begins at.
import type { DatasetAnswer } from '../../../model/answers.js';

const HOUR_MS = 3_600_000;

/** Hours before the end of the data; null: from its first record on. */
const choices: Readonly<Record<string, number | null>> = { '1h': 1, '24h': 24, '7d': 168, all: null };

/** `24h`, `7d`. */
function nameOf(hours: number): string {
  return hours > 24 && hours % 24 === 0 ? `${hours / 24}d` : `${hours}h`;
}

/** The usual choices, shortest first, and the dashboard's own range where it is another one. */
export function rangeChoices(ownHours: number | null): readonly string[] {
  const hours = new Set(Object.values(choices).filter((each) => each !== null));
  if (ownHours !== null) hours.add(ownHours);
  return [...[...hours].toSorted((a, b) => a - b).map(nameOf), 'all'];
}

type Data = Pick<DatasetAnswer, 'live' | 'from' | 'to'>;

/** Live data ends now, a replay with its last record. Null without records. */
function endMs({ live, to }: Data, nowMs: number): number | null {
  if (to === null) return null;
  return live ? Math.max(nowMs, Date.parse(to)) : Date.parse(to);
}

/** Everything while the data is shorter than the dashboard's own range: no bar stands alone at the right edge. */
export function defaultRange(data: Data, ownHours: number | null, nowMs: number): string {
  const end = endMs(data, nowMs);
  if (ownHours === null || end === null || data.from === null) return 'all';
  return end - Date.parse(data.from) <= ownHours * HOUR_MS ? 'all' : nameOf(ownHours);
}

/** UTC; null where the dataset has no records. An unknown name shows everything. */
export function rangeStart(range: string, data: Data, ownHours: number | null, nowMs: number): string | null {
  const end = endMs(data, nowMs);
  if (end === null || data.from === null) return null;
  const own = ownHours !== null && range === nameOf(ownHours) ? ownHours : null;
  const hours = choices[range] ?? own;
  return hours === null ? data.from : new Date(end - hours * HOUR_MS).toISOString();
}
