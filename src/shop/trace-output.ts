// Where the shop's records go: one open-append-close a record (as the shop does), or large buffers when time is virtual.
import { appendFileSync, mkdirSync, readdirSync, renameSync, statSync, unlinkSync } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface TraceOutput {
  readonly bytes: number;
  write(text: string): void;
  /** More is buffered than should be: `flush` before writing on. */
  readonly full: boolean;
  flush(): Promise<void>;
  close(): Promise<void>;
}

const bufferCharacters = 1 << 20;

/** What stands behind the name of a file that was rotated. */
const rotatedName = /^\.\d{8}-\d{6}(-\d+)?$/;

/** A new file, written in large pieces. */
export async function bufferedOutput(path: string): Promise<TraceOutput> {
  mkdirSync(dirname(path), { recursive: true });
  const handle: FileHandle = await open(path, 'w');
  let buffered = '';
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (buffered === '') return;
    const piece = Buffer.from(buffered, 'utf8');
    buffered = '';
    bytes += piece.length;
    await handle.writeFile(piece);
  };
  return {
    get bytes() {
      return bytes;
    },
    get full() {
      return buffered.length >= bufferCharacters;
    },
    write(text) {
      buffered += text;
    },
    flush,
    async close() {
      await flush();
      await handle.close();
    },
  };
}

export interface Rotation {
  /** The file is renamed when it is larger than this. */
  readonly maxBytes: number;
  /** Or when its first record is older than this. */
  readonly maxAgeMs: number;
  /** Rotated files are removed when their last record is older than this. */
  readonly keepMs: number;
  /** Or, the oldest first, when all of them together are larger than this. */
  readonly keepBytes: number;
}

/**
 * Appends record by record; renames a file that has grown too large or too old, and removes rotated ones after a time.
 * @param now UTC ms
 */
export function appendingOutput(path: string, rotation: Rotation, now: () => number): TraceOutput {
  mkdirSync(dirname(path), { recursive: true });
  let { size, since } = present(path, now());
  let bytes = 0;
  prune(path, rotation, now());
  return {
    get bytes() {
      return bytes;
    },
    full: false,
    write(text) {
      if (size > 0 && (size >= rotation.maxBytes || now() - since >= rotation.maxAgeMs)) {
        renameSync(path, freeName(path, now()));
        prune(path, rotation, now());
        size = 0;
      }
      if (size === 0) since = now();
      const piece = Buffer.from(text, 'utf8');
      appendFileSync(path, piece);
      size += piece.length;
      bytes += piece.length;
    },
    flush: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

function present(path: string, now: number): { size: number; since: number } {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined
    ? { size: 0, since: now }
    : { size: stat.size, since: stat.birthtimeMs || stat.mtimeMs };
}

/** `merchant_trace.log` → `merchant_trace.log.20261124-112005`, `…-2` when that is taken. */
function freeName(path: string, now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15);
  const name = `${path}.${stamp}`;
  for (let attempt = 1; ; attempt += 1) {
    const candidate = attempt === 1 ? name : `${name}-${attempt}`;
    if (statSync(candidate, { throwIfNoEntry: false }) === undefined) return candidate;
  }
}

function prune(path: string, { keepMs, keepBytes }: Rotation, now: number): void {
  let bytes = 0;
  for (const { rotated, size, modified } of rotatedFiles(path)) {
    bytes += size;
    if (now - modified > keepMs || bytes > keepBytes) unlinkSync(rotated);
  }
}

/** The latest first. */
function rotatedFiles(path: string): { rotated: string; size: number; modified: number }[] {
  const own = basename(path);
  return readdirSync(dirname(path))
    .filter((name) => name.startsWith(`${own}.`) && rotatedName.test(name.slice(own.length)))
    .flatMap((name) => {
      const rotated = join(dirname(path), name);
      const stat = statSync(rotated, { throwIfNoEntry: false });
      return stat === undefined ? [] : [{ rotated, size: stat.size, modified: stat.mtimeMs }];
    })
    .toSorted((a, b) => b.modified - a.modified || (a.rotated < b.rotated ? 1 : -1));
}
