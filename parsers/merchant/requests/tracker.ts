// Says of each record which web request wrote it, and to whose transaction records without ID belong.
import type { Attachment } from '../../../src/model/event.js';
import { noteInRequest, opensRequest } from '../../../src/model/transaction/request-openers.js';
import type { Component } from '../catalogue/entry.js';
import { ChainTable, type Chain, type SeenRecord } from './chain.js';
import { bestChain, quickChain } from './counter-requests.js';
import { compatible, NEIGHBOUR_MS, opensWithoutId } from './opener-requests.js';

const MAX_LONELY = 32;
/** Codes behind which visitors' text stands that may be shaped like a record. */
const untrustedCodes = new Set(['PPL11', 'CRT1']);

const confidence = {
  only: 0.95,
  rival: 0.8,
  later: 0.9,
  mixed: 0.7,
  neighbour: 0.7,
  nextNeighbour: 0.6,
  severalNeighbours: 0.4,
} as const;

/** A record without ID that no neighbour has claimed yet. */
interface Lonely {
  readonly offset: number;
  readonly time: number;
  readonly component: Component;
}

export class RequestTracker {
  /** The last record breaks the counter behind a visitor's text. */
  forged = false;
  readonly attachments: Attachment[] = [];
  readonly #generation: string;
  readonly #table = new ChainTable();
  #lonely: Lonely[] = [];
  #untrusted = false;
  #time = 0;

  constructor(generation: string) {
    this.#generation = generation;
  }

  /** @returns the request of the next record of the file */
  take(record: SeenRecord): string {
    this.forged = false;
    const request = record.counter === null ? this.#takePlain(record) : this.#takeCounted(record);
    this.#untrusted = this.forged || untrustedCodes.has(record.code);
    this.#time = record.time;
    return request;
  }

  save(position: number, whole: boolean): string {
    const lonely = this.#lonely.map(({ offset, time, component }) => [
      position - offset,
      this.#time - time,
      component,
    ]);
    const state = [this.#time, this.#untrusted ? 1 : 0, lonely];
    return `${JSON.stringify(state)}\n${this.#table.save(position, this.#time, whole)}`;
  }

  restore(text: string, position: number): void {
    const cut = text.indexOf('\n');
    const [time, untrusted, lonely] = JSON.parse(text.slice(0, cut)) as [
      number,
      number,
      [number, number, Component][],
    ];
    this.#time = time;
    this.#untrusted = untrusted === 1;
    this.#lonely = lonely.map(([back, ago, component]) => ({
      offset: position - back,
      time: time - ago,
      component,
    }));
    this.#table.restore(text.slice(cut + 1), position, time, this.#generation);
  }

  // --- form C ------------------------------------------------------------------------------------------

  #takeCounted(record: SeenRecord): string {
    if (record.counter === 1) return this.#openCounted(record);
    const quick = quickChain(this.#table, record);
    if (quick !== null) {
      this.#table.extend(quick, record);
      return quick.request;
    }
    const { chain, rivals, doubtful } = bestChain(this.#table, record);
    if (this.#untrusted && doubtful && record.code !== 'GEN1') {
      this.forged = true;
      return record.event;
    }
    if (chain === null) return this.#openCounted(record);
    this.#table.extend(chain, record);
    this.#settle(chain, record, rivals);
    return chain.request;
  }

  #openCounted(record: SeenRecord): string {
    const chain = this.#table.open(record, record.event, record.offset);
    if (record.transaction === null) this.#table.wait(chain, record.offset);
    return chain.request;
  }

  /** Tells waiting records their transaction, or this one the chain's. */
  #settle(chain: Chain, record: SeenRecord, rivals: boolean): void {
    if (record.transaction !== null) {
      this.#table.assign(chain, record.transaction);
      for (const offset of chain.waiting)
        this.#attach(offset, record.transaction, 'request', confidence.later);
      chain.waiting = [];
    } else if (chain.transaction === null) this.#table.wait(chain, record.offset);
    else {
      const sure = chain.mixed ? confidence.mixed : rivals ? confidence.rival : confidence.only;
      this.#attach(record.offset, chain.transaction, 'request', sure);
    }
  }

  // --- forms without counter ---------------------------------------------------------------------------

  #takePlain(record: SeenRecord): string {
    if (this.#untrusted && record.time < this.#time - NEIGHBOUR_MS) {
      this.forged = true;
      return record.event;
    }
    return record.transaction === null
      ? this.#takeWithoutId(record)
      : this.#takeOwn(record, record.transaction);
  }

  #takeOwn(record: SeenRecord, transaction: string): string {
    const open = this.#table.of(transaction)?.find((chain) => chain.n === 0);
    const lonely = this.#claim(record);
    for (const { offset } of lonely) this.#attach(offset, transaction, 'neighbour', confidence.nextNeighbour);
    if (open !== undefined && !opensRequest(open, record)) {
      this.#table.extend(open, record);
      noteInRequest(open, record);
      return open.request;
    }
    if (open !== undefined) this.#table.remove(open);
    const first = lonely[0]?.offset ?? record.offset;
    const chain = this.#table.open(record, `${this.#generation}:${first}`, first);
    noteInRequest(chain, record);
    return chain.request;
  }

  /** Records without ID just before, of the same part of the shop. */
  #claim(record: SeenRecord): readonly Lonely[] {
    if (this.#lonely.length === 0) return this.#lonely;
    const near = this.#lonely.filter(({ time }) => Math.abs(record.time - time) <= NEIGHBOUR_MS);
    const claimed = near.filter(({ component }) => compatible(component, record.component));
    this.#lonely = near.filter((other) => !claimed.includes(other));
    return claimed;
  }

  #takeWithoutId(record: SeenRecord): string {
    if (!opensWithoutId.has(record.code)) {
      const near = this.#table.all.filter(
        (chain) =>
          chain.n === 0 &&
          Math.abs(record.time - chain.time) <= NEIGHBOUR_MS &&
          compatible(chain.component, record.component),
      );
      const nearest = near.reduce<Chain | null>((best, chain) => closer(best, chain, record.time), null);
      if (nearest !== null && nearest.transaction !== null) {
        const sure = near.length > 1 ? confidence.severalNeighbours : confidence.neighbour;
        this.#attach(record.offset, nearest.transaction, 'neighbour', sure);
        return nearest.request;
      }
    }
    const before = this.#claimable(record);
    if (this.#lonely.length >= MAX_LONELY) this.#lonely.shift();
    this.#lonely.push({ offset: record.offset, time: record.time, component: record.component });
    return before === null ? record.event : `${this.#generation}:${before.offset}`;
  }

  /** Two records without ID in a row (two controllers of one gateway) are one request. */
  #claimable(record: SeenRecord): Lonely | null {
    const last = this.#lonely.find(
      ({ time, component }) =>
        component === record.component && Math.abs(record.time - time) <= NEIGHBOUR_MS && component !== 'any',
    );
    return last ?? null;
  }

  #attach(offset: number, transaction: string, how: Attachment['how'], sure: number): void {
    this.attachments.push({
      event: `${this.#generation}:${offset}`,
      offset,
      transaction,
      how,
      confidence: sure,
    });
  }
}

function closer(best: Chain | null, chain: Chain, time: number): Chain {
  if (best === null) return chain;
  const gap = Math.abs(time - chain.time) - Math.abs(time - best.time);
  return gap < 0 || (gap === 0 && chain.used > best.used) ? chain : best;
}
