// Names as small numbers: shops, transactions, kinds of event and of attachment; the ones used lately stay in memory.
import type { AttachedHow, TraceEvent } from '../../model/event.js';
import { ownCopy } from '../../model/own-copy.js';
import type { SqlDatabase } from './driver.js';
import { Recent } from './recent.js';
import { BLOCKS_PER_GENERATION } from './schema.js';

const REMEMBERED_TRANSACTIONS = 40_000;

export interface KnownTransaction {
  readonly number: number;
  /** A generation known to hold records of it; 0 when none is known. */
  generation: number;
  /** No record of it is stored yet. */
  isNew: boolean;
}

export interface AttachmentKind {
  readonly how: Exclude<AttachedHow, 'own'>;
  readonly confidence: number;
}

interface NumberedKind {
  readonly action: string;
  readonly level: string;
  readonly number: number;
}

const noKinds: NumberedKind[] = [];

export class Dictionaries {
  readonly #database: SqlDatabase;
  readonly #shops = new Map<string, number>();
  /** By shop. */
  readonly #transactions = new Map<number, Recent<string, KnownTransaction>>();
  /** By code: almost always one action and level. */
  readonly #kinds = new Map<string, NumberedKind[]>();
  readonly #attachmentKinds = new Map<string, number>();
  /** The transaction asked for last: mostly the next one, too. */
  #last: { readonly shop: number; readonly name: string; readonly known: KnownTransaction } | null = null;

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  /** After a rollback: numbers given in it are void. */
  forget(): void {
    this.#shops.clear();
    this.#transactions.clear();
    this.#kinds.clear();
    this.#attachmentKinds.clear();
    this.#last = null;
  }

  shop(name: string): number {
    return remembered(this.#shops, name, () => {
      const row = this.#database.get<{ number: number }>('SELECT number FROM shop WHERE name = ?', name);
      return row?.number ?? this.#database.run('INSERT INTO shop (name) VALUES (?)', name).id;
    });
  }

  transaction(shop: number, name: string): KnownTransaction {
    const last = this.#last;
    if (last !== null && last.name === name && last.shop === shop) return last.known;
    let names = this.#transactions.get(shop);
    if (names === undefined) {
      names = new Recent(REMEMBERED_TRANSACTIONS);
      this.#transactions.set(shop, names);
    }
    let known = names.get(name);
    if (known === undefined) {
      known = this.#numbered(shop, name);
      names.set(ownCopy(name), known);
    }
    this.#last = { shop, name, known };
    return known;
  }

  #numbered(shop: number, name: string): KnownTransaction {
    const sql = 'INSERT INTO transaction_id (name, shop) VALUES (?, ?) ON CONFLICT DO NOTHING';
    const added = this.#database.run(sql, name, shop);
    if (added.changes > 0) return { number: added.id, generation: 0, isNew: true };
    const row = this.#database.get<{ number: number }>(
      'SELECT number FROM transaction_id WHERE name = ? AND shop = ?',
      name,
      shop,
    );
    return { number: row?.number ?? 0, generation: 0, isNew: false };
  }

  /** Whether records with this ID are stored in a generation. */
  hasOwnRecords(transaction: number, generation: number): boolean {
    const first = generation * BLOCKS_PER_GENERATION;
    const row = this.#database.get(
      `SELECT 1 FROM posting WHERE transaction_number = ? AND block >= ? AND block < ?
       AND substr(lines, 1, 1) <> x'00' LIMIT 1`,
      transaction,
      first,
      first + BLOCKS_PER_GENERATION,
    );
    return row !== null;
  }

  kind(event: TraceEvent): number {
    const kinds = this.#kinds.get(event.code) ?? noKinds;
    for (const kind of kinds)
      if (kind.action === event.action && kind.level === event.level) return kind.number;
    const { action, code, level } = event;
    const number = this.#kindNumber(event);
    this.#kinds.set(code, [...kinds, { action, level, number }]);
    return number;
  }

  #kindNumber({ action, code, level }: TraceEvent): number {
    const row = this.#database.get<{ number: number }>(
      'SELECT number FROM event_kind WHERE action = ? AND code = ? AND level = ?',
      action,
      code,
      level,
    );
    if (row !== null) return row.number;
    const sql = 'INSERT INTO event_kind (action, code, level) VALUES (?, ?, ?)';
    return this.#database.run(sql, action, code, level).id;
  }

  attachmentKind({ how, confidence }: AttachmentKind): number {
    return remembered(this.#attachmentKinds, `${how} ${confidence}`, () => {
      const row = this.#database.get<{ number: number }>(
        'SELECT number FROM attachment_kind WHERE how = ? AND confidence = ?',
        how,
        confidence,
      );
      if (row !== null) return row.number;
      const sql = 'INSERT INTO attachment_kind (how, confidence) VALUES (?, ?)';
      return this.#database.run(sql, how, confidence).id;
    });
  }

  attachmentKinds(): ReadonlyMap<number, AttachmentKind> {
    const rows = this.#database.all<AttachmentKind & { number: number }>('SELECT * FROM attachment_kind');
    return new Map(rows.map((row) => [row.number, row]));
  }
}

function remembered(names: Map<string, number>, name: string, find: () => number): number {
  let number = names.get(name);
  if (number === undefined) {
    number = find();
    names.set(name, number);
  }
  return number;
}
