// Reads one table or log of a merchant into facts about order numbers, in parts, and says what could not be read.
import { createHash } from 'node:crypto';
import { ShoptraceError } from '../../model/errors.js';
import type { ImportedTable } from '../../model/sequences/imported-table.js';
import { openFile, type FileContent } from '../file-content.js';
import { HEAD_BYTES } from '../foreign-content.js';
import { importForm, sourceKind, type ImportForm } from './import-form.js';
import { accessLine, logFact, logHead, type LogRecord } from './log-facts.js';
import { ImportReader, type Found, type Identity, type ImportRequest } from './import-reader.js';
import { lastOfCounter, rowFact, type RowReading } from './row-facts.js';
import {
  csvRows,
  ndjsonRows,
  numberedLines,
  type NumberedLine,
  type RowOrBad,
  type TableRow,
} from './table-reader.js';

const READ_BYTES = 256 * 1024;
const ID_LENGTH = 24;

/** @throws path-missing, path-unreadable, format-foreign, file-empty, gzip-damaged */
export async function readImport(
  request: ImportRequest,
): Promise<{ table: ImportedTable; form: ImportForm }> {
  const content = await openFile(request.at ?? request.path, READ_BYTES, request.path);
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
export async function contentId(path: string, at = path): Promise<string> {
  const content = await openFile(at, READ_BYTES, path);
  const { id } = await identify(content);
  if (content.damage !== null) throw content.damage;
  return id;
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
      else found.push(foundRow(item.row, reading));
    }
    yield found;
  }
}

function foundRow({ line, values }: TableRow, reading: RowReading): Found {
  if (reading.layout.kind === 'counters' && reading.layout.silent === null)
    return { line, last: lastOfCounter(values, reading) };
  return { line, result: rowFact(values, reading) };
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
