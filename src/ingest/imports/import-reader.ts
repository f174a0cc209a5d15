// Takes what is found in a table or log, row by row: facts in parts, rows that could not be read, and what the file is.
import {
  FACTS_PER_PART,
  GRID_READ_AS_UTC,
  type ImportedTable,
  type UnreadableRow,
} from '../../model/sequences/imported-table.js';
import type { NumberFact } from '../../model/sequences/number-fact.js';
import { sourceKind, type ImportForm } from './import-form.js';
import { RowFingerprints } from './row-fingerprints.js';
import type { RowResult, RowWithoutPlace } from './row-facts.js';
import type { TableField } from './table-columns.js';

export interface ImportRequest {
  readonly path: string;
  /** Where its bytes lie, when the path is only what its user calls it. */
  readonly at?: string | undefined;
  readonly shop: string;
  /** Zone of times that print none; null: UTC. */
  readonly zone: string | null;
  /** Of an admin's grid, which prints local times, where `zone` is null; absent: UTC. */
  readonly gridZone?: string | null;
  readonly said: ImportedTable['said'];
  /** UTC ms; null: the latest time in the table. */
  readonly takenAt: number | null;
  readonly columns: ReadonlyMap<TableField, string>;
  /** Wall clock, UTC ms. */
  readonly now: number;
  /** Takes the facts, part by part; null reads without keeping (dry run). */
  readonly keep: ((id: string, part: number, facts: readonly NumberFact[]) => Promise<void>) | null;
}

export interface Identity {
  readonly id: string;
  /** Hex, of the whole content (of a packed file: of what is in it). */
  readonly sha256: string;
  readonly bytes: number;
}

export type Found =
  | { readonly line: number; readonly result: RowResult }
  /** What a counter gave out last. */
  | { readonly line: number; readonly last: string | null }
  /** A record about anything else: it still says that the file speaks for its time. */
  | { readonly line: number; readonly seenAt: number };

const MOST_NAMED = 1_000;

export class ImportReader {
  readonly #request: ImportRequest;
  readonly #form: ImportForm;
  readonly #id: string;
  readonly #identity: Identity;
  readonly #seen = new RowFingerprints();
  readonly #unreadable: UnreadableRow[] = [];
  readonly #counters: string[] = [];
  #facts: NumberFact[] = [];
  #count = 0;
  #rows = 0;
  #repeated = 0;
  #bad = 0;
  #parts = 0;
  #from = Infinity;
  #to = -Infinity;

  constructor(request: ImportRequest, form: ImportForm, identity: Identity) {
    this.#request = request;
    this.#form = form;
    this.#id = identity.id;
    this.#identity = identity;
  }

  take(found: Found): void {
    this.#rows += 1;
    if ('seenAt' in found) return this.#span(found.seenAt);
    if ('last' in found) {
      if (found.last !== null && this.#counters.length < MOST_NAMED) this.#counters.push(found.last);
      return;
    }
    const { result, line } = found;
    if (result === null) return;
    if ('unreadable' in result) {
      this.#bad += 1;
      if (this.#unreadable.length < MOST_NAMED) this.#unreadable.push({ line, reason: result.unreadable });
      return;
    }
    if (this.#isRepeated(result)) return;
    this.#span(result.at);
    this.#span(result.createdAt ?? null);
    this.#facts.push(placed(result, this.#id, line));
    this.#count += 1;
  }

  async keepWholeParts(): Promise<void> {
    while (this.#facts.length >= FACTS_PER_PART) await this.#keep();
  }

  async finish(): Promise<ImportedTable> {
    await this.keepWholeParts();
    if (this.#facts.length > 0) await this.#keep();
    const { path, shop, zone, said, takenAt, now } = this.#request;
    const kind = sourceKind(this.#form);
    const to = Number.isFinite(this.#to) ? this.#to : null;
    return {
      id: this.#id,
      sha256: this.#identity.sha256,
      bytes: this.#identity.bytes,
      kind,
      shop,
      path,
      zone: zone ?? 'UTC',
      takenAt: kind === 'log' || kind === 'access-log' ? null : (takenAt ?? to),
      from: Number.isFinite(this.#from) ? this.#from : null,
      to,
      rows: this.#rows,
      warnings: this.#warnings(kind),
      importedAt: now,
      parts: this.#parts,
      facts: this.#count,
      unreadable: this.#bad,
      unreadableRows: this.#unreadable,
      columns: 'layout' in this.#form ? this.#form.layout.named : {},
      said: this.#counters.length === 0 ? said : { ...said, counters: this.#counters },
    };
  }

  #warnings(kind: ImportedTable['kind']): string[] {
    const warnings: string[] = [];
    if (kind === 'grid' && this.#request.zone === null) warnings.push(GRID_READ_AS_UTC);
    if ('layout' in this.#form && this.#form.layout.silent !== null) warnings.push(this.#form.layout.silent);
    if (this.#counters.length > 0)
      warnings.push(`Last numbers that were given out: ${this.#counters.join(', ')}.`);
    if (this.#repeated > 0)
      warnings.push(`${this.#repeated} rows stand in the file more than once; each was read once.`);
    return warnings;
  }

  /** The very same row again; orders are told apart by everything that is read of them. */
  #isRepeated(result: RowWithoutPlace): boolean {
    if (!('layout' in this.#form) || this.#form.layout.kind === 'gateway') return false;
    const isRepeated = this.#seen.isRepeated(textOf(result));
    if (isRepeated) this.#repeated += 1;
    return isRepeated;
  }

  #span(at: number | null): void {
    if (at === null) return;
    this.#from = Math.min(this.#from, at);
    this.#to = Math.max(this.#to, at);
  }

  async #keep(): Promise<void> {
    const facts = this.#facts.splice(0, FACTS_PER_PART);
    await this.#request.keep?.(this.#id, this.#parts, facts);
    this.#parts += 1;
  }
}

/** Everything that was read of a row, each value with its length: two rows have one text when they say the same. */
function textOf(result: RowWithoutPlace): string {
  let text = '';
  for (const name in result) {
    const value = String(result[name as keyof RowWithoutPlace]);
    text += `${name}${value.length}:${value}`;
  }
  return text;
}

/** The same object, with its place: a copy of every row would cost a tenth of the time. */
function placed(result: RowWithoutPlace, source: string, line: number): NumberFact {
  const fact = result as { -readonly [Name in keyof NumberFact]: NumberFact[Name] };
  fact.source = source;
  fact.line = line;
  fact.event = `${source}:${line}`;
  return fact;
}
