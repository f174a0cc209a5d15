// Memory store: deleting the oldest blocks, and what was judged of transactions that are gone with them.
import type { TraceEvent } from '../../model/event.js';
import type { Case } from '../../model/finding.js';
import { firstKept, pruneLimit } from '../prune-plan.js';
import type { Pruned } from '../store.js';
import type { GenerationData, MemoryData } from './memory-data.js';
import { eventsOfTransaction } from './memory-events.js';

export function prune(data: MemoryData, before: number): Pruned {
  const total = { blocks: 0, records: 0 };
  for (const stored of data.generations.values()) {
    const first = stored.pruned?.blocks ?? 0;
    const judged = data.detection.positions[stored.generation.id] ?? 0;
    const kept = keptOf(stored, before, judged);
    if (kept === first) continue;
    const candidates = idsOf(stored.events);
    for (const { attachment } of stored.attachments) candidates.add(attachment.transaction);
    total.records += cut(stored, kept);
    total.blocks += kept - first;
    const { shop } = stored.generation;
    for (const id of candidates)
      if (eventsOfTransaction(data, shop, id).length === 0) forgetTransaction(data, shop, id);
  }
  return total;
}

const latest = (events: readonly TraceEvent[]): number | null =>
  events.reduce<number | null>((last, { time }) => Math.max(last ?? time, time), null);

function eventsIn({ events }: GenerationData, from: number, to: number): TraceEvent[] {
  return events.filter(({ offset }) => offset >= from && offset < to);
}

function keptOf(stored: GenerationData, before: number, judged: number): number {
  const first = stored.pruned?.blocks ?? 0;
  const lastFinal = stored.events.at(-1)?.offset ?? -1;
  const blocks = stored.blocks.slice(first).map((block) => ({
    ...block,
    timeTo: latest(eventsIn(stored, block.start, block.start + block.length)),
  }));
  const { checkpoint, totals } = stored;
  return firstKept(first, blocks, pruneLimit(before, { lastFinal, checkpoint, lastTime: totals.to, judged }));
}

function idsOf(events: readonly TraceEvent[]): Set<string> {
  return new Set(events.flatMap(({ transaction }) => transaction ?? []));
}

/** @returns how many events went */
function cut(stored: GenerationData, kept: number): number {
  const last = stored.blocks[kept - 1];
  if (last === undefined) throw new Error(`There is no block ${kept - 1}`);
  const end = last.start + last.length;
  const before = idsOf(stored.events);
  const gone = stored.events.filter(({ offset }) => offset < end).length;
  stored.blocks = stored.blocks.map((block) =>
    block.number < kept ? { ...block, bytes: new Uint8Array(0), masked: [] } : block,
  );
  stored.events = stored.events.filter(({ offset }) => offset >= end);
  stored.attachments = stored.attachments.filter(({ attachment }) => attachment.offset >= end);
  stored.prunedTransactions += before.size - idsOf(stored.events).size;
  const records = (stored.pruned?.records ?? 0) + gone;
  stored.pruned = { blocks: kept, bytes: end, records, end, keptFrom: keptFrom(stored, kept) };
  return gone;
}

function keptFrom(stored: GenerationData, kept: number): number | null {
  for (const { start, length } of stored.blocks.slice(kept)) {
    const events = eventsIn(stored, start, start + length);
    if (events.length > 0) return Math.min(...events.map(({ time }) => time));
  }
  return null;
}

function forgetTransaction(data: MemoryData, shop: string, id: string): void {
  const isOf = (item: { readonly shop: string; readonly case: Case }): boolean =>
    item.shop === shop && item.case.kind === 'transaction' && item.case.key === id;
  data.facts = data.facts.filter((fact) => fact.shop !== shop || fact.transaction !== id);
  data.obligations = data.obligations.filter((item) => !isOf(item));
  data.summaries.delete(`${shop}\u0000${id}`);
  for (const [key, { finding, human }] of data.findings)
    if (human.version === 0 && isOf(finding)) data.findings.delete(key);
}
