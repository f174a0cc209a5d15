// The memory store: complete and simple; the double for tests, and for replays that leave nothing behind.
import { datasetBusy, datasetUnknown, requireDatasetName } from '../dataset-name.js';
import type { Dataset, OpenOptions, Store } from '../store.js';
import { newMemoryData, type MemoryData } from './memory-data.js';
import { memoryDetection, readOnlyFault } from './memory-detection.js';
import { memoryEvents } from './memory-events.js';
import { memoryEvidence } from './memory-evidence.js';
import { memoryImports } from './memory-imports.js';
import { prune } from './memory-prune.js';

export function openMemoryStore(): Store {
  const datasets = new Map<string, MemoryData>();
  return {
    kind: 'memory',
    capabilities: { keepsBytes: true, sharedReading: false },
    async datasets() {
      return [...datasets.values()].map(({ info }) => info).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    open: async (name, options) => openDataset(datasets, name, options),
    async drop(name) {
      requireDatasetName(name);
      const data = datasets.get(name);
      if (data === undefined) throw datasetUnknown(name);
      if (data.writer) throw datasetBusy(name);
      datasets.delete(name);
    },
    async close() {},
  };
}

function openDataset(datasets: Map<string, MemoryData>, name: string, options: OpenOptions): Dataset {
  requireDatasetName(name);
  let data = datasets.get(name);
  if (data === undefined) {
    if (options.mode !== 'write' || options.create === undefined) throw datasetUnknown(name);
    data = newMemoryData({ name, ...options.create, asOf: null });
    datasets.set(name, data);
  }
  const writes = options.mode === 'write';
  if (writes && data.writer) throw datasetBusy(name);
  if (writes) data.writer = true;
  return memoryDataset(data, writes);
}

function memoryDataset(data: MemoryData, writes: boolean): Dataset {
  let open = true;
  const requireWriter = (): void => {
    if (!writes || !open) throw readOnlyFault(data.info.name);
  };
  return {
    get info() {
      return data.info;
    },
    ...memoryEvidence(data, requireWriter),
    ...memoryEvents(data),
    ...memoryDetection(data, requireWriter),
    ...memoryImports(data),
    async prune(before) {
      requireWriter();
      return prune(data, before);
    },
    isJudged: async () => null,
    size: async () => null,
    async close() {
      if (writes && open) data.writer = false;
      open = false;
    },
  };
}
