// The SQLite store: one folder a dataset, one writer, any number of readers in any process.
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { datasetUnknown, requireDatasetName } from '../dataset-name.js';
import type { BlockDecoder, Dataset, DatasetInfo, OpenOptions, Store } from '../store.js';
import { openSqliteDataset, readInfo } from './sqlite-dataset.js';
import { openForReading, openForWriting } from './connections.js';
import { takeWriterLock } from './writer-lock.js';

export interface SqliteOptions {
  /** Holds a folder a dataset. */
  readonly folder: string;
  readonly decoder: BlockDecoder;
  /** A dataset that would grow beyond this is full; default: the disk decides. */
  readonly maximumBytes?: number;
}

const DATABASE = 'store.db';

export function openSqliteStore(options: SqliteOptions): Store {
  const opened = new Set<Dataset>();
  const pathOf = (name: string): string => {
    requireDatasetName(name);
    return join(options.folder, name);
  };
  return {
    kind: 'sqlite',
    capabilities: { keepsBytes: true, sharedReading: true },
    datasets: async () => datasetNames(options.folder).flatMap((name) => infoOf(pathOf(name), name) ?? []),
    async open(name, how) {
      const dataset = openDataset(options, pathOf(name), name, how, () => opened.delete(dataset));
      opened.add(dataset);
      return dataset;
    },
    async drop(name) {
      const folder = pathOf(name);
      if (!existsSync(join(folder, DATABASE))) throw datasetUnknown(name);
      const lock = takeWriterLock(folder, name);
      try {
        rmSync(folder, { recursive: true });
      } finally {
        lock.release();
      }
    },
    async close() {
      for (const dataset of opened) await dataset.close();
    },
  };
}

function datasetNames(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, DATABASE)))
    .toSorted();
}

/** Null where a dataset was only begun (its maker died before it was whole). */
function infoOf(folder: string, name: string): DatasetInfo | null {
  const database = openForReading(join(folder, DATABASE), name);
  try {
    return readInfo(database, name);
  } finally {
    database.close();
  }
}

function openDataset(
  options: SqliteOptions,
  folder: string,
  name: string,
  how: OpenOptions,
  onClose: () => void,
): Dataset {
  const path = join(folder, DATABASE);
  const { create } = how;
  if (!existsSync(path) && (how.mode === 'read' || create === undefined)) throw datasetUnknown(name);
  const size = (): number => folderSize(folder);
  if (how.mode === 'read') {
    const database = openForReading(path, name);
    return openSqliteDataset({
      name,
      path,
      database,
      decoder: options.decoder,
      writes: false,
      size,
      onClose,
    });
  }
  mkdirSync(folder, { recursive: true });
  const lock = takeWriterLock(folder, name);
  try {
    const database = openForWriting(path, name, create, options.maximumBytes);
    const release = (): void => {
      lock.release();
      onClose();
    };
    return openSqliteDataset({
      name,
      path,
      database,
      decoder: options.decoder,
      writes: true,
      size,
      onClose: release,
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

function folderSize(folder: string): number {
  return readdirSync(folder).reduce((sum, file) => {
    const stat = statSync(join(folder, file), { throwIfNoEntry: false });
    return sum + (stat?.size ?? 0);
  }, 0);
}
