// One writer a dataset: an exclusive lock on a file of its own, let go by the system when the process dies.
import { join } from 'node:path';
import { SqlDatabase } from './driver.js';

/** @throws dataset-busy */
export function takeWriterLock(folder: string, dataset: string): { release(): void } {
  const lock = new SqlDatabase(join(folder, 'writer.lock'), { readOnly: false, dataset, busyTimeoutMs: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw error;
  }
  return { release: () => lock.close() };
}
