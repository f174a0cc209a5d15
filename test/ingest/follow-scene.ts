// A followed folder driven poll by poll with a clock of its own: no timer, no sleeping.
import {
  appendFileSync,
  copyFileSync,
  readFileSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FollowedPath } from '../../src/ingest/follow-settings.js';
import { Follower } from '../../src/ingest/follower.js';
import type { SourceNotice } from '../../src/ingest/source-notice.js';
import { ledgerProblems } from '../../src/model/block.js';
import type { Dataset } from '../../src/stores/store.js';
import type { IngestOptions } from '../../src/ingest/options.js';
import { newScene, serials, type Scene } from './scene.js';

export interface FollowScene {
  readonly scene: Scene;
  readonly dataset: Dataset;
  readonly notices: SourceNotice[];
  readonly path: string;
  clock: number;
  follower: Follower;
  write(text: string, name?: string): void;
  rename(to: string, from?: string): void;
  copy(to: string, from?: string): void;
  truncate(name?: string): void;
  replace(text: string, name?: string): void;
  remove(name?: string): void;
  gzip(name: string): void;
  /** Polls until nothing is left to read at this moment. */
  poll(): Promise<void>;
  /** Lets time pass in steps of a poll. */
  pass(ms: number): Promise<void>;
  /** A new process: what is not in the store is forgotten. */
  restart(): Promise<void>;
  serials(): Promise<number[]>;
  close(): Promise<void>;
}

export async function newFollowScene(
  options: Partial<IngestOptions> = {},
  wrap: (dataset: Dataset) => Dataset = (dataset) => dataset,
  names: readonly string[] = ['trace.log'],
  open?: (folder: string) => Promise<Dataset>,
): Promise<FollowScene> {
  const scene = await newScene(options, open);
  const notices: SourceNotice[] = [];
  const at = (name: string): string => join(scene.folder, name);
  const follow = (): Follower =>
    new Follower(
      names.map((name): FollowedPath => ({
        path: at(name),
        source: name,
        shop: 'default',
        kind: null,
        zone: 'UTC',
        form: null,
      })),
      {
        ...scene.dependencies,
        dataset: wrap(scene.dataset),
        now: () => own.clock,
        onNotice: (notice) => notices.push(notice),
      },
    );
  const own: FollowScene = {
    scene,
    dataset: scene.dataset,
    notices,
    path: at(names[0] ?? ''),
    clock: Date.UTC(2020, 0, 1),
    follower: follow(),
    write: (text, name = 'trace.log') => appendFileSync(at(name), text, 'latin1'),
    rename: (to, from = 'trace.log') => renameSync(at(from), at(to)),
    copy: (to, from = 'trace.log') => copyFileSync(at(from), at(to)),
    truncate: (name = 'trace.log') => truncateSync(at(name), 0),
    replace: (text, name = 'trace.log') => writeFileSync(at(name), text, 'latin1'),
    remove: (name = 'trace.log') => unlinkSync(at(name)),
    gzip(name) {
      writeFileSync(at(`${name}.gz`), gzipSync(readFileSync(at(name))));
      unlinkSync(at(name));
    },
    async poll() {
      for (let more = true; more;) more = await own.follower.poll();
    },
    async pass(ms) {
      for (let left = ms; left > 0; left -= 250) {
        own.clock += 250;
        await own.poll();
      }
    },
    async restart() {
      await own.follower.stop();
      own.follower = follow();
    },
    serials: async () => await serials(scene.dataset),
    async close() {
      await own.follower.stop();
      await scene.dataset.close();
      scene.close();
    },
  };
  return own;
}

/** What does not add up in any ledger of the dataset. */
export async function brokenLedgers(dataset: Dataset): Promise<string[]> {
  const problems: string[] = [];
  for (const { id } of await dataset.generations()) {
    const ledger = await dataset.ledger(id);
    if (ledger !== null) problems.push(...ledgerProblems(ledger));
  }
  return problems;
}
