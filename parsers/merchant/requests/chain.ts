// The web requests that may still go on, in bounded number: found by transaction, forgotten when silent for long.
import { ownCopy } from '../../../src/model/own-copy.js';
import type { Component } from '../catalogue/entry.js';

/** What the trackers need to know of a record. */
export interface SeenRecord {
  readonly offset: number;
  readonly event: string;
  readonly time: number;
  readonly counter: number | null;
  readonly transaction: string | null;
  readonly code: string;
  readonly component: Component;
  readonly itemCode: string | null;
}

export const MAX_CHAINS = 256;
const MAX_WAITING = 64;
const PRUNE_EVERY = 32;
/** After these a request has usually ended, or goes on at once. */
const SETTLED = /^(?:ORD|PLC|BIL|CRT)|^(?:PRD11|PPL2|PPL7|PPL8|PPL12|PPL27|TRN[234])$/;
const SETTLED_KEEP_MS = 10_000;
const KEEP_MS = 600_000;

/** One request. Of forms without counter `n` is 0. */
export interface Chain {
  /** Offset of its first record; its id is the request. */
  readonly offset: number;
  readonly request: string;
  transaction: string | null;
  /** Records of several transactions stand in it. */
  mixed: boolean;
  n: number;
  time: number;
  code: string;
  component: Component;
  /** Code of the first record; forms without counter. */
  opener: string;
  /** Bits of `did`; forms without counter. */
  did: number;
  /** Items pre-produced in the open run; forms without counter. */
  items: string[];
  /** Offsets of records whose transaction is not known yet. */
  waiting: number[];
  /** Grows with each use. */
  used: number;
}

/** Whether a request may still go on. */
export function isAlive(chain: Chain, time: number): boolean {
  const silence = Math.abs(time - chain.time);
  if (silence <= SETTLED_KEEP_MS) return true;
  return silence <= KEEP_MS && !SETTLED.test(chain.code);
}

export class ChainTable {
  readonly all: Chain[] = [];
  readonly #byTransaction = new Map<string, Chain[]>();
  #uses = 0;
  #opened = 0;

  of(transaction: string): readonly Chain[] | undefined {
    return this.#byTransaction.get(transaction);
  }

  open(record: SeenRecord, request: string, offset: number): Chain {
    this.#opened += 1;
    if (this.#opened % PRUNE_EVERY === 0) this.#prune(record.time);
    if (this.all.length >= MAX_CHAINS) this.remove(this.#oldest());
    const chain: Chain = {
      offset,
      request,
      transaction: null,
      mixed: false,
      n: record.counter ?? 0,
      time: record.time,
      code: record.code,
      component: record.component,
      opener: record.code,
      did: 0,
      items: [],
      waiting: [],
      used: 0,
    };
    this.all.push(chain);
    this.touch(chain);
    if (record.transaction !== null) this.assign(chain, record.transaction);
    return chain;
  }

  /** The record is the chain's newest. */
  extend(chain: Chain, record: SeenRecord): void {
    chain.n = record.counter ?? 0;
    chain.time = record.time;
    chain.code = record.code;
    chain.component = record.component;
    this.touch(chain);
  }

  touch(chain: Chain): void {
    this.#uses += 1;
    chain.used = this.#uses;
  }

  assign(chain: Chain, transaction: string): void {
    if (chain.transaction === transaction) return;
    if (chain.transaction !== null) {
      this.#unlist(chain);
      chain.mixed = true;
    }
    const chains = this.#byTransaction.get(transaction);
    chain.transaction = chains?.[0]?.transaction ?? ownCopy(transaction);
    if (chains === undefined) this.#byTransaction.set(chain.transaction, [chain]);
    else chains.push(chain);
  }

  wait(chain: Chain, offset: number): void {
    if (chain.waiting.length < MAX_WAITING) chain.waiting.push(offset);
  }

  remove(chain: Chain): void {
    const index = this.all.indexOf(chain);
    const last = this.all.pop();
    if (last !== undefined && last !== chain) this.all[index] = last;
    this.#unlist(chain);
  }

  /** Compact text of all chains, oldest first. Without `waiting` when only decoding needs it. */
  save(position: number, time: number, whole: boolean): string {
    const chains = [...this.all].sort((a, b) => a.used - b.used);
    return `${this.#opened % PRUNE_EVERY};${chains.map((chain) => saved(chain, position, time, whole)).join(';')}`;
  }

  restore(text: string, position: number, time: number, generation: string): void {
    const [opened = '0', ...parts] = text.split(';');
    this.#opened = Number(opened);
    for (const part of parts) {
      if (part === '') continue;
      const chain = loaded(part, position, time, generation);
      const { transaction } = chain;
      chain.transaction = null;
      this.all.push(chain);
      this.touch(chain);
      if (transaction !== null) this.assign(chain, transaction);
    }
  }

  #unlist(chain: Chain): void {
    if (chain.transaction === null) return;
    const chains = this.#byTransaction.get(chain.transaction) ?? [];
    const rest = chains.filter((other) => other !== chain);
    if (rest.length === 0) this.#byTransaction.delete(chain.transaction);
    else this.#byTransaction.set(chain.transaction, rest);
  }

  #oldest(): Chain {
    let oldest = this.all[0] as Chain;
    for (const chain of this.all) if (chain.used < oldest.used) oldest = chain;
    return oldest;
  }

  #prune(time: number): void {
    for (let i = this.all.length - 1; i >= 0; i -= 1) {
      const chain = this.all[i] as Chain;
      if (!isAlive(chain, time)) this.remove(chain);
    }
  }
}

function escaped(text: string): string {
  return encodeURIComponent(text).replace(/%3D/g, '=').replace(/\./g, '%2E');
}

function saved(chain: Chain, position: number, time: number, whole: boolean): string {
  const { transaction, offset, n, code, component, opener, did, items, waiting, mixed } = chain;
  const id = transaction === null ? '' : escaped(transaction);
  const parts = [
    id,
    (position - offset).toString(36),
    (time - chain.time).toString(36),
    n.toString(36),
    code,
    mixed ? 1 : '',
    component === 'production' ? '' : component,
    n === 0 ? `${opener}.${did}.${items.map(escaped).join('.')}` : '',
    whole ? waiting.map((at) => (position - at).toString(36)).join('.') : '',
  ];
  return parts.join(',').replace(/,+$/, '');
}

function loaded(text: string, position: number, time: number, generation: string): Chain {
  const [id = '', offset = '', ago = '', n = '', code = '', mixed, component, rest = '', waiting = ''] =
    text.split(',');
  const [opener = '', did = '0', ...items] = rest.split('.');
  const at = position - Number.parseInt(offset, 36);
  return {
    offset: at,
    request: `${generation}:${at}`,
    transaction: id === '' ? null : decodeURIComponent(id),
    mixed: mixed === '1',
    n: Number.parseInt(n, 36),
    time: time - Number.parseInt(ago, 36),
    code,
    component: (component || 'production') as Component,
    opener,
    did: Number(did),
    items: items.filter((item) => item !== '').map(decodeURIComponent),
    waiting: waiting === '' ? [] : waiting.split('.').map((ago36) => position - Number.parseInt(ago36, 36)),
    used: 0,
  };
}
