// The totals of a generation as a lane hands them over with a batch.
import type { LineCounts, ReadResult } from '../../parsers/format.js';
import type { GenerationLedger } from '../model/block.js';
import type { TraceEvent } from '../model/event.js';
import type { LaneRest } from './lane-contract.js';

/** Where the batch ends, and where the lane began. */
interface LaneSpan {
  readonly offset: number;
  readonly began: number;
  readonly rest: LaneRest | null;
}

export function ledgerAt(
  ledger: GenerationLedger,
  counts: LineCounts,
  { offset, began, rest }: LaneSpan,
): GenerationLedger {
  const uncounted = rest?.uncounted ?? null;
  return {
    ...ledger,
    bytes: offset + (rest?.bytes.length ?? 0),
    // What was given up came back, as far as it was read now.
    vanishedBytes: Math.max(0, ledger.vanishedBytes - (offset - began)),
    nulBytes: counts.nulBytes,
    lines: counts.lines + (uncounted === null ? 0 : 1),
    records: counts.records + (uncounted === 'record' ? 1 : 0),
    continuation: counts.continuation + (uncounted === 'continuation' ? 1 : 0),
    blank: counts.blank,
    quarantinedLines: { ...counts.quarantinedLines },
  };
}

/** A record that ends without a line end may have been copied while it was written. */
export function withProvisionalEnd(result: ReadResult): ReadResult {
  const last = result.events.at(-1);
  if (last === undefined) return result;
  const open: TraceEvent = { ...last, flags: [...last.flags, 'provisional'] };
  return { ...result, events: [...result.events.slice(0, -1), open] };
}
