// Gathers what changed into numbered batches, keeps the last ones, and hands them to every open page.
import type { Clock, LiveChange, LiveSource } from './dependencies.js';

export interface LiveBatch {
  /** `<start of the hub>-<number>`: a page that comes back with it gets what it missed. */
  readonly id: string;
  readonly dataset: string;
  readonly findings: readonly string[];
  /** Freshness moved. */
  readonly sources: boolean;
}

export interface LiveListener {
  batch(batch: LiveBatch): void;
  heartbeat(): void;
  /** The hub closes: no more will come. */
  closed(): void;
}

export interface LiveHub {
  /**
   * @param after id of the last batch the page saw
   * @returns what it missed (null: too long ago, ask for everything again), the newest id, and how to leave
   */
  join(
    listener: LiveListener,
    after: string | null,
  ): { readonly missed: readonly LiveBatch[] | null; readonly newest: string; leave(): void };
  readonly listeners: number;
  /** A change that a request made; what the source says comes by itself. */
  publish(change: LiveChange): void;
  close(): void;
}

export interface LiveHubOptions {
  readonly source: LiveSource;
  readonly clock: Clock;
  /** Changes of this long go into one batch. */
  readonly batchMs?: number;
  readonly heartbeatMs?: number;
  /** Batches that are kept for pages that come back. */
  readonly history?: number;
}

interface Gathered {
  readonly findings: Set<string>;
  sources: boolean;
}

export function createLiveHub(options: LiveHubOptions): LiveHub {
  const { clock, batchMs = 500, heartbeatMs = 15_000, history: historyLength = 500 } = options;
  const epoch = clock.now().toString(36);
  const listeners = new Set<LiveListener>();
  const gathered = new Map<string, Gathered>();
  const history: LiveBatch[] = [];
  let number = 0;
  let cancelFlush: (() => void) | null = null;

  const flush = (): void => {
    cancelFlush = null;
    for (const [dataset, { findings, sources }] of gathered) {
      number += 1;
      const batch: LiveBatch = { id: `${epoch}-${number}`, dataset, findings: [...findings], sources };
      history.push(batch);
      if (history.length > historyLength) history.shift();
      for (const listener of listeners) listener.batch(batch);
    }
    gathered.clear();
  };

  const gather = (change: LiveChange): void => {
    const entry = gathered.get(change.dataset) ?? { findings: new Set<string>(), sources: false };
    gathered.set(change.dataset, entry);
    if (change.type === 'sources') entry.sources = true;
    else for (const id of change.ids) entry.findings.add(id);
    cancelFlush ??= clock.after(batchMs, flush);
  };

  let cancelHeartbeat: () => void;
  const beat = (): void => {
    for (const listener of listeners) listener.heartbeat();
    cancelHeartbeat = clock.after(heartbeatMs, beat);
  };
  cancelHeartbeat = clock.after(heartbeatMs, beat);
  const unsubscribe = options.source.subscribe(gather);

  return {
    join(listener, after) {
      listeners.add(listener);
      return {
        missed: after === null ? [] : missedSince(after, epoch, number, history),
        newest: `${epoch}-${number}`,
        leave: () => void listeners.delete(listener),
      };
    },
    publish: gather,
    get listeners() {
      return listeners.size;
    },
    close() {
      unsubscribe();
      cancelFlush?.();
      cancelHeartbeat();
      for (const listener of listeners) listener.closed();
      listeners.clear();
    },
  };
}

function missedSince(
  after: string,
  epoch: string,
  newest: number,
  history: readonly LiveBatch[],
): readonly LiveBatch[] | null {
  const [afterEpoch, afterText] = after.split('-');
  const afterNumber = Number(afterText);
  if (afterEpoch !== epoch || !Number.isSafeInteger(afterNumber) || afterNumber > newest) return null;
  const missing = newest - afterNumber;
  return missing > history.length ? null : history.slice(history.length - missing);
}
