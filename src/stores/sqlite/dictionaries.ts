// Names as small numbers: shops, transactions, kinds of event and of attachment; the ones used lately stay in memory.
import type { AttachedHow, TraceEvent } from '../../model/event.js';
import type { SqlDatabase } from './driver.js';
import { Recent } from './recent.js';
import { BLOCKS_PER_GENERATION } from './schema.js';

const REMEMBERED_TRANSACTIONS = 40_000;

export interface KnownTransaction {
  readonly number: number;
  /** A generation known to hold records of it; 0 when none is known. */
  generation: number;
}

export interface AttachmentKind {
  readonly how: Exclude<AttachedHow, 'own'>;
  readonly confidence: number;
}

export class Dictionaries {
  readonly #database: SqlDatabase;
  readonly #shops = new Map<string, number>();
  readonly #transactions = new Recent<string, KnownTransaction>(REMEMBERED_TRANSACTIONS);
  readonly #kinds = new Map<string, number>();
  readonly #attachmentKinds = new Map<string, number>();

  constructor(database: SqlDatabase) {
    this.#database = database;
  }

  /** After a rollback: numbers given in it are void. */
  forget(): void {
    this.#shops.clear();
    this.#transactions.clear();
    this.#kinds.clear();
    this.#attachmentKinds.clear();
  }

  shop(name: string): number {
    return remembered(this.#shops, name, () => {
      const row = this.#database.get<{ number: number }>('SELECT number FROM shop WHERE name = ?', name);
      return row?.number ?? this.#database.run('INSERT INTO shop (name) VALUES (?)', name).id;
    });
  }

  transaction(shop: number, name: string): KnownTransaction {
    const key = `${shop} ${name}`;
    const known = this.#transactions.get(key);
    if (known !== undefined) return known;
    const row = this.#database.get<{ number: number }>(
      'SELECT number FROM transaction_id WHERE name = ? AND shop = ?',
      name,
      shop,
    );
    const number = row?.number ?? this.#newTransaction(shop, name);
    const entry: KnownTransaction = { number, generation: 0 };
    this.#transactions.set(key, entry);
    return entry;
  }

  #newTransaction(shop: number, name: string): number {
    return this.#database.run('INSERT INTO transaction_id (name, shop) VALUES (?, ?)', name, shop).id;
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

  kind({ action, code, level }: TraceEvent): number {
    return remembered(this.#kinds, `${action}\u0000${code}\u0000${level}`, () => {
      const row = this.#database.get<{ number: number }>(
        'SELECT number FROM event_kind WHERE action = ? AND code = ? AND level = ?',
        action,
        code,
        level,
      );
      if (row !== null) return row.number;
      const sql = 'INSERT INTO event_kind (action, code, level) VALUES (?, ?, ?)';
      return this.#database.run(sql, action, code, level).id;
    });
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
