// Reads one table or log of a merchant into facts about order numbers, in parts, and says what could not be read.
import { createHash } from 'node:crypto';
import { ShoptraceError } from '../../model/errors.js';
import {
  FACTS_PER_PART,
  type ImportedTable,
  type UnreadableRow,
} from '../../model/sequences/imported-table.js';
import type { NumberFact } from '../../model/sequences/number-fact.js';
import { openFile, type FileContent } from '../file-content.js';
import { HEAD_BYTES } from '../foreign-content.js';
import { importForm, sourceKind, type ImportForm } from './import-form.js';
import { accessLine, logFact, logHead, type LogRecord } from './log-facts.js';
import { RowFingerprints } from './row-fingerprints.js';
import { rowFact, type RowResult, type RowWithoutPlace } from './row-facts.js';
import type { TableField } from './table-columns.js';
import { csvRows, ndjsonRows, numberedLines, type NumberedLine, type RowOrBad } from './table-reader.js';

export interface ImportRequest {
  readonly path: string;
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

const READ_BYTES = 256 * 1024;
const ID_LENGTH = 24;
const MOST_NAMED = 1_000;

/** @throws path-missing, path-unreadable, format-foreign, file-empty, gzip-damaged */
export async function readImport(
  request: ImportRequest,
): Promise<{ table: ImportedTable; form: ImportForm }> {
  const content = await openFile(request.path, READ_BYTES);
  const { id, head, sha256, bytes } = await identify(content);
  const form = await importForm(request.path, head, request.columns);
  const zone = request.zone ?? (sourceKind(form) === 'grid' ? (request.gridZone ?? null) : null);
  const reader = new ImportReader({ ...request, zone }, form, { id, sha256, bytes });
  for await (const some of foundIn(form, content, zone ?? 'UTC')) {
    for (const found of some) reader.take(found);
    await reader.keepWholeParts();
  }
  if (content.damage !== null) throw content.damage;
  return { table: await reader.finish(), form };
}

/** What a table that the file holds will be called. @throws path-missing, path-unreadable, file-empty, gzip-damaged */
export async function contentId(path: string): Promise<string> {
  const content = await openFile(path, READ_BYTES);
  const { id } = await identify(content);
  if (content.damage !== null) throw content.damage;
  return id;
}

interface Identity {
  readonly id: string;
  /** Hex, of the whole content (of a packed file: of what is in it). */
  readonly sha256: string;
  readonly bytes: number;
}

/** The content's hash names the table: the same content is the same table under any name. */
async function identify(content: FileContent): Promise<Identity & { readonly head: Uint8Array }> {
  const hash = createHash('sha256');
  let bytes = 0;
  let head = Buffer.alloc(0);
  for await (const chunk of content.chunks()) {
    hash.update(chunk);
    bytes += chunk.length;
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk.subarray(0, HEAD_BYTES - head.length)]);
  }
  if (head.length === 0)
    throw new ShoptraceError('file-empty', `${content.path} holds no bytes.`, 'Is it the right file?');
  const sha256 = hash.digest('hex');
  return { id: sha256.slice(0, ID_LENGTH), sha256, bytes, head };
}

type Found =
  | { readonly line: number; readonly result: RowResult }
  /** A record about anything else: it still says that the file speaks for its time. */
  | { readonly line: number; readonly seenAt: number };

/** What each chunk of the file holds. */
type FoundInChunk = readonly Found[];

async function* foundIn(form: ImportForm, content: FileContent, zone: string): AsyncGenerator<FoundInChunk> {
  if (form.type === 'log') yield* logRecords(content, zone);
  else if (form.type === 'access-log') yield* accessRecords(content);
  else {
    const wanted = new Set(form.layout.columns.values());
    const rows =
      form.type === 'csv'
        ? csvRows(content.chunks(), form.separator, wanted)
        : ndjsonRows(content.chunks(), form.header);
    yield* tableRows(rows, form, zone);
  }
}

async function* tableRows(
  rows: AsyncIterable<readonly RowOrBad[]>,
  form: Extract<ImportForm, { layout: unknown }>,
  zone: string,
): AsyncGenerator<FoundInChunk> {
  const reading = { layout: form.layout, zone, dateOrder: form.dateOrder };
  let isHeader = form.type === 'csv';
  for await (const items of rows) {
    const found: Found[] = [];
    for (const item of items) {
      if ('bad' in item) found.push({ line: item.bad.line, result: { unreadable: item.bad.reason } });
      else if (isHeader) isHeader = false;
      else found.push({ line: item.row.line, result: rowFact(item.row.values, reading) });
    }
    yield found;
  }
}

interface OpenRecord extends LogRecord {
  readonly line: number;
}

/** A line that begins no record continues the one before. */
async function* logRecords(content: FileContent, zone: string): AsyncGenerator<FoundInChunk> {
  let open = null as OpenRecord | null;
  for await (const lines of numberedLines(content.chunks())) {
    const found: Found[] = [];
    for (const { line, text } of lines) {
      const head = logHead(text, zone);
      if (head !== null) {
        if (open !== null) found.push(foundRecord(open));
        open = { ...head, line };
      } else if (open === null) found.push({ line, result: { unreadable: 'before the first record' } });
      else if (open.text.length < HEAD_BYTES) open = { ...open, text: `${open.text}\n${text}` };
    }
    yield found;
  }
  if (open !== null) yield [foundRecord(open)];
}

function foundRecord(record: OpenRecord): Found {
  const fact = logFact(record);
  return fact === null ? { line: record.line, seenAt: record.at } : { line: record.line, result: fact };
}

async function* accessRecords(content: FileContent): AsyncGenerator<FoundInChunk> {
  for await (const lines of numberedLines(content.chunks()))
    yield lines.filter(({ text }) => text !== '').map(accessRecord);
}

function accessRecord({ line, text }: NumberedLine): Found {
  const request = accessLine(text);
  if (request === null) return { line, result: { unreadable: 'not a line of the combined log format' } };
  return request.fact === null ? { line, seenAt: request.at } : { line, result: request.fact };
}

class ImportReader {
  readonly #request: ImportRequest;
  readonly #form: ImportForm;
  readonly #id: string;
  readonly #identity: Identity;
  readonly #seen = new RowFingerprints();
  readonly #unreadable: UnreadableRow[] = [];
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
      said,
    };
  }

  #warnings(kind: ImportedTable['kind']): string[] {
    const warnings: string[] = [];
    if (kind === 'grid' && this.#request.zone === null)
      warnings.push(
        'The grid prints local times and no zone was given: they were read as UTC (give --zone).',
      );
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
