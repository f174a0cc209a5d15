// The bulk loop: lines written before, two requests in flight, and a verdict of its own for every document.
import { setImmediate as whenSent } from 'node:timers/promises';
import { ShoptraceError } from '../../model/errors.js';
import type { Connection } from './connection.js';
import { failureOf, storeError, type Failure } from './failures.js';

export interface BulkItem {
  /** Action and document, each with its line end. May be made anew each time it is asked for. */
  readonly lines: string;
}

/** Null: done. Otherwise `conflict` (it is there in this or a later version), `unmappable`, `too-large` or `missing`. */
export type ItemVerdict = Failure | null;

export interface BulkOptions {
  readonly what: string;
  /** How long without any progress before it gives up. */
  readonly patienceMs: number;
  readonly requestCharacters?: number;
}

/** Measured best with two in flight. */
const REQUEST_CHARACTERS = 2 * 1024 * 1024;
const SMALLEST_CHARACTERS = 256 * 1024;
const IN_FLIGHT = 2;
const BUSY_ATTEMPTS = 4;
/** How long the server waits for a shard that is away, before it says so. */
const SERVER_TIMEOUT = '20s';
const ANSWER = 'errors,items.*.status,items.*.error,items.*.failure_store';

interface ItemAnswer {
  readonly status: number;
  readonly error?: unknown;
  readonly failure_store?: string;
}

/**
 * @returns a verdict an item, in order
 * @throws store-full, store-unreachable, store-denied: some items may have been written; sending all again is harmless
 */
export async function sendBulk(
  connection: Connection,
  items: readonly BulkItem[],
  options: BulkOptions,
): Promise<ItemVerdict[]> {
  const verdicts: ItemVerdict[] = items.map(() => null);
  const requests = new Requests(items, options.requestCharacters ?? REQUEST_CHARACTERS);
  const work = async (): Promise<void> => {
    let next = requests.next();
    while (next !== null) {
      const { run, text } = next;
      const sent = new BulkRun(connection, items, verdicts, options).send(run, text);
      // The next one is written while the server works at this one.
      const [ahead] = await Promise.all([whenSent().then(() => requests.next()), sent]);
      next = ahead;
    }
  };
  const results = await Promise.allSettled(Array.from({ length: IN_FLIGHT }, work));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return verdicts;
}

interface BulkRequest {
  /** Numbers of items. */
  readonly run: readonly number[];
  readonly text: string;
}

/** Cuts items into requests, one when it is wanted; the last ones are smaller, so that all in flight end together. */
class Requests {
  readonly #items: readonly BulkItem[];
  readonly #most: number;
  #position = 0;
  #characters = 0;

  constructor(items: readonly BulkItem[], most: number) {
    this.#items = items;
    this.#most = most;
  }

  next(): BulkRequest | null {
    if (this.#position >= this.#items.length) return null;
    const most = this.#size();
    const run: number[] = [];
    let text = '';
    for (; this.#position < this.#items.length; this.#position += 1) {
      const lines = this.#items[this.#position]?.lines ?? '';
      if (run.length > 0 && text.length + lines.length > most) break;
      run.push(this.#position);
      text += lines;
    }
    this.#characters += text.length;
    return { run, text };
  }

  #size(): number {
    if (this.#position === 0) return this.#most;
    const left = (this.#items.length - this.#position) * (this.#characters / this.#position);
    const share = Math.max(SMALLEST_CHARACTERS, Math.ceil(left / (2 * IN_FLIGHT)));
    return Math.min(this.#most, share);
  }
}

class BulkRun {
  readonly #connection: Connection;
  readonly #items: readonly BulkItem[];
  readonly #verdicts: ItemVerdict[];
  readonly #options: BulkOptions;

  constructor(
    connection: Connection,
    items: readonly BulkItem[],
    verdicts: ItemVerdict[],
    options: BulkOptions,
  ) {
    this.#connection = connection;
    this.#items = items;
    this.#verdicts = verdicts;
    this.#options = options;
  }

  /** @param text of the items, where it is at hand */
  async send(run: readonly number[], text: string | null = null): Promise<void> {
    const { timing } = this.#connection;
    let left = run;
    let ready = text;
    let progressAt = timing.monotonic();
    for (let attempt = 0; left.length > 0; attempt += 1) {
      const { again, trouble } = await this.#once(left, ready ?? this.#textOf(left));
      ready = null;
      if (again.length < left.length) {
        progressAt = timing.monotonic();
        attempt = 0;
      }
      left = again;
      if (left.length === 0) return;
      if (timing.monotonic() - progressAt >= this.#options.patienceMs)
        throw storeError(trouble, this.#connection.where, this.#options.what);
      await this.#connection.pause(attempt);
      // It may be more than the server ever takes at once.
      if (trouble.kind === 'busy' && attempt >= BUSY_ATTEMPTS && left.length > 1) {
        await this.#halves(left);
        return;
      }
    }
  }

  /** @returns the items to be sent again, and why */
  async #once(
    run: readonly number[],
    lines: string,
  ): Promise<{ again: readonly number[]; trouble: Failure }> {
    const reply = await this.#connection.send({
      method: 'POST',
      path: '/_bulk',
      query: { filter_path: ANSWER, require_alias: true, timeout: SERVER_TIMEOUT },
      lines,
      what: this.#options.what,
      expect: ['too-large', 'busy'],
      patienceMs: this.#options.patienceMs,
    });
    if (reply.failure?.kind === 'busy') return { again: run, trouble: reply.failure };
    if (reply.failure !== null) return await this.#tooLarge(run, reply.failure);
    const answers = answersOf(reply.body);
    if (answers?.length !== run.length) {
      const text = `${run.length} documents were sent, the answer speaks of ${answers?.length ?? 'none'}`;
      return { again: run, trouble: { kind: 'transient', text } };
    }
    return this.#judge(run, answers);
  }

  #textOf(run: readonly number[]): string {
    return run.map((index) => this.#items[index]?.lines ?? '').join('');
  }

  async #tooLarge(
    run: readonly number[],
    failure: Failure,
  ): Promise<{ again: readonly number[]; trouble: Failure }> {
    const [only] = run;
    if (run.length > 1) await this.#halves(run);
    else if (only !== undefined) this.#verdicts[only] = failure;
    return { again: [], trouble: failure };
  }

  async #halves(run: readonly number[]): Promise<void> {
    const middle = Math.ceil(run.length / 2);
    await this.send(run.slice(0, middle));
    await this.send(run.slice(middle));
  }

  #judge(
    run: readonly number[],
    answers: readonly ItemAnswer[],
  ): { again: readonly number[]; trouble: Failure } {
    const again: number[] = [];
    let trouble: Failure = { kind: 'transient', text: '' };
    for (const [place, index] of run.entries()) {
      const failure = itemFailure(answers[place]);
      if (failure === null) continue;
      if (failure.kind === 'transient' || failure.kind === 'busy') {
        again.push(index);
        trouble = failure;
      } else if (endsIt.has(failure.kind)) throw this.#refused(failure);
      else this.#verdicts[index] = failure;
    }
    return { again, trouble };
  }

  #refused(failure: Failure): ShoptraceError {
    return storeError(failure, this.#connection.where, this.#options.what);
  }
}

const endsIt: ReadonlySet<Failure['kind']> = new Set(['full', 'blocked', 'denied', 'foreign']);

function answersOf(body: unknown): ItemAnswer[] | null {
  if (typeof body !== 'object' || body === null || !('items' in body) || !Array.isArray(body.items))
    return null;
  return body.items.map((item: unknown) => {
    const [answer] = Object.values(item as Record<string, ItemAnswer>);
    return answer ?? { status: 0 };
  });
}

function itemFailure(answer: ItemAnswer | undefined): Failure | null {
  if (answer === undefined) return { kind: 'transient', text: 'no answer' };
  const { status, error, failure_store: failureStore } = answer;
  if (failureStore === 'used') return { kind: 'unmappable', text: 'it was put into the failure store' };
  if (status >= 200 && status < 300) return null;
  // What should be deleted is not there.
  if (status === 404 && error === undefined) return null;
  return failureOf(status, { error });
}
