// The roles as processes on one real node, killed again and again: what is said in the end is what an undisturbed replay says.
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/model/finding.js';
import { canTestOn, useCluster } from '../../support/elasticsearch/shared-node.js';
import { openTestStore } from '../../support/elasticsearch/test-store.js';
import { ensureBuilt, startProgram, type RunningProgram } from '../../support/program.js';
import { randomOf } from '../processes/random.js';
import { CATCH_UP_MS, expectUndisturbed, openLive, replayUndisturbed, writeShop } from './judged-live.js';

/** `SHOPTRACE_FAULT_KILLS=30` for the long run. */
const kills = Number(process.env['SHOPTRACE_FAULT_KILLS'] ?? 5);
const seed = Number(process.env['SHOPTRACE_FAULT_SEED'] ?? 1);
const ORDERS_A_KILL = 40;
const PIECES_A_KILL = 6;
const SILENCE_MS = 2_000;

beforeAll(async () => await ensureBuilt(), 120_000);

describe.runIf(canTestOn('9.5.3'))('roles on one Elasticsearch', () => {
  const cluster = useCluster({ version: '9.5.3' });

  test(
    'ingest and the active detector killed at random moments: records, ledgers and findings are those of a replay',
    async () => {
      const base = mkdtempSync(join(tmpdir(), 'shoptrace-roles-'));
      const { store, prefix, cleanup } = openTestStore(cluster().url);
      const elasticsearch = { SHOPTRACE_DATA: base, SHOPTRACE_STORE: `${cluster().url}?prefix=${prefix}` };
      const roles = new Roles(join(base, 'logs'), elasticsearch);
      try {
        const whole = join(base, 'whole.log');
        await writeShop(whole, seed, ORDERS_A_KILL * kills);
        const bytes = readFileSync(whole);
        await roles.writeAndKill(bytes);
        const undisturbed = await replayUndisturbed(whole, base, said);
        await expectUndisturbed(await openLive(store), undisturbed, said, bytes.length);
        expect(roles.takenOver).toBe(kills);
      } finally {
        await roles.stop();
        await store.close();
        await cleanup();
        rmSync(base, { recursive: true, force: true });
      }
    },
    CATCH_UP_MS + 120_000 + kills * 30_000,
  );
});

class Roles {
  readonly #folder: string;
  readonly #environment: Record<string, string>;
  #ingest: RunningProgram | null = null;
  #detectors: RunningProgram[] = [];
  /** Times a detector that stood by went on for one that was killed. */
  takenOver = 0;

  constructor(folder: string, environment: Record<string, string>) {
    this.#folder = folder;
    this.#environment = environment;
    mkdirSync(folder);
  }

  /** The bytes in pieces, renamed away now and then, while the processes are killed and started again. */
  async writeAndKill(bytes: Buffer): Promise<void> {
    const live = join(this.#folder, 'trace.log');
    const random = randomOf(seed);
    writeFileSync(live, '');
    this.#start();
    const pieces = PIECES_A_KILL * kills;
    let at = 0;
    for (let piece = 1; piece <= pieces; piece += 1) {
      const end = piece === pieces ? bytes.length : endOfRequests(bytes, (piece * bytes.length) / pieces);
      // In two parts, the first of which may end anywhere.
      const middle = at + random(end - at);
      appendFileSync(live, bytes.subarray(at, middle));
      await sleep(random(200));
      appendFileSync(live, bytes.subarray(middle, end));
      at = end;
      if (random(6) === 0 && piece < pieces) {
        renameSync(live, `${live}.${piece}`);
        writeFileSync(live, '');
      }
      await sleep(random(400));
      if (piece % PIECES_A_KILL !== 0) continue;
      await this.#ingest?.signal('SIGKILL');
      await this.#killActive();
      this.#start();
    }
  }

  async stop(): Promise<void> {
    const all = [...this.#detectors, ...(this.#ingest === null ? [] : [this.#ingest])];
    this.#detectors = [];
    this.#ingest = null;
    await Promise.all(all.map((program) => program.signal('SIGKILL')));
  }

  #start(): void {
    const live = join(this.#folder, 'trace.log');
    this.#ingest = startProgram(['ingest', live, '--follow', '--zone', 'UTC'], this.#environment);
    while (this.#detectors.length < 2)
      this.#detectors.push(startProgram(['detect', '--follow'], this.#environment));
  }

  async #killActive(): Promise<void> {
    const active = await this.#judging(this.#detectors);
    this.#detectors = this.#detectors.filter((detector) => detector !== active);
    await active.signal('SIGKILL');
    await this.#judging(this.#detectors);
    this.takenOver += 1;
  }

  async #judging(detectors: readonly RunningProgram[]): Promise<RunningProgram> {
    const deadline = Date.now() + CATCH_UP_MS;
    for (;;) {
      const active = detectors.find(({ err }) => /judging/.test(err));
      if (active !== undefined) return active;
      const words = detectors.map(({ err }) => err).join('\n');
      if (Date.now() > deadline) throw new Error(`No detector judges: ${words}`);
      await sleep(50);
    }
  }
}

/** Behind a line that the shop was silent after: a rotation in the midst of a request is another story. */
function endOfRequests(bytes: Buffer, from: number): number {
  let end = bytes.indexOf(10, from) + 1;
  for (let next = bytes.indexOf(10, end) + 1; next > 0; next = bytes.indexOf(10, end) + 1) {
    const before = bytes.lastIndexOf(10, end - 2) + 1;
    if (timeOf(bytes, end) - timeOf(bytes, before) >= SILENCE_MS) return end;
    end = next;
  }
  return bytes.length;
}

/** Of the record that begins there; NaN where none does. */
function timeOf(bytes: Buffer, at: number): number {
  const head = /^-- (\d+)-(\d+)-(\d+) (\d+):(\d+):(\d+) (\d+) /.exec(bytes.toString('latin1', at, at + 40));
  const [year = NaN, month = 1, ...rest] = head?.slice(1).map(Number) ?? [];
  return Date.UTC(year, month - 1, ...rest);
}

/** Without what names files: they differ. */
const said = ({ rule, case: about, verdict, severity, count, firstSeen, lastSeen, dueAt }: Finding): string =>
  [rule, about.kind, about.key, verdict, severity, count, firstSeen, lastSeen, dueAt].join(' ');
