// One story of a followed folder, told by a seed: what is written, what becomes of the files, and what must be stored in the end.
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Follower } from '../../../src/ingest/follower.js';
import type { IngestOptions } from '../../../src/ingest/options.js';
import type { SourceNotice } from '../../../src/ingest/source-notice.js';
import type { ShoptraceError } from '../../../src/model/errors.js';
import type { Dataset } from '../../../src/stores/store.js';
import { brokenLedgers } from '../../ingest/follow-scene.js';
import { newScene, openMemoryDataset, record, type Scene } from '../../ingest/scene.js';
import { openFaultDataset } from '../processes/fault-dataset.js';
import { randomOf } from '../processes/random.js';

export const LIVE = 'trace.log';
const POLL_MS = 250;

interface StoryOptions {
  readonly ingest?: Partial<IngestOptions>;
  /** Followed paths, in the folder. */
  readonly names?: readonly string[];
  readonly wrap?: (dataset: Dataset) => Dataset;
  readonly masking?: 'on' | 'off';
  /** The store, where it is neither memory nor SQLite beside the folder. */
  readonly open?: () => Promise<Dataset>;
  readonly close?: () => Promise<void>;
}

/** What must come out where nothing was lost and nothing is to be told. */
export const nothingLost = {
  missing: [],
  invented: [],
  doubled: [],
  unordered: [],
  broken: [],
  leftOpen: 0,
  alarms: [],
} as const;

/** Open descriptors of files below a folder, removed ones too. */
export function descriptorsBelow(folder: string): number {
  const targets = readdirSync('/proc/self/fd').map((descriptor) => {
    try {
      return readlinkSync(join('/proc/self/fd', descriptor));
    } catch {
      // The one that the folder itself was read by.
      return '';
    }
  });
  return targets.filter((target) => target.startsWith(`${folder}/`)).length;
}

export class Story {
  readonly random: (below: number) => number;
  clock = Date.UTC(2020, 0, 1);
  next = 0;
  /** Serial numbers by file name, as they stand there now. */
  readonly files = new Map<string, number[]>();
  readonly notices: SourceNotice[] = [];
  readonly problems: ShoptraceError[] = [];
  /** Stood in a file during a whole look: they must be stored. */
  readonly seen = new Set<number>();
  /** Stood in a file that was lost before it was looked at: they may be stored. */
  readonly maybe = new Set<number>();
  #rotations = 0;
  #closeStore: () => Promise<void> = async () => {};
  #follower: Follower;

  private constructor(
    readonly scene: Scene,
    readonly options: StoryOptions,
    seed: number,
  ) {
    this.random = randomOf(seed);
    this.#follower = this.#newFollower();
  }

  /** On SQLite with every second seed, in memory else; in batches and reads of any size. */
  static async begin(seed: number, options: StoryOptions = {}): Promise<Story> {
    const random = randomOf(seed * 7919);
    const sizes = { batchBytes: 500 + random(60_000), readBytes: 500 + random(40_000) };
    let close = async (): Promise<void> => {};
    const openSqlite = async (folder: string): Promise<Dataset> => {
      const opened = await openFaultDataset(folder, 'write');
      close = opened.close;
      return opened.dataset;
    };
    const open = options.open ?? (seed % 2 === 0 ? openSqlite : openMemoryDataset);
    const story = new Story(await newScene({ ...sizes, ...options.ingest }, open), options, seed);
    story.#closeStore = options.close ?? close;
    return story;
  }

  get dataset(): Dataset {
    return this.scene.dataset;
  }

  get follower(): Follower {
    return this.#follower;
  }

  at(name: string): string {
    return join(this.scene.folder, name);
  }

  standing(name: string): number[] {
    const known = this.files.get(name) ?? [];
    this.files.set(name, known);
    return known;
  }

  /** Numbered records at the end of a file: texts of any length and bytes, with or without continuations. */
  write(name = LIVE, count = 1 + this.random(this.random(4) === 0 ? 900 : 30)): void {
    let text = '';
    for (const to = this.next + count; this.next < to; this.next += 1) {
      text += this.lines(this.next);
      this.standing(name).push(this.next);
    }
    appendFileSync(this.at(name), text, 'latin1');
  }

  /** Latin1 of the lines of one record. */
  lines(serial: number): string {
    const { random } = this;
    const texts = [
      '',
      '',
      '\xc3\xa9\xe2\x82\xac long '.repeat(random(30)),
      'caf\xe9',
      '\x1b[31m<b>&amp;',
      '\xc0\xaf \x00 \r x',
    ];
    const text = texts[random(texts.length)] ?? '';
    const end = random(25) === 0 ? '\r\n' : '\n';
    const more = random(12) === 0 ? `  #0 at Object.place (line ${random(900)})${end}` : '';
    return `${record(serial, text)}${end}${more}`;
  }

  /** Nothing, one look, or some time. */
  async sometimesLook(): Promise<void> {
    const dice = this.random(4);
    if (dice === 1) await this.look();
    else if (dice > 1) await this.pass(POLL_MS * (1 + this.random(dice === 2 ? 3 : 12)));
  }

  async look(): Promise<void> {
    while (await this.#follower.poll());
    for (const serials of this.files.values()) for (const serial of serials) this.seen.add(serial);
  }

  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= POLL_MS) {
      this.clock += POLL_MS;
      await this.look();
    }
  }

  /** The follower ends, and another one begins with the next look: what happens in between happens while none is there. */
  async restart(): Promise<void> {
    await this.#follower.stop();
    this.#follower = this.#newFollower();
  }

  rename(from: string, to: string): void {
    renameSync(this.at(from), this.at(to));
    this.files.set(to, this.standing(from));
    this.files.delete(from);
  }

  copy(from: string, to: string): void {
    copyFileSync(this.at(from), this.at(to));
    this.files.set(to, [...this.standing(from)]);
  }

  /** Empties or replaces a file; what stood there and nowhere else may never have been seen. */
  lose(name: string, how: 'truncate' | 'blank line' | 'remove'): void {
    for (const serial of this.standing(name)) this.maybe.add(serial);
    this.files.set(name, []);
    if (how === 'truncate') truncateSync(this.at(name), 0);
    else if (how === 'blank line') writeFileSync(this.at(name), '\n');
    else unlinkSync(this.at(name));
  }

  gzip(name: string): void {
    writeFileSync(this.at(`${name}.gz`), gzipSync(readFileSync(this.at(name))));
    unlinkSync(this.at(name));
    this.files.set(`${name}.gz`, this.standing(name));
    this.files.delete(name);
  }

  /** By number, or shifting all names by one. @returns the new name of the live file */
  rotate(shifts: boolean, live = LIVE): string {
    this.#rotations += 1;
    if (!shifts) return this.#renamed(live, `${live}.${this.#rotations}`);
    for (let number = this.#rotations; number >= 1; number -= 1)
      for (const ending of ['', '.gz'])
        if (existsSync(this.at(`${live}.${number}${ending}`)))
          this.rename(`${live}.${number}${ending}`, `${live}.${number + 1}${ending}`);
    return this.#renamed(live, `${live}.1`);
  }

  /**
   * Lets everything settle, ends, and says how what is stored differs from what was written.
   * @param release what must be done before the folder can go
   */
  async end(
    release: () => void = () => {},
  ): Promise<{ -readonly [name in keyof typeof nothingLost]: unknown }> {
    try {
      await this.pass(45_000);
      const found: number[] = [];
      const unordered: string[] = [];
      for (const { id } of await this.dataset.generations()) {
        const own = await serialsOf(this.dataset, id);
        if (own.some((serial, place) => serial <= (own[place - 1] ?? -1))) unordered.push(id);
        for (const serial of own) found.push(serial);
      }
      const once = new Set(found);
      const broken = await brokenLedgers(this.dataset);
      await this.#close(release);
      return {
        missing: [...this.seen].filter((serial) => !once.has(serial)),
        invented: [...once].filter((serial) => !this.seen.has(serial) && !this.maybe.has(serial)),
        doubled: doubledOf(found),
        unordered,
        broken,
        leftOpen: descriptorsBelow(this.scene.folder),
        alarms: this.notices.map(({ rule }) => rule),
      };
    } finally {
      await this.#close(release);
    }
  }

  #closed: Promise<void> | null = null;

  async #close(release: () => void): Promise<void> {
    this.#closed ??= (async () => {
      await this.#follower.stop();
      await this.#closeStore();
      release();
      this.scene.close();
    })();
    await this.#closed;
  }

  #renamed(from: string, to: string): string {
    this.rename(from, to);
    return to;
  }

  #newFollower(): Follower {
    const { names = [LIVE], wrap = (dataset) => dataset, masking = 'on' } = this.options;
    const paths = names.map((name) => ({
      path: this.at(name),
      source: name,
      shop: 'default',
      kind: null,
      zone: 'UTC',
      form: null,
    }));
    return new Follower(paths, {
      ...this.scene.dependencies,
      masking,
      dataset: wrap(this.dataset),
      now: () => this.clock,
      onNotice: (notice) => this.notices.push(notice),
      onProblem: (_path, problem) => void (problem !== null && this.problems.push(problem)),
    });
  }
}

function doubledOf(serials: readonly number[]): number[] {
  const once = new Set<number>();
  return serials.filter((serial) => once.size === once.add(serial).size);
}

/** In file order, without those of altered versions. */
export async function serialsOf(dataset: Dataset, generation: string): Promise<number[]> {
  const { events } = await dataset.eventsOfRange(generation, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
  return events
    .filter(({ event }) => !event.flags.includes('alternate'))
    .map(({ event }) => Number(/serial (\d+)/.exec(event.message)?.[1]));
}
