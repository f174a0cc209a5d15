// Facts about users and products: kept in memory while they are hot, read from the store at most once in a while.
import type { Case, Fact } from '../../model/finding.js';
import { ownCopy } from '../../model/own-copy.js';
import { nothingWritten, type Written } from './commit-draft.js';
import type { SeenBefore } from './seen-before.js';

/** Facts held in memory over all keys. */
const mostFactsHeld = 100_000;
/** Keys held, however few facts each has: most users are met once. */
const mostKeysHeld = 5_000;
/** Keys with more facts than this are judged when settling, not with every commit of a replay. */
const largeKey = 1_000;
/** A large key that had to leave memory is read again at most once in this span of coverage. */
const rereadAfterMs = 10 * 60_000;

export interface FactKey {
  readonly key: string;
  readonly shop: string;
  readonly about: Case;
  /** Facts by the transaction they were learned from. */
  readonly byTransaction: Map<string, readonly Fact[]>;
  /** All facts of the key are here. */
  complete: boolean;
  size: number;
  /** End of the coverage at which the store was last read for it; null: not in this session. */
  readAt: number | null;
  /** Findings as last written, by rule; null when only the store knows. */
  written: Written | null;
}

export type FactKeyName = readonly [shop: string, kind: string, key: string];

function keyOf(shop: string, about: Case): string {
  return `${shop}\0${about.kind}\0${about.key}`;
}

export class FactTable {
  readonly #keys = new Map<string, FactKey>();
  readonly #dirty = new Set<FactKey>();
  readonly #seen: SeenBefore;
  readonly #startedEmpty: boolean;
  #held = 0;

  /** `startedEmpty`: no facts were stored when the engine was opened, so an unseen key has none but those given here. */
  constructor(seen: SeenBefore, startedEmpty: boolean) {
    this.#seen = seen;
    this.#startedEmpty = startedEmpty;
  }

  /** Puts all that one transaction says in place of what it said before. */
  replace(shop: string, transaction: string, facts: readonly Fact[]): void {
    const groups = grouped(facts.map(kept), (fact) => keyOf(shop, fact.about));
    for (const group of groups.values()) {
      const about = group[0]?.about;
      if (about === undefined) continue;
      const entry = this.#open(shop, about);
      const before = entry.byTransaction.get(transaction)?.length ?? 0;
      entry.byTransaction.set(group[0]?.transaction ?? transaction, group);
      entry.size += group.length - before;
      this.#held += group.length - before;
      this.#dirty.add(entry);
    }
  }

  /** A key that was not judged before the engine stopped. */
  markDirty([shop, kind, key]: FactKeyName): void {
    if (kind !== 'user' && kind !== 'product') return;
    const entry = this.#open(shop, { kind, key });
    this.#dirty.add(entry);
    entry.size = Math.max(entry.size, largeKey + 1);
  }

  /** Keys to be judged now: all of them when settling, else the small ones. */
  due(mode: 'streaming' | 'settle', through: (shop: string) => number): FactKey[] {
    return [...this.#dirty].filter((entry) => {
      if (entry.size <= largeKey) return true;
      if (mode === 'streaming') return false;
      return entry.complete || entry.readAt === null || through(entry.shop) >= entry.readAt + rereadAfterMs;
    });
  }

  /** The key was judged. */
  judged(entry: FactKey): void {
    this.#dirty.delete(entry);
  }

  /** Keys that stay unjudged after this commit: large ones in a replay. */
  waiting(): FactKeyName[] {
    return [...this.#dirty].map((entry) => [entry.shop, entry.about.kind, entry.about.key]);
  }

  /** Adds what the store knows; what is here is newer. */
  complete(entry: FactKey, stored: readonly Fact[], readAt: number): void {
    this.#held -= heldBy(entry);
    for (const [transaction, facts] of grouped(stored, (fact) => fact.transaction)) {
      if (!entry.byTransaction.has(transaction)) entry.byTransaction.set(transaction, facts);
    }
    entry.size = heldBy(entry);
    this.#held += entry.size;
    entry.complete = true;
    entry.readAt = readAt;
  }

  /** After a commit: lets go of the least recently used keys until the bound holds. */
  shrink(): void {
    for (const entry of this.#keys.values()) {
      if (this.#held <= mostFactsHeld && this.#keys.size <= mostKeysHeld) return;
      this.#held -= heldBy(entry);
      entry.byTransaction.clear();
      entry.complete = false;
      if (entry.size <= largeKey && !this.#dirty.has(entry)) this.#keys.delete(entry.key);
    }
  }

  #open(shop: string, about: Case): FactKey {
    const key = keyOf(shop, about);
    let entry = this.#keys.get(key);
    if (entry === undefined) {
      const unseen = this.#startedEmpty && !this.#seen.mayHave(key);
      this.#seen.add(key);
      const written = unseen ? nothingWritten : null;
      entry = {
        key,
        shop,
        about,
        byTransaction: new Map(),
        complete: unseen,
        size: 0,
        readAt: null,
        written,
      };
    } else {
      this.#keys.delete(key);
    }
    this.#keys.set(key, entry);
    return entry;
  }
}

/** A fact outlives the records it was learned from; their ids are no pieces of the file. */
function kept(fact: Fact): Fact {
  const { shop, about, transaction, kind, time, outcome, event, line } = fact;
  const { kind: aboutKind, key } = about;
  return {
    shop,
    about: { kind: aboutKind, key: ownCopy(key) },
    transaction,
    kind,
    time,
    outcome: ownCopy(outcome),
    event,
    line,
  };
}

function grouped(facts: readonly Fact[], nameOf: (fact: Fact) => string): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const name = nameOf(fact);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [fact]);
    else group.push(fact);
  }
  return groups;
}

function heldBy(entry: FactKey): number {
  let held = 0;
  for (const facts of entry.byTransaction.values()) held += facts.length;
  return held;
}

/** All facts of a key in order of time; ties by event. */
export function factsInOrder(entry: FactKey): Fact[] {
  return [...entry.byTransaction.values()]
    .flat()
    .toSorted((a, b) => a.time - b.time || compareText(a.event, b.event) || compareText(a.kind, b.kind));
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
