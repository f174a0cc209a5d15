// Who judges a dataset: a document that its holder renews, and that another process takes over when it is not renewed any more.
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { datasetBusy } from '../dataset-name.js';
import type { Connection } from './connection.js';
import type { Place } from './raw-documents.js';
import type { StateDocuments } from './state-documents.js';
import type { Timing } from './timing.js';

export interface LeaseBody {
  /** Null: given back. */
  readonly holder: string | null;
  readonly host: string;
  readonly pid: number;
  /** When the process began, as the system counts; null where it does not tell. */
  readonly began: string | null;
  /** Wall clock of the holder, UTC ms. */
  readonly renewedAt: number;
}

export const LEASE = 'lease';
const RENEW_MS = 5_000;
export const LASTS_MS = 15_000;
/** A lease that looks old is watched for this long: clocks of two hosts may differ. */
const WATCH_MS = 6_000;
const PATIENCE_MS = 3_000;

export class Lease {
  readonly #state: StateDocuments;
  readonly #connection: Connection;
  readonly #dataset: string;
  readonly #holder: string;
  readonly #here = processIdentity();
  #place: Place | null = null;
  #renewedAt = 0;
  #lost = false;
  #stop: () => void = () => undefined;
  #renewal: Promise<void> | null = null;

  constructor(state: StateDocuments, connection: Connection, dataset: string) {
    this.#state = state;
    this.#connection = connection;
    this.#dataset = dataset;
    this.#holder = connection.timing.uniqueId();
  }

  /** @throws dataset-busy */
  async take(): Promise<void> {
    const over = await freePlace(this.#state, this.#connection.timing);
    if (over === 'held') throw datasetBusy(this.#dataset);
    if (!(await this.#write(over, this.#holder))) throw datasetBusy(this.#dataset);
    this.#stop = this.#connection.timing.every(RENEW_MS, () => void this.#renew());
  }

  /** Before writing: renews when it is old. @throws dataset-busy when another process has taken it */
  async require(): Promise<void> {
    if (this.#connection.timing.monotonic() - this.#renewedAt > LASTS_MS / 2) await this.#renew();
    if (this.#lost) throw datasetBusy(this.#dataset);
  }

  async release(): Promise<void> {
    this.#stop();
    await this.#renewal;
    if (this.#place !== null && !this.#lost) await this.#write(this.#place, null).catch(() => undefined);
  }

  /** One at a time: a second one would be in the way of a slow first. */
  async #renew(): Promise<void> {
    this.#renewal ??= this.#renewOnce().finally(() => {
      this.#renewal = null;
    });
    await this.#renewal;
  }

  async #renewOnce(): Promise<void> {
    if (this.#lost || this.#place === null) return;
    try {
      if (await this.#write(this.#place, this.#holder)) return;
      // An earlier renewal may have arrived although no answer came.
      const found = await this.#state.read<LeaseBody>(LEASE);
      if (found?.body.holder === this.#holder && (await this.#write(found.place, this.#holder))) return;
      this.#lost = true;
      this.#stop();
      this.#connection.log.warn({ dataset: this.#dataset }, 'another process has taken over');
    } catch (error) {
      // Nobody can take it over while Elasticsearch is away; the next beat comes.
      const reason = error instanceof Error ? error.message : String(error);
      this.#connection.log.debug({ dataset: this.#dataset, reason }, 'the lease could not be renewed');
    }
  }

  async #write(over: Place | null, holder: string | null): Promise<boolean> {
    const { timing } = this.#connection;
    const body: LeaseBody = { holder, ...this.#here, renewedAt: timing.now() };
    const at = timing.monotonic();
    const place = await this.#state.write('lease', LEASE, { body }, over, PATIENCE_MS);
    if (place === null) return false;
    this.#place = place;
    this.#renewedAt = at;
    return true;
  }
}

/** @returns where to write to take the lease (null: nobody ever had it), or `held` */
export async function freePlace(state: StateDocuments, timing: Timing): Promise<Place | null | 'held'> {
  const found = await state.read<LeaseBody>(LEASE);
  if (found === null) return null;
  const { body, place } = found;
  if (body.holder === null || isDead(body)) return place;
  const age = timing.now() - body.renewedAt;
  if (Math.abs(age) < LASTS_MS) return 'held';
  await timing.sleep(WATCH_MS);
  const later = await state.read<LeaseBody>(LEASE);
  return later === null || later.place.seqNo === place.seqNo ? (later?.place ?? null) : 'held';
}

/** A process of this machine that has ended. */
export function isDead({ host, pid, began }: LeaseBody): boolean {
  const here = processIdentity();
  if (host !== here.host) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true;
  }
  return began !== null && beginOf(pid) !== began;
}

function processIdentity(): Pick<LeaseBody, 'host' | 'pid' | 'began'> {
  return { host: `${hostname()} ${bootId()}`, pid: process.pid, began: beginOf(process.pid) };
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** Field 22 of /proc/PID/stat (proc(5)): start time in ticks since boot. */
function beginOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
