// Imports tables and logs of a merchant into a dataset, and judges its order numbers with them.
import { ShoptraceError } from '../model/errors.js';
import type { ImportedFile, ImportRequest } from '../model/jobs.js';
import { tableFields, type TableField } from '../ingest/imports/table-columns.js';
import type { Settings } from '../config/schema.js';
import type { Dataset, Store } from '../stores/store.js';
import { LIVE_DATASET, writing } from './datasets.js';
import { importFile } from './import-file.js';
import { SequenceJob } from './sequence-job.js';
import { keepHeapSmall } from './small-heap.js';

/** Judging a million rows keeps them all: there is little garbage to wait for, and time to look for it. */
const GROWING_PERCENT = 50;

/** A file that cannot be used is reported and does not stop the others. @throws dataset-busy, zone-unknown, usage, store-… */
export async function importTables(
  settings: Settings,
  store: Store,
  request: ImportRequest,
): Promise<{ readonly dataset: string; readonly files: readonly ImportedFile[] }> {
  keepHeapSmall(GROWING_PERCENT);
  const columns = columnsOf(request.map);
  const name = request.dataset ?? (await newestName(store)) ?? LIVE_DATASET;
  const dataset = request.dryRun ? null : await openForImport(store, name, request.now);
  try {
    const files: ImportedFile[] = [];
    const { shop, zone, platform, quoteLifeDays, first, last, takenAt, now } = request;
    const said = { platform, quoteLifeDays, first, last };
    for (const path of request.paths)
      files.push(
        await importFile({ path, shop: shop ?? 'default', zone, said, takenAt, columns, now }, dataset),
      );
    if (dataset !== null) await judgeNow(settings, store, name, dataset);
    return { dataset: name, files };
  } finally {
    await dataset?.close();
  }
}

/** Beside a daemon that writes, only the tables are added: it judges them itself. */
async function openForImport(store: Store, name: string, now: number): Promise<Dataset> {
  const known = (await store.datasets()).some((dataset) => dataset.name === name);
  if (!known) await (await store.open(name, writing(name === LIVE_DATASET, now))).close();
  return await store.open(name, { mode: 'read' });
}

async function judgeNow(settings: Settings, store: Store, name: string, imported: Dataset): Promise<void> {
  let dataset: Dataset;
  try {
    dataset = await store.open(name, { mode: 'write' });
  } catch (error) {
    if (error instanceof ShoptraceError && error.code === 'dataset-busy') return;
    throw error;
  }
  try {
    const { thresholds, mute } = settings.rules;
    const { orderNumbers } = settings;
    const job = new SequenceJob({ dataset, thresholds, mute, orderNumbers, now: () => Date.now() });
    await job.judge(imported.info.asOf, true);
  } finally {
    await dataset.close();
  }
}

async function newestName(store: Store): Promise<string | null> {
  const infos = await store.datasets();
  const live = infos.find((info) => info.live);
  return live?.name ?? infos.toSorted((a, b) => b.createdAt - a.createdAt)[0]?.name ?? null;
}

function columnsOf(map: ImportRequest['map']): ReadonlyMap<TableField, string> {
  const columns = new Map<TableField, string>();
  for (const [name, column] of map) {
    const field = tableFields.find((known) => known.toLowerCase() === name.toLowerCase());
    if (field === undefined)
      throw new ShoptraceError(
        'usage',
        `--map ${JSON.stringify(`${name}=${column}`)} names no field`,
        `Fields: ${tableFields.join(', ')}.`,
      );
    columns.set(field, column);
  }
  return columns;
}
