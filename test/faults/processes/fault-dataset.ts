// The dataset that the fault tests write with one process and read with another.
import { merchantTrace } from '../../../parsers/index.js';
import { openSqliteStore } from '../../../src/stores/sqlite/sqlite-store.js';
import type { Dataset } from '../../../src/stores/store.js';

export async function openFaultDataset(
  folder: string,
  mode: 'read' | 'write',
): Promise<{ dataset: Dataset; close: () => Promise<void> }> {
  const store = openSqliteStore({
    folder,
    decoder: {
      decode: ({ id, shop, kind, zone, form }, block) =>
        merchantTrace.decode({ generation: id, shop, kind, zone, form }, block),
    },
  });
  const create = { live: true, createdAt: 0, catalogueVersion: merchantTrace.catalogueVersion };
  const dataset = await store.open('live', mode === 'write' ? { mode, create } : { mode });
  return {
    dataset,
    async close() {
      await dataset.close();
      await store.close();
    },
  };
}
