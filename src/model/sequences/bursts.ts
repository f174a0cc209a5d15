// Many refused payments of one client within minutes: somebody tries cards.
import { pushTo } from '../groups.js';
import type { NumberFact } from './number-fact.js';

export const BURST_HOLES = 5;
export const BURST_MS = 10 * 60_000;

/** A hole's refused payment, and the client that asked for it. */
export interface Refusal {
  readonly body: number;
  readonly client: string;
  readonly fact: NumberFact;
}

/** Bodies that are part of a burst, each with the refusals of its burst. */
export function burstsOf(refusals: readonly Refusal[]): ReadonlyMap<number, readonly NumberFact[]> {
  const byClient = new Map<string, Refusal[]>();
  for (const refusal of refusals) {
    if (refusal.fact.at === null) continue;
    pushTo(byClient, refusal.client, refusal);
  }
  const found = new Map<number, readonly NumberFact[]>();
  for (const all of byClient.values()) {
    const ordered = all.toSorted((a, b) => (a.fact.at ?? 0) - (b.fact.at ?? 0) || a.body - b.body);
    let from = 0;
    for (const [index, { fact }] of ordered.entries()) {
      while ((fact.at ?? 0) - (ordered[from]?.fact.at ?? 0) > BURST_MS) from += 1;
      const window = ordered.slice(from, index + 1);
      if (new Set(window.map(({ body }) => body)).size < BURST_HOLES) continue;
      for (const { body } of window)
        found.set(
          body,
          window.map((refusal) => refusal.fact),
        );
    }
  }
  return found;
}
