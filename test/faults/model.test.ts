// Random histories of a followed file against a simple model: no line lost, none doubled, every ledger adds up.
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AppendBatch, AppendResult } from '../../src/model/block.js';
import type { Dataset } from '../../src/stores/store.js';
import { readOnce } from '../../src/ingest/read-once.js';
import { ledgerProblems } from '../../src/model/block.js';
import { brokenLedgers, newFollowScene, type FollowScene } from '../ingest/follow-scene.js';
import { reading, record, records } from '../ingest/scene.js';
import { openFaultDataset } from './processes/fault-dataset.js';

/** Longer by environment: `SHOPTRACE_FAULT_RUNS=2000`. */
const runs = Number(process.env['SHOPTRACE_FAULT_RUNS'] ?? 60);
const LIVE = 'trace.log';
const BUSY = 'busy.log';

class Killed extends Error {}

/** Files by name, each a list of serial numbers; and what the follower has had the chance to see. */
class Model {
  next = 0;
  rotation = 0;
  readonly files = new Map<string, number[]>();
  /** Stood in a file during a complete look. */
  readonly seen = new Set<number>();
  /** Stood in a file during a look that was killed. */
  readonly maybe = new Set<number>();
  /** The live file ends in an unterminated piece of this serial number. */
  partial: number | null = null;

  look(into: Set<number>): void {
    for (const serials of this.files.values()) for (const serial of serials) into.add(serial);
  }

  get live(): number[] {
    const known = this.files.get(LIVE) ?? [];
    this.files.set(LIVE, known);
    return known;
  }
}

interface Real {
  readonly follow: FollowScene;
  readonly killer: { at: number; when: 'before' | 'after' };
  /** Within so long every file is looked at, whether it has a descriptor or not. */
  readonly lookMs: number;
}

abstract class Step implements fc.AsyncCommand<Model, Real> {
  check(_model: Readonly<Model>): boolean {
    return true;
  }
  abstract run(model: Model, real: Real): Promise<void>;
  abstract toString(): string;
}

class Write extends Step {
  constructor(readonly count: number) {
    super();
  }
  async run(model: Model, { follow }: Real): Promise<void> {
    const from = model.next;
    model.next += this.count;
    let text = records(from, model.next);
    if (model.partial !== null) {
      text = `${record(model.partial).slice(9)}\n${text}`;
      model.live.push(model.partial);
      model.partial = null;
    }
    follow.write(text);
    for (let serial = from; serial < model.next; serial += 1) model.live.push(serial);
  }
  toString = (): string => `write ${this.count}`;
}

class WritePartial extends Step {
  override check = (model: Readonly<Model>): boolean => model.partial === null;
  async run(model: Model, { follow }: Real): Promise<void> {
    model.partial = model.next;
    model.next += 1;
    void model.live;
    follow.write(record(model.partial).slice(0, 9));
  }
  toString = (): string => 'write a piece';
}

class Look extends Step {
  async run(model: Model, { follow, lookMs }: Real): Promise<void> {
    await follow.poll();
    await follow.pass(lookMs);
    model.look(model.seen);
  }
  toString = (): string => 'look';
}

class Pass extends Step {
  constructor(readonly ms: number) {
    super();
  }
  async run(model: Model, { follow, lookMs }: Real): Promise<void> {
    await follow.pass(this.ms);
    model.look(this.ms < lookMs ? model.maybe : model.seen);
  }
  toString = (): string => `pass ${this.ms}`;
}

class Rename extends Step {
  override check = (model: Readonly<Model>): boolean => model.files.has(LIVE);
  async run(model: Model, { follow }: Real): Promise<void> {
    model.rotation += 1;
    const name = `${LIVE}.${model.rotation}`;
    follow.rename(name);
    model.files.set(name, model.live);
    model.files.delete(LIVE);
    model.partial = null;
  }
  toString = (): string => 'rename';
}

class CopyTruncate extends Step {
  override check = (model: Readonly<Model>): boolean => model.files.has(LIVE);
  async run(model: Model, { follow }: Real): Promise<void> {
    model.rotation += 1;
    const name = `${LIVE}-${model.rotation}`;
    follow.copy(name);
    follow.truncate();
    model.files.set(name, model.live);
    model.files.set(LIVE, []);
    model.partial = null;
  }
  toString = (): string => 'copy and truncate';
}

class Reset extends Step {
  constructor(readonly regrow: number) {
    super();
  }
  override check = (model: Readonly<Model>): boolean => model.files.has(LIVE);
  async run(model: Model, real: Real): Promise<void> {
    real.follow.replace('\n');
    model.files.set(LIVE, []);
    model.partial = null;
    if (this.regrow > 0) await new Write(this.regrow).run(model, real);
  }
  toString = (): string => `reset, write ${this.regrow}`;
}

class Delete extends Step {
  override check = (model: Readonly<Model>): boolean => model.files.has(LIVE);
  async run(model: Model, { follow }: Real): Promise<void> {
    // An open descriptor still reads it.
    for (const serial of model.live) model.maybe.add(serial);
    follow.remove();
    model.files.delete(LIVE);
    model.partial = null;
  }
  toString = (): string => 'delete';
}

class Gzip extends Step {
  override check = (model: Readonly<Model>): boolean => plainRotated(model).length > 0;
  async run(model: Model, { follow }: Real): Promise<void> {
    const [name = ''] = plainRotated(model);
    follow.gzip(name);
    model.files.set(`${name}.gz`, model.files.get(name) ?? []);
    model.files.delete(name);
  }
  toString = (): string => 'gzip the oldest';
}

/** All numbered names move up by one, the highest first; many times between two looks when no look is between. */
class Shift extends Step {
  override check = (model: Readonly<Model>): boolean => numbered(model).length > 0;
  async run(model: Model, { follow }: Real): Promise<void> {
    model.rotation += 1;
    for (const [name, number, ending] of numbered(model)) {
      const to = `${LIVE}.${number + 1}${ending}`;
      follow.rename(to, name);
      model.files.set(to, model.files.get(name) ?? []);
      model.files.delete(name);
    }
  }
  toString = (): string => 'shift the names';
}

/** The follower stands still while a tool copies, truncates, shifts and packs as often as told. */
class RotateUnseen extends Step {
  constructor(
    readonly times: number,
    readonly how: 'rename' | 'copy',
    readonly packs: boolean,
  ) {
    super();
  }
  async run(model: Model, real: Real): Promise<void> {
    for (let time = 0; time < this.times; time += 1) {
      await new Write(700).run(model, real);
      await new Shift().run(model, real);
      await (this.how === 'rename' ? new Rename() : new CopyTruncate()).run(model, real);
      if (this.packs) await new Gzip().run(model, real);
    }
  }
  toString = (): string =>
    `${this.times} times unseen: write, shift, ${this.how}${this.packs ? ', gzip' : ''}`;
}

class Copy extends Step {
  override check = (model: Readonly<Model>): boolean => model.files.has(LIVE);
  async run(model: Model, { follow }: Real): Promise<void> {
    follow.copy(`${LIVE}.copy`);
    model.files.set(`${LIVE}.copy`, [...model.live]);
  }
  toString = (): string => 'copy';
}

class TruncateAndRegrow extends Step {
  override check = (model: Readonly<Model>): boolean => model.files.has(LIVE);
  async run(model: Model, real: Real): Promise<void> {
    const before = model.live.length;
    real.follow.truncate();
    model.files.set(LIVE, []);
    model.partial = null;
    await new Write(before + 5).run(model, real);
  }
  toString = (): string => 'truncate and regrow';
}

const makers = {
  tail: (lines: readonly string[]) => lines.slice(lines.length >> 1),
  extract: (lines: readonly string[]) => lines.filter((_, place) => place % 3 === 1),
  'delete a line of': (lines: readonly string[]) => lines.toSpliced(lines.length >> 1, 1),
  'change a byte of': (lines: readonly string[]) => {
    const place = lines.length >> 1;
    return lines.with(place, (lines[place] ?? '').replace(' serial ', ' sErial '));
  },
  concatenate: (lines: readonly string[], older: readonly string[]) => [...older, ...lines],
} as const;

/** Somebody reads a copy of what is stored into the same dataset while nothing follows. */
class ReadCopy extends Step {
  static count = 0;
  constructor(readonly how: keyof typeof makers) {
    super();
  }
  override check = (model: Readonly<Model>): boolean => (model.files.get(LIVE)?.length ?? 0) >= 8;
  async run(model: Model, { follow, lookMs }: Real): Promise<void> {
    await follow.pass(lookMs + 1500);
    model.look(model.seen);
    await follow.follower.stop();
    const linesOf = (name: string): string[] =>
      readFileSync(join(follow.scene.folder, name), 'latin1').split(/(?<=\n)/);
    const [older] = plainRotated(model);
    const lines = makers[this.how](linesOf(LIVE), older === undefined ? [] : linesOf(older));
    const folder = join(follow.scene.folder, 'copies');
    mkdirSync(folder, { recursive: true });
    ReadCopy.count += 1;
    const path = join(folder, `copy-${ReadCopy.count}.log`);
    writeFileSync(path, lines.join(''), 'latin1');
    const file = { ...reading(path), zone: 'UTC', source: path };
    const report = await readOnce(file, follow.scene.dependencies);
    const problems = ledgerProblems(report.ledger);
    if (problems.length > 0) throw new Error(problems.join('; '));
    await follow.restart();
  }
  toString = (): string => `${this.how} the file, read the copy`;
}

class Restart extends Step {
  async run(_model: Model, { follow }: Real): Promise<void> {
    await follow.restart();
  }
  toString = (): string => 'restart';
}

/** Dies at the n-th commit of the next look, before or after the store has it. */
class Kill extends Step {
  constructor(
    readonly at: number,
    readonly when: 'before' | 'after',
  ) {
    super();
  }
  async run(model: Model, { follow, killer, lookMs }: Real): Promise<void> {
    killer.at = this.at;
    killer.when = this.when;
    try {
      await follow.poll();
      model.look(lookMs > 0 ? model.maybe : model.seen);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      model.look(model.maybe);
    }
    killer.at = 0;
    await follow.restart();
  }
  toString = (): string => `kill ${this.when} commit ${this.at}`;
}

/** Highest number first. */
function numbered(model: Readonly<Model>): [name: string, number: number, ending: string][] {
  return [...model.files.keys()]
    .flatMap((name): [string, number, string][] => {
      const [, number, ending = ''] = /^trace\.log\.(\d+)(\.gz)?$/.exec(name) ?? [];
      return number === undefined ? [] : [[name, Number(number), ending]];
    })
    .toSorted((a, b) => b[1] - a[1]);
}

const plainRotated = (model: Readonly<Model>): string[] =>
  [...model.files.keys()].filter((name) => name !== LIVE && !name.endsWith('.gz') && !name.endsWith('.copy'));

const steps = [
  fc.integer({ min: 1, max: 12 }).map((count) => new Write(count)),
  fc.integer({ min: 1000, max: 2500 }).map((count) => new Write(count)),
  fc.constant(new WritePartial()),
  fc.constant(new Look()),
  fc.constantFrom(250, 750, 1500, 4000).map((ms) => new Pass(ms)),
  fc.constant(new Rename()),
  fc.constant(new CopyTruncate()),
  fc.constantFrom(0, 3, 40).map((count) => new Reset(count)),
  fc.constant(new Delete()),
  fc.constant(new Gzip()),
  fc.constant(new Shift()),
  fc
    .tuple(fc.integer({ min: 2, max: 4 }), fc.constantFrom('rename' as const, 'copy' as const), fc.boolean())
    .map(([times, how, packs]) => new RotateUnseen(times, how, packs)),
  fc.constant(new Copy()),
  fc.constant(new TruncateAndRegrow()),
  fc.constantFrom(...(Object.keys(makers) as (keyof typeof makers)[])).map((how) => new ReadCopy(how)),
  fc.constant(new Restart()),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('before' as const, 'after' as const))
    .map(([at, when]) => new Kill(at, when)),
];

function killing(dataset: Dataset, killer: Real['killer']): Dataset {
  return {
    ...dataset,
    info: dataset.info,
    async append(batch: AppendBatch): Promise<AppendResult> {
      if (killer.at > 0) killer.at -= 1;
      else return await dataset.append(batch);
      if (killer.at > 0) return await dataset.append(batch);
      if (killer.when === 'after') await dataset.append(batch);
      throw new Killed();
    },
  };
}

type OpenDataset = (folder: string) => Promise<Dataset>;

interface World {
  readonly open?: OpenDataset | undefined;
  readonly openFiles: number;
  /** What a faulty program would do to the store. */
  readonly spoil?: (dataset: Dataset) => Dataset;
}

/** Any list of steps ends with what the model says. */
function property({ open, openFiles, spoil = (dataset) => dataset }: World) {
  return fc.asyncProperty(fc.commands(steps, { maxCommands: 30 }), async (commands) => {
    const killer: Real['killer'] = { at: 0, when: 'before' };
    const follow = await newFollowScene(
      { batchBytes: 40_000, readBytes: 30_000, openFiles },
      (dataset) => killing(spoil(dataset), killer),
      openFiles === 1 ? [LIVE, BUSY] : [LIVE],
      open,
    );
    if (openFiles === 1) {
      // Always the most recently changed one: the other file is let go whenever it is quiet.
      follow.write('', BUSY);
      utimesSync(join(follow.scene.folder, BUSY), 7e9, 7e9);
    }
    const lookMs = openFiles === 1 ? 31_000 : 0;
    const model = new Model();
    try {
      await fc.asyncModelRun(() => ({ model, real: { follow, killer, lookMs } }), commands);
      await follow.pass(45_000);
      model.look(model.seen);
      expect(await oracle(model, follow)).toEqual({ missing: [], invented: [], doubled: 0, broken: [] });
    } finally {
      await follow.close();
    }
  });
}

describe('any history of a followed file', () => {
  it.each([
    ['memory', undefined, runs, 100],
    ['memory, without descriptors', undefined, Math.ceil(runs / 2), 1],
    [
      'SQLite',
      async (folder: string) => (await openFaultDataset(folder, 'write')).dataset,
      Math.ceil(runs / 4),
      100,
    ],
  ] as const)(
    'loses nothing that was there to be seen, and doubles nothing: %s',
    async (_name, open, numRuns, openFiles) => {
      await fc.assert(property({ open, openFiles }), { numRuns, endOnFailure: false });
    },
    600_000 + runs * 500,
  );

  it('that a faulty program would spoil is found, and told in few words', async () => {
    // Forgets the last record of a file that has another name now.
    const spoil = (dataset: Dataset): Dataset => ({
      ...dataset,
      info: dataset.info,
      append: async (batch) =>
        await dataset.append(
          batch.generation.path.endsWith(LIVE) ? batch : { ...batch, events: batch.events.slice(0, -1) },
        ),
    });
    const found = await fc.check(property({ openFiles: 100, spoil }), { numRuns: 500, seed: 1 });
    expect(found.failed).toBe(true);
    const [, told = ''] = /Counterexample: \[(.*?) *\/\*/.exec(fc.defaultReportMessage(found) ?? '') ?? [];
    expect(told.split(',').length).toBeLessThanOrEqual(4);
    expect(told).toMatch(/^[a-z0-9 :,]*write[a-z0-9 :,]*(rename|copy)[a-z0-9 :,]*$/);
  }, 120_000);
});

async function oracle(model: Model, follow: FollowScene): Promise<object> {
  const found = await follow.serials();
  const once = new Set(found);
  return {
    missing: [...model.seen].filter((serial) => !once.has(serial)),
    invented: [...once].filter((serial) => !model.seen.has(serial) && !model.maybe.has(serial)),
    doubled: found.length - once.size,
    broken: await brokenLedgers(follow.dataset),
  };
}
