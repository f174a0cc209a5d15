// Rows of facts: one a transaction, found by it and by what its facts are about.
import { eventId, parseEventId } from '../../model/event.js';
import type { Case, Fact } from '../../model/finding.js';
import type { DetectionCommit } from '../store.js';
import type { Dictionaries } from './dictionaries.js';
import type { SqlDatabase } from './driver.js';

interface FactRow {
  readonly number: number;
  readonly transaction_name: string;
  readonly facts: string;
}

/** Time is told from the fact before; the event of the same file by its offset alone. */
type PackedFact = readonly [
  aboutKind: Case['kind'],
  aboutKey: string,
  kind: string,
  afterMs: number,
  outcome: string,
  event: string | number,
  line: number,
];

function packed(facts: readonly Fact[]): string {
  let generation = '';
  let before = 0;
  const rows = facts.map(({ about, kind, time, outcome, event, line }): PackedFact => {
    const place = parseEventId(event);
    const short = place !== null && event === eventId(generation, place.offset);
    generation = place?.generation ?? '';
    const afterMs = time - before;
    before = time;
    return [about.kind, about.key, kind, afterMs, outcome, short ? place.offset : event, line];
  });
  return JSON.stringify(rows);
}

function unpacked(row: FactRow, shop: string): Fact[] {
  let generation = '';
  let time = 0;
  return (JSON.parse(row.facts) as PackedFact[]).map(
    ([aboutKind, key, kind, afterMs, outcome, place, line]): Fact => {
      const event = typeof place === 'string' ? place : eventId(generation, place);
      generation = parseEventId(event)?.generation ?? '';
      time += afterMs;
      const about = { kind: aboutKind, key };
      return { shop, about, transaction: row.transaction_name, kind, time, outcome, event, line };
    },
  );
}

/** In order of time, event, and writing. */
export function factsAbout(database: SqlDatabase, shop: string, about: Case): Fact[] {
  const rows = database.all<FactRow>(
    `SELECT f.number, f.transaction_name, f.facts FROM fact_about a JOIN fact f ON f.number = a.fact
     WHERE a.about_key = ? AND a.about_kind = ? AND a.shop = (SELECT number FROM shop WHERE name = ?)
     ORDER BY f.number`,
    about.key,
    about.kind,
    shop,
  );
  return rows
    .flatMap((row) => unpacked(row, shop))
    .filter((fact) => fact.about.kind === about.kind && fact.about.key === about.key)
    .toSorted((a, b) => a.time - b.time || (a.event < b.event ? -1 : Number(a.event > b.event)));
}

/** Puts a commit's facts in place of what its transactions said before. */
export function replaceFacts(
  database: SqlDatabase,
  dictionaries: Dictionaries,
  commit: DetectionCommit,
): void {
  for (const { shop, transaction } of commit.factsOf)
    forgetFactsOf(database, dictionaries.shop(shop), transaction);
  const byTransaction = new Map<string, Fact[]>();
  for (const fact of commit.facts) {
    const name = `${fact.shop}\u0000${fact.transaction}`;
    const facts = byTransaction.get(name);
    if (facts === undefined) byTransaction.set(name, [fact]);
    else facts.push(fact);
  }
  for (const facts of byTransaction.values()) addFacts(database, dictionaries, facts);
}

export function forgetFactsOf(database: SqlDatabase, shop: number, transaction: string): void {
  const sql = 'SELECT number, transaction_name, facts FROM fact WHERE transaction_name = ? AND shop = ?';
  const row = database.get<FactRow>(sql, transaction, shop);
  if (row === null) return;
  for (const { kind, key } of subjects(unpacked(row, '')))
    database.run(
      'DELETE FROM fact_about WHERE about_key = ? AND about_kind = ? AND shop = ? AND fact = ?',
      key,
      kind,
      shop,
      row.number,
    );
  database.run('DELETE FROM fact WHERE number = ?', row.number);
}

/** Facts of one transaction, added to those that it has. */
function addFacts(database: SqlDatabase, dictionaries: Dictionaries, given: readonly Fact[]): void {
  const [first] = given;
  if (first === undefined) return;
  const shop = dictionaries.shop(first.shop);
  const sql = 'INSERT INTO fact (shop, transaction_name, facts) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
  const added = database.run(sql, shop, first.transaction, packed(given));
  if (added.changes === 0) {
    const before = database.get<FactRow>(
      'SELECT number, transaction_name, facts FROM fact WHERE transaction_name = ? AND shop = ?',
      first.transaction,
      shop,
    );
    if (before === null) return;
    forgetFactsOf(database, shop, first.transaction);
    addFacts(database, dictionaries, [...unpacked(before, first.shop), ...given]);
    return;
  }
  for (const { kind, key } of subjects(given))
    database.run(
      'INSERT INTO fact_about (about_key, about_kind, shop, fact) VALUES (?, ?, ?, ?)',
      key,
      kind,
      shop,
      added.id,
    );
}

/** What facts are about, each once. */
function subjects(facts: readonly Fact[]): Iterable<Case> {
  return new Map(facts.map(({ about }) => [`${about.kind} ${about.key}`, about])).values();
}
