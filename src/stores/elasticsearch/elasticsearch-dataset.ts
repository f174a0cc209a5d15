// An open dataset on Elasticsearch: its parts put together, and what closing it means.
import type { BlockDecoder, Dataset, DatasetInfo } from '../store.js';
import { Appender } from './append.js';
import { attachedEvents } from './attached-events.js';
import type { EsContext } from './context.js';
import { detectionOf } from './detection.js';
import { DetectionWriter } from './detection-writer.js';
import { eventSearch } from './event-search.js';
import { evidenceOf } from './evidence.js';
import { findingsOf } from './findings.js';
import { Generations } from './generations.js';
import { importsOf } from './imports.js';
import { memosOf } from './memos.js';
import type { Part } from './index-names.js';
import { JudgePresence } from './judge-presence.js';
import type { Lease } from './lease.js';
import { finishPruning, pruneDataset } from './pruning.js';
import { transactionsOf } from './transactions.js';
import { repairVanished } from './vanished.js';

export interface DatasetParts {
  readonly context: EsContext;
  readonly decoder: BlockDecoder;
  /** Of a handle that judges. */
  readonly lease: Lease | null;
  readonly writes: boolean;
  readonly setAsOf: (asOf: number) => Promise<void>;
  readonly onClose: () => void;
}

const allParts: readonly Part[] = ['events', 'blocks', 'transactions', 'findings', 'details', 'state'];

/** A handle for writing first finishes what an earlier one left unfinished. */
export async function openEsDataset(parts: DatasetParts): Promise<Dataset> {
  const { context, decoder, lease, writes } = parts;
  const { timing } = context.connection;
  const generations = new Generations(context.state, () => timing.monotonic(), context.writePatienceMs);
  const appender = new Appender(context, generations);
  const detection = new DetectionWriter(context);
  const repair = async () =>
    await repairVanished(context, generations, decoder, async () => await detection.reset());
  if (writes) await repair();
  if (lease !== null) await detection.open();
  if (lease !== null) await finishPruning(context, generations);
  const requireJudge = async (): Promise<void> => {
    context.requireWriter();
    if (lease === null) throw new Error(`Dataset ${context.names.dataset} was not opened to be judged`);
    await lease.require();
  };
  const presence = new JudgePresence(context.state, timing);
  let open = true;
  return {
    get info(): DatasetInfo {
      return context.info();
    },
    ...evidenceOf(context, { generations, appender, repair }),
    ...attachedEvents(context, generations),
    ...eventSearch(context),
    ...transactionsOf(context),
    ...detectionOf(context, detection, requireJudge),
    ...findingsOf(context),
    ...importsOf(context),
    ...memosOf(context),
    setAsOf: parts.setAsOf,
    async prune(before) {
      await requireJudge();
      try {
        return await pruneDataset(context, generations, before);
      } finally {
        appender.forgetKnown();
      }
    },
    isJudged: async () => await presence.isThere(),
    size: async () => await sizeOf(context),
    async close() {
      if (!open) return;
      open = false;
      await context.fresh.settle(context.names, allParts).catch(() => undefined);
      await lease?.release();
      parts.onClose();
    },
  };
}

/** Null where the key may not ask. */
async function sizeOf({ connection, names }: EsContext): Promise<number | null> {
  const index = ['state', 'blocks', 'transactions', 'findings', 'details'] as const;
  const every = [...index.map((part) => names.index(part)), names.events].join(',');
  const reply = await connection.send({
    method: 'GET',
    path: `/${every}/_stats/store`,
    query: { ignore_unavailable: true, filter_path: '_all.total.store.size_in_bytes' },
    what: 'ask for the size',
    expect: ['blocked', 'missing'],
  });
  const { _all: all = {} } = reply.failure === null ? (reply.body as Sizes) : {};
  return all.total?.store?.size_in_bytes ?? null;
}

interface Sizes {
  readonly _all?: { readonly total?: { readonly store?: { readonly size_in_bytes?: number } } };
}
