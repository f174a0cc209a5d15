// A folder, a dataset and the ingest stage for one test.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { merchantTrace } from '../../parsers/index.js';
import type { FileToRead, ReadDependencies } from '../../src/ingest/reading.js';
import { ingestOptions, type IngestOptions } from '../../src/ingest/options.js';
import { openMemoryStore } from '../../src/stores/memory/memory-store.js';
import type { Dataset } from '../../src/stores/store.js';

export interface Scene {
  readonly folder: string;
  readonly dataset: Dataset;
  readonly dependencies: ReadDependencies;
  file(name: string, content: string | Uint8Array): string;
  close(): void;
}

export async function openMemoryDataset(): Promise<Dataset> {
  const create = { live: false, createdAt: 0, catalogueVersion: '1' };
  return await openMemoryStore().open('test', { mode: 'write', create });
}

/** @param open the dataset; in a folder beside the one of the scene, where it is kept on disk */
export async function newScene(
  options: Partial<IngestOptions> = {},
  open: (folder: string) => Promise<Dataset> = openMemoryDataset,
): Promise<Scene> {
  const base = mkdtempSync(join(tmpdir(), 'ingest-test-'));
  const folder = join(base, 'logs');
  mkdirSync(folder);
  const dataset = await open(join(base, 'data'));
  return {
    folder,
    dataset,
    dependencies: {
      dataset,
      format: merchantTrace,
      masking: 'on',
      maskingKey: new Uint8Array(32),
      onCommitted: () => {},
      options: ingestOptions.parse(options),
    },
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    close: () => rmSync(base, { recursive: true, force: true }),
  };
}

export const reading = (path: string, extra: Partial<FileToRead> = {}): FileToRead => ({
  path,
  source: 'shop trace',
  shop: 'default',
  kind: null,
  zone: 'Europe/Paris',
  form: null,
  ...extra,
});

/** One record: line `serial` of a busy day. */
export function record(serial: number, text = ''): string {
  const time = new Date(Date.UTC(2019, 2, 1) + serial * 37);
  const day = `2019-3-${String(time.getUTCDate()).padStart(2, '0')}`;
  const clock = time.toISOString().slice(11, 19);
  const ms = String(time.getUTCMilliseconds()).padStart(3, '0');
  return `-- ${day} ${clock} ${ms} --  [TU90QMLVYXD5UMZYUQ==] serial ${serial} ${text}`.trimEnd();
}

export function records(from: number, to: number, text = ''): string {
  let lines = '';
  for (let serial = from; serial < to; serial += 1) lines += `${record(serial, text)}\n`;
  return lines;
}

/** Everything a dataset holds of its generations, in a form that two runs can be compared by. */
export async function contents(dataset: Dataset): Promise<unknown> {
  const all = [];
  for (const generation of await dataset.generations()) {
    const { events, attachments } = await dataset.eventsOfRange(
      generation.id,
      0,
      Number.MAX_SAFE_INTEGER,
      1_000_000,
    );
    const blocks = [];
    for (const mark of await dataset.marks(generation.id))
      blocks.push(await dataset.block(generation.id, mark.number));
    const ledger = await dataset.ledger(generation.id);
    all.push({
      generation: generation.id,
      events: events.map(({ event }) => event),
      attachments,
      blocks,
      ledger,
    });
  }
  return all;
}

/** Serial numbers stored, in file order, of every generation; those of altered versions apart. */
export async function serials(dataset: Dataset): Promise<number[]> {
  const found: number[] = [];
  for (const { id } of await dataset.generations()) {
    const { events } = await dataset.eventsOfRange(id, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
    for (const { event } of events)
      if (!event.flags.includes('alternate')) found.push(Number(/serial (\d+)/.exec(event.message)?.[1]));
  }
  return found;
}
