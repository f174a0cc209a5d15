// Facts about order numbers in columns: a million rows of a table in a tenth of the memory that as many objects take.
import type { NumberFact, NumberFactKind } from './number-fact.js';

/** Fields that hold text; `customer` may also be null. */
const textFields = [
  'number',
  'store',
  'quote',
  'order',
  'customer',
  'session',
  'client',
  'txn',
  'currency',
  'method',
  'state',
  'detail',
] as const;
type TextField = (typeof textFields)[number];
/** Written out: reading a field by a name that varies is many times slower. */
const readers: Readonly<Record<TextField, (fact: NumberFact) => string | null | undefined>> = {
  number: (fact) => fact.number,
  store: (fact) => fact.store,
  quote: (fact) => fact.quote,
  order: (fact) => fact.order,
  customer: (fact) => fact.customer,
  session: (fact) => fact.session,
  client: (fact) => fact.client,
  txn: (fact) => fact.txn,
  currency: (fact) => fact.currency,
  method: (fact) => fact.method,
  state: (fact) => fact.state,
  detail: (fact) => fact.detail,
};

/** Few different texts: which of them, from 1; 0: none. */
interface FewTexts {
  readonly words: readonly (string | null)[];
  readonly which: Uint8Array;
}

/** Many: one behind the other; an empty one is none. */
interface ManyTexts {
  readonly joined: string;
  readonly ends: Uint32Array;
}

/**
 * Facts of one source. Plain data, so that a store can keep it as it is. Times and amounts that are not there are NaN.
 */
export interface FactColumns {
  readonly source: string;
  readonly kinds: readonly NumberFactKind[];
  readonly kind: Uint8Array;
  readonly at: Float64Array;
  readonly line: Uint32Array;
  readonly amount: Float64Array | null;
  readonly createdAt: Float64Array | null;
  readonly severalAddresses: Uint8Array | null;
  readonly texts: Readonly<Partial<Record<TextField, FewTexts | ManyTexts>>>;
  /** Facts that do not fit into columns, by their place. */
  readonly odd: ReadonlyMap<number, NumberFact>;
}

const MOST_WORDS = 200;

/** @param facts in any order, which is kept */
export function columnsOf(facts: readonly NumberFact[]): FactColumns {
  const source = facts[0]?.source ?? '';
  const count = facts.length;
  const kinds: NumberFactKind[] = [];
  const kind = new Uint8Array(count);
  const at = new Float64Array(count);
  const line = new Uint32Array(count);
  const odd = new Map<number, NumberFact>();
  for (const [index, fact] of facts.entries()) {
    let known = kinds.indexOf(fact.kind);
    if (known < 0) known = kinds.push(fact.kind) - 1;
    kind[index] = known;
    at[index] = fact.at ?? Number.NaN;
    line[index] = fact.line;
    if (!fits(fact, source)) odd.set(index, fact);
  }
  const texts: Partial<Record<TextField, FewTexts | ManyTexts>> = {};
  for (const field of textFields) {
    const column = textColumn(facts, readers[field], odd);
    if (column !== null) texts[field] = column;
  }
  const several = facts.some(({ severalAddresses }) => severalAddresses === true);
  return {
    source,
    kinds,
    kind,
    at,
    line,
    amount: numbers(facts, 'amount'),
    createdAt: numbers(facts, 'createdAt'),
    severalAddresses: several
      ? Uint8Array.from(facts, (fact) => (fact.severalAddresses === true ? 1 : 0))
      : null,
    texts,
    odd,
  };
}

/** Whether the columns say all of it, texts apart. */
function fits(fact: NumberFact, source: string): boolean {
  const { line, at, amount, createdAt } = fact;
  if (fact.source !== source || line >>> 0 !== line || fact.event !== `${source}:${line}`) return false;
  if (fact.from !== undefined || fact.to !== undefined || fact.severalAddresses === false) return false;
  return Number.isFinite(at ?? 0) && Number.isFinite(amount ?? 0) && Number.isFinite(createdAt ?? 0);
}

/** Texts that a joined column could not tell from none, and from null. */
const isOddText = (text: string | null | undefined): boolean => text === '' || text === '\0';

function numbers(facts: readonly NumberFact[], field: 'amount' | 'createdAt'): Float64Array | null {
  if (facts.every((fact) => fact[field] === undefined)) return null;
  return Float64Array.from(facts, (fact) => fact[field] ?? Number.NaN);
}

function textColumn(
  facts: readonly NumberFact[],
  read: (fact: NumberFact) => string | null | undefined,
  odd: Map<number, NumberFact>,
): FewTexts | ManyTexts | null {
  const words = new Map<string | null, number>();
  const which = new Uint8Array(facts.length);
  for (let index = 0; index < facts.length; index += 1) {
    const fact = facts[index] as NumberFact;
    const text = read(fact);
    if (text === undefined) continue;
    if (isOddText(text)) odd.set(index, fact);
    let word = words.get(text);
    if (word === undefined) {
      if (words.size >= MOST_WORDS) return manyTexts(facts, read, odd);
      word = words.size + 1;
      words.set(text, word);
    }
    which[index] = word;
  }
  return words.size === 0 ? null : { words: [...words.keys()], which };
}

/** In a joined column null stands as one zero character. */
function manyTexts(
  facts: readonly NumberFact[],
  read: (fact: NumberFact) => string | null | undefined,
  odd: Map<number, NumberFact>,
): ManyTexts {
  const ends = new Uint32Array(facts.length);
  const pieces: string[] = [];
  let end = 0;
  for (let index = 0; index < facts.length; index += 1) {
    const fact = facts[index] as NumberFact;
    const text = read(fact);
    if (isOddText(text)) odd.set(index, fact);
    const piece = text === undefined ? '' : (text ?? '\0');
    pieces.push(piece);
    end += piece.length;
    ends[index] = end;
  }
  return { joined: pieces.join(''), ends };
}

/** The facts again, each a view of its row: 40 bytes beside the columns. */
export function factsOfColumns(columns: FactColumns): readonly NumberFact[] {
  return Array.from(columns.kind, (_, index) => columns.odd.get(index) ?? new FactInColumns(columns, index));
}

/** A fact as an object of its own. */
export function plainFact(fact: NumberFact): NumberFact {
  return fact instanceof FactInColumns ? fact.plain() : fact;
}

class FactInColumns implements NumberFact {
  readonly #columns: FactColumns;
  readonly #row: number;

  constructor(columns: FactColumns, row: number) {
    this.#columns = columns;
    this.#row = row;
  }

  get kind(): NumberFactKind {
    const { kinds, kind } = this.#columns;
    return kinds[kind[this.#row] ?? 0] as NumberFactKind;
  }

  get at(): number | null {
    const at = this.#columns.at[this.#row] as number;
    return Number.isNaN(at) ? null : at;
  }

  get source(): string {
    return this.#columns.source;
  }

  get line(): number {
    return this.#columns.line[this.#row] as number;
  }

  get event(): string {
    return `${this.source}:${this.line}`;
  }

  get number(): string | undefined {
    return this.#text('number') ?? undefined;
  }

  get store(): string | undefined {
    return this.#text('store') ?? undefined;
  }

  get quote(): string | undefined {
    return this.#text('quote') ?? undefined;
  }

  get order(): string | undefined {
    return this.#text('order') ?? undefined;
  }

  get customer(): string | null | undefined {
    return this.#text('customer');
  }

  get session(): string | undefined {
    return this.#text('session') ?? undefined;
  }

  get client(): string | undefined {
    return this.#text('client') ?? undefined;
  }

  get txn(): string | undefined {
    return this.#text('txn') ?? undefined;
  }

  get amount(): number | undefined {
    return this.#number(this.#columns.amount);
  }

  get currency(): string | undefined {
    return this.#text('currency') ?? undefined;
  }

  get method(): string | undefined {
    return this.#text('method') ?? undefined;
  }

  get state(): string | undefined {
    return this.#text('state') ?? undefined;
  }

  get createdAt(): number | undefined {
    return this.#number(this.#columns.createdAt);
  }

  get severalAddresses(): boolean | undefined {
    return this.#columns.severalAddresses?.[this.#row] === 1 ? true : undefined;
  }

  get detail(): string | undefined {
    return this.#text('detail') ?? undefined;
  }

  toJSON(): NumberFact {
    return this.plain();
  }

  plain(): NumberFact {
    const { kind, at, source, line, event, amount, createdAt } = this;
    const plain: { -readonly [Name in keyof NumberFact]: NumberFact[Name] } = {
      kind,
      at,
      source,
      line,
      event,
    };
    for (const field of textFields) {
      const text = this.#text(field);
      if (text === undefined) continue;
      if (field === 'customer') plain.customer = text;
      else if (text !== null) plain[field] = text;
    }
    if (amount !== undefined) plain.amount = amount;
    if (createdAt !== undefined) plain.createdAt = createdAt;
    if (this.severalAddresses === true) plain.severalAddresses = true;
    return plain;
  }

  #text(field: TextField): string | null | undefined {
    const column = this.#columns.texts[field];
    if (column === undefined) return undefined;
    if ('words' in column) {
      const which = column.which[this.#row] as number;
      return which === 0 ? undefined : column.words[which - 1];
    }
    const end = column.ends[this.#row] as number;
    const start = this.#row === 0 ? 0 : (column.ends[this.#row - 1] as number);
    if (start === end) return undefined;
    const text = column.joined.slice(start, end);
    return text === '\0' ? null : text;
  }

  #number(column: Float64Array | null): number | undefined {
    const value = column?.[this.#row];
    return value === undefined || Number.isNaN(value) ? undefined : value;
  }
}
