// How far judging has come in each file, and where reading must go on after a stop.
import type { Positions } from '../../stores/store.js';
import type { OpenCases } from './open-cases.js';

export class Progress {
  readonly #positions: Map<string, number>;

  constructor(positions: Positions) {
    this.#positions = new Map(Object.entries(positions));
  }

  /**
   * Positions that moved since they were last asked for: what lies before them is judged. They never go back; where an
   * open case needs earlier records again, `resumeFrom` says so.
   */
  of(
    fed: ReadonlyMap<string, number>,
    cases: OpenCases,
  ): { positions: Record<string, number>; resumeFrom: Record<string, number> } {
    const low = new Map(fed);
    for (const open of cases.values()) {
      if (!open.dirty) continue;
      for (const [generation, offset] of open.unjudged) {
        if (offset < (low.get(generation) ?? Infinity)) low.set(generation, offset);
      }
    }
    const positions: Record<string, number> = {};
    const resumeFrom: Record<string, number> = {};
    for (const [generation, offset] of low) {
      const before = this.#positions.get(generation);
      const position = Math.max(offset, before ?? 0);
      if (position !== before) positions[generation] = position;
      this.#positions.set(generation, position);
      if (offset < position) resumeFrom[generation] = offset;
    }
    return { positions, resumeFrom };
  }
}
