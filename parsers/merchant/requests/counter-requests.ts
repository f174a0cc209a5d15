// Rebuilds web requests from the call counter of form C: 1 begins a request, and each record has the next number.
import type { Chain, ChainTable, SeenRecord } from './chain.js';
import { isAlive } from './chain.js';

const OTHER_TRANSACTION_MS = 2_000;
const OPENER_WITHOUT_ID_MS = 10_000;
const WITHOUT_ID_MS = 120_000;
const HOLE_MS = 120_000;

/** How well a record fits behind a chain; smaller is better. */
const enum Fit {
  same,
  withoutId,
  otherTransaction,
  holeInSame,
  none,
}

/** The chain that a record continues, and how surely. */
export interface Joined {
  readonly chain: Chain | null;
  /** Another chain fits as well. */
  readonly rivals: boolean;
  /** Numbers between are missing and nothing explains it, or the chain is another transaction's. */
  readonly doubtful: boolean;
}

const nothing: Joined = { chain: null, rivals: false, doubtful: true };

/** The chain of the record's own transaction that has the number before it: nearly every record. */
export function quickChain(table: ChainTable, record: SeenRecord): Chain | null {
  if (record.transaction === null) return null;
  const chains = table.of(record.transaction);
  if (chains === undefined) return null;
  let best: Chain | null = null;
  for (const chain of chains) {
    if (chain.n === 0 || !follows(chain, record) || !isAlive(chain, record.time)) continue;
    if (best === null || isCloser(chain, best, record)) best = chain;
  }
  return best;
}

/** Of all chains the one that fits best; the smaller gap, then the same component, then the last used decides. */
export function bestChain(table: ChainTable, record: SeenRecord): Joined {
  let best: Chain | null = null;
  let bestFit = Fit.none;
  let rivals = 0;
  for (const chain of table.all) {
    const fit = fitOf(chain, record);
    if (fit === Fit.none || fit > bestFit) continue;
    rivals = fit === bestFit ? rivals + 1 : 0;
    if (best === null || fit < bestFit || isCloser(chain, best, record)) best = chain;
    bestFit = fit;
  }
  if (best === null) return nothing;
  return { chain: best, rivals: rivals > 0, doubtful: bestFit >= Fit.otherTransaction };
}

/** The next number, or the one behind a mail record (after PRD8, before GEN1): such a hole counts as none. */
function follows(chain: Chain, record: SeenRecord): boolean {
  const step = (record.counter ?? 0) - chain.n;
  return step === 1 || (step === 2 && (chain.code === 'PRD8' || record.code === 'GEN1'));
}

function fitOf(chain: Chain, record: SeenRecord): Fit {
  const step = (record.counter ?? 0) - chain.n;
  if (chain.n === 0 || step < 1 || !isAlive(chain, record.time)) return Fit.none;
  const { transaction } = record;
  const gap = Math.abs(record.time - chain.time);
  const same = transaction !== null && chain.transaction === transaction;
  if (same) {
    if (follows(chain, record)) return Fit.same;
    return gap <= HOLE_MS ? Fit.holeInSame : Fit.none;
  }
  if (step !== 1) return Fit.none;
  if (transaction === null) return gap <= WITHOUT_ID_MS ? Fit.withoutId : Fit.none;
  if (chain.transaction === null) return gap <= OPENER_WITHOUT_ID_MS ? Fit.withoutId : Fit.none;
  // A request comes to another transaction by loading its bill, which prints a line.
  if (!record.code.startsWith('BIL')) return Fit.none;
  const longest = chain.mixed ? WITHOUT_ID_MS : OTHER_TRANSACTION_MS;
  return gap <= longest ? Fit.otherTransaction : Fit.none;
}

function isCloser(chain: Chain, best: Chain, record: SeenRecord): boolean {
  const gap = Math.abs(record.time - chain.time) - Math.abs(record.time - best.time);
  if (gap !== 0) return gap < 0;
  const component =
    Number(chain.component === record.component) - Number(best.component === record.component);
  return component === 0 ? chain.used > best.used : component > 0;
}
