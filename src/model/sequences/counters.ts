// The counters of a shop: groups of prefix and width joined where one counter changed its format, and what names them.
import { parseOrderNumber } from '../order-number.js';
import type { SequenceSettings } from './number-fact.js';
import {
  addToGroup,
  groupKey,
  NumberReader,
  patternOf,
  type Group,
  type NumberFormat,
  type Reading,
  type Sample,
} from './number-formats.js';

/** One counter of a shop, with the formats it printed over time. */
export interface Counter {
  /** `1xxxxxxxx`; of texts that no counter printed: `text`. */
  readonly id: string;
  readonly formats: readonly NumberFormat[];
  readonly notes: readonly string[];
}

/** Where a printed number belongs. */
export interface Place {
  readonly counter: Counter;
  /** Null: the text cannot be counted. */
  readonly body: number | null;
  readonly edit: number;
}

export const TEXT_SERIES = 'text';
/** A period's first number that is at most this far above the last of the period before goes on with its counter. */
const CONTINUES_WITHIN = 1000;
const YEAR = /(?:19|20)\d\d/;

export class Counters {
  readonly #reader: NumberReader;
  readonly #byGroup = new Map<string, Counter>();
  readonly #text: Counter = { id: TEXT_SERIES, formats: [], notes: [] };
  /** Tables whose numbers lost their zeros. */
  readonly zerosLost: ReadonlySet<string>;

  /** @param samples gives them anew each time */
  constructor(samples: () => Iterable<Sample>, settings: SequenceSettings) {
    this.#reader = new NumberReader(settings);
    for (const { number } of samples()) this.#reader.look(number);
    const groups = new Map<string, Group>();
    const zerosLost = new Set<string>();
    for (const sample of samples()) {
      const number = parseOrderNumber(sample.number);
      if (number === null) continue;
      const restored = sample.fromTable ? this.#reader.lostZeros(number) : null;
      if (restored !== null) zerosLost.add(sample.source);
      const found = restored ?? this.#reader.read(number, sample.store);
      if (found !== null) addToGroup(groups, found, sample.at);
    }
    this.zerosLost = zerosLost;
    for (const counter of joined([...groups.values()].toSorted(byName))) {
      for (const group of counter.groups) this.#byGroup.set(groupKey(group), counter.counter);
    }
  }

  /** Null for what is no number at all. */
  place(text: string, store: string | undefined, source: string): Place | null {
    const number = parseOrderNumber(text);
    if (number === null) return null;
    const restored = this.zerosLost.has(source) ? this.#reader.lostZeros(number) : null;
    const found = restored ?? this.#reader.read(number, store);
    const counter = found === null ? undefined : this.#counterOf(found);
    if (found === null || counter === undefined)
      return { counter: this.#text, body: null, edit: number.edit };
    return { counter, body: found.body, edit: found.edit };
  }

  #counterOf(found: Reading): Counter | undefined {
    return this.#byGroup.get(groupKey(found));
  }
}

function byName(a: Group, b: Group): number {
  if (a.prefix !== b.prefix) return a.prefix < b.prefix ? -1 : 1;
  return a.width - b.width;
}

interface Joined {
  readonly counter: Counter;
  readonly groups: readonly Group[];
}

interface Chain {
  readonly groups: Group[];
  readonly notes: string[];
}

/** Only groups with one prefix, apart from its year, can be of one counter. */
function nameOf({ prefix }: Group): string {
  return prefix.replace(YEAR, '');
}

/** Joins groups that one counter printed: a width that grew (migration), a year that changed without a restart. */
function joined(groups: readonly Group[]): Joined[] {
  const chains: Chain[] = [];
  const named = new Map<string, Chain[]>();
  for (const group of groups.toSorted(byTime)) {
    const notes: string[] = [];
    const alike = named.get(nameOf(group)) ?? [];
    named.set(nameOf(group), alike);
    const before = alike.find((chain) => {
      const last = chain.groups.at(-1);
      if (last === undefined) return false;
      const verdict = relation(last, group);
      if (verdict === 'undecided')
        notes.push(
          `Whether ${group.prefix} goes on with the counter of ${last.prefix} shows with its second number.`,
        );
      return verdict === 'same';
    });
    if (group.ambiguous)
      notes.push(
        'The store is not given: the digits before the body may be its number, or belong to the body.',
      );
    if (before === undefined) {
      const chain = { groups: [group], notes };
      chains.push(chain);
      alike.push(chain);
    } else {
      before.groups.push(group);
      before.notes.push(...notes);
    }
  }
  return chains.map(({ groups: members, notes }) => ({
    groups: members,
    counter: {
      id: patternOf(members[0] ?? { prefix: '', width: 0 }),
      formats: members.map(({ prefix, width, least }) => ({ prefix, width, from: least })),
      notes: [...new Set(notes)],
    },
  }));
}

function byTime(a: Group, b: Group): number {
  return a.firstAt === b.firstAt ? byName(a, b) : a.firstAt - b.firstAt;
}

function relation(before: Group, after: Group): 'same' | 'other' | 'undecided' {
  const isBehind = after.least > before.most && after.least <= before.most + CONTINUES_WITHIN;
  if (before.prefix === after.prefix) {
    // 000123 and 1042 of one counter; 400001429 and 4000001430 after a migration.
    const grown = after.width > before.width && before.width > 0;
    return isBehind && (grown || after.width === 0) ? 'same' : 'other';
  }
  const [years, next] = [YEAR.exec(before.prefix)?.[0], YEAR.exec(after.prefix)?.[0]];
  if (years === undefined || next === undefined || Number(next) <= Number(years)) return 'other';
  if (before.prefix.replace(YEAR, '') !== after.prefix.replace(YEAR, '')) return 'other';
  if (after.first.length < 2) return 'undecided';
  return isBehind && after.first.every(({ body }) => body > before.most) ? 'same' : 'other';
}
