// Which datasets are there, and what do they cover?
import type { DatasetAnswer } from '../model/answers.js';
import { judged } from './judged.js';
import { toInstant, toInstantOrNull } from './instant.js';
import type { Dataset, Store } from './question.js';

/** Live first, then the newest made. */
export async function datasets(store: Store): Promise<readonly DatasetAnswer[]> {
  const answers: DatasetAnswer[] = [];
  for (const { name } of await store.datasets()) {
    const dataset = await store.open(name, { mode: 'read' });
    try {
      answers.push(await datasetAnswer(dataset));
    } finally {
      await dataset.close();
    }
  }
  return answers.sort((a, b) => Number(b.live) - Number(a.live) || b.createdAt.localeCompare(a.createdAt));
}

export async function datasetAnswer(dataset: Dataset): Promise<DatasetAnswer> {
  const generations = await dataset.generations();
  const files = await dataset.storedFiles();
  let records = 0;
  let from: number | null = null;
  let to: number | null = null;
  for (const { ledger } of files) {
    records += ledger.indexed + ledger.pending;
    if (ledger.from !== null) from = Math.min(from ?? ledger.from, ledger.from);
    if (ledger.to !== null) to = Math.max(to ?? ledger.to, ledger.to);
  }
  const zones = new Set(generations.map((generation) => generation.zone));
  return {
    name: dataset.info.name,
    live: dataset.info.live,
    createdAt: toInstant(dataset.info.createdAt),
    asOf: toInstantOrNull(dataset.info.asOf),
    zone: zones.size === 1 ? ([...zones][0] ?? null) : null,
    files: generations.length,
    records,
    transactions: await dataset.transactionCount(),
    from: toInstantOrNull(from),
    to: toInstantOrNull(to),
    bytesOnDisk: await dataset.size(),
    judged: await judged(dataset),
  };
}
