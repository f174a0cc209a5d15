// Counts of the lines of one generation, and the lines that belong to no record.
import type { QuarantinedLine, QuarantineReason } from '../../src/model/event.js';
import type { LineCounts } from '../format.js';

export interface CountState {
  lines: number;
  records: number;
  continuation: number;
  blank: number;
  nulBytes: number;
  quarantined: Partial<Record<QuarantineReason, number>>;
}

export class LineCounter {
  readonly state: CountState;
  readonly quarantinedLines: QuarantinedLine[] = [];
  readonly #generation: string;

  constructor(generation: string, state?: CountState) {
    this.#generation = generation;
    this.state = state ?? {
      lines: 0,
      records: 0,
      continuation: 0,
      blank: 0,
      nulBytes: 0,
      quarantined: {},
    };
  }

  quarantine(offset: number, line: number, byteLength: number, reason: QuarantineReason): void {
    const { quarantined } = this.state;
    quarantined[reason] = (quarantined[reason] ?? 0) + 1;
    this.quarantinedLines.push({ generation: this.#generation, offset, line, byteLength, reason });
  }

  counts(): LineCounts {
    const { lines, records, continuation, blank, nulBytes, quarantined } = this.state;
    return { lines, records, continuation, blank, nulBytes, quarantinedLines: { ...quarantined } };
  }
}
