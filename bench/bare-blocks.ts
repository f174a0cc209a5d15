// The yardstick of the embedded store: the same bytes in the same blocks, marked, compressed and committed; nothing is understood.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BLOCK_BYTES } from '../src/model/block.js';
import { packBlock } from '../src/stores/sqlite/block-packing.js';
import { SqlDatabase } from '../src/stores/sqlite/driver.js';

const READ_BYTES = 512 * 1024;

export interface BareWriting {
  readonly seconds: number;
  /** Of all threads of this process. */
  readonly cpu: number;
  readonly bytes: number;
}

export function* chunks(path: string): Generator<Buffer> {
  const file = openSync(path, 'r');
  for (;;) {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    const size = readSync(file, buffer);
    if (size === 0) break;
    yield buffer.subarray(0, size);
  }
  closeSync(file);
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Compressed by the store's own function, so on as many threads. */
export async function bareBlocks(path: string, folder: string, batchBytes: number): Promise<BareWriting> {
  const file = join(folder, 'bare.db');
  const database = new SqlDatabase(file, { readOnly: false, dataset: 'bare', busyTimeoutMs: 0 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4096');
  database.exec('CREATE TABLE block (id INTEGER PRIMARY KEY, mark TEXT NOT NULL, data BLOB NOT NULL)');
  const begun = performance.now();
  const cpu = cpuSeconds();
  let mark = Buffer.alloc(0);
  const flush = async (blocks: readonly Buffer[]): Promise<void> => {
    const packed = await Promise.all(blocks.map((bytes) => packBlock({ readerState: '', bytes })));
    database.write(() => {
      for (const [index, block] of blocks.entries()) {
        mark = createHash('sha256').update(mark).update(block).digest();
        const data = packed[index]?.data ?? block;
        database.run('INSERT INTO block (mark, data) VALUES (?, ?)', mark.toString('hex'), data);
      }
    });
  };
  let blocks: Buffer[] = [];
  let held = 0;
  let rest: Buffer = Buffer.alloc(0);
  for (const chunk of chunks(path)) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10, BLOCK_BYTES - 1); end >= 0; end = rest.indexOf(10, BLOCK_BYTES - 1)) {
      blocks.push(rest.subarray(0, end + 1));
      held += end + 1;
      rest = rest.subarray(end + 1);
      if (held < batchBytes) continue;
      await flush(blocks);
      blocks = [];
      held = 0;
    }
  }
  await flush([...blocks, rest]);
  const taken = { seconds: (performance.now() - begun) / 1000, cpu: cpuSeconds() - cpu };
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  return { ...taken, bytes: statSync(file).size };
}
