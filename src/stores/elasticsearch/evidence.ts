// Elasticsearch store: bytes, checkpoints, ledgers, sources.
import type { AppendBatch, AppendResult } from '../../model/block.js';
import { ShoptraceError } from '../../model/errors.js';
import type { Dataset, SourceStatus, StoredFile } from '../store.js';
import { VanishedIndex, type Appender } from './append.js';
import { readBlock, readBytes, readMarks } from './blocks.js';
import type { EsContext } from './context.js';
import { documentId } from './document-id.js';
import { Exclusive } from './exclusive.js';
import { ledgerOf, type GenerationRecord } from './generation-record.js';
import type { Generations } from './generations.js';
import { finishRetiring, retiredRecord } from './retire.js';
import { shownTransactions, transactionCounts } from './sightings.js';
import type { Repair } from './vanished.js';

type Evidence = Pick<
  Dataset,
  | 'append'
  | 'generations'
  | 'storedFiles'
  | 'updateGeneration'
  | 'checkpoint'
  | 'marks'
  | 'block'
  | 'ledger'
  | 'addDuplicates'
  | 'retire'
  | 'setSourceStatus'
  | 'sourceStatus'
  | 'rawBytes'
>;

export interface EvidenceParts {
  readonly generations: Generations;
  readonly appender: Appender;
  readonly repair: () => Promise<Repair | null>;
}

const MOST_CONFLICTS = 20;

export function evidenceOf(context: EsContext, { generations, appender, repair }: EvidenceParts): Evidence {
  const exclusive = new Exclusive();
  const change = async (id: string, work: (record: GenerationRecord) => GenerationRecord): Promise<void> =>
    await exclusive.run(async () => await changeRecord(generations, id, work));
  return {
    async append(batch) {
      context.requireWriter();
      return await exclusive.run(async () => await appendOrRepair(context, appender, repair, batch));
    },
    generations: async () => (await generations.list()).map(({ generation }) => generation),
    storedFiles: async () => await storedFiles(context, generations),
    async updateGeneration(generation) {
      context.requireWriter();
      await change(generation.id, (record) => ({ ...record, generation }));
    },
    checkpoint: async (generation) => (await generations.record(generation))?.checkpoint ?? null,
    async marks(generation, from = 0) {
      const stored = await generations.get(generation);
      return stored === null ? [] : await readMarks(context, stored, from, Infinity);
    },
    async block(generation, number) {
      const stored = await generations.get(generation);
      return stored === null ? null : await readBlock(context, stored, number);
    },
    async ledger(generation) {
      const record = await generations.record(generation);
      if (record === null) return null;
      // Another process may have written them.
      if (generations.own(generation) === undefined) context.fresh.touch(context.names, 'transactions');
      return ledgerOf(record, await shownTransactions(context, generation));
    },
    async addDuplicates(generation, _path, records) {
      context.requireWriter();
      await change(generation, (record) => ({ ...record, copies: record.copies + records }));
    },
    async retire(generation) {
      context.requireWriter();
      await exclusive.run(async () => {
        await changeRecord(generations, generation, retiredRecord);
        const stored = await generations.get(generation);
        if (stored !== null) await finishRetiring(context, generations, stored);
        appender.forget(generation);
      });
    },
    async setSourceStatus(status) {
      context.requireWriter();
      const id = documentId('source', status.source, status.generation);
      await context.state.write('source', id, { body: status }, 'any', context.writePatienceMs);
    },
    async sourceStatus() {
      const all = await context.state.list<SourceStatus>('source');
      const order = ({ source, generation }: SourceStatus): string => `${source}\u0000${generation}`;
      return all.toSorted((a, b) => (order(a) < order(b) ? -1 : 1));
    },
    async rawBytes(generation, from, to) {
      const stored = await generations.get(generation);
      return stored === null ? new Uint8Array(0) : await readBytes(context, stored, from, to);
    },
  };
}

async function storedFiles(context: EsContext, generations: Generations): Promise<StoredFile[]> {
  const records = await generations.list();
  if (records.length === 0) return [];
  // Other processes may have written them.
  context.fresh.touch(context.names, 'transactions');
  const transactions = await transactionCounts(context);
  return records.flatMap((record) => {
    const { generation, checkpoint } = record;
    const ledger = ledgerOf(record, transactions.get(generation.id) ?? 0);
    return checkpoint === null || ledger === null ? [] : [{ generation, checkpoint, ledger }];
  });
}

async function appendOrRepair(
  context: EsContext,
  appender: Appender,
  repair: EvidenceParts['repair'],
  batch: AppendBatch,
): Promise<AppendResult> {
  try {
    return await appender.append(batch);
  } catch (error) {
    if (!(error instanceof VanishedIndex)) throw error;
    const repaired = await repair();
    appender.forget(batch.generation.id);
    throw new ShoptraceError(
      'store-unreachable',
      `Indices of the dataset ${context.names.dataset} were deleted (${repaired?.indices.join(', ') ?? error.message})`,
      'They are made anew; what was read from files that are still there is read again by itself.',
      { cause: error },
    );
  }
}

async function changeRecord(
  generations: Generations,
  id: string,
  work: (record: GenerationRecord) => GenerationRecord,
): Promise<void> {
  for (let attempt = 0; attempt < MOST_CONFLICTS; attempt += 1) {
    const stored = await generations.get(id);
    if (stored === null) throw new Error(`There is no generation ${id}`);
    const isOwn = generations.own(id) !== undefined;
    if (await generations.save(id, work(stored.record), stored.openBytes, stored.place)) {
      // Only an append makes sure that nothing uncommitted lies behind the record.
      if (!isOwn) generations.forget(id);
      return;
    }
  }
  throw new ShoptraceError(
    'store-unreachable',
    `Other processes write the generation ${id} at the same time`,
    'Let one process follow a file.',
  );
}
