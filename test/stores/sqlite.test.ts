// The SQLite store keeps the contract, to the one who writes and to the one who reads over a connection of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../src/stores/sqlite/sqlite-store.js';
import type { Dataset, Store } from '../../src/stores/store.js';
import { describeStore } from '../contracts/describe-store.js';
import { lineDecoder } from '../support/line-format.js';

async function openFresh(): Promise<{ store: Store; cleanup: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'shoptrace-store-'));
  return {
    store: openSqliteStore({ folder, decoder: lineDecoder }),
    cleanup: () => rm(folder, { recursive: true }),
  };
}

/** What is asked of a writer is answered by a reader, which has nothing but the file. */
function answeredByReader(writer: Dataset, reader: Dataset): Dataset {
  return {
    ...reader,
    get info() {
      return reader.info;
    },
    append: (batch) => writer.append(batch),
    updateGeneration: (generation) => writer.updateGeneration(generation),
    addDuplicates: (generation, path, records) => writer.addDuplicates(generation, path, records),
    retire: (generation) => writer.retire(generation),
    prune: (before) => writer.prune(before),
    setSourceStatus: (status) => writer.setSourceStatus(status),
    commitDetection: (commit) => writer.commitDetection(commit),
    resetDetection: () => writer.resetDetection(),
    async close() {
      await reader.close();
      await writer.close();
    },
  };
}

describeStore('sqlite', openFresh);

describeStore('sqlite, read over another connection', async () => {
  const { store, cleanup } = await openFresh();
  const open: Store['open'] = async (name, options) => {
    const dataset = await store.open(name, options);
    if (options.mode === 'read') return dataset;
    return answeredByReader(dataset, await store.open(name, { mode: 'read' }));
  };
  return { store: { ...store, open }, cleanup };
});
